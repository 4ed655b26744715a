"""What a volunteer looks at, when the ledger is a thousand times as long."""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.city import CITY
from benchmarks.figures import NO_GOAL, Figure, Goal, Size
from benchmarks.many import NOW, VISITS_EACH, Loaded, loaded_city
from usecases import hours, proof, rewards
from usecases.city import CitySession
from usecases.database import Database

# 25,000 rows of the ledger; a year of a city of half a million is a thousand times that.
_SMALL = 500
_LARGE = {Size.FULL: 500_000, Size.QUICK: 10_000, Size.TINY: 1_000}
_LOOKS = {Size.FULL: 200, Size.QUICK: 100, Size.TINY: 3}

PAGES: dict[str, Callable[..., Any]] = {
    "growth": hours.summary,
    "growth_statement": hours.statement,
    "growth_catalogue": rewards.catalogue,
}


def of_the_ledger(size: Size) -> list[Figure]:
    """Measure hours, statement and catalogue, long ledger against short; and the nightly proof."""
    with tempfile.TemporaryDirectory() as name:
        small = loaded_city(Path(name) / "small.db", volunteers=_SMALL)
        large = loaded_city(Path(name) / "large.db", volunteers=_LARGE[size])
        return asyncio.run(_measured(size, small, large))


async def _measured(size: Size, small: Loaded, large: Loaded) -> list[Figure]:
    chance = random.Random(5308)  # noqa: S311 - which volunteers look, the same in every run
    few, many = Database(small.url, CITY), Database(large.url, CITY)
    what = f"at {large.transfers:,} transfers (at {small.transfers:,})"
    figures = []
    try:
        for name, page in PAGES.items():
            pairs = []
            for _ in range(size.rounds):
                ours = await _page_ms(many, page, chance, large.volunteers, _LOOKS[size])
                pairs.append(
                    (ours, await _page_ms(few, page, chance, small.volunteers, _LOOKS[size]))
                )
            shown = {"growth": "hours", "growth_statement": "a statement"}.get(name, "the rewards")
            figures.append(Figure(name, f"ms {shown} {what}", pairs, Goal(at_most=1.5)))
        took = [(await _proof_s(many), await _proof_s(few) * large.transfers / small.transfers)]
        figures.append(Figure("growth_proof", f"s the proof {what}, so many times)", took, NO_GOAL))
    finally:
        await few.close()
        await many.close()
    return figures


async def _page_ms(
    db: Database, page: Callable[..., Any], chance: random.Random, volunteers: int, looks: int
) -> float:
    """Return the milliseconds of one look, by volunteers at random, each once."""
    actors = [chance.randrange(volunteers) + 1 for _ in range(looks)]

    def look(session: CitySession) -> float:
        began = time.perf_counter()
        for actor in actors:
            page(session, actor=actor, now=NOW)
        return (time.perf_counter() - began) * 1000 / looks

    return await db.read(look)


async def _proof_s(db: Database) -> float:
    began = time.perf_counter()
    found = await db.read(proof.prove)
    if not found.holds or found.transfers != 2 * VISITS_EACH * found.balances:
        raise RuntimeError(found)
    return time.perf_counter() - began
