"""`python -m rehearsal.simulator`: play many seeds, or one again with everything that happens."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator

from rehearsal.simulator.fate import KINDS
from rehearsal.simulator.run import STEPS, Run, Runs, play, postgres_store, sqlite_store
from rehearsal.simulator.store import Store
from rehearsal.simulator.workers import migrated, play_all
from usecases import migration

_LINES_SHOWN = 25
_PROGRESS_SECONDS = 2.0
_MOST_SHOWN = 3


def main(argv: list[str] | None = None) -> int:
    """Play what is asked for; 0 when nothing was found."""
    asked = _asked(argv)
    if asked.seed is not None:
        return _again(asked)
    runs, began = Runs(), time.monotonic()
    shown_at = began
    for run in _runs(asked):
        runs.add(run)
        if run.found:
            _tell(run)
        now = time.monotonic()
        if now - shown_at >= _PROGRESS_SECONDS:
            shown_at = now
            rate = runs.seeds / (now - began)
            _say(f"  {runs.seeds} seeds, {rate:.0f} a second, {len(runs.broken)} violations")
        if len(runs.broken) >= _MOST_SHOWN or (asked.seconds and now - began > asked.seconds):
            break
    _sum_up(runs, time.monotonic() - began)
    return 1 if runs.broken else 0


def _asked(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m rehearsal.simulator", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many seeds are played")
    parser.add_argument("--first", type=int, default=1, help="the first of them")
    parser.add_argument("--seed", type=int, help="play this one again and show every step")
    parser.add_argument("--steps", type=int, default=STEPS, help="how many steps a run has")
    parser.add_argument("--seconds", type=float, default=0.0, help="stop after so long")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument(
        "--database", default="", help="a PostgreSQL of its own, which is EMPTIED; else memory"
    )
    return parser.parse_args(argv)


def _runs(asked: argparse.Namespace) -> Iterator[Run]:
    seeds = range(asked.first, asked.first + asked.seeds)
    if asked.database:
        store = _postgres(asked.database)
        yield from (play(seed, store, steps=asked.steps) for seed in seeds)
    else:
        yield from play_all(seeds, steps=asked.steps, workers=asked.workers)


def _postgres(url: str) -> Store:
    migration.migrate(url)
    return postgres_store(url)


def _again(asked: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="seeded-city-") as folder:
        store: Store = (
            _postgres(asked.database) if asked.database else sqlite_store(migrated(folder))
        )
        run = play(asked.seed, store, steps=asked.steps)
    _say("\n".join(run.trace))
    for finding in run.found:
        _say(f"VIOLATION at step {run.steps}: {finding}")
    if not run.found:
        _say(f"seed {run.seed}: {run.steps} steps, nothing found")
    return 1 if run.found else 0


def _tell(run: Run) -> None:
    _say(f"seed {run.seed}, step {run.steps}:")
    for finding in run.found:
        _say(f"  VIOLATION: {finding}")
    _say("\n".join(f"  {line}" for line in run.trace[-_LINES_SHOWN:]))
    _say(f"  all of it: make simulate SEED={run.seed}")


def _sum_up(runs: Runs, seconds: float) -> None:
    _say(
        f"{runs.seeds} seeds, {runs.steps} steps, {runs.updates} updates in {seconds:.0f} s "
        f"({runs.seeds / seconds:.1f} seeds and {runs.steps / seconds:.0f} steps a second)"
    )
    for kind in KINDS:
        _say(f"  {runs.struck[kind]:7}  {kind}")
    _say(f"{len(runs.broken)} violations")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command speaks


if __name__ == "__main__":
    sys.exit(main())
