"""Where deeds become transactions: the only place that begins, commits or rolls back.

On SQLite one thread owns the writing connection (`sqlite_writer.py`), on PostgreSQL a few threads
run one transaction each (`postgres_threads.py`).
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy
from sqlalchemy.exc import SQLAlchemyError

from domain.tally import Tally
from usecases import conversations, inbox
from usecases.city import City, CitySession
from usecases.database_errors import DatabaseStoppedError, DeedBrokenError
from usecases.deeds import Deed
from usecases.postgres_threads import PostgresThreads
from usecases.sqlite_writer import SqliteWriter

__all__ = ["Database", "DatabaseStoppedError", "DeedBrokenError", "UseCase"]

P = ParamSpec("P")
T = TypeVar("T")
UseCase = Callable[Concatenate[CitySession, P], T]


@dataclass
class Database:
    """Runs use cases; `write` makes one a transaction, `read` gives it a consistent look."""

    url: str
    city: City
    # What this process counts: here, because every door has the database at hand.
    tally: Tally = field(default_factory=Tally)
    _backend: SqliteWriter | PostgresThreads = field(init=False)

    def __post_init__(self) -> None:
        """Open the connections; the tables must already stand (see `migrate`)."""
        url = sqlalchemy.make_url(self.url)
        sqlite, together = url.drivername == "sqlite", self.tally.deeds_together
        self._backend = (
            SqliteWriter(url, self.city, together) if sqlite else PostgresThreads(url, self.city)
        )

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
        deed: Deed[T],
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

    async def glance(self, look: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a `look` of a single statement, which is consistent by itself; it cannot write."""
        work = self._backend.glance
        return await self._counted(work, lambda session: look(session, *args, **kwargs))

    async def _counted(
        self,
        work: Callable[[Deed[T]], Awaitable[T]],
        run: Deed[T],
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
