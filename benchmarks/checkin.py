"""The check-in use case against the same statements without it: raw sqlite3, and pgbench."""

import asyncio
import itertools
import json
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import sql
from sqlalchemy import create_engine

from benchmarks import servers
from benchmarks.city import CITY, Opened, opened_city, station_code
from benchmarks.figures import Figure, Goal, Size
from domain.admission import Means
from usecases import checkins
from usecases.city import CitySession
from usecases.database import Database

ROOT = Path(__file__).resolve().parent.parent
SQLITE_CALLERS = 32
POSTGRES_CALLERS = 8
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
# What a bot that is idle may hold; a burst of check-ins should not need more.
MOST_MIB = 300.0
_SQLITE_CHECK_INS = {Size.FULL: 3_000, Size.QUICK: 2_000, Size.TINY: 20}
_POSTGRES_CHECK_INS = {Size.FULL: 2_400, Size.QUICK: 1_600, Size.TINY: 16}

Statement = tuple[str, Any]


# -- SQLite ----------------------------------------------------------------------------------------


def on_sqlite(size: Size) -> list[Figure]:
    """Measure check-ins a second of 32 callers; both with synchronous=FULL."""
    check_ins = _SQLITE_CHECK_INS[size]
    rates = [_sqlite_round(check_ins) for _ in range(size.rounds)]
    return [
        Figure("checkin_sqlite", "check-ins/s (raw sqlite3)", rates, Goal(at_least=1.0)),
        Figure(
            "checkin_sqlite_rss",
            "MiB at the peak, ours alone",
            [(_peak_mib(check_ins), MOST_MIB)],
            Goal(at_most=1.0),
        ),
    ]


def _sqlite_round(check_ins: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        ours, statements = asyncio.run(_on_our_sqlite(Path(folder), check_ins))
        return ours, _on_raw_sqlite(Path(folder), statements, check_ins)


async def _on_our_sqlite(folder: Path, check_ins: int) -> tuple[float, list[Statement]]:
    url = f"sqlite:///{folder / 'ours.db'}"
    city = opened_city(url, volunteers=check_ins + 1)
    statements = await _watched(url, city)
    return await _rate(url, city, city.account_ids[:check_ins], SQLITE_CALLERS), statements


async def _rate(url: str, city: Opened, account_ids: list[int], callers: int) -> float:
    """Return the check-ins a second of so many callers who do not wait in between."""
    token = station_code(city.station_id, city.display_id, NOW)
    db = Database(url, CITY)
    try:
        await db.write(_warm)
        waiting = iter(account_ids)

        async def caller() -> None:
            for account_id in waiting:
                await _checked_in(db, account_id, token, f"bench/{account_id}")

        began = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(callers)))
        return len(account_ids) / (time.perf_counter() - began)
    finally:
        await db.close()


def _warm(session: CitySession) -> None:
    session.connection().exec_driver_sql("SELECT 1")


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


async def _watched(url: str, city: Opened) -> list[Statement]:
    """Let the last volunteer check in and return the statements it took.

    On connections of its own: an engine that was once listened to stays slower for good.
    """
    seen: list[Statement] = []
    cursor = watching_sqlite if url.startswith("sqlite") else _watching_postgres
    token = station_code(city.station_id, city.display_id, NOW)

    def deed(session: CitySession) -> None:
        driver: Any = session.connection().connection.driver_connection
        cursor(driver, seen)
        checkins.scan(
            session,
            actor=city.account_ids[-1],
            token=token,
            means=Means.SCANNER,
            request_id="bench/watched",
            now=NOW,
        )

    if url.startswith("sqlite"):
        db = Database(url, CITY)
        try:
            await db.write(deed)
        finally:
            await db.close()
    else:
        # Through psycopg's cursors, where parameters have names; the statements are the same.
        engine = create_engine(url)
        with CitySession(bind=engine, expire_on_commit=False) as session, session.begin():
            session.city = CITY
            deed(session)
        engine.dispose()
    return seen


def watching_sqlite(driver: Any, seen: list[Statement]) -> None:
    """Note every statement that goes over a connection."""

    class Watched(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = ()) -> Self:
            seen.append((sql, tuple(parameters)))
            return super().execute(sql, parameters)

    driver.cursor = lambda: sqlite3.Connection.cursor(driver, Watched)


def _on_raw_sqlite(folder: Path, statements: list[Statement], check_ins: int) -> float:
    """Run the same statements with plain sqlite3, one commit a check-in."""
    path = folder / "raw.db"
    city = opened_city(f"sqlite:///{path}", volunteers=check_ins + 1)
    watched = city.account_ids[-1]
    volunteer_of = dict(zip(city.account_ids, city.volunteer_ids, strict=True))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        began = time.perf_counter()
        for number, account_id in enumerate(itertools.islice(city.account_ids, check_ins)):
            swap = {
                watched: account_id,
                volunteer_of[watched]: volunteer_of[account_id],
                "bench/watched": f"bench/{number}",
            }
            connection.execute("BEGIN IMMEDIATE")
            for sql, params in statements:
                connection.execute(sql, tuple(_swapped(value, swap) for value in params)).fetchall()
            connection.execute("COMMIT")
        return check_ins / (time.perf_counter() - began)


def _swapped(value: Any, swap: dict[Any, Any]) -> Any:
    if isinstance(value, str) and value.startswith("station:"):
        return f"{value}:{swap.get('bench/watched')}" if value.count(":") == 3 else value
    return swap.get(value, value) if isinstance(value, int | str) else value


def _peak_mib(check_ins: int) -> float:
    """Return the most that a process of its own held while the callers checked in."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ours.db'}"
        city = opened_city(url, volunteers=check_ins + 1)
        given = json.dumps([url, city.station_id, city.display_id, city.account_ids[:check_ins]])
        # Not by multiprocessing, which would import every other row into it as well.
        code = "import sys; from benchmarks.checkin import held; print(held(sys.argv[1]))"
        told = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", code, given],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return float(told.stdout)


def held(given: str) -> float:
    """Let the callers check in and return the most MiB that this process has held."""
    url, station_id, display_id, account_ids = json.loads(given)
    city = Opened(station_id, display_id, account_ids, [])
    asyncio.run(_rate(url, city, account_ids, SQLITE_CALLERS))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# -- PostgreSQL ------------------------------------------------------------------------------------


def on_postgres(size: Size) -> list[Figure]:
    """Measure check-ins a second of eight callers against pgbench's eight clients, fsync on."""
    each, rounds = _POSTGRES_CHECK_INS[size], size.rounds
    with servers.fresh_database() as url, tempfile.TemporaryDirectory() as folder:
        # Both sides check in volunteers of one city, so that neither has the smaller tables.
        city = opened_city(url, volunteers=2 * each * rounds + 1)
        script = Path(folder) / "checkin.sql"
        statements = asyncio.run(_watched(url, city))
        script.write_text("\n".join(_pgbench_script(statements, city)), encoding="utf-8")
        slices = _slices(city.account_ids, each)
        rates = []
        for _ in range(rounds):
            ours = asyncio.run(_rate(url, city, next(slices), POSTGRES_CALLERS))
            first = city.account_ids.index(next(slices)[0])
            rates.append((ours, _pgbench(url, script, first, each // POSTGRES_CALLERS)))
        _everybody_is_in(url, 2 * each * rounds + 1)
    return [Figure("checkin_postgres", "check-ins/s (pgbench)", rates, Goal(at_least=0.30))]


def _slices(account_ids: list[int], each: int) -> Iterator[list[int]]:
    for first in range(0, len(account_ids), each):
        yield account_ids[first : first + each]


def _watching_postgres(driver: Any, seen: list[Statement]) -> None:
    class Watched(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
            seen.append((query, params))
            return super().execute(query, params, **options)

    driver.cursor_factory = Watched


# What differs from check-in to check-in, by the name of its parameter; the visit's number is the
# one that its INSERT has just returned.
_NAMED = re.compile(r"%\((\w+)\)s")
_VARIES = {
    "who": ":account",
    "account_id": ":account",
    "volunteer_id": ":volunteer",
    "visit_id": ":id",
    "request_id": "'pgbench/'::text || (:account)::text",
}


def _pgbench_script(statements: list[Statement], city: Opened) -> Iterator[str]:
    r"""Yield the script of one check-in; each client goes through volunteers of its own.

    What PostgreSQL returns (the visit's number) is taken up by \gset as our code takes it up.
    """
    yield r"\set i :i + 1"
    yield r"\set n :first + :client_id * :each + :i - 1"
    yield rf"\set account {city.account_ids[0]} + :n"
    yield rf"\set volunteer {city.volunteer_ids[0]} + :n"
    yield "BEGIN;"
    for text, params in statements:
        filled = _NAMED.sub(partial(_term, given=params), text)
        returns = " RETURNING " in filled.upper()
        yield " ".join(filled.split()) + (r" \gset" if returns else ";")
    yield "COMMIT;"


def _term(hit: re.Match[str], given: dict[str, Any]) -> str:
    name = hit[1]
    if name in _VARIES:
        return _VARIES[name]
    if name == "key":
        # A code counts as used once for each volunteer.
        prefix = str(given[name]).rpartition(":")[0]
        return f"'{prefix}:'::text || (:volunteer)::text"
    return sql.Literal(given[name]).as_string(None)


def _pgbench(url: str, script: Path, first: int, each: int) -> float:
    """Run pgbench with eight clients, prepared statements; return its own transactions a second."""
    clients = str(POSTGRES_CALLERS)
    done = subprocess.run(  # noqa: S603 - the package's own program
        [
            servers.programs() / "pgbench",
            "--no-vacuum",
            "--protocol=prepared",
            f"--client={clients}",
            "--jobs=2",
            f"--transactions={each}",
            f"--file={script}",
            "--define=i=0",
            f"--define=first={first}",
            f"--define=each={each}",
            servers.plain(url),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(done.stderr)
    return float(found.group(1))


def _everybody_is_in(url: str, expected: int) -> None:
    with psycopg.connect(servers.plain(url)) as connection:
        row = connection.execute("SELECT count(*) FROM visit").fetchone()
    if row != (expected,):
        raise RuntimeError(f"{row} visits instead of {expected}")
