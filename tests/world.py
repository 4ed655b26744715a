"""A whole city in one process: the stage, the bot, the pages, on a database of one's own.

People act over real HTTP; after each act the world waits until the bot has done and answered it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from aiogram.client.session.aiohttp import AiohttpSession

from bot.inbox import Poller
from bot.process import counter
from bot.settings import Settings, load_settings
from bot.wiring import House, build
from rehearsal.clock import StageClock
from rehearsal.people import Person
from rehearsal.playing import LateApp
from rehearsal.stage import Stage
from scheduler.limiter import UNHURRIED, Pace
from tests.cast import CITY, MORNING
from tests.databases import fresh_database
from usecases.database import Database
from web.app import build_app

PUBLIC_URL = "https://puer.example"


@dataclass
class World:
    """What a test plays with."""

    stage: Stage
    house: House
    clock: StageClock
    db: Database
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str, language: str = "zh-hans", phone: str = "") -> Person:
        """Let somebody with a phone come in."""
        return self.stage.person(name, language_code=language, phone=phone)

    async def settle(self) -> None:
        """Wait until every update is taken, done and answered, and what it caused is delivered."""
        await self.stage.until_taken()
        await self.house.inbox.idle()
        await self.house.scheduler.deliver()

    async def goes_on_to(self, moment: datetime) -> None:
        """Let the time run to a moment, doing what is due on the way."""
        await self.clock.advance(moment)
        await self.settle()


@contextlib.asynccontextmanager
async def a_world(
    engine: str,
    tmp_path: Path,
    *,
    start: datetime = MORNING,
    public_url: str = PUBLIC_URL,
    pace: Pace = UNHURRIED,
    **given: object,
) -> AsyncIterator[World]:
    """Open a city at a moment of a Saturday morning, polling like any bot at home."""
    clock = StageClock(start, running=False)
    stage = Stage(clock=clock, limits=False, public_url=PUBLIC_URL)
    pages = LateApp()
    with fresh_database(engine) as url:
        async with stage.serving(app=pages) as address:
            settings: Settings = load_settings(
                bot_token=stage.token,
                bot_api_url=address,
                database_url=url,
                public_url=public_url,
                secrets_file=tmp_path / "secrets.json",
                files_dir=tmp_path / "files",
                _env_file=None,
                **given,
            )
            db = Database(url, CITY)
            house = await build(settings, clock, db, pace=pace)
            clock.run_due = partial(house.scheduler.run_due, jump=clock.jump)
            pages.app = build_app(counter(house, clock))
            polling = asyncio.create_task(Poller(house.bot, house.inbox).run())
            world = World(stage, house, clock, db)
            stage.settle = world.settle
            # What is sent before the first poll would not be waited for.
            while not stage.world.deliveries.listened_to:  # noqa: ASYNC110 - a flag, not an event
                await asyncio.sleep(0.01)
            try:
                yield world
            finally:
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)
                # Closed already, aiogram does not wait for the end of a TLS that is not there.
                assert isinstance(house.bot.session, AiohttpSession)
                await (await house.bot.session.create_session()).close()
                await house.close()
