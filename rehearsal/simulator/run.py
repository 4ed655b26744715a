"""One seed from its beginning to its rest, or to the first thing that must not be."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from unittest import mock

import structlog

from rehearsal.simulator import people, town
from rehearsal.simulator.fate import Fate
from rehearsal.simulator.loop import VirtualLoop
from rehearsal.simulator.process import CityClock, stand_ins
from rehearsal.simulator.store import PostgresStore, SqliteStore, Store
from rehearsal.simulator.telegram import Chat, Telegram
from rehearsal.simulator.watch import Watch
from rehearsal.simulator.world import World
from usecases import proof, seals

# Long enough for somebody to forget, regret and come back; the whole product answers each step.
STEPS = 24


@dataclass(frozen=True, slots=True)
class Run:
    """What one seed came to: findings, if any, and everything that led to them."""

    seed: int
    steps: int
    updates: int
    struck: dict[str, int]
    found: list[str]
    trace: list[str]


@dataclass
class Runs:
    """What many seeds came to."""

    seeds: int = 0
    steps: int = 0
    updates: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    broken: list[Run] = field(default_factory=list)

    def add(self, run: Run) -> None:
        """Count one more."""
        self.seeds += 1
        self.steps += run.steps
        self.updates += run.updates
        self.struck.update(run.struck)
        if run.found:
            self.broken.append(run)


def sqlite_store(path: str) -> SqliteStore:
    """Return a store in memory, from the migrated database file at `path`."""
    with mock.patch("random._urandom", _drawn("the founding")):
        return SqliteStore(path, town.the_city(), town.found)


def postgres_store(url: str) -> PostgresStore:
    """Return a store on a migrated PostgreSQL database, which it empties for every run."""
    return PostgresStore(url, town.the_city(), town.found)


def _drawn(of: str) -> Callable[[int], bytes]:
    return Random(of).randbytes  # noqa: S311 - the run must come out the same again


def play(seed: int, store: Store, *, steps: int = STEPS) -> Run:
    """Play one seed; it stops at the first step after which something is wrong."""
    loop = VirtualLoop()
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            return runner.run(_played(seed, store, steps, people.act))
    finally:
        logging.disable(before)


async def _played(
    seed: int, store: Store, steps: int, act: Callable[[World], Awaitable[None]]
) -> Run:
    fate = Fate.of(seed)
    clock = CityClock(fate.choice(town.BEGINNINGS))
    telegram = Telegram(fate, clock.true)
    watch = Watch(store, telegram)
    telegram.heard, telegram.lost = watch.heard, watch.lost
    for person in town.EVERYBODY:
        telegram.chats[person] = Chat(person, "en" if person % 2 == 0 else "zh-hans")
    world = World(seed, store, fate, clock, telegram, watch, fate.lot.random() < 0.5, seed)
    telegram.dies, fate.tells = world.dies, world.notes
    loop = asyncio.get_running_loop()
    with (
        stand_ins(_drawn(f"secrets of {seed}"), telegram, loop),
        structlog.testing.capture_logs(),
    ):
        store.reset()
        await world.begins()
        fate.calm = False
        try:
            while world.step < steps and not watch.found:
                world.step += 1
                await act(world)
                watch.look()
            if not watch.found:
                await world.comes_to_rest()
                watch.at_rest()
                _prove(store, watch)
        finally:
            world.ends()
        await asyncio.sleep(0)
    return Run(
        seed, world.step, len(telegram.confirmed), dict(fate.struck), watch.found, world.trace
    )


def _prove(store: Store, watch: Watch) -> None:
    found = store.read(proof.prove)
    for name, subjects in found.contradictions.items():
        watch.says(f"the proof says: {name} {subjects}")
    for book in seals.BOOKS:
        _read_chain(store, watch, book)


def _read_chain(store: Store, watch: Watch, book: seals.Book) -> None:
    """Compare every page of a book with its seal, as the night's proof does."""
    before = seals.NO_SEAL
    for one in store.read(partial(seals.after, book=book, number=0, most=10_000)):
        page = seals.Page(book, before)
        whole = store.read(partial(seals.read_on, page=page, to_id=one.to_id, most=100_000))
        if one.number != before.number + 1 or not whole or not page.is_what(one):
            watch.says(f"{book.seal_called} {one.number} does not close what stands there")
        before = one
