"""What outlives a process: the rows that were committed, on SQLite in memory or on PostgreSQL.

Deeds run in the caller's thread, one after the other, each in a transaction of its own; this is
how the writer thread of SQLite runs them in life, without the thread. Nothing waits for a disk.
"""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from models.tables import metadata
from usecases.city import City, CitySession

T = TypeVar("T")
Deed = Callable[[CitySession], T]


class _Owned(sqlite3.Connection):
    """A connection whose transactions are begun and ended by the store alone."""

    def commit(self) -> None:
        """Leave it to the store."""

    def rollback(self) -> None:
        """Leave it to the store."""


class SqliteStore:
    """A database in memory that goes back to its first state in a moment."""

    name = "sqlite"

    def __init__(self, path: str, city: City, found: Deed[None]) -> None:
        """Found the city in a copy of the migrated database at `path`, and keep its image."""
        self.city = city
        with sqlite3.connect(path) as migrated:
            migrated.execute("PRAGMA journal_mode=DELETE")
            image = migrated.serialize()
        migrated.close()
        self._driver = sqlite3.connect(
            ":memory:", factory=_Owned, check_same_thread=False, cached_statements=512
        )
        self._driver.isolation_level = None
        self._engine = create_engine(
            "sqlite://", creator=lambda: self._driver, poolclass=StaticPool, hide_parameters=True
        )
        self._driver.deserialize(image)
        self._prepare()
        self._connection: Connection = self._engine.connect()
        self._session: CitySession | None = None
        self.write(found)
        self._image = self._driver.serialize()

    def _prepare(self) -> None:
        self._driver.execute("PRAGMA foreign_keys=ON")

    def reset(self) -> None:
        """Forget everything that happened since the city was founded."""
        self.reopen()
        self._driver.deserialize(self._image)
        self._prepare()

    def reopen(self) -> None:
        """Let go of what a process had open: what it had not committed is gone."""
        if self._session is not None:
            self._session.close()
            self._session = None
        if self._driver.in_transaction:
            self._driver.execute("ROLLBACK")

    def write(self, run: Deed[T], *, commit: bool = True) -> T:
        """Run a deed as one transaction; without `commit` it is as if the power had failed."""
        self._driver.execute("BEGIN IMMEDIATE")
        session = self._session or self._new_session()
        try:
            outcome = run(session)
            session.flush()
            # As in the product: a session that loaded no object serves the next deed too.
            self._session = None if session.identity_map else session
        except BaseException:
            self._session = None
            self._driver.execute("ROLLBACK")
            session.close()
            raise
        if self._session is None:
            session.close()
        self._driver.execute("COMMIT" if commit else "ROLLBACK")
        return outcome

    def read(self, run: Deed[T]) -> T:
        """Run a look; it cannot write."""
        before, session = self.changes, self._session or self._new_session()
        self._session = None
        try:
            outcome = run(session)
            self._session = None if session.identity_map else session
        finally:
            if self._session is None:
                session.close()
        assert self.changes == before, "a look has written"  # noqa: S101 - a finding
        return outcome

    def _new_session(self) -> CitySession:
        session = CitySession(bind=self._connection, expire_on_commit=False)
        session.city = self.city
        return session

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the committed rows of a plain query."""
        return self._driver.execute(query).fetchall()

    @property
    def changes(self) -> int:
        """Return a number that is another one after anything was written."""
        return self._driver.total_changes

    def close(self) -> None:
        """Let everything go."""
        self.reopen()
        self._connection.close()
        self._engine.dispose()
        self._driver.close()


class PostgresStore:
    """A PostgreSQL of one's own, emptied and founded anew for each run."""

    name = "postgresql"

    def __init__(self, url: str, city: City, found: Deed[None]) -> None:
        self.city = city
        self._found = found
        made = sqlalchemy.make_url(url).set(drivername="postgresql+psycopg")
        # Whatever is lost when the machine's power fails, is not what is played here.
        options = {"options": "-c synchronous_commit=off"}
        self._engine = create_engine(made, hide_parameters=True, connect_args=options)
        self._written = 0

    def reset(self) -> None:
        """Take every row out, also of tables that refuse it, and found the city anew."""
        tables = ", ".join(f'"{table}"' for table in metadata.tables)
        with self._engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        self.write(self._found)

    def reopen(self) -> None:
        """Let go of what a process had open."""
        self._engine.dispose()

    def write(self, run: Deed[T], *, commit: bool = True) -> T:
        """Run a deed as one transaction; without `commit` it is as if the process had died."""
        self._written += 1
        with (
            self._engine.connect() as connection,
            CitySession(bind=connection, expire_on_commit=False) as session,
        ):
            session.city = self.city
            outcome = run(session)
            session.flush()
            if commit:
                session.commit()
            else:
                session.rollback()
            return outcome

    def read(self, run: Deed[T]) -> T:
        """Run a look on one consistent snapshot; it cannot write."""
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with (
            self._engine.connect().execution_options(**options) as connection,
            CitySession(bind=connection, autoflush=False, expire_on_commit=False) as session,
        ):
            session.city = self.city
            return run(session)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the committed rows of a plain query."""
        with self._engine.connect() as connection:
            # The driver takes a single % for the beginning of a parameter.
            rows = connection.exec_driver_sql(query.replace("%", "%%"))
            return [tuple(row) for row in rows]

    @property
    def changes(self) -> int:
        """Return a number that is another one after anything was written."""
        return self._written

    def close(self) -> None:
        """Let everything go."""
        self._engine.dispose()


Store = SqliteStore | PostgresStore


def busy() -> OperationalError:
    """Return what a database raises that cannot be used just now: nothing was written."""
    original = sqlite3.OperationalError("database is locked")
    original.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError("", None, original)


def unsure() -> OperationalError:
    """Return what a database raises whose server went away: nobody knows what was written."""
    return OperationalError("", None, Exception("server closed the connection unexpectedly"))
