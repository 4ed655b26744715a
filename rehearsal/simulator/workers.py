"""Many seeds on every core: a process each, with a store of its own."""

import gc
import multiprocessing
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from rehearsal.simulator.run import Run, play, sqlite_store
from rehearsal.simulator.store import SqliteStore
from usecases import migration

_stores: list[SqliteStore] = []


def _open(path: str) -> None:
    # What was imported stays, and of what a life leaves behind little waits for the collector.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    _stores.append(sqlite_store(path))


def _play(given: tuple[int, int]) -> Run:
    seed, steps = given
    return play(seed, _stores[0], steps=steps)


def migrated(folder: str) -> str:
    """Return the path of a migrated database without a row, in this folder."""
    path = str(Path(folder) / "migrated.db")
    migration.migrate(f"sqlite:///{path}")
    return path


def play_all(seeds: Iterable[int], *, steps: int, workers: int) -> Iterator[Run]:
    """Play the seeds on SQLite in memory; yield what each came to, in their order."""
    given = ((seed, steps) for seed in seeds)
    with tempfile.TemporaryDirectory(prefix="seeded-city-") as folder:
        path = migrated(folder)
        if workers == 1:
            store = sqlite_store(path)
            yield from (play(seed, store, steps=steps) for seed, _ in given)
            return
        with multiprocessing.get_context("spawn").Pool(workers, _open, (path,)) as pool:
            yield from pool.imap(_play, given)
