"""Migrations: an empty database, a filled earlier one, and the shape that the models say."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, insert, inspect, text
from sqlalchemy.exc import IntegrityError

from models.tables import metadata
from tests.databases import ENGINES, fresh_database
from tests.test_house import ROOT
from usecases import migration

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def _engine(url: str) -> sqlalchemy.Engine:
    return create_engine(url)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_schema_is_what_the_models_say(engine: str) -> None:
    with fresh_database(engine, migrated=False) as url:
        migration.migrate(url)
        opened = _engine(url)
        with opened.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            differences = compare_metadata(context, metadata)
        opened.dispose()
        assert differences == []


@pytest.mark.parametrize("engine", ENGINES)
def test_every_check_of_the_models_stands_in_the_schema(engine: str) -> None:
    """Alembic compares no CHECK constraints; a rule that is only in the model guards nothing."""
    with fresh_database(engine) as url:
        opened = _engine(url)
        looking = inspect(opened)
        lacking = [
            f"{table.name}: {check.name}"
            for table in metadata.sorted_tables
            for check in table.constraints
            if isinstance(check, sqlalchemy.CheckConstraint)
            and check.name not in {one["name"] for one in looking.get_check_constraints(table.name)}
        ]
        opened.dispose()
        assert lacking == []


def test_migrations_stand_in_one_line() -> None:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    assert scripts.get_heads() == [migration.newest()]
    everything = {script.revision for script in scripts.walk_revisions()}
    assert migration.older() == everything - {migration.newest()}
    for script in scripts.walk_revisions():
        assert (script.doc or "").rstrip().endswith("."), f"{script.revision} has no sentence"


def _filled(connection: Connection) -> dict[str, int]:
    """Put one row into every table of the database as it is; return how many stand where."""
    known = MetaData()
    known.reflect(connection)
    for table in known.sorted_tables:
        if table.name == "alembic_version":
            continue
        # A dictionary made by hand would have to follow each early shape; the columns tell it.
        row = {column.name: _value(table.name, column) for column in table.columns}
        connection.execute(insert(table).values(**{k: v for k, v in row.items() if v is not None}))
    return _counted(connection, [table.name for table in known.sorted_tables])


def _counted(connection: Connection, tables: list[str]) -> dict[str, int]:
    count = "SELECT COUNT(*) FROM "
    return {
        name: connection.execute(text(f'{count}"{name}"')).scalar_one()
        for name in tables
        if name != "alembic_version"
    }


# What a CHECK of the table asks for; everything else may hold any value of its type.
_KNOWN: dict[tuple[str, str], Any] = {
    ("ledger_transfer", "debit"): -1,
    ("ledger_transfer", "reverses_id"): None,
    ("voucher", "state"): "live",
    ("submission", "state"): "received",
    ("roster_entry", "state"): "invited",
    ("national_entry", "state"): "to_enter",
    ("decision", "undoes_id"): None,
    ("guardian_consent", "kind"): "teacher",
    ("recovery_claim", "state"): "open",
    ("relocation", "state"): "asked",
}


def _value(table: str, column: sqlalchemy.Column[Any]) -> Any:
    if (table, column.name) in _KNOWN:
        return _KNOWN[table, column.name]
    if column.name == "alembic_version":
        return None
    kind = column.type.python_type if not isinstance(column.type, sqlalchemy.JSON) else dict
    return {
        int: 1,
        bool: False,
        bytes: b"sealed",
        datetime: NOW,
        dict: {},
        float: 1.0,
        type(NOW.date()): NOW.date(),
    }.get(kind, "x")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_filled_earlier_database_is_brought_up_without_losing_a_row(engine: str) -> None:
    with fresh_database(engine, migrated=False) as url:
        migration.migrate(url, "0001")
        opened = _engine(url)
        with opened.begin() as connection:
            before = _filled(connection)
        assert set(before.values()) == {1}
        was, now = migration.migrate(url)
        assert (was, now) == ("0001", migration.newest())
        with opened.connect() as connection:
            assert _counted(connection, list(before)) == before
        opened.dispose()


@pytest.mark.parametrize("engine", ENGINES)
def test_visits_that_overlapped_before_do_not_stop_the_city_and_new_ones_are_refused(
    engine: str,
) -> None:
    with fresh_database(engine, migrated=False) as url:
        migration.migrate(url, "0001")
        opened = _engine(url)
        with opened.begin() as connection:
            _filled(connection)
        migration.migrate(url, "0041")
        with opened.begin() as connection:
            old = MetaData()
            old.reflect(connection, only=["visit"])
            visit = old.tables["visit"]
            row = dict(connection.execute(visit.select()).mappings().one())
            ends = {"opened_at": NOW, "closed_at": NOW + timedelta(hours=1), "minutes": 60}
            connection.execute(visit.update().values(**ends))
            connection.execute(insert(visit).values(row | ends | {"id": row["id"] + 1}))
        migration.migrate(url)
        twice = [row | ends | {"id": row["id"] + number} for number in (2, 3)]
        with opened.begin() as connection, pytest.raises(IntegrityError):
            connection.execute(insert(visit), twice)
        opened.dispose()


@pytest.mark.parametrize("engine", ENGINES)
def test_migrating_twice_changes_nothing(engine: str) -> None:
    with fresh_database(engine, migrated=False) as url:
        assert migration.migrate(url) == (None, migration.newest())
        assert migration.migrate(url) == (migration.newest(), migration.newest())


@pytest.mark.parametrize("table", ["ledger_transfer", "audit_entry"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("engine", ENGINES)
def test_rows_that_never_change_are_guarded_by_the_database(
    engine: str, table: str, deed: str
) -> None:
    with fresh_database(engine, migrated=False) as url:
        migration.migrate(url, "0001")
        opened = _engine(url)
        with opened.begin() as connection:
            _filled(connection)
        migration.migrate(url)
        with (
            opened.connect() as connection,
            pytest.raises(sqlalchemy.exc.DBAPIError, match="never change"),
        ):
            connection.execute(text(deed.format(table)))
        opened.dispose()


def test_three_who_migrate_an_empty_database_at_once_do_it_once() -> None:
    with fresh_database("postgresql", migrated=False) as url, ThreadPoolExecutor(3) as threads:
        done = [threads.submit(migration.migrate, url) for _ in range(3)]
        assert {each.result()[1] for each in done} == {migration.newest()}
