"""`make run` without a token: the stage, the bot, the pages and the scheduler in one process."""

import asyncio
import shutil
import signal
from functools import partial
from pathlib import Path

from bot.process import counter, opened, working
from bot.secrets import make_secrets
from bot.settings import load_settings
from rehearsal.bot_door import Receive, Scope, Send
from rehearsal.clock import StageClock
from rehearsal.stage import Asgi, Stage
from web.app import build_app

PUBLIC_URL = "https://puer.example"


class LateApp:
    """Pages that are mounted before they exist, because the bot needs the stage to start."""

    def __init__(self) -> None:
        self.app: Asgi | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        assert self.app is not None  # noqa: S101 - set before the address is told to anyone
        await self.app(scope, receive, send)


def play(*, fresh: bool, port: int, data: Path) -> None:
    """Play until told to stop; what was played is kept in `data` unless `fresh`."""
    if fresh and data.exists():
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)
    asyncio.run(_play(port, data))


async def _play(port: int, data: Path) -> None:
    clock = StageClock()
    stage = Stage(clock=clock, public_url=PUBLIC_URL, files_folder=data / "files-of-the-chats")
    pages = LateApp()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if not (data / "secrets.json").exists():
        make_secrets(data / "secrets.json")
    async with stage.serving(port, app=pages) as address:
        settings = load_settings(
            bot_token=stage.token,
            bot_api_url=address,
            database_url=f"sqlite:///{data / 'city.db'}",
            public_url=PUBLIC_URL,
            secrets_file=data / "secrets.json",
            files_dir=data / "files",
            webhook_secret="",
            _env_file=None,
        )
        async with opened(settings, clock) as house:
            pages.app = build_app(counter(house, clock))
            clock.run_due = partial(house.scheduler.run_due, jump=clock.jump)
            async with working(house):
                print(f"志愿之城 is playing on {address}/stage/", flush=True)  # noqa: T201
                await stop.wait()
