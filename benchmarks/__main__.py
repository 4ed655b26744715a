"""`make bench`: prints a table, writes `benchmarks/results.json`; bad figures are printed too."""

import argparse
import json
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import checkin, startup

RESULTS = Path(__file__).parent / "results.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: `ratio` is value ÷ limit, measured in the same run."""

    value: float
    limit: float
    ratio: float
    unit: str
    rounds: int


def main() -> None:
    """Run every row and print what it measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for a first look")
    quick = parser.parse_args().quick
    rounds = 3 if quick else 5
    rows: dict[str, Row] = {}
    jobs: list[tuple[str, Callable[[int], list[tuple[float, float]]], str]] = [
        ("checkin_sqlite", checkin.against_raw_sqlite, "check-ins/s"),
        ("startup", startup.first_answer, "s to the first answered update (limit: 15)"),
        ("memory_bot", startup.idle_memory, "MiB when idle (limit: 300)"),
        ("memory_scheduler", startup.scheduler_memory, "MiB before drawing (limit: 110)"),
    ]
    print(f"{'figure':20} {'value':>12} {'limit':>12} {'ratio':>7}  unit")
    for name, job, unit in jobs:
        pairs = job(rounds)
        ratio = statistics.median(value / limit for value, limit in pairs)
        value = statistics.median(value for value, _ in pairs)
        limit = statistics.median(limit for _, limit in pairs)
        rows[name] = Row(round(value, 2), round(limit, 2), round(ratio, 3), unit, len(pairs))
        print(f"{name:20} {value:12.2f} {limit:12.2f} {ratio:7.3f}  {unit}", flush=True)
    written = {name: asdict(row) for name, row in rows.items()}
    RESULTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


main()
