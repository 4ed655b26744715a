"""Until when a qualification counts, and when its holder hears of its end (PU9-T27b)."""

from datetime import date, timedelta

import pytest

from domain.qualifications import counts, read_last_day, warning

LAST = date(2027, 5, 31)


@pytest.mark.parametrize(("days", "does"), [(-1, True), (0, True), (1, False)])
def test_a_qualification_counts_on_its_last_day_and_not_on_the_next(days: int, does: bool) -> None:
    assert counts(LAST, LAST + timedelta(days=days)) is does
    assert counts(None, LAST + timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (-31, None), (-30, "soon"), (-1, "soon"), (0, "over"), (1, "over"), (30, "over"),
        (31, None),
    ],
)  # fmt: skip
def test_its_holder_is_told_thirty_days_before_and_on_the_last_day(
    days: int, told: str | None
) -> None:
    assert warning(LAST, LAST + timedelta(days=days), 30) == told


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-05-31", LAST), ("2027年5月31日", LAST), (" ２０２７.5.31 ", LAST),
        ("20270531", LAST),
        ("2027-02-29", None), ("5月31日", None), ("2027531", None), ("长期", None), ("", None),
    ],
)  # fmt: skip
def test_a_last_day_is_typed_with_its_year(typed: str, day: date | None) -> None:
    assert read_last_day(typed) == day
