"""What one person may send at once, and that nobody is taken for a flooder who is none (F61)."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.floods import MOST_AT_ONCE, Floods
from bot.inbox import Inbox
from models.columns import table_of
from models.traffic import InboxUpdate
from rehearsal.clock import StageClock
from tests.cast import MORNING
from usecases import inbox
from usecases.database import Database

_NOON = 1_795_233_600


def said(number: int = 1, person: int = 7, date: int = _NOON) -> dict[str, Any]:
    return {
        "update_id": number,
        "message": {"from": {"id": person, "language_code": "zh"}, "date": date, "text": "你好"},
    }


class Watch:
    """A monotonic clock that stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_sixty_at_once_and_then_one_a_second() -> None:
    watch = Watch()
    floods = Floods(monotonic=watch)
    assert [floods.lets_in(7, said()) for _ in range(61)] == [True] * 60 + [False]
    watch.now += 0.9
    assert not floods.lets_in(7, said())
    watch.now += 0.2
    assert floods.lets_in(7, said())
    assert not floods.lets_in(7, said())
    assert floods.lets_in(8, said()), "the others have their own"
    watch.now += 3600
    assert [floods.lets_in(7, said()) for _ in range(61)] == [True] * 60 + [False]


def test_what_was_sent_over_hours_and_comes_at_once_is_no_flood() -> None:
    floods = Floods(monotonic=Watch())
    shift = [said(date=_NOON + 20 * n) for n in range(500)]
    assert all(floods.lets_in(7, one) for one in shift)


@pytest.mark.parametrize("date", ["x", None, -1, True, 1e400, 2**70])
def test_a_date_that_is_none_gives_no_allowance(date: Any) -> None:
    floods = Floods(monotonic=Watch())
    assert sum(floods.lets_in(7, said(date=date)) for _ in range(100)) == MOST_AT_ONCE


def test_a_flooder_is_told_once_and_again_only_after_he_was_quiet() -> None:
    watch = Watch()
    floods = Floods(monotonic=watch)
    told = 0
    for _ in range(3):
        for _ in range(1_000):
            if not floods.lets_in(7, said()):
                told += floods.first_refused(7)
            watch.now += 0.001
    assert told == 1
    watch.now += MOST_AT_ONCE
    told += sum(not floods.lets_in(7, said()) and floods.first_refused(7) for _ in range(100))
    assert told == 2


def test_who_is_quiet_is_not_kept_in_memory() -> None:
    watch = Watch()
    floods = Floods(monotonic=watch)
    for person in range(10_000):
        floods.lets_in(person, said())
    watch.now += MOST_AT_ONCE + 1
    floods.lets_in(10_001, said())
    assert len(floods._people) == 1


class _Door:
    def __init__(self, db: Database) -> None:
        self.db = db
        self.told: list[int] = []

    async def answer(self, body: dict[str, Any]) -> None:
        done = inbox.Done(body["update_id"], MORNING)
        await self.db.write_done(lambda _session: None, done=done)

    async def slow_down(self, body: dict[str, Any]) -> None:
        self.told.append(body["update_id"])
        raise OSError("he has gone")


async def test_what_is_let_in_is_done_whole_and_what_could_not_be_kept_costs_nothing(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = _Door(db)
    into = Inbox(db, door, StageClock(MORNING, running=False), floods=Floods(monotonic=Watch()))  # type: ignore[arg-type]
    real = inbox.take

    def away(*_args: Any, **_facts: Any) -> list[int]:
        raise OSError("the database is away")

    batch = [said(n) for n in range(50)]
    monkeypatch.setattr(inbox, "take", away)
    for _ in range(3):
        with pytest.raises(OSError, match="away"):
            await into.take(batch)
    monkeypatch.setattr(inbox, "take", real)
    await into.take(batch)
    await into.take([said(n) for n in range(50, 100)] + [said(200, person=8)])
    async with asyncio.timeout(20):
        await into.idle()
    rows = table_of(InboxUpdate)
    done = select(rows.c.update_id).where(rows.c.done_at.is_not(None)).order_by(rows.c.update_id)
    kept = await db.read(lambda session: list(session.connection().scalars(done)))
    assert kept == [*range(60), 200]
    assert door.told == [60]
