"""PostgreSQL: a few threads, each with a connection of its own and one transaction at a time."""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import psycopg
import sqlalchemy
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from usecases.city import City, CitySession
from usecases.database_errors import as_sqlalchemy
from usecases.deeds import Deed, call, in_thread
from usecases.postgres_connection import FORGOTTEN, OwnedConnection

T = TypeVar("T")

_THREADS = 8
# Serialization failure and deadlock: the database asks for another try.
_TRY_AGAIN = {"40001", "40P01", FORGOTTEN}
_TRIES = 5
# Two deeds made the same row at once: the second try finds the row and answers accordingly. Alone
# in its transaction a deed that doubles a row does so again, hence no third.
_TAKEN = "23505"
_TRIES_TAKEN = 2
_CONNECT_SECONDS = 10
# So long after its last use a connection is taken to be alive: asking costs as much as a statement.
# Should it have died since, its deed fails as one in the middle of its work does.
_TRUSTED_SECONDS = 0.5
_WRITE = b"BEGIN"
_READ = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


@dataclass(slots=True)
class _Held:
    """What a thread holds from its first deed on."""

    thread: int
    connection: Connection
    driver: OwnedConnection
    # Opening and closing one costs as much as a statement: one that loaded no object serves on.
    session: CitySession | None = None
    used: float = 0.0


class PostgresThreads:
    """A pool of threads, each with one transaction at a time."""

    def __init__(self, url: sqlalchemy.URL, city: City) -> None:
        self.city = city
        self._url = url.set(drivername="postgresql+psycopg")
        self._engine = create_engine(
            self._url,
            creator=self._connected,
            poolclass=NullPool,
            # Parameters are what people typed; an error with them in it would reach the log.
            hide_parameters=True,
        )
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="postgres")
        # By thread.
        self._held_by: dict[int, _Held] = {}

    def _connected(self) -> OwnedConnection:
        _, given = self._engine.dialect.create_connect_args(self._url)
        wanted: dict[str, Any] = {"connect_timeout": _CONNECT_SECONDS, **given}
        return OwnedConnection.connect(**wanted, autocommit=True)

    async def write(self, run: Deed[T]) -> T:
        """Run a deed as one transaction, again where the server asks for it."""
        return await in_thread(self._threads, self._tried, run, _WRITE)

    def _tried(self, run: Deed[T], begin: bytes) -> T:
        for attempt in range(1, _TRIES + 1):
            try:
                return self._in_transaction(run, begin)
            except DBAPIError as error:
                # Anything else near COMMIT may have been committed: only the caller, who has a
                # request id, may ask again.
                state = getattr(error.orig, "sqlstate", None)
                tries = _TRIES if state in _TRY_AGAIN else _TRIES_TAKEN if state == _TAKEN else 1
                if attempt >= tries:
                    raise
        raise OperationalError("", None, Exception("unreachable"))  # pragma: no cover

    async def read(self, run: Deed[T]) -> T:
        """Run a look on one snapshot; it cannot write."""
        return await in_thread(self._threads, self._tried, run, _READ)

    async def glance(self, run: Deed[T]) -> T:
        """Run a look of one statement."""
        return await in_thread(self._threads, self._tried, run, b"")

    def _in_transaction(self, run: Deed[T], begin: bytes) -> T:
        """Run the deed between `begin` and COMMIT, or as a statement of its own without."""
        held, kept = self._holding(), False
        session = held.session or self._new_session(held.connection)
        held.session, session.autoflush = None, begin == _WRITE
        try:
            if begin:
                self._say(held, begin)
            outcome = call(run, session)
            if begin == _WRITE:
                session.flush()
            if begin and self._say(held, b"COMMIT") != b"COMMIT":
                # A statement failed and the deed did not mind; the server does.
                raise sqlalchemy.exc.InvalidRequestError("the transaction was rolled back")
            kept = not session.identity_map
        finally:
            if kept:
                held.session = session
                held.used = time.monotonic()
            else:
                session.close()
                self._tidy(held)
        return outcome

    def _say(self, held: _Held, command: bytes) -> bytes | None:
        try:
            return held.driver.say(command)
        except psycopg.Error as error:
            raise as_sqlalchemy(error, command.decode(), held.connection.dialect) from error

    def _tidy(self, held: _Held) -> None:
        """End what may still be under way; a connection that does not answer is let go."""
        try:
            if held.driver.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                held.driver.say(b"ROLLBACK")
            held.used = time.monotonic()
        except psycopg.Error:
            self._let_go(held)

    def _holding(self) -> _Held:
        """Return what this thread holds, alive as far as one can know."""
        thread = threading.get_ident()
        held = self._held_by.get(thread)
        if held is not None and time.monotonic() - held.used > _TRUSTED_SECONDS:
            try:
                held.driver.say(b"SELECT 1")
            except psycopg.Error:
                self._let_go(held)
                held = None
        if held is None:
            connection = self._engine.connect()
            driver = connection.connection.driver_connection
            assert isinstance(driver, OwnedConnection)  # noqa: S101 - narrows the type
            held = self._held_by[thread] = _Held(thread, connection, driver)
        return held

    def _let_go(self, held: _Held) -> None:
        self._held_by.pop(held.thread, None)
        with contextlib.suppress(Exception):
            held.connection.invalidate()
        with contextlib.suppress(Exception):
            held.driver.close()

    def _new_session(self, connection: Connection) -> CitySession:
        session = CitySession(bind=connection, expire_on_commit=False)
        session.city = self.city
        return session

    def close(self) -> None:
        """Finish what is queued, then let every connection go."""
        self._threads.shutdown()
        for held in list(self._held_by.values()):
            self._let_go(held)
        self._engine.dispose()
