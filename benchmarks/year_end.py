"""The end of the year: the recognition of stars is opened, and every unit is looked at.

Opening the recognition writes every candidate down in one statement; here everybody is one, which
is the worst case. It is rolled back, ours and plain sqlite3's alike. Beside that it has its time:
half a million people within ten seconds on SQLite.
"""

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from benchmarks.checkin import Statement, watching_sqlite
from benchmarks.city import CITY
from benchmarks.figures import Figure, Goal, Size
from benchmarks.many import NOW, loaded_city
from domain.permissions import Role
from models.columns import table_of
from models.duties import Duty, Submission
from models.ledger import Balance
from models.places import Unit
from usecases import access, duties, star_batches
from usecases.city import CitySession
from usecases.database import Database

_VOLUNTEERS = {Size.FULL: 500_000, Size.QUICK: 100_000, Size.TINY: 1_000}
_UNITS = {Size.FULL: 2_000, Size.QUICK: 2_000, Size.TINY: 20}
_ACTOR = 1
MOST_SECONDS = 10.0
# What is loaded is between one hour and four.
_TIMES = 250


def of_everybody(size: Size) -> list[Figure]:
    """Measure both against plain sqlite3 that runs the same statements."""
    with tempfile.TemporaryDirectory() as name:
        loaded = loaded_city(Path(name) / "year.db", volunteers=_VOLUNTEERS[size], visits_each=0)
        return asyncio.run(_measured(size, loaded.path))


async def _measured(size: Size, path: Path) -> list[Figure]:
    db = Database(f"sqlite:///{path}", CITY)
    try:
        await db.write(_found_units, _UNITS[size])
        await db.write(_served)
        figures = []
        for name, look, what in (
            ("year_end", _recognised, f"{_VOLUNTEERS[size]:,} candidates for stars"),
            ("year_end_board", _board, f"the board of {_UNITS[size]:,} units"),
        ):
            statements = await _undone(db, _watched, look)
            pairs = []
            for _ in range(size.rounds):
                ours = await _undone(db, _timed, look)
                pairs.append((ours, await asyncio.to_thread(_fetched, path, statements)))
            figures.append(Figure(name, f"s {what} (sqlite3 doing the same)", pairs))
        opened = [(ours, MOST_SECONDS) for ours, _ in figures[0].pairs]
        what = f"s {_VOLUNTEERS[size]:,} candidates ({MOST_SECONDS:g} s allowed)"
        figures.append(Figure("year_end_time", what, opened, Goal(at_most=1.0)))
        return figures
    finally:
        await db.close()


def seconds_of_opening(volunteers: int) -> float:
    """Return how long it takes to open the recognition when so many people are candidates."""
    with tempfile.TemporaryDirectory() as name:
        loaded = loaded_city(Path(name) / "year.db", volunteers=volunteers, visits_each=0)
        return asyncio.run(_opened(loaded.path))


async def _opened(path: Path) -> float:
    db = Database(f"sqlite:///{path}", CITY)
    try:
        await db.write(_found_units, 1)
        await db.write(_served)
        return float(await _undone(db, _timed, _recognised))
    finally:
        await db.close()


class _Back(Exception):  # noqa: N818 - not an error: what was done is taken back
    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome


async def _undone(db: Database, deed: Any, look: Any) -> Any:
    """Return what came of it; nothing of it stays."""

    def attempt(session: CitySession) -> None:
        raise _Back(deed(session, look))

    try:
        await db.write(attempt)
    except _Back as back:
        return back.outcome


def _recognised(session: CitySession) -> object:
    return star_batches.open_batch(session, actor=_ACTOR, year=NOW.year, now=NOW)


def _board(session: CitySession) -> object:
    return duties.board(session, actor=_ACTOR, now=NOW)


def _timed(session: CitySession, look: Any) -> float:
    began = time.perf_counter()
    look(session)
    return time.perf_counter() - began


def _watched(session: CitySession, look: Any) -> list[Statement]:
    """Return the statements of a look, over the writing connection, which measures nothing."""
    seen: list[Statement] = []
    driver: Any = session.connection().connection.driver_connection
    watching_sqlite(driver, seen)
    look(session)
    del driver.cursor
    return seen


def _fetched(path: Path, statements: list[Statement]) -> float:
    with closing(sqlite3.connect(path)) as connection:
        began = time.perf_counter()
        for sql, params in statements:
            connection.execute(sql, params).fetchall()
        return time.perf_counter() - began


def _served(session: CitySession) -> None:
    """Let everybody have hours enough for a star, 250 to 1,000."""
    balances = table_of(Balance)
    session.connection().execute(
        balances.update().values(service_minutes=balances.c.service_minutes * _TIMES)
    )


def _found_units(session: CitySession, many: int) -> None:
    """Let so many member units owe their year, every second one with something handed in."""
    connection = session.connection()
    access.grant(session, account_id=_ACTOR, role=Role.CENTRE, scope_ref="", by=None, now=NOW)
    rows = [
        {
            "code": f"unit-{n}",
            "name": f"单位{n}",
            "aliases": [],
            "kind": "bureau",
            "affiliation": "city",
            "county": "530802",
            "is_member": True,
        }
        for n in range(many)
    ]
    connection.execute(insert(table_of(Unit)), rows)
    duties.impose(session, now=NOW)
    owed = connection.scalars(select(table_of(Duty).c.id)).all()
    connection.execute(
        insert(table_of(Submission)),
        [
            {
                "duty_id": duty_id,
                "receipt": f"JH-2026-{duty_id:05d}",
                "request_id": f"bench/{duty_id}",
                "state": "accepted",
                "handed_in_at": NOW - timedelta(days=duty_id % 90),
                "by_account_id": _ACTOR,
                "version": 1,
            }
            for duty_id in owed[::2]
        ],
    )
