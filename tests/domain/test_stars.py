"""Stars at, below and above every threshold."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy import PolicyBook
from domain.policy_stars import Stars
from domain.stars import Quality, minutes_to_next, star_for

RULES = PolicyBook.load("puer").on(date(2026, 3, 1)).stars


@pytest.mark.parametrize(("star", "hours"), list(enumerate([100, 300, 600, 1000, 1500], start=1)))
def test_a_star_is_earned_at_its_hours_and_not_a_minute_before(star: int, hours: int) -> None:
    assert star_for(hours * 60 - 1, RULES) == star - 1
    assert star_for(hours * 60, RULES) == star
    assert star_for(hours * 60 + 1, RULES) == star


@pytest.mark.parametrize(
    ("minutes", "missing"),
    [
        (0, 6000),
        (5800, 200),
        (5999, 1),
        (6000, 12_000),
        (17_999, 1),
        (18_000, 18_000),
        (89_999, 1),
        (90_000, None),
        (500_000, None),
    ],
)
def test_the_distance_to_the_next_star_is_named_until_the_last_one(
    minutes: int, missing: int | None
) -> None:
    assert minutes_to_next(minutes, RULES) == missing


@given(st.integers(0, 200_000))
def test_who_serves_the_missing_minutes_has_the_next_star(minutes: int) -> None:
    missing = minutes_to_next(minutes, RULES)
    if missing is not None:
        assert star_for(minutes + missing, RULES) == star_for(minutes, RULES) + 1
        assert star_for(minutes + missing - 1, RULES) == star_for(minutes, RULES)


def test_a_star_needs_its_average_where_the_city_asks_for_one() -> None:
    rules = replace(RULES, quality_min=(30, 40, 40, 45, 50))
    for stars, words, star in ((0, 0, 2), (2, 1, 0), (3, 1, 1), (39, 10, 1), (4, 1, 2)):
        assert star_for(300 * 60, rules, Quality(stars, words)) == star
    assert star_for(300 * 60, rules) == 2
    assert [key for key, _ in replace(RULES, quality_min=(30,)).faults()] == ["quality_min"]
    falling = replace(RULES, quality_min=(30, 20, 30, 40, 50))
    assert [key for key, _ in falling.faults()] == ["quality_min"]


@given(
    st.lists(st.integers(1, 100_000), min_size=1, max_size=6, unique=True).map(sorted),
    st.integers(0, 7_000_000),
)
def test_any_rising_thresholds_give_the_star_of_the_last_one_reached(
    hours: list[int], minutes: int
) -> None:
    rules = replace(RULES, thresholds_hours=tuple(hours))
    star = star_for(minutes, rules)
    assert star == 0 or hours[star - 1] * 60 <= minutes
    assert star == len(hours) or minutes < hours[star] * 60


@pytest.mark.parametrize(
    ("chain", "fault"),
    [
        (("unit", "federation", "centre", "office"), None),
        (("federation", "office"), None),
        (("federation", "unit", "office"), "chain"),
        (("unit", "centre", "office"), "chain"),
        (("unit", "federation"), "chain"),
    ],
)
def test_a_chain_is_checked_by_the_federation_and_approved_by_somebody(
    chain: tuple[Any, ...], fault: str | None
) -> None:
    rules: Stars = replace(RULES, chain=chain)
    assert next((key for key, _ in rules.faults()), None) == fault
