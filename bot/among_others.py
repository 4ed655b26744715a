"""One of any number of processes on one PostgreSQL, present as long as one connection lives.

All that a process holds here are advisory locks of that session: no clock, no heartbeat, and who is
killed holds nothing at once. A person's lock is asked for after his update is committed, and who
holds it looks for what is undone after he has got it and once more after he has let it go: so
whatever one process leaves to another is seen by it. A proxy that hands connections on after each
transaction must not stand in between.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import psycopg
import sqlalchemy
import structlog
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from bot.presence import Alone, Candidacy, Charge, Office, Presence

_log = structlog.get_logger(__name__)

# How often a process looks for what nobody does, and a candidate asks whether he leads.
_TICK_SECONDS = 0.25
# A server that does not answer for so long is gone, and with it all that was held.
_ANSWER_SECONDS = 5.0
# Charges end together with the next question, or so much later: a round costs what an answer does.
_LEAVE_SECONDS = 0.02
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 0.05, 2.0
# People a process is in charge of at the same time: PostgreSQL keeps its locks in a table of
# max_locks_per_transaction x max_connections entries, 6,400 as it is delivered.
_MOST_CHARGES = 500
_MOST_STRAYS = 200
# Keys of two numbers never meet the keys of one number, which are people.
_OFFICE = 5308
# A machine that vanishes sends no word: the server finds out by these, and lets the locks go.
_CONNECTION = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "options": "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3",
}

# The two that run for every update are prepared and read as libpq gives them: a third of the
# processor time of psycopg's cursors.
_HOLD = """
    PREPARE hold (bigint[], bigint[]) AS
    SELECT NULL, pg_advisory_unlock(person) FROM unnest($1) person
    UNION ALL
    SELECT person, pg_try_advisory_lock(person) FROM unnest($2) person
"""
# After the locks, because only then nobody else works on these.
_LOOK = """
    PREPARE look (bigint[]) AS
    SELECT person, update_id FROM inbox_update
    WHERE person = ANY($1) AND done_at IS NULL AND parked_at IS NULL
    ORDER BY arrival NULLS FIRST, received_at, update_id
"""
_UNDONE = """
    SELECT person, min(update_id) FROM inbox_update
    WHERE done_at IS NULL AND parked_at IS NULL GROUP BY person
"""
_NOBODYS = """
    SELECT person FROM unnest(%s::bigint[]) person
    WHERE person NOT IN (
        SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
    LIMIT %s
"""
_LEAD = "SELECT pg_try_advisory_lock(%s, %s)"


@dataclass(slots=True)
class _Asked:
    person: int
    answer: "asyncio.Future[Charge | None]"


@dataclass(slots=True)
class _Left:
    person: int
    life: int
    answer: "asyncio.Future[bool]"


@dataclass
class AmongOthers:
    """One of any number of processes on one PostgreSQL."""

    url: sqlalchemy.URL
    _life: int = 0
    _alive: bool = False
    _asked: list[_Asked] = field(default_factory=list)
    _left: list[_Left] = field(default_factory=list)
    _candidacies: list[Candidacy] = field(default_factory=list)
    # Whose oldest undone update was the same a moment ago: perhaps nobody does it.
    _suspects: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Hold nothing yet; `run` begins."""
        self._wake = asyncio.Event()
        self._room = asyncio.Semaphore(_MOST_CHARGES)
        self._on_stray: Callable[[list[int]], None] | None = None

    def watch(self, on_stray: Callable[[list[int]], None]) -> None:
        """Let `on_stray` hear of people whose process has ended with something undone."""
        self._on_stray = on_stray

    async def take(self, person: int, mine: Collection[int]) -> Charge | None:  # noqa: ARG002
        """Take charge of a person, or None while another process is; waits out an outage."""
        await self._room.acquire()
        charge = None
        try:
            asked = _Asked(person, asyncio.get_running_loop().create_future())
            self._asked.append(asked)
            self._wake.set()
            charge = await asked.answer
        finally:
            if charge is None:
                self._room.release()
        return charge

    def holds(self, charge: Charge) -> bool:
        """Tell whether the connection that the charge was taken on still lives."""
        return self._alive and charge.life == self._life

    def leave(self, charge: Charge) -> "asyncio.Future[bool]":
        """End the charge, then look once more, so that what came meanwhile finds somebody."""
        self._room.release()
        return self._end(charge.person, charge.life)

    def _end(self, person: int, life: int) -> "asyncio.Future[bool]":
        loop = asyncio.get_running_loop()
        left = _Left(person, life, loop.create_future())
        if not self._left:
            loop.call_later(_LEAVE_SECONDS, self._wake.set)
        self._left.append(left)
        return left.answer

    def stand_for(self, office: Office) -> Candidacy:
        """Stand for an office; every tick it is asked for until it is won."""
        candidacy = Candidacy(office)
        self._candidacies.append(candidacy)
        self._wake.set()
        return candidacy

    async def run(self) -> None:
        """Be present until cancelled; whatever the server does, come back."""
        wait = _FIRST_WAIT_SECONDS
        while True:
            try:
                async with asyncio.timeout(_ANSWER_SECONDS):
                    connection = await _connected(self.url)
                async with connection:
                    wait = _FIRST_WAIT_SECONDS
                    await self._live(connection)
            except Exception as error:  # noqa: BLE001 - who is not present does nothing at all
                _log.warning("presence lost", reason=type(error).__name__)
            finally:
                self._die()
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)

    async def _live(self, connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.execute(_HOLD)
        await connection.execute(_LOOK)
        self._life += 1
        self._alive = True
        loop = asyncio.get_running_loop()
        next_tick = loop.time()
        while True:
            async with asyncio.timeout(_ANSWER_SECONDS):
                if self._asked or self._left:
                    await self._round(connection.pgconn)
                if loop.time() >= next_tick:
                    await self._tick(connection)
                    next_tick = loop.time() + _TICK_SECONDS
            if not self._asked and await self._rest(connection, next_tick):
                next_tick = loop.time()

    async def _rest(self, connection: psycopg.AsyncConnection[Any], until: float) -> bool:
        """Wait for work or for a moment; True when the server spoke unasked: perhaps farewell."""
        loop, spoke = asyncio.get_running_loop(), asyncio.Event()
        self._wake.clear()
        if self._left:
            until = min(until, loop.time() + _LEAVE_SECONDS)

        def hear() -> None:
            loop.remove_reader(fileno)
            spoke.set()
            self._wake.set()

        fileno = connection.fileno()
        loop.add_reader(fileno, hear)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(until):
                    await self._wake.wait()
        finally:
            loop.remove_reader(fileno)
        return spoke.is_set()

    def _die(self) -> None:
        self._alive = False
        self._suspects = {}
        for candidacy in self._candidacies:
            candidacy.settle(held=False)

    async def _round(self, server: PGconn) -> None:
        """Answer all that is asked just now, and end all that has ended, with two statements."""
        asked, left = list(self._asked), list(self._left)
        wanted = [one.person for one in asked]
        # What was held on an earlier connection ended with it.
        ours = [one.person for one in left if one.life == self._life]
        held = await _rows(server, b"hold", ours, wanted)
        seen = await _rows(server, b"look", [*(one.person for one in left), *wanted])
        got = {int(person) for person, true in held if person is not None and true == b"t"}
        waiting: dict[int, list[int]] = {}
        for person, update_id in seen:
            waiting.setdefault(int(person or 0), []).append(int(update_id or 0))
        del self._asked[: len(asked)], self._left[: len(left)]
        for ended in left:
            if not ended.answer.done():
                ended.answer.set_result(ended.person in waiting)
        for one in asked:
            if one.person not in got:
                charge = None
            else:
                charge = Charge(one.person, waiting.get(one.person, []), self._life)
            if not one.answer.done():
                one.answer.set_result(charge)
            elif charge is not None:
                # Whoever asked was cancelled meanwhile.
                self._end(one.person, self._life)

    async def _tick(self, connection: psycopg.AsyncConnection[Any]) -> None:
        for candidacy in self._candidacies:
            if not candidacy.held:
                asked = await connection.execute(_LEAD, (_OFFICE, candidacy.office))
                row = await asked.fetchone()
                if row is not None and row[0]:
                    candidacy.settle(held=True)
        if self._on_stray is None:
            # Only to hear whether the server still answers.
            await connection.execute("SELECT 1")
            return
        undone = dict(await (await connection.execute(_UNDONE)).fetchall())
        same = [person for person, first in undone.items() if self._suspects.get(person) == first]
        self._suspects = undone
        if same:
            found = await connection.execute(_NOBODYS, (same, _MOST_STRAYS))
            strays = [person for (person,) in await found.fetchall()]
            if strays:
                self._on_stray(strays)


async def _rows(
    server: PGconn, prepared: bytes, *people: list[int]
) -> list[tuple[bytes | None, bytes | None]]:
    """Return the two columns of a prepared statement's rows; what is no answer is an error."""
    server.send_query_prepared(prepared, [b"{%s}" % _list(each) for each in people])
    rows: list[tuple[bytes | None, bytes | None]] = []
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()

    def read() -> None:
        try:
            server.consume_input()
            while not server.is_busy():
                result = server.get_result()
                if result is None:
                    if not ended.done():
                        ended.set_result(None)
                    return
                _checked(result)
                rows.extend(
                    (result.get_value(row, 0), result.get_value(row, 1))
                    for row in range(result.ntuples)
                )
        except psycopg.Error as error:
            if not ended.done():
                ended.set_exception(error)

    loop.add_reader(server.socket, read)
    try:
        await ended
    finally:
        loop.remove_reader(server.socket)
    return rows


def _list(people: list[int]) -> bytes:
    return ",".join(map(str, people)).encode()


def _checked(result: PGresult) -> None:
    if result.status not in {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}:
        raise psycopg.OperationalError(result.error_message.decode("utf-8", "replace"))


async def _connected(url: sqlalchemy.URL) -> psycopg.AsyncConnection[Any]:
    _, given = PGDialect_psycopg().create_connect_args(url)  # type: ignore[no-untyped-call]
    # Who looks at pg_stat_activity sees which process it is.
    name = f"volunteer-city presence {os.getpid()}"
    wanted = _CONNECTION | {"application_name": name} | given
    return await psycopg.AsyncConnection.connect(**wanted, autocommit=True)


@contextlib.asynccontextmanager
async def present(database_url: str) -> AsyncIterator[Presence]:
    """Be present until the block ends; what was held is free at that moment."""
    url = sqlalchemy.make_url(database_url)
    if url.drivername == "sqlite":
        yield Alone()
        return
    among = AmongOthers(url)
    running = asyncio.create_task(among.run())
    try:
        yield among
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
