"""A whole check-in over HTTP: the webhook posts it, the answer goes out to a local Bot API.

The callers and the Bot API are one process (`post_office.py`), the bots are others. What a caller
waits for is the message that he gets, not the webhook's 200. Each volunteer checks in once.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

from sqlalchemy import create_engine, func, select

from benchmarks import servers
from benchmarks.city import FIRST_PERSON, Opened, opened_city, station_code
from benchmarks.figures import Figure, Goal, Size
from benchmarks.machine import cpu_seconds, family_cpu_seconds
from benchmarks.post_office import Post, PostOffice, posts_of
from benchmarks.processes import SECRET, Running, echo_bot, our_bot, write_secrets
from models.columns import table_of
from models.visits import Visit

CALLERS = 32
STEADY_A_SECOND = 100
P99_LIMIT_MS = 50.0
GOAL_A_SECOND = 300.0
GOAL_CPU_MS = 4.0
PROCESSES = 2
_BURST = {Size.FULL: 1_500, Size.QUICK: 600, Size.TINY: 8}
_STEADY = {Size.FULL: 1_000, Size.QUICK: 300, Size.TINY: 8}
# So that what every process does once is not counted.
_WARM = {Size.FULL: 200, Size.QUICK: 100, Size.TINY: 2}


@dataclass
class _Crowd:
    """Volunteers who have not checked in yet, and the updates that they send."""

    city: Opened
    people: Iterator[int] = field(default_factory=lambda: count(FIRST_PERSON))
    sent: int = 0
    _ids: Iterator[int] = field(default_factory=lambda: count(1, 1_000_000))

    def check_in(self, many: int) -> list[Post]:
        """Return the updates by which so many of them open the link of the display."""
        now = datetime.now(UTC)
        token = station_code(self.city.station_id, self.city.display_id, now)
        self.sent += many
        return self._posts(islice(self.people, many), f"/start {token}", now)

    def say(self, many: int) -> list[Post]:
        """Return updates of the same size for a bot that knows nobody."""
        now = datetime.now(UTC)
        token = station_code(self.city.station_id, self.city.display_id, now)
        return self._posts(range(FIRST_PERSON, FIRST_PERSON + many), f"/start {token}", now)

    def _posts(self, people: object, text: str, now: datetime) -> list[Post]:
        return posts_of(
            people,  # type: ignore[arg-type]
            text,
            first_id=next(self._ids),
            date=int(now.timestamp()),
        )


# -- one process on SQLite -------------------------------------------------------------------------


def on_sqlite(size: Size) -> list[Figure]:
    """Measure the rate against an echo bot, and the p99 at 100 updates a second."""
    return asyncio.run(_on_sqlite(size))


async def _on_sqlite(size: Size) -> list[Figure]:
    burst, steady, rounds = _BURST[size], _STEADY[size], size.rounds
    rates, waits, echo_waits, cpu, own = [], [], [], [], []
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'city.db'}"
        crowd = _Crowd(opened_city(url, volunteers=_WARM[size] + rounds * (burst + steady)))
        write_secrets(folder)
        office = await stack.enter_async_context(PostOffice(SECRET).open())
        ours = await stack.enter_async_context(
            our_bot(folder, api_url=office.url, database_url=url)
        )
        echo = await stack.enter_async_context(echo_bot(office.url))
        await office.rate([ours.port], crowd.check_in(_WARM[size]), CALLERS)
        await office.rate([echo.port], crowd.say(_WARM[size]), CALLERS)
        for _ in range(rounds):
            posts = crowd.check_in(burst)
            before, spent = cpu_seconds(ours.pid), time.process_time()
            rate = await office.rate([ours.port], posts, CALLERS)
            own.append((time.process_time() - spent) * 1000 / burst)
            mine = (cpu_seconds(ours.pid) - before) * 1000 / burst
            posts, before = crowd.say(burst), cpu_seconds(echo.pid)
            rates.append((rate, await office.rate([echo.port], posts, CALLERS)))
            cpu.append((mine, (cpu_seconds(echo.pid) - before) * 1000 / burst))
            waits.append(await _p99(office, ours, crowd.check_in(steady)))
            echo_waits.append(await _p99(office, echo, crowd.say(steady)))
        _everybody_is_in(url, crowd.sent)
    load = f"the load costs {statistics.median(own):.2f} ms each"
    bare = statistics.median(echo_waits)
    return [
        Figure("checkin_http", f"check-ins/s (aiogram echo bot; {load})", rates, Goal(0.5)),
        Figure(
            "checkin_http_p99",
            f"ms p99 at {STEADY_A_SECOND}/s (limit; the echo bot {bare:.1f})",
            [(ms, P99_LIMIT_MS) for ms in waits],
            Goal(at_most=1.0),
        ),
        Figure("checkin_http_cpu", "ms of the bot's processor a check-in (echo bot)", cpu),
    ]


async def _p99(office: PostOffice, bot: Running, posts: list[Post]) -> float:
    waits = await office.waits(bot.port, posts, STEADY_A_SECOND)
    return statistics.quantiles(waits, n=100, method="inclusive")[98]


def _everybody_is_in(url: str, expected: int) -> None:
    """Raise unless every update has become a visit: a refusal would be quick and worthless."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            found = connection.scalar(select(func.count()).select_from(table_of(Visit)))
    finally:
        engine.dispose()
    if found != expected:
        raise RuntimeError(f"{found} visits instead of {expected}")


# -- two processes on PostgreSQL -------------------------------------------------------------------


def on_postgres(size: Size) -> list[Figure]:
    """Measure the rate of two bots on one database, and what a check-in costs the processor."""
    return asyncio.run(_on_postgres(size))


async def _on_postgres(size: Size) -> list[Figure]:
    burst, rounds = _BURST[size], size.rounds
    rates, cpu, server_cpu, own = [], [], [], []
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(servers.fresh_database())
        server = servers.server_pid()
        crowd = _Crowd(opened_city(url, volunteers=_WARM[size] + rounds * burst))
        write_secrets(folder)
        office = await stack.enter_async_context(PostOffice(SECRET).open())
        bots = [
            await stack.enter_async_context(our_bot(folder, api_url=office.url, database_url=url))
            for _ in range(PROCESSES)
        ]
        ports = [bot.port for bot in bots]
        await office.rate(ports, crowd.check_in(_WARM[size]), CALLERS)
        for _ in range(rounds):
            posts = crowd.check_in(burst)
            before = sum(cpu_seconds(bot.pid) for bot in bots)
            server_before, spent = family_cpu_seconds(server), time.process_time()
            rates.append((await office.rate(ports, posts, CALLERS), GOAL_A_SECOND))
            own.append((time.process_time() - spent) * 1000 / burst)
            server_cpu.append((family_cpu_seconds(server) - server_before) * 1000 / burst)
            used = sum(cpu_seconds(bot.pid) for bot in bots) - before
            cpu.append((used * 1000 / burst, GOAL_CPU_MS))
        _everybody_is_in(url, crowd.sent)
    load = f"the load costs {statistics.median(own):.2f} ms each"
    database = f"PostgreSQL {statistics.median(server_cpu):.2f} besides"
    return [
        Figure("checkin_http_pg", f"check-ins/s of 2 processes (goal; {load})", rates, Goal(1.0)),
        Figure(
            "checkin_http_pg_cpu",
            f"ms of the bots' processors a check-in (goal; {database})",
            cpu,
            Goal(at_most=1.0),
        ),
    ]
