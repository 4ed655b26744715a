"""After an outage: the backlog in its order, what is lost is said, a damaged file is not touched.

F8 (a backlog of ten thousand), F21 (a corrupt page), F13 (a stop while all of it runs).
"""

import asyncio
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import func, insert, select

from bot.floods import Floods
from bot.inbox import Inbox
from bot.process import _brought_up, tell_of_silence
from bot.settings import SettingsError
from domain.permissions import Role
from models.columns import table_of
from models.traffic import InboxUpdate
from models.visits import CodeUse
from rehearsal.clock import StageClock
from tests.cast import MORNING, later, with_role
from tests.databases import fresh_database
from usecases import inbox, migration, notices
from usecases.city import CitySession
from usecases.database import Database

_ROWS, _USES = table_of(InboxUpdate), table_of(CodeUse)


class _Door:
    """Does one row per update, and keeps in which order those of a person were done."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.order: dict[int, list[int]] = {}

    async def answer(self, body: dict[str, Any]) -> None:
        number, person = body["update_id"], body["message"]["from"]["id"]
        done = inbox.Done(number, MORNING)
        await self.db.write_done(lambda session: _use(session, number), done=done)
        self.order.setdefault(person, []).append(number)

    async def apologise(self, _body: dict[str, Any], _incident: str) -> None:
        raise AssertionError("nothing failed")


def _use(session: CitySession, number: int) -> None:
    session.connection().execute(insert(_USES).values(key=str(number), used_at=MORNING))


def _an_update(number: int, person: int) -> dict[str, Any]:
    # Twenty hours of an outage, as Telegram dates them.
    date = int(MORNING.timestamp()) + number * 7
    return {
        "update_id": number,
        "message": {"from": {"id": person}, "date": date, "text": f"message {number}"},
    }


async def _worked_off(db: Database, updates: int, people: int) -> float:
    """Return after how many seconds a backlog is done; a stop in the middle loses nothing."""
    chance = random.Random(updates)
    bodies = [_an_update(n, 1 + chance.randrange(people)) for n in range(1, updates + 1)]
    began = asyncio.get_running_loop().time()
    clock, door = StageClock(MORNING, running=False), _Door(db)
    half = updates // 200 * 100
    for part in (bodies[:half], bodies[half:]):
        into = Inbox(db, door, clock, floods=Floods())  # type: ignore[arg-type]
        await into.start()
        for first in range(0, len(part), 100):
            await into.take(part[first : first + 100])
        if part is not bodies[:half]:
            async with asyncio.timeout(200):
                await into.idle()
        else:
            await into.stop(seconds=0.05)
    took = asyncio.get_running_loop().time() - began
    assert sum(map(len, door.order.values())) == updates
    assert all(order == sorted(order) for order in door.order.values())
    left = select(func.count()).where(_ROWS.c.done_at.is_(None))
    assert await db.read(lambda session: session.connection().scalar(left)) == 0
    return took


async def test_a_backlog_is_worked_off_in_order_and_nobody_in_it_is_a_flooder(db: Database) -> None:
    await _worked_off(db, 200, people=2)


@pytest.mark.proof
async def test_ten_thousand_after_an_outage_are_done_once_and_in_order(
    db: Database, measured: Callable[[str], None]
) -> None:
    updates = 10_000 if db.url.startswith("sqlite") else 2_500
    took = await _worked_off(db, updates, people=300)
    measured(f"a backlog of {updates} with a stop in the middle: {took:.1f} s")


async def test_who_was_away_for_more_than_a_day_tells_the_administrators_once(
    db: Database,
) -> None:
    chief = await db.write(with_role, 77, Role.ADMINISTRATOR)
    await db.write(with_role, 78, Role.CENTRE)
    with structlog.testing.capture_logs() as lines:
        await tell_of_silence(db, later())
        assert db.tally.silence_before_start_seconds.value == 0, "nobody ever spoke to it"
        await db.write(inbox.take, updates=[inbox.Taken(1, 7, _an_update(1, 7))], now=later())
        await tell_of_silence(db, later(hours=24))
        assert lines == [], "a new city, and one that was away for a day, have lost nothing"
        assert await db.write(notices.claim, now=later(hours=25)) == []
        for _ in range(2):
            await tell_of_silence(db, later(hours=24) + timedelta(seconds=1))
    assert [line["log_level"] for line in lines] == ["warning"] * 2
    assert lines[0]["since"] == "2026-11-21 01:00 UTC"
    assert db.tally.silence_before_start_seconds.value == 86_401
    (told,) = await db.write(notices.claim, now=later(hours=25))
    assert (told.account_id, told.kind) == (chief.account_id, "silence")
    assert told.facts == {"since_at": "2026-11-21T01:00:00+00:00"}


def test_a_damaged_page_stops_the_start_and_nothing_is_written() -> None:
    with fresh_database("sqlite") as url:
        migration.look_over(url)
        path = Path(url.removeprefix("sqlite:///"))
        whole = path.read_bytes()
        page = int.from_bytes(whole[16:18], "big")
        chance = random.Random(7)
        for place in (0, 16, page, 3 * page, len(whole) // page // 2 * page):
            spoiled = bytearray(whole)
            spoiled[place : place + 64] = chance.randbytes(64)
            path.write_bytes(spoiled)
            with pytest.raises(SettingsError, match=r"^DATABASE_URL is damaged"):
                _brought_up(url)
            assert path.read_bytes() == bytes(spoiled)
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(SettingsError, match=r"^DATABASE_URL is damaged"):
            _brought_up(url)
        path.write_bytes(whole)
        _brought_up(url)


def test_a_city_that_is_not_there_yet_is_not_damaged(tmp_path: Path) -> None:
    migration.look_over(f"sqlite:///{tmp_path}/new.db")
    assert not list(tmp_path.iterdir())
