"""Days as people type them, with the year and without."""

from datetime import date

import pytest

from domain.typed_day import read_day, whole_day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1990-05-20", (1990, 5, 20)),
        ("1990年5月20日", (1990, 5, 20)),
        ("１９９０．５．２０", (1990, 5, 20)),
        ("19900520", (1990, 5, 20)),
        ("1990-02-30", (1990, 2, 30)),
        ("1990520", None),
        ("1990-05-201", None),
        ("05-20", None),
        ("E19900520", None),
    ],
)
def test_a_day_with_its_year_is_read_in_every_writing(
    typed: str, day: tuple[int, int, int] | None
) -> None:
    assert whole_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("11-20", date(2026, 11, 20)),
        ("11月22日", date(2026, 11, 22)),
        ("11-23", date(2025, 11, 23)),
        ("2-29", date(2024, 2, 29)),
        ("2026-11-23", date(2026, 11, 23)),
        ("20 November", date(2026, 11, 20)),
        ("Nov 20", date(2026, 11, 20)),
        ("3rd Dec", date(2025, 12, 3)),
        ("Sept. 4, 2025", date(2025, 9, 4)),
        ("20 Nov 20", None),
        ("November", None),
        ("31 November", None),
        ("11-31", None),
        ("20261120", None),
    ],
)
def test_a_day_without_a_year_is_the_last_of_that_name(typed: str, day: date | None) -> None:
    assert read_day(typed, date(2026, 11, 22)) == day
