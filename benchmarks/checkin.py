"""The check-in use case against raw sqlite3 with the same statements, one commit each."""

import asyncio
import itertools
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

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
    db = Database(f"sqlite:///{folder / 'ours.db'}", CITY)
    token = station_code(city.station_id, city.display_id, NOW)
    try:
        statements = await _watched(db, city.account_ids[-1], token)
        numbers = iter(range(CHECK_INS))

        async def caller() -> None:
            for number in numbers:
                outcome = await db.write(
                    checkins.scan,
                    actor=city.account_ids[number],
                    token=token,
                    means=Means.SCANNER,
                    request_id=f"bench/{number}",
                    now=NOW,
                )
                if not isinstance(outcome, checkins.Arrived):
                    raise RuntimeError(outcome)

        began = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(CALLERS)))
        return CHECK_INS / (time.perf_counter() - began), statements
    finally:
        await db.close()


async def _watched(db: Database, account_id: int, token: str) -> list[Statement]:
    """Run one check-in and return the statements it sent, so that raw sends the very same."""
    seen: list[Statement] = []

    def deed(session: CitySession) -> None:
        engine = session.connection().engine

        def note(
            _c: object, _cursor: object, sql: str, params: tuple[Any, ...], *_: object
        ) -> None:
            seen.append((sql, params))

        event.listen(engine, "before_cursor_execute", note)
        try:
            checkins.scan(
                session,
                actor=account_id,
                token=token,
                means=Means.SCANNER,
                request_id="bench/watched",
                now=NOW,
            )
        finally:
            event.remove(engine, "before_cursor_execute", note)

    await db.write(deed)
    return seen


def _raw(folder: Path, statements: list[Statement]) -> float:
    """Run the same statements with plain sqlite3, one commit a check-in."""
    path = folder / "raw.db"
    city = opened_city(path, volunteers=CHECK_INS + 1)
    watched = city.account_ids[-1]
    volunteer_of = dict(zip(city.account_ids, city.volunteer_ids, strict=True))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
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
