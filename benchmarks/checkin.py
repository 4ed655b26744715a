"""The check-in use case against raw sqlite3 with the same statements, one commit each."""

import asyncio
import itertools
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from benchmarks.city import CITY, opened_city, station_code
from domain.admission import Means
from usecases import checkins
from usecases.city import CitySession
from usecases.database import Database

CALLERS = 32
CHECK_INS = 3_000
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)

Statement = tuple[str, tuple[Any, ...]]


def against_raw_sqlite(rounds: int) -> list[tuple[float, float]]:
    """Return (ours, raw) in check-ins a second, in turn; both with synchronous=FULL."""
    return [_round() for _ in range(rounds)]


def _round() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        ours, statements = asyncio.run(_ours(Path(folder)))
        return ours, _raw(Path(folder), statements)


async def _ours(folder: Path) -> tuple[float, list[Statement]]:
    city = opened_city(folder / "ours.db", volunteers=CHECK_INS + 1)
    token = station_code(city.station_id, city.display_id, NOW)
    statements = await _watched(folder, city.account_ids[-1], token)
    db = Database(f"sqlite:///{folder / 'ours.db'}", CITY)
    try:
        numbers = iter(range(CHECK_INS))

        async def caller() -> None:
            for number in numbers:
                await _checked_in(db, city.account_ids[number], token, f"bench/{number}")

        began = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(CALLERS)))
        return CHECK_INS / (time.perf_counter() - began), statements
    finally:
        await db.close()


async def _watched(folder: Path, account_id: int, token: str) -> list[Statement]:
    """Run one check-in and return the statements it sent, so that raw sends the very same.

    On connections of its own: an engine that was once listened to stays slower for good.
    """
    seen: list[Statement] = []

    class Watched(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = ()) -> Self:
            seen.append((sql, tuple(parameters)))
            return super().execute(sql, parameters)

    def watch(session: CitySession) -> None:
        driver: Any = session.connection().connection.driver_connection
        driver.cursor = lambda: sqlite3.Connection.cursor(driver, Watched)

    db = Database(f"sqlite:///{folder / 'ours.db'}", CITY)
    try:
        await db.write(watch)
        await _checked_in(db, account_id, token, "bench/watched")
    finally:
        await db.close()
    return seen


async def _checked_in(db: Database, account_id: int, token: str, request_id: str) -> None:
    outcome = await db.write(
        checkins.scan,
        actor=account_id,
        token=token,
        means=Means.SCANNER,
        request_id=request_id,
        now=NOW,
    )
    if not isinstance(outcome, checkins.Arrived):
        raise RuntimeError(outcome)


def _raw(folder: Path, statements: list[Statement]) -> float:
    """Run the same statements with plain sqlite3, one commit a check-in."""
    path = folder / "raw.db"
    city = opened_city(path, volunteers=CHECK_INS + 1)
    watched = city.account_ids[-1]
    volunteer_of = dict(zip(city.account_ids, city.volunteer_ids, strict=True))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        began = time.perf_counter()
        for number, account_id in enumerate(itertools.islice(city.account_ids, CHECK_INS)):
            swap = {
                watched: account_id,
                volunteer_of[watched]: volunteer_of[account_id],
                "bench/watched": f"bench/{number}",
            }
            connection.execute("BEGIN IMMEDIATE")
            for sql, params in statements:
                connection.execute(sql, tuple(_swapped(value, swap) for value in params)).fetchall()
            connection.execute("COMMIT")
        return CHECK_INS / (time.perf_counter() - began)


def _swapped(value: Any, swap: dict[Any, Any]) -> Any:
    if isinstance(value, str) and value.startswith("station:"):
        return f"{value}:{swap.get('bench/watched')}" if value.count(":") == 3 else value
    return swap.get(value, value) if isinstance(value, int | str) else value
