"""Carrying a whole city from one database into another, of either kind.

Every table is copied in the order of its references and in the order of its keys, some thousand
rows in one transaction: whoever is interrupted goes on behind the last that arrived. What arrived
is compared row by row afterwards, because the source may have changed between two attempts.
"""

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Table, create_engine, delete, func, insert, select, text

from models.columns import table_of
from models.tables import metadata
from models.traffic import CityMove
from usecases import migration, seals

_AT_ONCE = 5000
# Rows under seals are compared by their seals.
_SEALED = [book.rows for book in seals.BOOKS]
TABLES = [table for table in metadata.sorted_tables if table is not table_of(CityMove)]

Progress = Callable[[str, int, int], None]


class BusyError(Exception):
    """Somebody else works on the database."""


@contextlib.contextmanager
def held(url: str) -> Iterator[Connection]:
    """Open a database whose rows stay as they are until the block ends; then what we did stands.

    Raises BusyError where a bot is at work on it, or somebody does not let go of a row.
    """
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("BEGIN")
                _refuse_bots(connection)
                connection.execute(text("SET LOCAL lock_timeout = '5s'"))
                names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
                lock = f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"
            else:
                lock = "BEGIN IMMEDIATE"
            try:
                connection.exec_driver_sql(lock)
            except sqlalchemy.exc.OperationalError:
                raise BusyError from None
            yield connection
            connection.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()


@contextlib.contextmanager
def looking(url: str) -> Iterator[Connection]:
    """Open a PostgreSQL as it stands at this moment; those who work on it do not notice."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection
    finally:
        engine.dispose()


@contextlib.contextmanager
def opened(url: str) -> Iterator[Callable[[], "contextlib.AbstractContextManager[Connection]"]]:
    """Open a database to be filled; what is yielded begins a transaction."""
    engine = _engine(url)

    @contextlib.contextmanager
    def begin() -> Iterator[Connection]:
        with engine.connect() as connection:
            sqlite = engine.dialect.name == "sqlite"
            connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "BEGIN")
            yield connection
            connection.exec_driver_sql("COMMIT")

    try:
        yield begin
    finally:
        engine.dispose()


Begin = Callable[[], "contextlib.AbstractContextManager[Connection]"]


def _engine(url: str) -> sqlalchemy.Engine:
    made = sqlalchemy.make_url(url)
    if made.drivername != "sqlite":
        made = made.set(drivername="postgresql+psycopg")
        # What begins and ends is said here, in the same words for both.
        return create_engine(made, hide_parameters=True, isolation_level="AUTOCOMMIT")
    engine = create_engine(made, hide_parameters=True, connect_args={"timeout": 5})

    @sqlalchemy.event.listens_for(engine, "connect")
    def prepare(driver: Any, _record: object) -> None:
        driver.isolation_level = None
        driver.execute("PRAGMA journal_mode=WAL")
        driver.execute("PRAGMA foreign_keys=ON")

    return engine


def _refuse_bots(connection: Connection) -> None:
    """Refuse while a bot is there; one that comes later waits for the locks and finds us gone."""
    bots = (
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name LIKE 'volunteer-city%'"
    )
    if connection.scalar(text(bots)):
        raise BusyError


def is_empty(connection: Connection) -> bool:
    """Tell whether no table holds a row."""
    return not any(connection.execute(select(table).limit(1)).first() for table in TABLES)


def clear(url: str) -> None:
    """Take every table out of a target that is not what the source is any more."""
    with opened(url) as begin, begin() as connection:
        known = sqlalchemy.MetaData()
        known.reflect(connection)
        for table in reversed(known.sorted_tables):
            connection.exec_driver_sql(f'DROP TABLE "{table.name}"')
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_change()")
    migration.migrate(url)


def copy(source: Connection, begin: Begin, progress: Progress) -> None:
    """Copy every row that the target lacks; each transaction is a step that stays."""
    for table in TABLES:
        of = _count(source, table)
        after, done = _arrived(begin, table, of)
        progress(table.name, done, of)
        while rows := _next(source, table, after):
            with begin() as target:
                put(target, table, rows)
            after, done = rows[-1][_key(table).name], done + len(rows)
            progress(table.name, done, of)


def _key(table: Table) -> sqlalchemy.Column[Any]:
    (key,) = table.primary_key
    return key


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _arrived(begin: Begin, table: Table, of: int) -> tuple[Any, int]:
    """Return the last key that has arrived, and how many rows."""
    with begin() as target:
        done = _count(target, table)
        if not done:
            return None, 0
        if isinstance(_key(table).type, sqlalchemy.Integer):
            return target.scalar(select(func.max(_key(table)))), done
        # The two databases need not agree which text comes last: such tables are short.
        if done != of:
            target.execute(delete(table))
            return None, 0
        return target.scalar(select(func.max(_key(table)))), done


def _next(source: Connection, table: Table, after: Any) -> Sequence[Any]:
    key = _key(table)
    some = select(table).order_by(key).limit(_AT_ONCE)
    return source.execute(some if after is None else some.where(key > after)).mappings().all()


def put(target: Connection, table: Table, rows: Sequence[Any]) -> None:
    """Insert rows as fast as the database takes them."""
    names = [column.name for column in table.columns]
    if target.dialect.name != "postgresql":
        target.execute(insert(table), [dict(row) for row in rows])
        return
    writes = [
        column.type.dialect_impl(target.dialect).bind_processor(target.dialect)
        for column in table.columns
    ]
    into = ", ".join(f'"{name}"' for name in names)
    cursor: Any = target.connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({into}) FROM STDIN') as pipe:
        for row in rows:
            pipe.write_row(
                [
                    write(value) if write and value is not None else value
                    for write, value in zip(writes, row.values(), strict=True)
                ]
            )


def count_on(connection: Connection) -> None:
    """Let PostgreSQL's counters go on behind the highest number that arrived."""
    if connection.dialect.name != "postgresql":
        return
    owned = connection.execute(
        text(
            "SELECT s.oid::regclass::text AS sequence, d.refobjid::regclass::text AS owner, "
            "a.attname AS column FROM pg_class s "
            "JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') "
            "JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid "
            "WHERE s.relkind = 'S'"
        )
    ).all()
    for one in owned:
        connection.exec_driver_sql(
            f"SELECT setval('{one.sequence}', "  # noqa: S608 - names of our own tables
            f'(SELECT COALESCE(MAX("{one.column}"), 0) + 1 FROM {one.owner}), false)'
        )


def differing(source: Connection, target: Connection, progress: Progress) -> list[str]:
    """Return the tables that are not the same in both, whatever order their rows come in.

    Of ledger and audit trail the rows are counted: what they say is compared by their seals.
    """
    found = []
    for number, table in enumerate(TABLES, 1):
        counts = [_count(one, table) for one in (source, target)]
        same = counts[0] == counts[1]
        if same and table not in _SEALED:
            same = _digest(source, table) == _digest(target, table)
        if not same:
            found.append(table.name)
        progress("compared", number, len(TABLES))
    return found


def _digest(connection: Connection, table: Table) -> int:
    """Return a number that is equal for equal rows in any order."""
    total, after = 0, None
    while rows := _next(connection, table, after):
        for row in rows:
            said = json.dumps([*row.values()], default=_plain, sort_keys=True).encode()
            total += int.from_bytes(sha256(said).digest(), "big")
        after = rows[-1][_key(table).name]
    return total % 2**256


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    assert isinstance(value, date)  # noqa: S101 - no column holds anything else
    return value.isoformat()
