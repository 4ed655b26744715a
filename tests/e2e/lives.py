"""A real bot process that can be killed at any moment and started again in milliseconds.

A fork server has imported everything once; each life is a fork of it that runs `bot.process.serve`
as `python -m bot` does.
"""

import asyncio
import multiprocessing
from pathlib import Path

from bot.process import serve
from bot.settings import Settings, load_settings

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.e2e.lives"])


def _live(given: dict[str, object]) -> None:
    asyncio.run(serve(load_settings(_env_file=None, **given)))


class Lives:
    """The same bot, again and again."""

    def __init__(self, *, token: str, api_url: str, database_url: str, home: Path) -> None:
        self.given: dict[str, object] = {
            "bot_token": token,
            "bot_api_url": api_url,
            "database_url": database_url,
            "secrets_file": home / "secrets.json",
            "files_dir": home / "files",
            "port": 0,
            "log_level": "error",
        }
        self._process: multiprocessing.process.BaseProcess | None = None

    @property
    def settings(self) -> Settings:
        """Return what every life is started with."""
        return load_settings(_env_file=None, **self.given)

    def begin(self) -> None:
        """Start a life."""
        self._process = _context.Process(target=_live, args=(self.given,), daemon=True)
        self._process.start()

    async def end(self) -> None:
        """Kill it: no handler runs, nothing is flushed."""
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.join)
            self._process = None
