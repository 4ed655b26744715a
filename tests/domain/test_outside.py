"""What somebody says of hours from elsewhere (SM3-5g)."""

from datetime import date, timedelta

import pytest

from domain.outside import fits, read_minutes, read_period

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("36", 2160), ("36.5", 2190), ("36小时30分", 2190), ("36 h 5 min", 2165), ("１ 小时", 60),
        ("0.25", 15), ("0", None), ("很多", None), ("36.555", None), ("-3", None), ("", None),
    ],
)  # fmt: skip
def test_hours_are_typed_as_people_write_them(typed: str, minutes: int | None) -> None:
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize(
    "typed",
    ["2024-03-01 至 2025-06-30", "2024年3月1日到2025年6月30日", "20240301 20250630",
     "2024-03-01 to 2025-06-30", "2024.3.1 - 2025.6.30"],
)  # fmt: skip
def test_a_period_is_two_days_with_their_years(typed: str) -> None:
    assert read_period(typed) == (date(2024, 3, 1), date(2025, 6, 30))


def test_one_day_or_three_are_no_period() -> None:
    for typed in ("2024-03-01", "2024-03-01 2024-03-02 2024-03-03", "去年 到 今年", ""):
        assert read_period(typed) is None


def test_no_more_is_believed_than_the_days_of_a_period_can_hold() -> None:
    first = TODAY - timedelta(days=1)
    assert fits(960, first, TODAY, TODAY, 480)
    assert not fits(961, first, TODAY, TODAY, 480)
    assert fits(480, TODAY, TODAY, TODAY, 480)
    assert not fits(0, TODAY, TODAY, TODAY, 480)
    assert not fits(10, TODAY, first, TODAY, 480)
    assert not fits(10, TODAY, TODAY + timedelta(days=1), TODAY, 480)
