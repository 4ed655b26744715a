"""The end of the year: who has reached which star, and how every unit stands.

There is no use case yet that recognises stars of all; measured is the query that it will stand on,
the balances with the names, and the policy's own rule for each row.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from benchmarks.checkin import Statement, watching_sqlite
from benchmarks.city import CITY
from benchmarks.figures import Figure, Size
from benchmarks.many import NOW, loaded_city
from domain import stars
from domain.permissions import Role
from models.columns import table_of
from models.duties import Duty, Submission
from models.ledger import Balance
from models.people import Volunteer
from models.places import Unit
from usecases import access, duties
from usecases.city import CitySession
from usecases.database import Database

_VOLUNTEERS = {Size.FULL: 500_000, Size.QUICK: 100_000, Size.TINY: 1_000}
_UNITS = {Size.FULL: 2_000, Size.QUICK: 2_000, Size.TINY: 20}
_ACTOR = 1


def of_everybody(size: Size) -> list[Figure]:
    """Measure both looks against plain sqlite3 that only fetches the same rows."""
    with tempfile.TemporaryDirectory() as name:
        loaded = loaded_city(Path(name) / "year.db", volunteers=_VOLUNTEERS[size], visits_each=0)
        return asyncio.run(_measured(size, loaded.path))


async def _measured(size: Size, path: Path) -> list[Figure]:
    db = Database(f"sqlite:///{path}", CITY)
    try:
        await db.write(_found_units, _UNITS[size])
        figures = []
        for name, look, what in (
            ("year_end", _recognised, f"stars of {_VOLUNTEERS[size]:,} volunteers"),
            ("year_end_board", _board, f"the board of {_UNITS[size]:,} units"),
        ):
            statements = await db.write(_watched, look)
            pairs = []
            for _ in range(size.rounds):
                ours = await db.read(_timed, look)
                pairs.append((ours, await asyncio.to_thread(_fetched, path, statements)))
            figures.append(Figure(name, f"s {what} (sqlite3 fetching the same)", pairs))
        return figures
    finally:
        await db.close()


def _recognised(session: CitySession) -> Counter[int]:
    """Return how many volunteers stand at each star."""
    volunteers, balances = table_of(Volunteer), table_of(Balance)
    rules = session.city.policy(NOW).stars
    found: Counter[int] = Counter()
    rows = session.connection().execute(
        select(volunteers.c.number, volunteers.c.name, balances.c.service_minutes).join(
            balances, balances.c.volunteer_id == volunteers.c.id
        )
    )
    for _, _, minutes in rows:
        found[stars.star_for(minutes, rules)] += 1
    return found


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
