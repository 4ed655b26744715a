"""The benchmarks measure what they say: every row runs, tiny, and its result has the named shape.

They carry no promise of the list; what they measure is told by `make bench`.
"""

import json

import pytest

from benchmarks import servers, year_end
from benchmarks.__main__ import ROWS, line_of
from benchmarks.figures import Figure, Goal, Size
from tests import databases

NAMES = {
    "checkin_sqlite",
    "checkin_postgres",
    "checkin_http",
    "checkin_http_pg",
    "growth",
    "routing",
    "reminders",
    "pictures",
    "startup",
    "year_end",
}
SHAPE = {"value", "limit", "ratio", "unit", "rounds"}


def test_every_row_that_was_asked_for_is_there() -> None:
    assert set(ROWS) == NAMES


def test_a_figure_is_the_median_of_its_rounds_and_so_is_its_ratio() -> None:
    figure = Figure("a", "per second", [(1.0, 2.0), (6.0, 2.0), (30.0, 20.0)], Goal(at_least=1.5))
    assert figure.as_result() == {
        "value": 6.0,
        "limit": 2.0,
        "ratio": 1.5,
        "unit": "per second",
        "rounds": 3,
    }
    assert figure.met


@pytest.mark.parametrize(
    ("goal", "ratio", "met"),
    [
        (Goal(at_least=1.0), 0.999, False),
        (Goal(at_least=1.0), 1.0, True),
        (Goal(at_most=1.5), 1.5, True),
        (Goal(at_most=1.5), 1.501, False),
        (Goal(), 99.0, True),
    ],
)
def test_a_goal_is_met_at_its_figure_and_not_beyond(goal: Goal, ratio: float, met: bool) -> None:
    assert goal.met(ratio) is met
    printed = line_of(Figure("a", "", [(ratio, 1.0)], goal))
    assert ("MISSED" in printed) is not met


def measured(row: str) -> dict[str, dict[str, object]]:
    return {figure.name: figure.as_result() for figure in ROWS[row](Size.TINY)}


def shaped(row: str, results: dict[str, dict[str, object]]) -> None:
    assert row in results
    for result in json.loads(json.dumps(results)).values():
        assert set(result) == SHAPE
        assert result["value"] > 0
        assert result["limit"] > 0
        assert result["rounds"] >= 1


@pytest.mark.parametrize("row", ["routing", "pictures"])
def test_a_quick_row_runs_and_has_the_named_shape(row: str) -> None:
    shaped(row, measured(row))


@pytest.mark.soak
def test_half_a_million_candidates_for_stars_are_written_down_within_ten_seconds() -> None:
    assert year_end.seconds_of_opening(500_000) < year_end.MOST_SECONDS


@pytest.mark.proof
@pytest.mark.parametrize("row", sorted(NAMES - {"routing", "pictures"}))
def test_a_row_runs_and_has_the_named_shape(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests' server, started once for all of them.
    monkeypatch.setattr(servers, "postgres_server", databases.postgres_server)
    shaped(row, measured(row))
