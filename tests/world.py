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

import pytest
from aiogram.client.session.aiohttp import AiohttpSession

from bot.poller import Poller
from bot.process import counter
from bot.settings import Settings, load_settings
from bot.wiring import House, build
from domain.permissions import Role
from rehearsal.clock import StageClock
from rehearsal.people import Person
from rehearsal.playing import LateApp
from rehearsal.stage import Stage
from rehearsal.staging import staged
from scheduler.limiter import UNHURRIED, Pace
from tests.cast import CITY, MORNING, with_role
from tests.databases import fresh_database
from usecases.city import City
from usecases.database import Database
from web.app import build_app

PUBLIC_URL = "https://puer.example"
# Each journey is played twice: on one database in one language, on the other in the other.
PAIRED = (("sqlite", "zh-hans"), ("postgresql", "en"))


def played_twice(fixture: str) -> pytest.MarkDecorator:
    """Return a mark that gives a test its world in both; without it, one in Chinese on SQLite."""
    return pytest.mark.parametrize(fixture, PAIRED, indirect=True, ids="-".join)


def asked_of(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Return the database and the language that a test asks of its world."""
    engine, language = getattr(request, "param", PAIRED[0])
    return engine, language


@dataclass
class World:
    """What a test plays with."""

    stage: Stage
    house: House
    clock: StageClock
    db: Database
    language: str = "zh-hans"
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str, language: str = "", phone: str = "") -> Person:
        """Let somebody with a phone come in, who reads this world's language if nothing is said."""
        return self.stage.person(name, language_code=language or self.language, phone=phone)

    def words(self, chinese: str, english: str) -> str:
        """Return what is read or pressed in this world's language."""
        return english if self.language == "en" else chinese

    async def appoints(self, person: Person, role: Role, where: str = "") -> Person:
        """Let somebody hold a role, in the language of his phone."""
        language = person.someone.language_code
        await self.db.write(with_role, person.id, role, where, language)
        return person

    async def answered(self) -> None:
        """Wait until every update is taken, done and answered, however busy the machine is.

        The stage itself gives up on a bot that has not asked for three seconds.
        """
        await self.stage.world.deliveries.until_taken(60)
        await self.house.inbox.idle()

    async def settle(self) -> None:
        """Wait until every update is taken, done and answered, and what it caused is delivered."""
        await self.answered()
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
    language: str = "zh-hans",
    city: City = CITY,
    **given: object,
) -> AsyncIterator[World]:
    """Open a city at a moment of a Saturday morning, polling like any bot at home."""
    clock = StageClock(start, running=False)
    stage = Stage(clock=clock, limits=False, public_url=PUBLIC_URL)
    pages = LateApp()
    with fresh_database(engine) as url:
        async with staged(stage, app=pages) as address:
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
            db = Database(url, city)
            house = await build(settings, clock, db, pace=pace)
            clock.run_due = partial(house.scheduler.run_due, jump=clock.jump)
            pages.app = build_app(counter(house, clock))
            polling = asyncio.create_task(Poller(house.bot, house.inbox).run())
            world = World(stage, house, clock, db, language)
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
