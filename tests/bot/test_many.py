"""Several processes on one PostgreSQL: each person is one process's at a time, each office too.

P1, P2 (many processes), F3 (order per person across processes), F14 (two instances at once).
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_asyncio
import structlog
from sqlalchemy import func, select

from bot import inbox as inbox_module
from bot.among_others import AmongOthers, present
from bot.inbox import Inbox
from bot.presence import Alone, Office, Presence, the_only_one
from bot.settings import SettingsError
from models.columns import table_of
from models.places import Unit
from models.traffic import InboxUpdate
from rehearsal.clock import StageClock
from tests.bot.test_inbox import Answer, StubDoor, update
from tests.cast import CITY, MORNING
from tests.databases import fresh_database, postgres_server
from usecases import duties, inbox, keycheck
from usecases.database import Database

_ROWS = table_of(InboxUpdate)
_PATIENCE_SECONDS = 20


class Processes:
    """Processes as far as the inbox goes: each has a presence and a door of its own."""

    def __init__(self, url: str, stack: AsyncExitStack) -> None:
        self.url = url
        self.stack = stack
        self.db = Database(url, CITY)
        # What was done, by whichever process, in the order of the commits' answers.
        self.seen: list[int] = []

    async def one(self, before: Answer | None = None) -> tuple[Inbox, Presence]:
        presence = await self.stack.enter_async_context(present(self.url))
        door = StubDoor(self.db, before)
        door.seen = self.seen
        into = Inbox(self.db, door, StageClock(MORNING, running=False), None, presence)  # type: ignore[arg-type]
        await into.start()
        return into, presence

    async def count(self, *where: Any) -> int:
        query = select(func.count()).select_from(_ROWS).where(*where)
        return await self.db.read(lambda session: session.connection().scalar(query) or 0)

    async def until_done(self, number: int) -> None:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while await self.count(_ROWS.c.done_at.is_not(None)) < number:  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def cut(self, presence: Presence) -> None:
        """End the connection of a presence as a server that restarts does."""
        assert isinstance(presence, AmongOthers)
        name = self.url.rsplit("/", 1)[1].split("?")[0]
        kill = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND application_name LIKE %s"
        )
        async with await psycopg.AsyncConnection.connect(
            postgres_server(), autocommit=True
        ) as server:
            await server.execute(kill, (name, "volunteer-city presence%"))


@pytest_asyncio.fixture
async def processes() -> AsyncIterator[Processes]:
    with fresh_database("postgresql") as url:
        async with AsyncExitStack() as stack:
            made = Processes(url, stack)
            try:
                yield made
            finally:
                await stack.aclose()
                await made.db.close()


async def test_one_process_at_a_time_is_in_charge_of_a_person(processes: Processes) -> None:
    (_, first), (_, second) = await processes.one(), await processes.one()
    charge = await first.take(7, [])
    assert charge is not None
    assert await second.take(7, []) is None
    other = await second.take(8, [])
    assert other is not None
    assert not await first.leave(charge)
    assert await second.take(7, []) is not None
    assert not first.holds(charge) or await first.take(7, []) is None


async def test_a_person_whose_updates_reach_three_processes_is_served_in_order(
    processes: Processes,
) -> None:
    async def slow_at_first(body: dict[str, Any]) -> None:
        await asyncio.sleep(0.01 if body["update_id"] % 5 == 0 else 0)

    inboxes = [(await processes.one(slow_at_first))[0] for _ in range(3)]
    # As Telegram posts them: the next one of a person when the last one was taken.
    for number in range(120):
        await inboxes[number % 3].take([update(number, person=1 + number % 4)])
    await processes.until_done(120)
    for person in range(4):
        his = [number for number in processes.seen if number % 4 == person]
        assert his == sorted(his)
        assert len(his) == 30
    assert await processes.count(_ROWS.c.tries > 0) == 0, "nobody is blamed for being handed on"


async def test_what_is_left_of_a_process_is_taken_over_within_a_second_and_counted(
    processes: Processes,
) -> None:
    begun = asyncio.Event()

    async def hangs(_body: dict[str, Any]) -> None:
        begun.set()
        await asyncio.Event().wait()

    dying = AsyncExitStack()
    presence = await dying.enter_async_context(present(processes.url))
    door = StubDoor(processes.db, hangs)
    doomed = Inbox(processes.db, door, StageClock(MORNING, running=False), None, presence)  # type: ignore[arg-type]
    survivor, _ = await processes.one()
    await doomed.take([update(1), update(2), update(3)])
    await begun.wait()
    await survivor.take([update(4)])
    await asyncio.sleep(0.6)
    assert processes.seen == [], "somebody living is in charge"
    # As after kill -9: its connection ends, its tasks never do anything again.
    await dying.aclose()
    died = time.monotonic()
    await processes.until_done(4)
    assert time.monotonic() - died < 1.0
    assert processes.seen == [1, 2, 3, 4]
    assert await processes.count(_ROWS.c.tries == 1) == 4
    await doomed.stop(seconds=0)


async def test_a_charge_ends_with_its_connection_and_the_rest_is_still_done_in_order(
    processes: Processes,
) -> None:
    gate, begun = asyncio.Event(), asyncio.Event()

    async def waits(body: dict[str, Any]) -> None:
        begun.set()
        if body["update_id"] == 1:
            await gate.wait()

    first, presence = await processes.one(waits)
    second, _ = await processes.one()
    await first.take([update(n) for n in (1, 2, 3)])
    await begun.wait()
    await processes.cut(presence)
    await second.take([update(4)])
    await processes.until_done(4)
    gate.set()
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await first.idle()
    assert processes.seen == [1, 2, 3, 4]


async def test_what_was_taken_though_the_caller_heard_an_error_is_done_all_the_same(
    processes: Processes,
) -> None:
    await processes.one()
    taken = [inbox.Taken(n, 1, update(n)) for n in (1, 2)]
    await processes.db.write(inbox.take, updates=taken, now=MORNING)
    await processes.until_done(2)
    assert processes.seen == [1, 2]


async def test_one_process_leads_and_another_follows_within_a_second(processes: Processes) -> None:
    stacks = [AsyncExitStack(), AsyncExitStack()]
    candidacies = [
        (await stack.enter_async_context(present(processes.url))).stand_for(Office.SCHEDULER)
        for stack in stacks
    ]
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await asyncio.wait(
            {asyncio.ensure_future(one.won()) for one in candidacies},
            return_when=asyncio.FIRST_COMPLETED,
        )
    await asyncio.sleep(0.6)
    assert sorted(one.held for one in candidacies) == [False, True]
    leader = 0 if candidacies[0].held else 1
    await stacks[leader].aclose()
    died = time.monotonic()
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await candidacies[1 - leader].won()
    assert time.monotonic() - died < 1.0
    await stacks[1 - leader].aclose()


async def test_a_leader_whose_connection_ends_stops_and_comes_back(processes: Processes) -> None:
    _, presence = await processes.one()
    candidacy = presence.stand_for(Office.SCHEDULER)
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await candidacy.won()
        await processes.cut(presence)
        cut = time.monotonic()
        await candidacy.lost()
        assert time.monotonic() - cut < 0.2, "the server's farewell is heard at once"
        await candidacy.won()


async def test_more_people_than_a_process_may_hold_wait_and_are_all_served(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot import among_others

    monkeypatch.setattr(among_others, "_MOST_CHARGES", 3)
    into, _ = await processes.one()
    await into.take([update(n, person=1 + n) for n in range(40)])
    await processes.until_done(40)
    await into.idle()
    assert sorted(processes.seen) == list(range(40))


async def test_the_only_process_is_in_charge_of_everybody_and_leads() -> None:
    alone = Alone()
    charge = await alone.take(1, [5, 6])
    assert charge is not None
    assert (list(charge.updates), alone.holds(charge)) == ([5, 6], True)
    assert not await alone.leave(charge)
    await alone.stand_for(Office.POLLER).won()


async def test_a_second_process_on_the_same_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'city.db'}"
    with the_only_one(url):
        second = the_only_one(url)
        with pytest.raises(SettingsError, match=r"^DATABASE_URL: another process works on "):
            second.__enter__()
        sqlite3.connect(tmp_path / "city.db").close()
    with the_only_one(url):
        pass
    with the_only_one("sqlite:///:memory:"), the_only_one("sqlite:///:memory:"):
        pass


@pytest.fixture(autouse=True)
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Let every wait be short, and keep what is logged."""
    monkeypatch.setattr(inbox_module, "_DELAYS_SECONDS", (0.0,))
    monkeypatch.setattr(inbox_module, "_AWAY_SECONDS", 0.01)
    with structlog.testing.capture_logs() as kept:
        yield kept


async def test_four_processes_that_start_at_once_on_an_empty_city_prepare_it_together(
    processes: Processes,
) -> None:
    async def starts() -> None:
        await processes.db.write(keycheck.check)
        await processes.db.write(duties.prepare, now=MORNING)

    await asyncio.gather(*(starts() for _ in range(4)))
    units = select(func.count()).where(table_of(Unit).c.is_member.is_(True))
    members = len(CITY.policy(MORNING).members)
    assert await processes.db.read(lambda s: s.connection().scalar(units)) == members
