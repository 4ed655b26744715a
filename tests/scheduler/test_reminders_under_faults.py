"""Thousands of reminders through a bad hour of Telegram, and a scheduler that is killed in it (P5).

At Telegram's real pace, in a process of its own. While they go out, Telegram asks for a halt,
answers 500, 502 and a proxy's 403, loses replies and hangs; then the process is killed.
"""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.clock import SystemClock
from models.columns import table_of
from models.people import Account
from models.traffic import Notice
from rehearsal.chats import Someone
from rehearsal.stage import Stage
from rehearsal.staging import staged
from scheduler.delivery import Deliverer
from scheduler.jobs import Scheduler
from tests.cast import CITY, an_account
from tests.databases import ENGINES, fresh_database
from tests.forks import FORKS
from usecases import notices
from usecases.city import CitySession
from usecases.database import Database

_FIRST_PERSON = 6_000_000_001
_REPLY_SECONDS = 2.0
# What comes wrong, when so much of all has gone out.
_TROUBLE: tuple[tuple[float, str, dict[str, Any]], ...] = (
    (0.10, "too_many_requests", {"seconds": 3, "count": 1}),
    (0.20, "http_500", {"lasts_seconds": 2}),
    (0.30, "html_502", {"lasts_seconds": 2}),
    (0.40, "html_403", {"lasts_seconds": 1}),
    (0.50, "drop_reply", {"count": 5}),
    (0.60, "hang", {"count": 3, "seconds": _REPLY_SECONDS + 1}),
)
_KILLED_AT = 0.7
_LOST_REPLIES = 5 + 3
# Of those that went out after the last fault, 99 in 100 wait no longer than this for their turn.
_MOST_LATE_SECONDS = 60.0


def _life(database_url: str, api_url: str, token: str) -> None:
    asyncio.run(_lived(database_url, api_url, token))


async def _lived(database_url: str, api_url: str, token: str) -> None:
    db, clock = Database(database_url, CITY), SystemClock()
    deliverer = Deliverer(db, clock, token=token, api_url=api_url, reply_seconds=_REPLY_SECONDS)
    scheduler = Scheduler(db, clock, deliverer)
    scheduler.start()
    await asyncio.Event().wait()


def _queue(session: CitySession, count: int) -> None:
    """Let one reminder wait for each of so many people: every second one is sent anew if lost."""
    now = datetime.now(UTC)
    for number in range(count):
        person = an_account(session, _FIRST_PERSON + number)
        facts: dict[str, Any] = {"minutes": 60, "since_at": now.isoformat()}
        kind = "end-confirmed"
        if number % 2:
            kind = "visit-forgotten"
            facts = {"visit_id": 0, "station": "图书馆", "since_at": now.isoformat()}
        notices.tell(
            session,
            kind=kind,
            account_id=person.account_id,
            dedupe_key=f"reminder/{number}",
            facts=facts,
            due_at=now,
        )


def _settled(session: CitySession) -> int:
    rows = table_of(Notice)
    query = select(func.count()).where(rows.c.state != "pending")
    return session.connection().scalar(query) or 0


def _rows(session: CitySession) -> list[Any]:
    rows = table_of(Notice)
    return list(session.connection().execute(select(rows).order_by(rows.c.id)))


def _blocked(session: CitySession) -> int:
    accounts = table_of(Account)
    query = select(func.count()).where(accounts.c.blocked_at.is_not(None))
    return session.connection().scalar(query) or 0


@dataclass
class Hour:
    """What came of it."""

    rows: list[Any]
    heard: list[int]
    blocked: int
    calm_at: datetime
    left_when_calm: int

    @property
    def late_seconds(self) -> float:
        """Return how long after its turn the 99th of a hundred went out, once all was calm."""
        after = sorted(
            (row.sent_at - self.calm_at).total_seconds()
            for row in self.rows
            if row.sent_at is not None and row.sent_at > self.calm_at
        )
        turn = [place / 25 for place in range(len(after))]
        late = sorted(at - due for at, due in zip(after, turn, strict=True))
        return late[int(len(late) * 0.99) - 1] if late else 0.0


async def _played(engine: str, count: int) -> Hour:
    stage = Stage(limits=True)
    stage.settle = None
    for number in range(count):
        stage.world.add(Someone(_FIRST_PERSON + number, f"志愿者{number}")).open = True
    trouble, process = list(_TROUBLE), None
    with fresh_database(engine) as url:
        db = Database(url, CITY)
        await db.write(_queue, count)
        async with staged(stage) as address:
            given = (url, address, stage.token)
            process = FORKS.Process(target=_life, args=given, daemon=True)
            process.start()
            while (done := await db.read(_settled)) < count * _KILLED_AT:
                while trouble and done >= count * trouble[0][0]:
                    _, fault, how = trouble.pop(0)
                    stage.faults.inject(fault, method="sendMessage", **how)
                await asyncio.sleep(0.05)
            process.kill()
            await asyncio.to_thread(process.join)
            stage.faults.clear()
            left = count - await db.read(_settled)
            process = FORKS.Process(target=_life, args=given, daemon=True)
            process.start()
            calm_at = datetime.now(UTC)
            try:
                async with asyncio.timeout(left / 25 * 2 + 180):
                    while await db.read(_settled) < count:  # noqa: ASYNC110 - another process
                        await asyncio.sleep(0.2)
            finally:
                process.kill()
                await asyncio.to_thread(process.join)
        heard = [len(stage.world.chats[_FIRST_PERSON + number].messages) for number in range(count)]
        hour = Hour(await db.read(_rows), heard, await db.read(_blocked), calm_at, left)
        await db.close()
    return hour


async def _goes_well(engine: str, count: int, measured: Callable[[str], None]) -> None:
    hour = await _played(engine, count)
    assert not {row.state for row in hour.rows} - {"sent", "unknown"}
    for row, heard in zip(hour.rows, hour.heard, strict=True):
        # Who is not told by the row that he was told was told all the same, or can look it up.
        assert heard >= (row.state == "sent"), row.id
        assert heard <= 2, row.id
    twice = hour.heard.count(2)
    in_flight = 32
    measured(
        f"{count} reminders, {twice} heard twice, "
        f"{sum(row.state == 'unknown' for row in hour.rows)} unknown, "
        f"p99 {hour.late_seconds:.1f} s late after the faults"
    )
    assert twice <= _LOST_REPLIES + in_flight
    assert hour.blocked == 0
    assert hour.late_seconds <= _MOST_LATE_SECONDS


@pytest.mark.proof
@pytest.mark.timeout(200)
# The long run of both: a share on the one whose connections can break.
@pytest.mark.parametrize("engine", ["postgresql"])
async def test_reminders_go_out_through_faults_and_a_kill(
    engine: str, measured: Callable[[str], None]
) -> None:
    await _goes_well(engine, 200, measured)


@pytest.mark.soak
@pytest.mark.parametrize("engine", ENGINES)
async def test_ten_thousand_reminders_go_out_through_faults_and_a_kill(
    engine: str, measured: Callable[[str], None]
) -> None:
    await _goes_well(engine, int(os.environ.get("SOAK_REMINDERS", "10000")), measured)
