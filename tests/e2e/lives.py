"""Real bot processes that can be killed at any moment and started again in milliseconds.

A fork server has imported everything once; each life is a fork of it that runs `bot.process.serve`
as `python -m bot` does, or a scheduler alone as `python -m bot scheduler` does.
"""

import asyncio
import multiprocessing
from pathlib import Path

from bot.clockwork import serve_scheduler
from bot.process import serve
from bot.settings import Settings, load_settings
from tests.forks import FORKS


def _live(given: dict[str, object]) -> None:
    asyncio.run(serve(load_settings(_env_file=None, **given)))


def _ring(given: dict[str, object]) -> None:
    asyncio.run(serve_scheduler(load_settings(_env_file=None, **given)))


class Lives:
    """The same process, again and again."""

    def __init__(
        self,
        *,
        token: str,
        api_url: str,
        database_url: str,
        home: Path,
        scheduler_alone: bool = False,
        **given: object,
    ) -> None:
        self.given: dict[str, object] = {
            "bot_token": token,
            "bot_api_url": api_url,
            "database_url": database_url,
            "secrets_file": home / "secrets.json",
            "files_dir": home / "files",
            "port": 0,
            "log_level": "error",
            **given,
        }
        self._run = _ring if scheduler_alone else _live
        self._process: multiprocessing.process.BaseProcess | None = None

    @property
    def settings(self) -> Settings:
        """Return what every life is started with."""
        return load_settings(_env_file=None, **self.given)

    @property
    def pid(self) -> int | None:
        """Return the number of the living process."""
        return self._process.pid if self._process is not None else None

    def begin(self) -> None:
        """Start a life."""
        self._process = FORKS.Process(target=self._run, args=(self.given,), daemon=True)
        self._process.start()

    async def end(self) -> None:
        """Kill it: no handler runs, nothing is flushed."""
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.join)
            self._process = None
