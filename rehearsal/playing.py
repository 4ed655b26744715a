"""`make run` without a token: the stage, the bot, the pages and the scheduler in one process."""

import asyncio
import contextlib
import shutil
import signal
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.process import counter, opened, working
from bot.secrets import make_secrets
from bot.settings import load_settings
from bot.wiring import House
from models.columns import table_of
from models.people import Account, Volunteer
from models.traffic import InboxUpdate
from rehearsal import cast, city
from rehearsal.bot_door import Asgi, Receive, Scope, Send
from rehearsal.cast import Part
from rehearsal.chats import Someone
from rehearsal.clock import StageClock
from rehearsal.keeping import Keeper
from rehearsal.stage import Stage
from rehearsal.staging import staged
from rehearsal.station_screens import StationScreens
from usecases.city import CitySession
from web.app import build_app

PUBLIC_URL = "https://puer.example"
ZONE = ZoneInfo("Asia/Shanghai")


class LateApp:
    """Pages that are mounted before they exist, because the bot needs the stage to start."""

    def __init__(self) -> None:
        self.app: Asgi | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; who was here before a restart and is too early asks again."""
        if self.app is None and scope["type"] == "http":
            early = {
                "type": "http.response.start",
                "status": 503,
                "headers": [(b"retry-after", b"1")],
            }
            await send(early)
            await send({"type": "http.response.body"})
            return
        assert self.app is not None  # noqa: S101 - set before the address is told to anyone
        await self.app(scope, receive, send)


def play(*, fresh: bool, port: int, data: Path) -> None:
    """Play until told to stop; what was played is kept in `data` unless `fresh`."""
    if fresh and data.exists():
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)
    asyncio.run(_play(port, data))


async def _play(port: int, data: Path) -> None:
    keeper = Keeper(data)
    clock = keeper.clock(ZONE)
    stage = Stage(clock=clock, public_url=PUBLIC_URL, files_folder=keeper.files_folder)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if not (data / "secrets.json").exists():
        make_secrets(data / "secrets.json")
    pages = LateApp()
    async with (
        staged(stage, port, app=pages) as address,
        _house(stage, clock, data, address) as house,
    ):
        await house.db.write(city.found, now=clock.now())
        taken_up = keeper.load(stage, await house.db.read(_last_update_id))
        screens = StationScreens(build_app(counter(house, clock)), house.db, clock)
        stage.screens = await screens.offered()
        pages.app = screens
        parts = cast.parts(house.db.city.policy(clock.now()).city.code)
        _enter(stage, parts, await house.db.read(_crowd))
        clock.run_due = partial(house.scheduler.run_due, jump=clock.jump)
        clock.next_due = house.scheduler.next_due
        async with working(house), keeper.keeping(stage):
            if not taken_up:
                await _say_hello(stage)
            print(f"志愿之城 is playing on {address}/stage/", flush=True)  # noqa: T201
            await stop.wait()


@contextlib.asynccontextmanager
async def _house(stage: Stage, clock: StageClock, data: Path, address: str) -> AsyncIterator[House]:
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
        yield house


def _last_update_id(session: CitySession) -> int:
    """Return the highest number that the bot has taken."""
    rows = table_of(InboxUpdate)
    return session.connection().scalar(select(func.max(rows.c.update_id))) or 0


def _crowd(session: CitySession) -> list[tuple[int, str]]:
    """Return Telegram id and name of everybody in the city who is not on the page."""
    accounts, volunteers = table_of(Account), table_of(Volunteer)
    rows = session.connection().execute(
        select(accounts.c.external_id, volunteers.c.name).outerjoin(
            volunteers, volunteers.c.account_id == accounts.c.id
        )
    )
    return [
        (row.external_id, row.name or "工作人员")
        for row in rows
        if cast.in_the_crowd(row.external_id)
    ]


def _enter(stage: Stage, parts: tuple[Part, ...], crowd: list[tuple[int, str]]) -> None:
    """Let everybody have a phone: the cast on the page, the crowd out of sight."""
    for part in parts:
        if part.telegram_id not in stage.people:
            stage.person(
                part.name,
                language_code=part.language,
                phone=part.phone,
                role=part.label,
                telegram_id=part.telegram_id,
            )
    for telegram_id, name in crowd:
        if telegram_id not in stage.world.people:
            # They wrote to the bot long ago, so it may write to them.
            stage.world.add(Someone(telegram_id, name)).open = True


async def _say_hello(stage: Stage) -> None:
    """Let those who are somebody in the city stand in their chats, with their menus."""
    for part in cast.PARTS:
        if part.role is not None:
            await stage.people[part.telegram_id].opens()
