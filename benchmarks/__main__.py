"""`make bench`: prints a table, writes `benchmarks/results.json`; bad figures are printed too."""

import argparse
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    checkin,
    checkin_http,
    growth,
    pictures,
    reminders,
    routing,
    startup,
    year_end,
)
from benchmarks.figures import Figure, Size

RESULTS = Path(__file__).parent / "results.json"

ROWS: dict[str, Callable[[Size], list[Figure]]] = {
    "checkin_sqlite": checkin.on_sqlite,
    "checkin_postgres": checkin.on_postgres,
    "checkin_http": checkin_http.on_sqlite,
    "checkin_http_pg": checkin_http.on_postgres,
    "growth": growth.of_the_ledger,
    "routing": routing.of_commands_and_buttons,
    "reminders": reminders.at_full_rate,
    "pictures": pictures.of_all_kinds,
    "startup": startup.of_bot_and_scheduler,
    "year_end": year_end.of_everybody,
}


def main() -> int:
    """Run the rows and print what they measured; 1 if one of them could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, under five minutes")
    parser.add_argument(
        "rows", nargs="*", metavar="row", help="only these; results.json is left as it is"
    )
    asked = parser.parse_args()
    unknown = set(asked.rows) - set(ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    size = Size.QUICK if asked.quick else Size.FULL
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; a busy machine measures itself")
    print(f"{'figure':26} {'value':>10} {'limit':>10} {'ratio':>7} {'goal':>8}  unit")
    found: dict[str, Figure] = {}
    whole = True
    for name, row in ROWS.items():
        if asked.rows and name not in asked.rows:
            continue
        began = time.perf_counter()
        try:
            figures = row(size)
        except Exception:  # noqa: BLE001 - the other rows are measured all the same
            whole = False
            print(f"{name:26} could not be measured", flush=True)
            traceback.print_exc()
            continue
        for figure in figures:
            found[figure.name] = figure
            print(line_of(figure))
        took, load = time.perf_counter() - began, os.getloadavg()[0]
        print(f"{'':26} {took:.0f} s, load {load:.1f}", flush=True)
    if not asked.rows:
        written = {name: figure.as_result() for name, figure in found.items()}
        RESULTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    return 0 if whole else 1


def line_of(figure: Figure) -> str:
    """Return a row of the table; a goal that is missed stands there in plain words."""
    missed = "" if figure.met else "  <- MISSED"
    return (
        f"{figure.name:26} {figure.value:10.2f} {figure.limit:10.2f} {figure.ratio:7.3f} "
        f"{figure.goal!s:>8}  {figure.unit}{missed}"
    )


if __name__ == "__main__":
    sys.exit(main())
