"""The database under attack: what fails, fails whole; what stands, stands; nobody waits forever."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from domain.admission import Means
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.visits import CodeUse, ShortCode
from tests.cast import CITY, MORNING, a_station, a_volunteer, later, station_code
from tests.databases import fresh_database
from usecases import checkins
from usecases.city import CitySession
from usecases.database import Database, DatabaseStoppedError, DeedBrokenError
from usecases.database_errors import is_away

USES = table_of(CodeUse)
PATIENCE_SECONDS = 20


@pytest_asyncio.fixture
async def sqlite() -> AsyncIterator[Database]:
    with fresh_database("sqlite") as url:
        opened = Database(url, CITY)
        yield opened
        await opened.close()


def use(session: CitySession, key: str) -> None:
    session.connection().execute(insert(USES).values(key=key, used_at=MORNING))


def used(session: CitySession) -> set[str]:
    return set(session.connection().scalars(select(USES.c.key)))


class Use:
    """A row as an object, which none of the tables' classes makes (models/__init__.py)."""

    def __init__(self, key: str) -> None:
        self.key, self.used_at = key, MORNING


registry().map_imperatively(Use, USES)


def by_object(session: CitySession, key: str) -> None:
    """Write the ORM's way: the row goes out in the flush at the end of the deed."""
    session.add(Use(key))


class Plug:
    """Keeps the writer busy until it is pulled, so that what follows is one group."""

    def __init__(self, db: Database) -> None:
        self._pulled = threading.Event()
        self.held = asyncio.ensure_future(db.write(lambda _session: self._pulled.wait(10)))

    async def pull(self) -> None:
        await asyncio.sleep(0.02)
        self._pulled.set()
        await asyncio.gather(self.held, return_exceptions=True)


async def _together(db: Database, *deeds: Callable[[CitySession], object]) -> list[object]:
    plug = Plug(db)
    await asyncio.sleep(0)
    waiting = [asyncio.ensure_future(db.write(deed)) for deed in deeds]
    await plug.pull()
    async with asyncio.timeout(PATIENCE_SECONDS):
        return list(await asyncio.gather(*waiting, return_exceptions=True))


async def test_one_bad_deed_of_a_group_takes_no_other_with_it(db: Database) -> None:
    def breaks_in_the_flush(session: CitySession) -> None:
        use(session, "half")
        by_object(session, "first")

    def refused(session: CitySession) -> None:
        use(session, "refused")
        raise Refusal(Code.CODE_USED)

    await db.write(use, "first")
    outcomes = await _together(
        db,
        lambda session: by_object(session, "second"),
        breaks_in_the_flush,
        lambda session: use(session, "third"),
        refused,
        lambda session: by_object(session, "fourth"),
    )
    assert [type(outcome) for outcome in outcomes] == [
        type(None),
        IntegrityError,
        type(None),
        Refusal,
        type(None),
    ]
    assert await db.read(used) == {"first", "second", "third", "fourth"}


@pytest.mark.parametrize("raised", [SystemExit, KeyboardInterrupt, StopIteration, GeneratorExit])
async def test_a_deed_that_raises_anything_at_all_is_answered_and_rolled_back(
    db: Database, raised: type[BaseException]
) -> None:
    def breaks(session: CitySession) -> None:
        use(session, "half")
        raise raised

    outcomes = await _together(db, lambda s: use(s, "before"), breaks, lambda s: use(s, "after"))
    assert isinstance(outcomes[1], DeedBrokenError)
    assert await db.read(used) == {"before", "after"}
    with pytest.raises(DeedBrokenError):
        await db.read(breaks_a_look, raised)


def breaks_a_look(_session: CitySession, raised: type[BaseException]) -> None:
    raise raised


async def test_a_cancelled_caller_leaves_a_whole_deed_and_a_working_writer(db: Database) -> None:
    plug, go_on = Plug(db), threading.Event()

    def two_rows(session: CitySession) -> None:
        use(session, "one")
        go_on.wait(10)
        use(session, "two")

    caller = asyncio.ensure_future(db.write(two_rows))
    await asyncio.sleep(0.02)
    caller.cancel()
    go_on.set()
    await plug.pull()
    with pytest.raises(asyncio.CancelledError):
        await caller
    async with asyncio.timeout(PATIENCE_SECONDS):
        await db.write(use, "three")
    assert await db.read(used) in ({"one", "two", "three"}, {"three"})


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_closing_answers_whoever_is_queued_and_whoever_comes_later(engine: str) -> None:
    with fresh_database(engine) as url:
        db = Database(url, CITY)
        plug = Plug(db)
        await asyncio.sleep(0.02)
        waiting = [asyncio.ensure_future(db.write(use, str(n))) for n in range(200)]
        await asyncio.sleep(0)
        closing_now = asyncio.ensure_future(db.close())
        late = [asyncio.ensure_future(db.write(use, f"late{n}")) for n in range(50)]
        await plug.pull()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await closing_now
            outcomes = await asyncio.gather(*waiting, *late, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} <= {type(None), DatabaseStoppedError}
        assert outcomes[:200] == [None] * 200
        for ask in (db.write(use, "x"), db.read(used)):
            with pytest.raises(DatabaseStoppedError):
                await ask
        await db.close()
        again = Database(url, CITY)
        kept = await again.read(used)
        assert len(kept) == sum(outcome is None for outcome in outcomes)
        await again.close()


async def test_a_look_sees_one_moment_and_cannot_write(db: Database) -> None:
    seen, changed = threading.Event(), threading.Event()

    def twice(session: CitySession) -> list[set[str]]:
        first = used(session)
        seen.set()
        changed.wait(10)
        return [first, used(session)]

    look = asyncio.ensure_future(db.read(twice))
    await asyncio.to_thread(seen.wait, 10)
    await db.write(use, "meanwhile")
    changed.set()
    assert await look == [set(), set()]
    with pytest.raises(DBAPIError):
        await db.read(use, "by a look")
    assert await db.read(used) == {"meanwhile"}


async def test_a_full_disk_fails_what_it_must_and_forgets_nothing(sqlite: Database) -> None:
    await sqlite.write(use, "before")

    def no_room(session: CitySession) -> None:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")

    def large(session: CitySession) -> None:
        for n in range(200):
            use(session, f"{n}" * 500)

    await sqlite.write(no_room)
    outcomes = await _together(sqlite, lambda s: use(s, "small"), large, lambda s: use(s, "last"))
    assert isinstance(outcomes[1], Exception)
    assert is_away(outcomes[1])
    kept = await sqlite.read(used)
    told = {"small": outcomes[0], "last": outcomes[2]}
    assert kept == {"before"} | {key for key, outcome in told.items() if outcome is None}
    # Whoever was told of an error asks again, when there is room.
    async with asyncio.timeout(PATIENCE_SECONDS):
        await sqlite.write(use, "afterwards")
    assert (
        await sqlite.read(
            lambda s: s.connection().exec_driver_sql("PRAGMA integrity_check").scalar_one()
        )
        == "ok"
    )


async def test_a_writer_whose_connection_breaks_takes_a_new_one(sqlite: Database) -> None:
    def close_it(session: CitySession) -> None:
        driver = session.connection().connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.close()

    with pytest.raises(sqlite3.ProgrammingError):
        await sqlite.write(close_it)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await sqlite.write(use, "afterwards")
    assert await sqlite.read(used) == {"afterwards"}


async def test_a_database_that_cannot_be_opened_answers_every_caller(tmp_path: object) -> None:
    db = Database(f"sqlite:///{tmp_path}/no/such/folder/city.db", CITY)
    async with asyncio.timeout(PATIENCE_SECONDS):
        outcomes = await asyncio.gather(
            *(db.write(use, str(n)) for n in range(3)), return_exceptions=True
        )
        await db.close()
    assert all(isinstance(outcome, Exception) and is_away(outcome) for outcome in outcomes)


async def test_two_processes_wait_for_each_other_on_one_file() -> None:
    with fresh_database("sqlite") as url:
        here, there = Database(url, CITY), Database(url, CITY)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(
                *(db.write(use, f"{n}") for n, db in enumerate([here, there] * 50))
            )
        assert len(await here.read(used)) == 100
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as greedy:
            greedy.execute("BEGIN IMMEDIATE")
            waiting = asyncio.ensure_future(here.write(use, "patient"))
            await asyncio.sleep(0.3)
            greedy.execute("COMMIT")
            async with asyncio.timeout(PATIENCE_SECONDS):
                await waiting
        await here.close()
        await there.close()


async def test_two_doors_that_scan_one_volunteer_at_once_get_two_true_answers(
    db: Database,
) -> None:
    """No unique index may answer for us: the second scan looks again and sees the first."""

    def cast(session: CitySession) -> tuple[int, str]:
        li = a_volunteer(session, 1)
        return li.account_id, station_code(a_station(session), MORNING)

    actor, token = await db.write(cast)
    scans = [
        db.write(
            checkins.scan,
            actor=actor,
            token=token,
            means=Means.SCANNER,
            request_id=f"page/{n}",
            now=MORNING,
        )
        for n in range(8)
    ]
    outcomes = await asyncio.gather(*scans)
    names = sorted(getattr(each, "code", type(each).__name__) for each in outcomes)
    assert names == ["Arrived"] + ["just-arrived"] * 7


async def test_a_row_that_doubles_by_mistake_is_an_error_at_once(db: Database) -> None:
    tries = []

    def doubles(session: CitySession) -> None:
        tries.append(1)
        use(session, "same")
        use(session, "same")

    with pytest.raises(IntegrityError) as raised:
        await db.write(doubles)
    assert len(tries) <= 2
    assert not is_away(raised.value)


async def test_errors_of_the_database_do_not_carry_what_people_typed(db: Database) -> None:
    canary = "金丝雀-530802196001010038"

    def doubles(session: CitySession) -> None:
        use(session, canary)
        session.connection().execute(text("SELECT 1 FROM nothing WHERE x = :x"), {"x": canary})

    with pytest.raises(DBAPIError) as raised:
        await db.write(doubles)
    assert canary not in str(raised.value)


def test_every_time_of_the_tables_is_kept_with_its_zone() -> None:
    kinds = {
        type(column.type).__name__
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_at") or column.name == "at"
    }
    assert kinds == {"UTCDateTime"}


async def test_short_codes_expire_by_the_instant_on_both_databases(db: Database) -> None:
    rows = table_of(ShortCode)

    def keep(session: CitySession) -> None:
        session.connection().execute(
            insert(rows).values(
                code_hash=b"x",
                kind="personal",
                subject_id=1,
                made_at=MORNING,
                expires_at=MORNING + timedelta(minutes=10),
            )
        )

    await db.write(keep)

    def live(session: CitySession, minutes: float) -> int:
        moment = later(minutes=minutes)
        count = select(func.count()).where(rows.c.expires_at > moment)
        return session.connection().scalar(count) or 0

    assert [await db.read(live, minutes) for minutes in (9.99, 10, 10.01)] == [1, 0, 0]
