"""The inbox under attack: nothing is lost or doubled, and nobody waits for a stranger."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import psycopg
import pytest
import structlog
from sqlalchemy import func, insert, select
from sqlalchemy import update as sql_update
from sqlalchemy.exc import OperationalError

from bot import inbox as inbox_module
from bot.inbox import Inbox
from models.columns import table_of
from models.traffic import InboxUpdate
from models.visits import CodeUse
from rehearsal.clock import StageClock
from tests.cast import CITY, MORNING, later
from tests.databases import fresh_database, postgres_server
from usecases import inbox
from usecases.city import CitySession
from usecases.database import Database
from usecases.inbox import Done

_ROWS = table_of(InboxUpdate)
_USES = table_of(CodeUse)
PATIENCE_SECONDS = 30
Answer = Callable[[dict[str, Any]], Awaitable[None]]


@pytest.fixture(autouse=True)
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Let every wait be short, and keep what is logged."""
    monkeypatch.setattr(inbox_module, "_DELAYS_SECONDS", (0.0,))
    monkeypatch.setattr(inbox_module, "_AWAY_SECONDS", 0.01)
    monkeypatch.setattr(inbox_module, "_LONGEST_AWAY_SECONDS", 0.05)
    with structlog.testing.capture_logs() as kept:
        yield kept


class StubDoor:
    """A door that does one row per update, and before that whatever a test wants."""

    def __init__(self, db: Database, before: Answer | None = None) -> None:
        self.db = db
        self.before = before
        self.seen: list[int] = []
        self.apologies: list[tuple[int, str]] = []

    async def answer(self, body: dict[str, Any]) -> None:
        if self.before is not None:
            await self.before(body)
        number = body["update_id"]
        await self.db.write_done(lambda session: _use(session, number), done=Done(number, MORNING))
        self.seen.append(number)

    async def apologise(self, body: dict[str, Any], incident: str) -> None:
        self.apologies.append((body["update_id"], incident))


def _use(session: CitySession, number: int) -> None:
    session.connection().execute(insert(_USES).values(key=str(number), used_at=MORNING))


def update(number: int, person: int = 1, text: str = "hello") -> dict[str, Any]:
    return {"update_id": number, "message": {"from": {"id": person}, "text": text}}


def an_inbox(db: Database, before: Answer | None = None) -> tuple[Inbox, StubDoor]:
    door = StubDoor(db, before)
    return Inbox(db, door, StageClock(MORNING, running=False)), door  # type: ignore[arg-type]


async def idle(into: Inbox) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        await into.idle()


async def _count(db: Database, *where: Any) -> int:
    query = select(func.count()).select_from(_ROWS).where(*where)
    return await db.read(lambda session: session.connection().scalar(query) or 0)


async def test_everybody_is_served_in_order_and_forgotten_afterwards(db: Database) -> None:
    async def slow_at_first(body: dict[str, Any]) -> None:
        await asyncio.sleep(0.02 if body["update_id"] % 3 == 0 else 0)

    into, door = an_inbox(db, slow_at_first)
    await into.take([update(n, person=n % 7) for n in range(100)])
    await idle(into)
    for person in range(7):
        his = [n for n in door.seen if n % 7 == person]
        assert his == sorted(his)
    assert into.waiting == 0
    assert await _count(db, _ROWS.c.done_at.is_(None)) == 0
    assert await _count(db, _ROWS.c.body_sealed.is_not(None)) == 0


async def test_what_always_fails_is_parked_and_its_number_finds_the_line(
    db: Database, lines: list[Any]
) -> None:
    async def poisoned(body: dict[str, Any]) -> None:
        if body["update_id"] == 2:
            raise ValueError("poison")

    into, door = an_inbox(db, poisoned)
    await into.take([update(n, person=n // 2) for n in (1, 2, 3, 4)])
    await idle(into)
    assert sorted(door.seen) == [1, 3, 4]
    ((which, number),) = door.apologies
    assert which == 2
    assert number in [line["incident"] for line in lines if line["update_id"] == 2]
    assert await _count(db, _ROWS.c.parked_at.is_not(None), _ROWS.c.incident == number) == 1
    again, second = an_inbox(db)
    assert await again.start() == 0
    assert second.seen == []


async def test_no_update_is_blamed_for_a_database_that_is_away(db: Database) -> None:
    tries: Counter[int] = Counter()

    async def away(body: dict[str, Any]) -> None:
        tries[body["update_id"]] += 1
        if tries[body["update_id"]] < 12:
            raise OperationalError("", None, psycopg.OperationalError("the server is gone"))

    into, door = an_inbox(db, away)
    await into.take([update(1), update(2)])
    await idle(into)
    assert door.seen == [1, 2]
    assert door.apologies == []
    assert await _count(db, _ROWS.c.tries > 0) == 0


async def test_a_failure_that_cannot_even_be_counted_loses_nobodys_queue(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = inbox.count_failure, []

    def away_at_first(*args: Any, **facts: Any) -> str:
        calls.append(1)
        if len(calls) < 4:
            raise OperationalError("", None, psycopg.OperationalError("still gone"))
        return real(*args, **facts)

    async def fails_once(body: dict[str, Any]) -> None:
        if body["update_id"] == 1 and len(calls) < 5:
            raise ValueError

    monkeypatch.setattr(inbox, "count_failure", away_at_first)
    into, door = an_inbox(db, fails_once)
    await into.take([update(n) for n in (1, 2, 3)])
    await idle(into)
    assert door.seen == [1, 2, 3]


async def test_a_server_that_kills_every_connection_again_and_again_loses_and_doubles_nothing() -> (
    None
):
    with fresh_database("postgresql") as url:
        db = Database(url, CITY)
        into, door = an_inbox(db)
        killing = asyncio.create_task(_kill_backends(url.rsplit("/", 1)[1].split("?")[0]))
        for first in range(0, 300, 20):
            for _ in range(50):
                try:
                    await into.take([update(n, person=n % 11) for n in range(first, first + 20)])
                except Exception:  # noqa: BLE001 - as the poller does: it comes again
                    await asyncio.sleep(0.02)
                else:
                    break
        await killing
        await idle(into)
        # A batch that was committed though its caller was told otherwise waits in the table.
        second, _ = an_inbox(db)
        await second.start()
        await idle(second)
        assert await _count(db, _ROWS.c.done_at.is_not(None)) == 300
        uses = select(func.count()).select_from(_USES)
        assert await db.read(lambda session: session.connection().scalar(uses)) == 300
        assert door.apologies == []
        await db.close()


async def _kill_backends(name: str) -> None:
    kill = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = %s AND pid <> pg_backend_pid()"
    )
    async with await psycopg.AsyncConnection.connect(postgres_server(), autocommit=True) as server:
        for _ in range(12):
            await server.execute(kill, (name,))
            await asyncio.sleep(0.03)


async def test_ids_that_begin_anew_below_keep_their_order(db: Database) -> None:
    sealed = [
        (2_000_000_000, MORNING),
        (17, later(seconds=1)),
        (5, later(seconds=2)),
    ]
    for number, moment in sealed:
        await db.write(inbox.take, updates=[inbox.Taken(number, 1, update(number))], now=moment)
    into, door = an_inbox(db)
    assert await into.start() == 3
    await idle(into)
    assert door.seen == [2_000_000_000, 17, 5]
    await into.take([update(2_000_000_000), update(17), update(5)])
    await idle(into)
    assert len(door.seen) == 3


async def test_rows_that_no_longer_open_are_parked_and_the_others_run(
    db: Database, lines: list[Any]
) -> None:
    damages = {
        2: CITY.keys.seal("{}", "inbox/1"),
        3: b"\x01 cut",
        4: b"\x09" + bytes(40),
        5: CITY.keys.seal("[]", "inbox/5"),
        6: None,
    }
    taken = [inbox.Taken(n, 1, update(n)) for n in range(1, 8)]
    await db.write(inbox.take, updates=taken, now=MORNING)
    for number, sealed in damages.items():
        await db.write(_damage, number, sealed)
    into, door = an_inbox(db)
    assert await into.start() == 2
    await idle(into)
    assert door.seen == [1, 7]
    assert [line["update_id"] for line in lines] == list(damages)
    for line in lines:
        mine = (_ROWS.c.update_id == line["update_id"], _ROWS.c.incident == line["incident"])
        assert await _count(db, *mine, _ROWS.c.parked_at == MORNING) == 1
    assert await an_inbox(db)[0].start() == 0


def _damage(session: CitySession, number: int, sealed: bytes | None) -> None:
    row = sql_update(_ROWS).where(_ROWS.c.update_id == number)
    session.connection().execute(row.values(body_sealed=sealed))


async def test_an_update_that_kills_the_process_is_parked_after_its_fifth_try(
    db: Database, lines: list[Any]
) -> None:
    runs: asyncio.Queue[int] = asyncio.Queue()
    deaths: list[int] = []

    async def kills(body: dict[str, Any]) -> None:
        if body["update_id"] == 1:
            runs.put_nowait(1)
        if body["update_id"] == 1 or len(deaths) < 5:
            await asyncio.Event().wait()

    into, starting = an_inbox(db, kills)[0], None
    # The second waits behind it; the others are under way each time that the process ends.
    await into.take([update(1), update(2), *(update(n, person=n) for n in (3, 4, 5))])
    for death in range(5):
        async with asyncio.timeout(PATIENCE_SECONDS):
            await runs.get()
        # As after SIGKILL: what was begun never ends.
        if starting is not None:
            starting.cancel()
        await asyncio.sleep(0.05)
        await into.stop(seconds=0)
        deaths.append(death)
        into, door = an_inbox(db, kills)
        starting = asyncio.create_task(into.start())
    assert starting is not None
    assert await starting
    await idle(into)
    assert runs.empty()
    assert sorted(door.seen) == [2, 3, 4, 5]
    ((which, number),) = door.apologies
    assert which == 1
    assert await _count(db, _ROWS.c.parked_at.is_not(None), _ROWS.c.incident == number) == 1
    assert await _count(db, _ROWS.c.tries > 2) == 1, "who was beside it or behind is not blamed"
    (line,) = [line for line in lines if line["log_level"] == "error"]
    assert (line["update_id"], line["incident"]) == (1, number)
    assert await an_inbox(db)[0].start() == 0


async def test_a_flood_of_one_person_lets_the_others_through(db: Database) -> None:
    into, door = an_inbox(db)
    await into.take([update(n, person=1) for n in range(1000)])
    await into.take([update(1000 + n, person=2 + n) for n in range(50)])
    await idle(into)
    last_of_others = max(door.seen.index(1000 + n) for n in range(50))
    # With one turn each per round, fifty people are through after a few turns of the flooder.
    assert last_of_others < 250
    assert len(door.seen) == 1050


async def test_a_stop_lets_work_end_and_leaves_the_rest_for_the_next_start(db: Database) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def one_hangs(body: dict[str, Any]) -> None:
        if body["update_id"] == 2:
            begun.set()
            await never.wait()

    into, door = an_inbox(db, one_hangs)
    await into.take([update(1, 1), update(2, 2), update(3, 2), update(4, 3)])
    await begun.wait()
    await into.stop(seconds=0.5)
    assert sorted(door.seen) == [1, 4]
    again, second = an_inbox(db)
    assert await again.start() == 2
    await idle(again)
    assert second.seen == [2, 3]


@pytest.mark.parametrize("person", [2**63, -(2**70), 0, True, "1", None, 1.5])
async def test_an_update_of_nobody_real_is_kept_like_any_other(db: Database, person: Any) -> None:
    into, door = an_inbox(db)
    await into.take([update(1, person), update(2)])
    await idle(into)
    assert sorted(door.seen) == [1, 2]
