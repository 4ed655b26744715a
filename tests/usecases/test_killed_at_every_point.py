"""A process that is killed at any statement of a deed has done all of it or none (P4, F11).

A child process takes an update, does the deed and kills itself before its n-th statement, for every
n there is, and once more between the commit and the answer. The next process does what is left.
"""

import asyncio
import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

from domain.admission import Means
from domain.permissions import Role
from models.columns import table_of
from models.traffic import InboxUpdate, Notice
from models.visits import Scan, Visit
from tests.cast import CITY, MORNING, a_station, a_volunteer, later, station_code, with_role
from tests.databases import ENGINES, fresh_database
from tests.forks import FORKS
from usecases import checkins, forgotten, inbox, ledger, proof, sqlite_writer, visits
from usecases.city import CitySession
from usecases.database import Database
from usecases.inbox import AlreadyDoneError, Done, Taken
from usecases.postgres_connection import OwnedConnection

_UPDATE = 700_000_001
_STAYED_MINUTES = 45
_ENDS = later(minutes=_STAYED_MINUTES)
_CREDITED_MINUTES = 90
_REDELIVERIES = 2


def _set_out(session: CitySession) -> tuple[int, int, str, int]:
    """Let a volunteer be at the station, and another's forgotten visit wait for the clerk."""
    station = a_station(session)
    clerk = with_role(session, 11, Role.CLERK, str(station.station_id))
    li, zhang = a_volunteer(session, 12), a_volunteer(session, 13, "张志愿")
    arrived = station_code(station, MORNING)
    for somebody in (li, zhang):
        checkins.scan(
            session,
            actor=somebody.account_id,
            token=arrived,
            means=Means.SCANNER,
            request_id=f"came/{somebody.account_id}",
            now=MORNING,
        )
    rows = table_of(Visit)
    visit_id = session.connection().scalar(
        select(rows.c.id).where(rows.c.volunteer_id == zhang.volunteer_id)
    )
    assert visit_id is not None
    forgotten.forget(session, visit_id=visit_id, closed_at=later(hours=8), now=later(hours=8))
    return li.account_id, clerk.account_id, station_code(station, _ENDS), visit_id


Deed = Callable[[CitySession], object]


def _deeds(cast: tuple[int, int, str, int]) -> dict[str, Deed]:
    """Return two deeds: one writes visit, scan and ledger, one the ledger and the outbox."""
    li, clerk, token, visit_id = cast

    def leaves(session: CitySession) -> object:
        return checkins.scan(
            session,
            actor=li,
            token=token,
            means=Means.SCANNER,
            request_id=f"telegram/{_UPDATE}",
            now=_ENDS,
        )

    def is_settled(session: CitySession) -> object:
        return visits.confirm_end(
            session,
            actor=clerk,
            visit_id=visit_id,
            ended_at=later(minutes=_CREDITED_MINUTES),
            now=later(hours=9),
        )

    return {"leaves": leaves, "is-settled": is_settled}


async def _take(db: Database) -> None:
    taken = [Taken(_UPDATE, 12, {"update_id": _UPDATE})]
    await db.write(inbox.take, updates=taken, now=_ENDS)


async def _do(db: Database, deed: Deed) -> bool:
    """Do the deed as the door does; False when it was done before."""
    try:
        await db.write_done(deed, done=Done(_UPDATE, _ENDS))
    except AlreadyDoneError:
        return False
    return True


class _Fuse:
    """Counts statements and kills this process before the chosen one."""

    def __init__(self, point: int | None) -> None:
        self.point = point
        self.seen = 0
        self.armed = False

    def statement(self, *_: object) -> None:
        if self.armed:
            self.seen += 1
            if self.seen == self.point:
                os.kill(os.getpid(), signal.SIGKILL)


def _watch(fuse: _Fuse, url: str) -> Callable[[CitySession], None]:
    if url.startswith("sqlite"):

        def trace(session: CitySession) -> None:
            driver: Any = session.connection().connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.set_trace_callback(fuse.statement)

        return trace
    for owner, name in (
        (psycopg.Cursor, "execute"),
        (OwnedConnection, "run"),
        (OwnedConnection, "say"),
    ):
        _count_calls(owner, name, fuse)
    return lambda _session: None


def _count_calls(owner: Any, name: str, fuse: _Fuse) -> None:
    original = getattr(owner, name)

    def counted(*given: Any, **named: Any) -> Any:
        fuse.statement()
        return original(*given, **named)

    setattr(owner, name, counted)


def _life(url: str, cast: Any, deed: str, point: int | None, tell: Connection) -> None:
    """Take the update, do the deed, and die at the point; without one, tell how many there are."""
    asyncio.run(_lived(url, _deeds(cast)[deed], point, tell))


async def _lived(url: str, deed: Deed, point: int | None, tell: Connection) -> None:
    fuse = _Fuse(point)
    db = Database(url, CITY)
    await _take(db)
    await db.write(_watch(fuse, url))
    if url.startswith("sqlite"):
        settle = sqlite_writer._settle

        def after_the_commit(group: Any) -> None:
            fuse.statement()
            settle(group)

        sqlite_writer._settle = after_the_commit
    fuse.armed = True
    await _do(db, deed)
    if not url.startswith("sqlite"):
        fuse.statement()
    tell.send(fuse.seen)


def _die(url: str, cast: object, deed: str, point: int | None) -> int | None:
    """Live once; return how many points there are when the life was not cut short."""
    mine, childs = multiprocessing.Pipe(duplex=False)
    child = FORKS.Process(target=_life, args=(url, cast, deed, point, childs), daemon=True)
    child.start()
    childs.close()
    child.join(30)
    try:
        told: int | None = mine.recv() if point is None else None
    finally:
        mine.close()
    assert child.exitcode == (0 if point is None else -signal.SIGKILL), (deed, point)
    return told


async def _what_stands(db: Database) -> dict[str, object]:
    def look(session: CitySession) -> dict[str, object]:
        connection = session.connection()

        def count(table: type[Any]) -> int:
            return len(connection.execute(select(table_of(table).c[0])).all())

        updates = table_of(InboxUpdate)
        done = connection.scalar(select(updates.c.done_at).where(updates.c.update_id == _UPDATE))
        visit_rows = connection.execute(select(table_of(Visit))).all()
        return {
            "update done": done is not None,
            "minutes": sorted(row.minutes or 0 for row in visit_rows),
            "scans": count(Scan),
            "notices": count(Notice),
            "service": sum(
                ledger.hours(session, volunteer_id=row.volunteer_id).service_minutes
                for row in visit_rows
            ),
        }

    found = await db.read(proof.prove)
    assert found.holds, found.contradictions
    return await db.read(look)


async def _killed_at(url: str, deed: str, cast: Any, point: int) -> bool:
    """Kill one life at this point, let the next do what is left; return whether the deed stood."""
    db = Database(url, CITY)
    before = await _what_stands(db)
    await db.close()
    await asyncio.to_thread(_die, url, cast, deed, point)
    db = Database(url, CITY)
    try:
        after = await _what_stands(db)
        stood = bool(after["update done"])
        if not stood:
            assert after == before, point
        for _ in range(1 + _REDELIVERIES):
            await _take(db)
            left = await db.read(inbox.undone)
            for _update in left.updates:
                assert await _do(db, _deeds(cast)[deed])
        whole = await _what_stands(db)
        credited = _STAYED_MINUTES if deed == "leaves" else _CREDITED_MINUTES
        assert whole["update done"]
        assert whole["minutes"] == [0, credited]
        assert whole["service"] == credited
        assert not stood or whole == after
        return stood
    finally:
        await db.close()


@pytest.mark.proof
@pytest.mark.timeout(300)
@pytest.mark.parametrize("deed", ["leaves", "is-settled"])
@pytest.mark.parametrize("engine", ENGINES)
async def test_whoever_dies_at_a_statement_has_done_the_deed_whole_or_not_at_all(
    engine: str, deed: str, measured: Callable[[str], None]
) -> None:
    with fresh_database(engine) as url:
        cast = await _founded(url)
        points = await asyncio.to_thread(_die, url, cast, deed, None)
    assert points is not None
    assert points >= 7, "begin, look-up, ledger, balance, outbox, commit, answer"
    stood = []
    for point in range(1, points + 1):
        with fresh_database(engine) as url:
            stood.append(await _killed_at(url, deed, await _founded(url), point))
    # Nothing stands before the commit, and it does once the commit is through.
    assert stood == sorted(stood)
    measured(f"killed at {points} points, the deed stood after {sum(stood)} of them")
    assert stood[-1]
    assert not stood[0]


async def _founded(url: str) -> Any:
    db = Database(url, CITY)
    try:
        return await db.write(_set_out)
    finally:
        await db.close()
