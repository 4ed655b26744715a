"""A city of many years on SQLite: rows made inside the database, indexes made after them."""

import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from usecases import migration

# Each volunteer was there this often, over two years; a visit fills both ledgers.
VISITS_EACH = 25
FIRST_PERSON = 1_000_000
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
_BATCH = 250_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """A database file, and how many volunteers with how many rows of the ledger are in it."""

    path: Path
    volunteers: int
    transfers: int

    @property
    def url(self) -> str:
        """Return the address as DATABASE_URL has it."""
        return f"sqlite:///{self.path}"


def loaded_city(path: Path, *, volunteers: int, visits_each: int = VISITS_EACH) -> Loaded:
    """Fill a fresh file, with a bar that tells how far it is.

    Visits lie in the order of time, so that those of one volunteer are far from each other, as they
    are in life. Everybody's minutes follow from his number, so that the balances add up.
    """
    migration.migrate(f"sqlite:///{path}")
    visits = volunteers * visits_each
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        indexes, guards = _indexes(connection), _guards(connection)
        for kind, names in (("INDEX", indexes), ("TRIGGER", guards)):
            for name, _ in names:
                connection.execute(f"DROP {kind} {name}")
        connection.executescript(_PLACES)
        connection.execute("BEGIN")
        bar = _Bar(volunteers + 2 * visits)
        for first in range(0, volunteers, _BATCH):
            after = min(first + _BATCH, volunteers)
            for statement in _PEOPLE:
                connection.execute(
                    statement, {"first": first, "after": after, "visits": visits_each}
                )
            bar.at(after)
        for first in range(0, visits, _BATCH):
            after = min(first + _BATCH, visits)
            for statement in _VISITS:
                connection.execute(
                    statement,
                    {"first": first, "after": after, "people": volunteers, "each": visits_each},
                )
            bar.at(volunteers + 2 * after)
        connection.execute("COMMIT")
        for name, statement in indexes:
            bar.says(f"index {name}")
            connection.execute(statement)
        for _, statement in guards:
            connection.execute(statement)
        bar.ends()
        connection.execute("PRAGMA journal_mode=WAL")
    return Loaded(path, volunteers, 2 * visits)


def _indexes(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return what can be made afterwards; what a UNIQUE makes stays, and is filled in order."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        "AND tbl_name IN ('ledger_transfer', 'visit', 'volunteer')"
    )
    return list(found)


def _guards(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return what looks at each visit that comes; without its index it would read all of them."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'visit'"
    )
    return list(found)


class _Bar:
    """How far the loading is, on the terminal; in a log only its end."""

    def __init__(self, whole: int) -> None:
        self._whole = whole
        self._began = time.perf_counter()

    def at(self, rows: int) -> None:
        done = 20 * rows // self._whole
        self.says(f"[{'#' * done}{'.' * (20 - done)}] {rows:,} of {self._whole:,} rows")

    def says(self, text: str) -> None:
        if sys.stderr.isatty():
            took = time.perf_counter() - self._began
            print(f"\r  {text}, {took:.0f} s".ljust(78), end="", file=sys.stderr, flush=True)

    def ends(self) -> None:
        took = time.perf_counter() - self._began
        start = "\r" if sys.stderr.isatty() else ""
        print(f"{start}  loaded {self._whole:,} rows in {took:.0f} s".ljust(78), file=sys.stderr)


_MOMENT = "'2026-11-20 00:00:00.000000'"
_NUMBERS = """
WITH RECURSIVE number(n) AS
    (SELECT :first UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :after)
"""
# Between one hour and four, the same each time.
_MINUTES = "(60 + {} % 180)"

_PLACES = """
INSERT INTO station (id, name, county, township, address, opening, epoch)
    VALUES (1, '站', '530802', '530802001', '', '{}', 1);
INSERT INTO merchant (id, name, kind, address) VALUES (1, '影城', 'cinema', '');
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 40)
INSERT INTO reward (id, merchant_id, title, terms, price_minutes, initial_stock, stock)
    SELECT n, 1, '票 ' || n, '', 60 * n, 100, 100 FROM number;
"""

_PEOPLE = (
    f"""{_NUMBERS}
    INSERT INTO account (id, messenger, external_id, language, first_seen_at)
        SELECT n + 1, 'telegram', {FIRST_PERSON} + n, 'zh-hans', {_MOMENT} FROM number
    """,  # noqa: S608
    f"""{_NUMBERS}
    INSERT INTO volunteer (id, opaque_id, number, account_id, name, id_kind, id_sealed, id_index,
        phone_sealed, phone_index, county, township, categories, skills, free_times, epoch,
        approved_at)
        SELECT n + 1, n + 1, printf('5308-02-%06d', n), n + 1, '志愿者', 'resident_id', x'',
            CAST(printf('%016d', n) AS BLOB), x'', CAST(printf('%016d', n) AS BLOB), '530802',
            '530802001', '[]', '[]', '[]', 0, {_MOMENT} FROM number
    """,  # noqa: S608
    f"""{_NUMBERS}
    INSERT INTO balance (volunteer_id, service_minutes, redeemable_minutes, owed_minutes)
        SELECT n + 1, max(:visits, 1) * {_MINUTES.format("n")},
            max(:visits, 1) * {_MINUTES.format("n")}, 0 FROM number
    """,  # noqa: S608
)

# The visit n is the (n / people)th of the volunteer n % people.
_DAY = "date('2026-11-20', '-' || ((:each - 1 - n / :people) * 29 + n % :people % 28) || ' days')"
_VISITS = (
    f"""{_NUMBERS}
    INSERT INTO visit (id, volunteer_id, station_id, opened_at, opened_source, closed_at,
        closed_source, minutes)
        SELECT n + 1, n % :people + 1, 1, {_DAY} || ' 01:00:00.000000', 'scan',
            {_DAY} || ' 05:00:00.000000', 'scan', {_MINUTES.format("(n % :people)")} FROM number
    """,  # noqa: S608
    f"""{_NUMBERS}
    INSERT INTO ledger_transfer (key, request_hash, ledger, debit, credit, minutes, source, cause,
        policy_version, month, recorded_at)
        SELECT 'visit:' || (n + 1) || book.tail, zeroblob(32), book.ledger, -1, n % :people + 1,
            {_MINUTES.format("(n % :people)")}, 'scan', 'visit:' || (n + 1), 'puer-2020',
            substr({_DAY}, 1, 7), {_DAY} || ' 05:00:00.000000'
        FROM number, (SELECT 1 AS ledger, '/service' AS tail UNION ALL SELECT 2, '/redeemable')
            AS book
    """,  # noqa: S608
)
