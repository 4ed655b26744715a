"""Transfers: which requests make sense, and whom the leavers' drive asks, to the day."""

from dataclasses import replace
from datetime import date

import pytest

from domain.places import read_places
from domain.policy import POLICIES, PolicyBook
from domain.refusals import Code
from domain.relocation import Belonging, is_leaver, judge

RULES = PolicyBook.load("puer").on(date(2026, 6, 1)).relocation
PLACES = read_places(POLICIES / "places-puer.csv")
HERE = Belonging(1, None, "530802", "530802001")
HOME = {"county": "530821", "township": "530821101"}


@pytest.mark.parametrize(
    ("reason", "changed", "code"),
    [
        ("employer", {"unit_id": 2}, None),
        ("employer", {"unit_id": None}, None),
        ("employer", {}, Code.NOTHING_CHANGES),
        ("employer", {"unit_id": 2} | HOME, Code.NOTHING_CHANGES),
        ("address", HOME, None),
        ("household", HOME | {"unit_id": None}, None),
        ("address", {"unit_id": 2}, Code.NOTHING_CHANGES),
        ("address", {"county": "530821"}, Code.ANSWER_MISSING),
        ("boredom", {"unit_id": 2}, Code.ANSWER_MISSING),
    ],
)
def test_a_request_names_a_reason_and_changes_what_the_reason_changes(
    reason: str, changed: dict[str, object], code: Code | None
) -> None:
    refused = judge(reason, HERE, replace(HERE, **changed), RULES, PLACES)  # type: ignore[arg-type]
    assert (refused.code if refused else None) is code


@pytest.mark.parametrize(
    ("born_on", "kind", "day", "asked"),
    [
        # Fourteen until tomorrow, fifteen today; twenty-four until tomorrow, twenty-five today.
        (date(2011, 6, 2), "school", date(2026, 6, 1), False),
        (date(2011, 6, 1), "school", date(2026, 6, 1), True),
        (date(2001, 6, 2), "school", date(2026, 6, 1), True),
        (date(2001, 6, 1), "school", date(2026, 6, 1), False),
        # The first and the last month, and the days around them.
        (date(2009, 1, 1), "school", date(2026, 5, 31), False),
        (date(2009, 1, 1), "school", date(2026, 9, 30), True),
        (date(2009, 1, 1), "school", date(2026, 10, 1), False),
        (date(2009, 1, 1), "bureau", date(2026, 6, 1), False),
        (date(2009, 1, 1), None, date(2026, 6, 1), False),
        (None, "school", date(2026, 6, 1), False),
    ],
)
def test_leavers_are_asked_in_the_policys_months_at_the_policys_ages(
    born_on: date | None, kind: str | None, day: date, asked: bool
) -> None:
    assert is_leaver(born_on, kind, day, RULES) is asked
