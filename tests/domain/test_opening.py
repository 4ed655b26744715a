"""Opening hours as people type them, and which hours a day has."""

from datetime import date

import pytest

from domain import opening
from domain.policy import PolicyBook

TODAY = date(2026, 11, 21)  # a Saturday
LONG = [["09:00", "12:00"], ["14:00", "18:00"]]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("每天 9:00-18:00", {str(d): [["09:00", "18:00"]] for d in range(7)}),
        ("周一至周五 9:00-12:00 14:00-18:00", {str(d): LONG for d in range(5)}),
        (
            "周一到周五 9点-18点；周六 10-16",
            {str(d): [["09:00", "18:00"]] for d in range(5)} | {"5": [["10:00", "16:00"]]},
        ),
        ("Mon-Tue 9-17, Sunday 8:30–24", {"0": [["09:00", "17:00"]], "1": [["09:00", "17:00"]],
                                           "6": [["08:30", "24:00"]]}),
        ("Mon 9 a.m.-12 pm", {"0": [["09:00", "12:00"]]}),
        ("周日 ０８：３０－１２：００", {"6": [["08:30", "12:00"]]}),
    ],
)  # fmt: skip
def test_weekly_hours_are_read_as_they_are_typed(typed: str, days: dict[str, object]) -> None:
    assert opening.read_weekly(typed) == days


@pytest.mark.parametrize(
    "typed",
    ["", "随时", "周一", "9-18", "周一 18-9", "周一 9-9", "周一 9-12 11-14", "周一 9-18 大概",
     "周五至周一 9-18", "周一 9-18；周一 10-12", "周八 9-18", "周一 25-26", "9" * 500],
)  # fmt: skip
def test_what_is_not_understood_is_not_guessed(typed: str) -> None:
    assert opening.read_weekly(typed) is None


@pytest.mark.parametrize(
    ("typed", "day", "hours"),
    [
        ("11月21日 休息", date(2026, 11, 21), []),
        ("11月20日 休息", date(2027, 11, 20), []),
        ("2026-12-01 10:00-16:00", date(2026, 12, 1), [["10:00", "16:00"]]),
        ("1.1 closed", date(2027, 1, 1), []),
        ("25 December closed", date(2026, 12, 25), []),
        ("Dec 24 10am-4:30 pm", date(2026, 12, 24), [["10:00", "16:30"]]),
    ],
)
def test_a_day_of_its_own_is_read(typed: str, day: date, hours: list[list[str]]) -> None:
    assert opening.read_exception(typed, TODAY) == (day, hours)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026-11-20 休息",
        "2月30日 休息",
        "2028-01-01 休息",
        "11月22日",
        "明天 休息",
        "11月22日 9",
    ],
)
def test_no_day_is_guessed(typed: str) -> None:
    assert opening.read_exception(typed, TODAY) is None


def test_a_days_own_hours_come_before_the_weeks() -> None:
    table = {"5": [["09:00", "18:00"]], "2026-11-21": [], "2026-11-22": [["10:00", "12:00"]]}
    saturday, sunday, monday = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)
    assert not opening.is_open_on(table, saturday)
    assert opening.is_open_on(table, date(2026, 11, 28))
    assert opening.is_open_on(table, sunday)
    assert opening.spans_on(table, sunday) == [["10:00", "12:00"]]
    assert not opening.is_open_on(table, monday)
    assert list(opening.exceptions(table, sunday)) == ["2026-11-22"]
    assert list(opening.weekly(table)) == ["5"]


def test_who_fixes_no_hours_is_open_except_on_days_that_he_closes() -> None:
    assert opening.is_open_on({}, TODAY)
    assert opening.is_open_on({"2026-11-22": []}, TODAY)
    assert not opening.is_open_on({"2026-11-21": []}, TODAY)


@pytest.mark.parametrize(
    ("city", "kinds", "items", "marks"), [("puer", 6, 10, 3), ("guangan", 4, 6, 0)]
)
def test_every_city_names_the_kinds_and_the_standard_of_its_stations(
    city: str, kinds: int, items: int, marks: int
) -> None:
    rules = PolicyBook.load(city).periods[0].stations
    assert (len(rules.kinds), len(rules.checklist)) == (kinds, items)
    assert (len(rules.marks), rules.venues) == (marks, marks > 0)
