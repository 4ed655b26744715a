"""Minutes of a visit: what was really spent, rounded and capped as the policy says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.credit import RULE_OF, Reduction, closes_at, credit_for
from domain.policy import PolicyBook
from domain.policy_shape import CreditRules

POLICY = PolicyBook.load("puer").on(date(2026, 3, 1))
RULES = POLICY.credit
NINE = datetime(2026, 3, 7, 1, 0, tzinfo=UTC)


def earned(present: timedelta, before: int = 0, rules: CreditRules = RULES) -> tuple[int, str]:
    credit = credit_for(NINE, NINE + present, credited_that_day_minutes=before, rules=rules)
    return credit.minutes, credit.reduction.value if credit.reduction else ""


@pytest.mark.parametrize(
    ("present", "minutes", "reduction"),
    [
        (timedelta(seconds=-1), 0, "too-short"),
        (timedelta(0), 0, "too-short"),
        (timedelta(minutes=10, seconds=-1), 0, "too-short"),
        (timedelta(minutes=10), 10, ""),
        (timedelta(minutes=11, seconds=59), 11, ""),
        (timedelta(hours=3, minutes=10), 190, ""),
        (timedelta(hours=8, seconds=-1), 479, ""),
        (timedelta(hours=8), 480, ""),
        (timedelta(hours=8, seconds=59), 480, ""),
        (timedelta(hours=8, minutes=1), 480, "visit-limit"),
        (timedelta(days=3), 480, "visit-limit"),
    ],
)
def test_a_visit_earns_its_full_minutes_between_the_limits(
    present: timedelta, minutes: int, reduction: str
) -> None:
    assert earned(present) == (minutes, reduction)


@pytest.mark.parametrize(
    ("pairs", "minutes", "reduction"),
    [(0, 60, ""), (2, 60, ""), (3, 0, "pair-limit"), (4, 0, "pair-limit")],
)
def test_the_fourth_coming_and_going_of_a_day_at_one_station_earns_nothing(
    pairs: int, minutes: int, reduction: str
) -> None:
    credit = credit_for(
        NINE,
        NINE + timedelta(hours=1),
        credited_that_day_minutes=60 * pairs,
        pairs_there_that_day=pairs,
        rules=RULES,
    )
    assert (credit.minutes, credit.reduction or "") == (minutes, reduction)
    assert credit.rule == ("credit.max_pairs_day" if reduction else None)


@pytest.mark.parametrize(
    ("before", "minutes", "reduction"),
    [
        (0, 120, ""),
        (359, 120, ""),
        (360, 120, ""),
        (361, 119, "day-limit"),
        (480, 0, "day-limit"),
        (999, 0, "day-limit"),
    ],
)
def test_a_second_visit_fills_the_day_and_no_more(
    before: int, minutes: int, reduction: str
) -> None:
    assert earned(timedelta(hours=2), before) == (minutes, reduction)


@pytest.mark.parametrize(
    ("rounding", "minutes_present", "minutes"),
    [
        ("down", 29, 0),
        ("down", 30, 30),
        ("down", 59, 30),
        ("down", 60, 60),
        ("nearest", 14, 0),
        ("nearest", 15, 30),
        ("nearest", 44, 30),
        ("nearest", 45, 60),
    ],
)
def test_half_hours_round_as_the_policy_says(
    rounding: Literal["down", "nearest"], minutes_present: int, minutes: int
) -> None:
    rules = replace(RULES, rounding_minutes=30, rounding=rounding, min_visit_minutes=0)
    credited, reduction = earned(timedelta(minutes=minutes_present), 0, rules)
    assert credited == minutes
    assert reduction == ("rounding" if minutes < minutes_present else "")


def test_each_reduction_can_name_the_rule_behind_it() -> None:
    assert set(RULE_OF) == set(Reduction)
    for rule in RULE_OF.values():
        assert POLICY.source(rule)
    short = credit_for(NINE, NINE, credited_that_day_minutes=0, rules=RULES)
    assert short.rule == "credit.min_visit_minutes"
    full = credit_for(NINE, NINE + timedelta(hours=1), credited_that_day_minutes=0, rules=RULES)
    assert full.rule is None


def test_the_clock_closes_a_forgotten_visit_when_it_could_earn_no_more() -> None:
    end = closes_at(NINE, RULES)
    assert end == NINE + timedelta(hours=8)
    assert earned(end - NINE)[0] == RULES.max_visit_minutes


caps = st.builds(
    lambda step, rounding, steps, low, more: CreditRules(
        rounding_minutes=step,
        rounding=rounding,
        min_visit_minutes=min(low, step * steps),
        max_visit_minutes=step * steps,
        max_day_minutes=step * steps + more,
        max_pairs_day=3,
        redeemable_sources=("scan",),
        staff_end_days=7,
    ),
    st.integers(1, 60),
    st.sampled_from(["down", "nearest"]),
    st.integers(1, 24),
    st.integers(0, 240),
    st.integers(0, 600),
)
spans = st.timedeltas(min_value=timedelta(days=-1), max_value=timedelta(days=3))


@given(caps, spans, st.integers(0, 2000))
def test_nobody_ever_earns_less_than_nothing_or_more_than_the_caps(
    rules: CreditRules, span: timedelta, before: int
) -> None:
    credit = credit_for(NINE, NINE + span, credited_that_day_minutes=before, rules=rules)
    assert 0 <= credit.minutes <= rules.max_visit_minutes
    assert before + credit.minutes <= max(before, rules.max_day_minutes)
    spent = max(span, timedelta()) / timedelta(minutes=1)
    slack = rules.rounding_minutes / 2 if rules.rounding == "nearest" else 0
    assert credit.minutes <= spent + slack


@given(caps, spans, spans, st.integers(0, 2000))
def test_who_stays_longer_never_earns_less(
    rules: CreditRules, one: timedelta, other: timedelta, before: int
) -> None:
    shorter, longer = sorted([one, other])

    def minutes(span: timedelta) -> int:
        end = NINE + span
        return credit_for(NINE, end, credited_that_day_minutes=before, rules=rules).minutes

    assert minutes(shorter) <= minutes(longer)


@given(caps, st.lists(spans, max_size=8))
def test_a_day_of_visits_stays_within_the_days_cap(
    rules: CreditRules, visits: list[timedelta]
) -> None:
    total = 0
    for span in visits:
        credit = credit_for(NINE, NINE + span, credited_that_day_minutes=total, rules=rules)
        total += credit.minutes
    assert total <= rules.max_day_minutes
