"""Bringing a database to the newest shape, and telling whether it has it."""

import contextlib
import re
import sqlite3
import time
from functools import lru_cache
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, column, create_engine, func, select, table

# Two numbers, as the offices of a process have; a person's lock has one.
_ONE_AT_A_TIME = (5308, 0)
_NAMED = re.compile(r'^(revision|down_revision) = (?:"(\w+)"|None)$', re.M)
_VERSION = table("alembic_version", column("version_num"))
_ROOT = Path(__file__).resolve().parent.parent


class DamagedError(Exception):
    """The database file holds a page that cannot be; nothing may be written to it."""


def look_over(url: str, *, seconds: float = 2.0) -> None:
    """Raise DamagedError where an SQLite file is visibly damaged.

    Looks for so many seconds at most, so that a large city starts as fast as a small one; what lies
    behind that is found when it is read. PostgreSQL looks after its own pages.
    """
    made = sqlalchemy.make_url(url)
    if made.drivername != "sqlite" or not made.database or not Path(made.database).exists():
        return
    until = time.monotonic() + seconds
    try:
        with contextlib.closing(sqlite3.connect(made.database, timeout=seconds)) as connection:
            connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        # It took too long, or another process is writing: neither is damage.
        if error.sqlite_errorcode in (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY):
            return
        raise DamagedError from error
    except sqlite3.DatabaseError as error:
        raise DamagedError from error
    if found != ("ok",):
        raise DamagedError


def newest() -> str:
    """Return the revision that the code expects."""
    steps = _steps()
    (head,) = set(steps) - set(steps.values())
    return head


def older() -> frozenset[str]:
    """Return the revisions before the newest, all of which the code has outgrown."""
    return frozenset(_steps()) - {newest()}


@lru_cache(maxsize=1)
def _steps() -> dict[str, str]:
    """Return each revision with the one before it, as the files of the steps name them.

    Read, not imported: whoever has nothing to migrate needs neither alembic nor its 10 MiB.
    """
    texts = [file.read_text("utf-8") for file in (_ROOT / "migrations/versions").glob("0*.py")]
    found = [dict(_NAMED.findall(text)) for text in texts]
    return {each["revision"]: each["down_revision"] for each in found}


def current(url: str) -> str | None:
    """Return the revision that the database has, or None for an empty one."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            if not sqlalchemy.inspect(connection).has_table(_VERSION.name):
                return None
            revision: str | None = connection.scalar(select(_VERSION.c.version_num))
            return revision
    finally:
        engine.dispose()


def migrate(url: str, to: str = "head") -> tuple[str | None, str | None]:
    """Bring the database to a revision; return what it had and what it has now.

    Of several processes that start at once one does it and the others wait.
    """
    before = current(url)
    if to == "head" and before == newest():
        return before, before
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
    from alembic import command
    from alembic.config import Config

    config = Config(toml_file=_ROOT / "pyproject.toml")
    config.set_main_option("script_location", str(_ROOT / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _engine(url: str) -> sqlalchemy.Engine:
    made = sqlalchemy.make_url(url)
    if made.drivername == "sqlite" and made.database:
        Path(made.database).parent.mkdir(parents=True, exist_ok=True)
    elif made.drivername == "postgresql":
        made = made.set(drivername="postgresql+psycopg")
    return create_engine(made)
