"""SQLite: one writer thread with savepoints and group commit, a few reader threads beside it.

The thread owns the writing connection. It takes what is queued, runs each deed in a savepoint of
its own and commits them together: callers are answered only after the commit, and one disk flush
serves them all.
"""

import asyncio
import contextlib
import queue
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import QueuePool, StaticPool

from domain.tally import Spread
from usecases.city import City, CitySession
from usecases.database_errors import DatabaseStoppedError
from usecases.deeds import Deed, call, in_thread

T = TypeVar("T")

# Beyond this a group commit gains nothing and the first caller waits for the last.
_GROUP = 64
_READERS = 4


@dataclass
class _Job:
    run: Deed[Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    outcome: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        # A caller that was cancelled hears nothing; his deed stands or not as a whole.
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.outcome)


class _OwnedConnection(sqlite3.Connection):
    """A connection whose transactions belong to the writer thread.

    A failed flush makes SQLAlchemy roll the driver's transaction back, which would take the other
    deeds of the group with it; here that is a word without effect, and the savepoint does the work.
    """

    def commit(self) -> None:
        """Leave the commit to the writer thread."""

    def rollback(self) -> None:
        """Leave the rollback to the writer thread."""


def _prepare_sqlite(connection: sqlite3.Connection, *, writes: bool) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    # What is erased is overwritten, not only unlinked (many builds of SQLite do so anyway).
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA busy_timeout=10000")
    if not writes:
        connection.execute("PRAGMA query_only=ON")


class SqliteWriter:
    """One writer thread, a few reader threads."""

    def __init__(self, url: sqlalchemy.URL, city: City, together: Spread) -> None:
        self.city = city
        self._together = together
        path = url.database or ":memory:"
        self._writing = self._engine(path, _OwnedConnection, StaticPool, writes=True)
        self._reading = self._engine(
            path, sqlite3.Connection, QueuePool, writes=False, pool_size=_READERS
        )
        self._connection: Connection | None = None
        self._session: CitySession | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")
        self._stopped = False
        # Nothing may be queued behind the word that ends the writer: nobody would answer it.
        self._door = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    @staticmethod
    def _engine(
        path: str, factory: type[sqlite3.Connection], pool: type, *, writes: bool, **options: Any
    ) -> Engine:
        def connect() -> sqlite3.Connection:
            connection = sqlite3.connect(path, check_same_thread=False, factory=factory)
            _prepare_sqlite(connection, writes=writes)
            return connection

        return create_engine(
            "sqlite://", creator=connect, poolclass=pool, hide_parameters=True, **options
        )

    async def write(self, run: Deed[T]) -> T:
        """Queue a deed; it is committed, with others, when this returns."""
        loop = asyncio.get_running_loop()
        job = _Job(run, loop, loop.create_future())
        with self._door:
            if self._stopped:
                raise DatabaseStoppedError
            self._jobs.put(job)
        outcome: T = await job.future
        return outcome

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            group = self._run_group(job)
            _settle(group)
            self._together.observe(len(group))
        self._let_go()

    def _run_group(self, first: _Job) -> list[_Job]:
        group: list[_Job] = [first]
        try:
            connection, driver = self._connected()
            driver.execute("BEGIN IMMEDIATE")
            try:
                job: _Job | None = first
                while job is not None:
                    self._run_one(job, connection, driver)
                    job = self._next(len(group))
                    if job is not None:
                        group.append(job)
                driver.execute("COMMIT")
            finally:
                # A full disk has rolled back already: rolling back blindly would raise again.
                if driver.in_transaction:
                    driver.execute("ROLLBACK")
        except BaseException as error:  # noqa: BLE001 - every caller of the group must hear of it
            # Also whoever was refused: what he was refused for has not happened.
            for lost in group:
                lost.error = error
            # Whatever broke, the next group starts on a connection that is whole.
            self._let_go()
        return group

    def _connected(self) -> tuple[Connection, sqlite3.Connection]:
        if self._connection is None:
            self._connection = self._writing.connect()
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - narrows the type
        return self._connection, driver

    def _let_go(self) -> None:
        connection, self._connection, self._session = self._connection, None, None
        with contextlib.suppress(Exception):
            if connection is not None:
                connection.close()
            self._writing.dispose()

    def _next(self, taken: int) -> _Job | None:
        if taken >= _GROUP:
            return None
        try:
            job = self._jobs.get_nowait()
        except queue.Empty:
            return None
        if job is None:
            self._jobs.put(None)
        return job

    def _run_one(self, job: _Job, connection: Connection, driver: sqlite3.Connection) -> None:
        driver.execute("SAVEPOINT deed")
        session = self._session or self._new_session(connection)
        try:
            job.outcome = call(job.run, session)
            session.flush()
            # Opening and closing a session costs as much as a statement: one that loaded no
            # object serves the next deed too.
            self._session = None if session.identity_map else session
        except Exception as error:
            job.error = error
            self._session = None
            if not driver.in_transaction:
                raise
            driver.execute("ROLLBACK TO deed")
        finally:
            if self._session is None:
                session.close()
        driver.execute("RELEASE deed")

    def _new_session(self, connection: Connection) -> CitySession:
        session = CitySession(bind=connection, expire_on_commit=False)
        session.city = self.city
        return session

    async def read(self, run: Deed[T]) -> T:
        """Run a look on one snapshot; it cannot write."""
        return await in_thread(self._readers, self._read, run)

    glance = read

    def _read(self, run: Deed[T]) -> T:
        with self._reading.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                with CitySession(
                    bind=connection, autoflush=False, expire_on_commit=False
                ) as session:
                    session.city = self.city
                    return call(run, session)
            finally:
                connection.rollback()

    def close(self) -> None:
        """Finish what is queued, then close every connection."""
        with self._door:
            if not self._stopped:
                self._stopped = True
                self._jobs.put(None)
        self._thread.join()
        self._readers.shutdown()
        self._reading.dispose()


def _settle(group: list[_Job]) -> None:
    # One wake-up of the loop for the whole group: a wake-up costs as much as a statement.
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in group:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, jobs in by_loop.items():
        # A loop that has ended takes its callers with it.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle_here, jobs)


def _settle_here(jobs: list[_Job]) -> None:
    for job in jobs:
        job.settle()
