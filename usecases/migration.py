"""Bringing a database to the newest shape, and telling whether it has it."""

from functools import lru_cache
from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, func, select

# Two numbers, as the offices of a process have; a person's lock has one.
_ONE_AT_A_TIME = (5308, 0)
_ROOT = Path(__file__).resolve().parent.parent


def _config() -> Config:
    config = Config(toml_file=_ROOT / "pyproject.toml")
    config.set_main_option("script_location", str(_ROOT / "migrations"))
    return config


def newest() -> str:
    """Return the revision that the code expects."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101 - there is at least one migration
    return head


@lru_cache(maxsize=1)
def older() -> frozenset[str]:
    """Return the revisions before the newest, all of which the code has outgrown."""
    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    return frozenset(step.revision for step in steps) - {newest()}


def current(url: str) -> str | None:
    """Return the revision that the database has, or None for an empty one."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def migrate(url: str, to: str = "head") -> tuple[str | None, str | None]:
    """Bring the database to a revision; return what it had and what it has now.

    Of several processes that start at once one does it and the others wait.
    """
    before = current(url)
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                # Of the session: each step is a transaction of its own. It ends with `dispose`.
                connection.execute(select(func.pg_advisory_lock(*_ONE_AT_A_TIME)))
                connection.commit()
            migrate_on(connection, to)
            connection.commit()
    finally:
        engine.dispose()
    return before, current(url)


def migrate_on(connection: Connection, to: str = "head") -> None:
    """Run the steps on an open connection."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _engine(url: str) -> sqlalchemy.Engine:
    made = sqlalchemy.make_url(url)
    if made.drivername == "sqlite" and made.database:
        Path(made.database).parent.mkdir(parents=True, exist_ok=True)
    elif made.drivername == "postgresql":
        made = made.set(drivername="postgresql+psycopg")
    return create_engine(made)
