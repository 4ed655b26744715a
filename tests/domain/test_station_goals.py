"""How far a county is with its stations, below, at and above what the document asks."""

import pytest

from domain.policy import PolicyBook
from domain.station_goals import goal

RULES = PolicyBook.load("guangan").periods[0].stations


@pytest.mark.parametrize(("stations", "reached"), [(0, False), (4, False), (5, True), (6, True)])
def test_a_county_of_guangan_needs_five_stations(stations: int, reached: bool) -> None:
    one = goal(RULES, "511681", stations=stations, covered=0, communities=None)
    assert (one.least, one.aims_at_communities, one.reached) == (5, False, reached)


@pytest.mark.parametrize(
    ("covered", "communities", "percent", "reached"),
    [
        (0, None, None, False), (9, None, None, False), (0, 10, 0, False), (199, 200, 99, False),
        (200, 200, 100, True), (12, 10, 100, True),
    ],
)  # fmt: skip
def test_a_zone_of_guangan_needs_one_in_every_community(
    covered: int, communities: int | None, percent: int | None, reached: bool
) -> None:
    one = goal(RULES, "GA-XX", stations=1, covered=covered, communities=communities)
    assert (one.least, one.percent, one.reached) == (None, percent, reached)
