"""P14, F61: one person sends a thousand messages a second, and fifty others notice nothing of it.

The bot is a process of its own, as in life; quiet and flooded rounds alternate, so that what else
the machine does falls on both alike.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from rehearsal.people import Person
from rehearsal.stage import Stage
from rehearsal.staging import staged
from tests.databases import ENGINES, fresh_database
from tests.e2e.lives import Lives
from tests.e2e.test_kill import write_secrets

PEOPLE, FLOOD_A_SECOND, ROUND_SECONDS = 50, 1_000, 1.2
MOST_RATIO = 2.0


class Street:
    """Fifty people who each ask something once a second, and one who does not stop."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.people = [stage.person(f"路人{n}") for n in range(PEOPLE)]
        self.flooder = stage.person("话多的人")
        self._heard: dict[int, asyncio.Event] = {}
        self._tell = stage.world.events.tell
        stage.world.events.tell = self._listen  # type: ignore[method-assign]

    def _listen(self, kind: str, person: Any = None, **facts: Any) -> None:
        self._tell(kind, person, **facts)
        if kind == "message" and not facts["message"].get("out", False):
            heard = self._heard.get(person)
            if heard is not None and facts["message"]["from"]["is_bot"]:
                heard.set()

    async def asks(self, person: Person) -> float:
        """Return after how many seconds the answer was there."""
        heard = self._heard[person.id] = asyncio.Event()
        began = time.perf_counter()
        await person.says("/language")
        async with asyncio.timeout(30):
            await heard.wait()
        return time.perf_counter() - began

    async def round(self, *, flooded: bool) -> float:
        """Return the 95th percentile of what fifty people waited in one round, in seconds."""
        until = time.perf_counter() + ROUND_SECONDS
        flood = asyncio.create_task(self._floods(until)) if flooded else None

        async def one(nth: int, person: Person) -> list[float]:
            await asyncio.sleep(nth / PEOPLE)
            waits = []
            while time.perf_counter() < until:
                waits.append(await self.asks(person))
                await asyncio.sleep(max(0.0, min(1.0, until - time.perf_counter())))
            return waits

        found = await asyncio.gather(*(one(n, p) for n, p in enumerate(self.people)))
        if flood is not None:
            assert await flood > 0.8 * FLOOD_A_SECOND * ROUND_SECONDS, "it was a flood"
        waits = sorted(wait for waits in found for wait in waits)
        return waits[int(len(waits) * 0.95)]

    async def _floods(self, until: float) -> int:
        sent, began = 0, time.perf_counter()
        while (now := time.perf_counter()) < until:
            for _ in range(int((now - began) * FLOOD_A_SECOND) - sent):
                await self.flooder.says("/language")
                sent += 1
            await asyncio.sleep(0.005)
        return sent


@asynccontextmanager
async def _a_street(engine: str, home: Path) -> AsyncIterator[Street]:
    write_secrets(home / "secrets.json")
    stage = Stage(limits=False)
    stage.settle = None
    street = Street(stage)
    with fresh_database(engine) as url:
        async with staged(stage) as address:
            lives = Lives(token=stage.token, api_url=address, database_url=url, home=home)
            lives.begin()
            try:
                yield street
            finally:
                await lives.end()


@pytest.mark.proof
@pytest.mark.parametrize("engine", ENGINES)
async def test_fifty_people_do_not_notice_one_who_floods(
    engine: str, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    rounds = 4 if engine == "sqlite" else 3
    async with _a_street(engine, tmp_path) as street:
        await asyncio.gather(*(street.asks(person) for person in street.people))
        quiet, flooded = [], []
        for _ in range(rounds):
            quiet.append(await street.round(flooded=False))
            flooded.append(await street.round(flooded=True))
        answered = sum(
            message.text.startswith("您发得太快了") and not message.out
            for message in street.flooder.messages
        )
    ratio = statistics.median(flooded) / statistics.median(quiet)
    measured(
        f"p95 quiet {statistics.median(quiet) * 1000:.1f} ms, "
        f"flooded {statistics.median(flooded) * 1000:.1f} ms, ratio {ratio:.2f}"
    )
    assert answered == 1, "he was told, once"
    assert ratio <= MOST_RATIO
