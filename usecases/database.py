"""Where deeds become transactions: the only place that begins, commits or rolls back.

On SQLite one thread owns the writing connection. It takes what is queued, runs each deed in a
savepoint of its own and commits them together: callers are answered only after the commit, and one
disk flush serves them all. On PostgreSQL a small pool of threads runs one transaction each.
"""

import asyncio
import contextlib
import queue
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

import psycopg
import sqlalchemy
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool, StaticPool

from domain.tally import Spread, Tally
from usecases import conversations, inbox
from usecases.city import City, CitySession
from usecases.database_errors import DatabaseStoppedError, DeedBrokenError

__all__ = ["Database", "DatabaseStoppedError", "DeedBrokenError", "UseCase"]

P = ParamSpec("P")
T = TypeVar("T")
UseCase = Callable[Concatenate[CitySession, P], T]

# Beyond this a group commit gains nothing and the first caller waits for the last.
_GROUP = 64
_READERS = 4
_POSTGRES_THREADS = 8
# Serialization failure and deadlock: the database asks for another try.
_TRY_AGAIN = {"40001", "40P01"}
_TRIES = 5
# Two deeds made the same row at once: the second try finds the row and answers accordingly. Alone
# in its transaction a deed that doubles a row does so again, hence no third.
_TAKEN = "23505"
_TRIES_TAKEN = 2
_POSTGRES_CONNECT_SECONDS = 10
# So long after its last use a connection is taken to be alive.
_TRUSTED_SECONDS = 0.5


def _call(run: Callable[[CitySession], T], session: CitySession) -> T:
    try:
        return run(session)
    except BaseException as error:
        if isinstance(error, Exception) and not isinstance(error, StopIteration):
            raise
        raise DeedBrokenError(type(error).__name__) from error


async def _in_thread(pool: ThreadPoolExecutor, work: Callable[..., T], *args: object) -> T:
    try:
        waiting = asyncio.get_running_loop().run_in_executor(pool, work, *args)
    except RuntimeError as stopped:
        raise DatabaseStoppedError from stopped
    return await waiting


@dataclass
class _Job:
    run: Callable[[CitySession], Any]
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


@dataclass
class Database:
    """Runs use cases; `write` makes one a transaction, `read` gives it a consistent look."""

    url: str
    city: City
    # What this process counts: here, because every door has the database at hand.
    tally: Tally = field(default_factory=Tally)
    _backend: "_Sqlite | _Postgres" = field(init=False)

    def __post_init__(self) -> None:
        """Open the connections; the tables must already stand (see `migrate`)."""
        url = sqlalchemy.make_url(self.url)
        sqlite, together = url.drivername == "sqlite", self.tally.deeds_together
        self._backend = _Sqlite(url, self.city, together) if sqlite else _Postgres(url, self.city)

    async def write(
        self,
        deed: UseCase[P, T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run `deed` as one transaction; it is committed when this returns.

        A Refusal raised by the deed rolls it back and comes out here; so does any other error.
        """
        work = self._backend.write
        return await self._counted(work, lambda session: deed(session, *args, **kwargs))

    async def write_done(
        self,
        deed: Callable[[CitySession], T],
        *,
        done: inbox.Done | None = None,
        conversation: conversations.Change | None = None,
    ) -> T:
        """Run `deed`, mark the update done and store the next step, all in one transaction."""

        def all_in_one(session: CitySession) -> T:
            outcome = deed(session)
            if done is not None:
                inbox.mark_done(session, done)
            if conversation is not None:
                conversations.store(session, conversation)
            return outcome

        return await self._counted(self._backend.write, all_in_one)

    async def read(self, look: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `look` on one consistent snapshot; it cannot write."""
        work = self._backend.read
        return await self._counted(work, lambda session: look(session, *args, **kwargs))

    async def _counted(
        self,
        work: Callable[[Callable[[CitySession], T]], Awaitable[T]],
        run: Callable[[CitySession], T],
    ) -> T:
        under_way = self.tally.deeds_under_way
        under_way.add(1)
        try:
            return await work(run)
        except (SQLAlchemyError, sqlite3.Error) as error:
            self.tally.database_errors.add(type(error).__name__)
            raise
        finally:
            under_way.add(-1)

    async def close(self) -> None:
        """Finish what is queued, then close every connection."""
        await asyncio.to_thread(self._backend.close)


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
    connection.execute("PRAGMA busy_timeout=10000")
    if not writes:
        connection.execute("PRAGMA query_only=ON")


class _Sqlite:
    """One writer thread with savepoints and group commit, a few reader threads beside it."""

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

    async def write(self, run: Callable[[CitySession], T]) -> T:
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
            job.outcome = _call(job.run, session)
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

    async def read(self, run: Callable[[CitySession], T]) -> T:
        return await _in_thread(self._readers, self._read, run)

    def _read(self, run: Callable[[CitySession], T]) -> T:
        with self._reading.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                with CitySession(
                    bind=connection, autoflush=False, expire_on_commit=False
                ) as session:
                    session.city = self.city
                    return _call(run, session)
            finally:
                connection.rollback()

    def close(self) -> None:
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


def _used(_driver: Any, record: ConnectionPoolEntry) -> None:
    """Note when a connection was last known to be alive."""
    record.info["used"] = time.monotonic()


def _asked(driver: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Ask a connection that has idled whether it is alive; a dead one is replaced unnoticed.

    One that was used a moment ago is not asked: that costs as much as a statement. Should it have
    died since, its deed fails as one in the middle of its work does, and may come again.
    """
    if time.monotonic() - record.info.get("used", 0.0) < _TRUSTED_SECONDS:
        return
    try:
        driver.execute("SELECT 1")
        driver.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error


class _Postgres:
    """A pool of threads, each with one transaction at a time."""

    def __init__(self, url: sqlalchemy.URL, city: City) -> None:
        self.city = city
        self._engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=_POSTGRES_THREADS,
            max_overflow=0,
            # Parameters are what people typed; an error with them in it would reach the log.
            hide_parameters=True,
            connect_args={"connect_timeout": _POSTGRES_CONNECT_SECONDS},
        )
        event.listen(self._engine, "checkin", _used)
        event.listen(self._engine, "checkout", _asked)
        self._threads = ThreadPoolExecutor(_POSTGRES_THREADS, thread_name_prefix="postgres")

    async def write(self, run: Callable[[CitySession], T]) -> T:
        return await _in_thread(self._threads, self._write, run)

    def _write(self, run: Callable[[CitySession], T]) -> T:
        for attempt in range(1, _TRIES + 1):
            try:
                with (
                    CitySession(bind=self._engine, expire_on_commit=False) as session,
                    session.begin(),
                ):
                    session.city = self.city
                    return _call(run, session)
            except DBAPIError as error:
                # Anything else near COMMIT may have been committed: only the caller, who has a
                # request id, may ask again.
                state = getattr(error.orig, "sqlstate", None)
                tries = _TRIES if state in _TRY_AGAIN else _TRIES_TAKEN if state == _TAKEN else 1
                if attempt >= tries:
                    raise
        raise OperationalError("", None, Exception("unreachable"))  # pragma: no cover

    async def read(self, run: Callable[[CitySession], T]) -> T:
        return await _in_thread(self._threads, self._read, run)

    def _read(self, run: Callable[[CitySession], T]) -> T:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with (
            self._engine.connect().execution_options(**options) as connection,
            CitySession(bind=connection, autoflush=False, expire_on_commit=False) as session,
        ):
            session.city = self.city
            return _call(run, session)

    def close(self) -> None:
        self._threads.shutdown()
        self._engine.dispose()
