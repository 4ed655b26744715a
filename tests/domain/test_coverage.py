"""Duty at a station: the union of times on duty, exact to the second (PUZD-3.3d, X8)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.coverage import DayDuty, Interval, on_duty_seconds
from locales.station_words import duty
from locales.words import CHINESE, Speaker

DAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
NEXT = DAY + timedelta(days=1)


def at(hour: float, end: float) -> Interval:
    return DAY + timedelta(hours=hour), DAY + timedelta(hours=end)


@pytest.mark.parametrize(
    ("intervals", "union", "sums"),
    [
        ([], 0, 0),
        ([(9, 12)], 3, 3),
        ([(9, 12), (9, 12)], 3, 6),
        ([(9, 12), (12, 14)], 5, 5),
        ([(9, 12), (11, 14)], 5, 6),
        ([(9, 17), (10, 11), (12, 13)], 8, 10),
        ([(14, 15), (9, 10)], 2, 2),
        ([(9, 9)], 0, 0),
    ],
)
def test_an_hour_with_two_on_duty_is_one_hour(
    intervals: list[tuple[float, float]], union: float, sums: float
) -> None:
    times = [at(*one) for one in intervals]
    assert on_duty_seconds(times, DAY, NEXT, "union") == union * 3600
    assert on_duty_seconds(times, DAY, NEXT, "sum_person_hours") == sums * 3600


def test_only_what_lies_within_the_day_counts() -> None:
    night = [at(-2, 1), at(23, 26), at(-5, -4), at(30, 31)]
    assert on_duty_seconds(night, DAY, NEXT, "union") == 2 * 3600
    assert on_duty_seconds(night, DAY, NEXT, "sum_person_hours") == 2 * 3600
    assert on_duty_seconds([at(-1, 25)], DAY, NEXT, "union") == 24 * 3600


@pytest.mark.parametrize(
    ("covered", "missing", "enough"), [(299, 1, False), (300, 0, True), (301, 0, True)]
)
def test_five_hours_are_enough_and_a_minute_less_is_not(
    covered: int, missing: int, *, enough: bool
) -> None:
    day = DayDuty(covered, 300)
    assert (day.missing_minutes, day.enough) == (missing, enough)


def test_a_closed_day_lacks_nothing() -> None:
    assert DayDuty(0, 300, is_open=False).enough


@pytest.mark.parametrize(("asked", "said"), [(0, "1 小时"), (30, "1 小时 ✅")])
def test_a_day_has_enough_only_where_a_document_asks_for_hours(asked: int, said: str) -> None:
    words = Speaker(CHINESE, ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 21, tzinfo=UTC))
    assert duty(words, DayDuty(60, asked)) == said
