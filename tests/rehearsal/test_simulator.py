"""The seeded city, a share of it: `make simulate SEEDS=2000` plays more (P1, P2, P3, P5, P6, P8).

F1 F2 F3 F4 F7 F11 F12 F39 F42 in random mixtures; what is checked stands in
`rehearsal/simulator/watch.py`.
"""

import ast
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from rehearsal import simulator
from rehearsal.simulator.fate import KINDS
from rehearsal.simulator.run import Runs, play, postgres_store, sqlite_store
from rehearsal.simulator.store import PostgresStore, SqliteStore
from tests.databases import fresh_database
from usecases import access

FEW = 3
NOT_PLAYED = {
    # The clock's own, which the process of each run lives with.
    "erasure", "pruning", "record_credit",
    # The town is founded with its staff, and its rules know no yearly honours.
    "honour_drives",
    "invites",
    # Figures, looks and papers that change nothing of anybody.
    "group_shares", "minors", "registration_papers", "shares", "station_goals", "teams",
    "talents", "unit_figures",
}  # fmt: skip
PROOF_SECONDS = {"sqlite": 20.0, "postgresql": 8.0}


@pytest.fixture(scope="module")
def memory() -> Iterator[SqliteStore]:
    """Yield a city in memory."""
    with fresh_database("sqlite") as url:
        store = sqlite_store(str(make_url(url).database))
    yield store
    store.close()


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresStore]:
    """Yield a city on PostgreSQL."""
    with fresh_database("postgresql") as url:
        store = postgres_store(url)
        yield store
        store.close()


def test_in_a_few_seeded_lives_everything_holds(memory: SqliteStore) -> None:
    runs = Runs()
    for seed in range(1, FEW + 1):
        runs.add(play(seed, memory))
    assert [(run.seed, run.steps, run.found) for run in runs.broken] == []
    assert runs.updates > FEW
    assert sum(runs.struck.values()) > FEW


def test_whatever_people_and_offices_do_is_done_in_the_seeded_city() -> None:
    played = {
        name.name if statement.module == "usecases" else (statement.module or "").split(".")[1]
        for path in Path(simulator.__file__).parent.glob("*.py")
        for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(statement, ast.ImportFrom)
        and (statement.module or "").partition(".")[0] == "usecases"
        for name in statement.names
    }
    deeds = {
        path.stem
        for path in Path(access.__file__).parent.glob("*.py")
        if "@access.performs" in (text := path.read_text(encoding="utf-8"))
        and "audit.record" in text
    }
    assert sorted(deeds - played) == sorted(NOT_PLAYED)


def test_a_seed_is_played_again_exactly(memory: SqliteStore) -> None:
    first, other, again = (play(seed, memory) for seed in (1, 7, 1))
    assert first.trace == again.trace
    assert first.trace != other.trace


@pytest.mark.proof
def test_a_seed_is_the_same_in_another_process() -> None:
    command = [sys.executable, "-m", "rehearsal.simulator", "--seed", "3", "--steps", "15"]
    traces = {
        subprocess.run(  # noqa: S603 - our own command
            command, check=True, capture_output=True, env={"PYTHONHASHSEED": hashing}
        ).stdout
        for hashing in ("1", "2")
    }
    assert len(traces) == 1


def _played(store: SqliteStore | PostgresStore, measured: Callable[[str], None]) -> Runs:
    """Play seeds until the time is over, and say how many that were."""
    runs, began, seed = Runs(), time.monotonic(), 0
    while time.monotonic() - began < PROOF_SECONDS[store.name]:
        seed += 1
        runs.add(play(seed, store))
    measured(
        f"{runs.seeds} seeds of `make simulate SEEDS=2000`, {runs.steps} steps, "
        f"{runs.updates} updates, {sum(runs.struck.values())} faults of {len(runs.struck)} kinds"
    )
    return runs


@pytest.mark.proof
def test_in_as_many_seeded_lives_as_there_is_time_for_everything_holds(
    memory: SqliteStore, measured: Callable[[str], None]
) -> None:
    runs = _played(memory, measured)
    assert [(run.seed, run.steps, run.found) for run in runs.broken] == []
    # Where nothing goes wrong nothing is proved.
    assert runs.seeds < 100 or set(runs.struck) == set(KINDS)


@pytest.mark.proof
def test_on_postgresql_as_well(server: PostgresStore, measured: Callable[[str], None]) -> None:
    runs = _played(server, measured)
    assert [(run.seed, run.steps, run.found) for run in runs.broken] == []
