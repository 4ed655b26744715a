"""Numbers of the national system, and the portions that it takes."""

from itertools import pairwise

import pytest

from domain.national import BLOCK, area_code, blocks, read_number, segments
from tests.cast import CITY, MORNING


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("530802000012345", "530802000012345"),
        (" 5308 0200 0012 ", "530802000012"),
        ("yn-000123", "YN000123"),
        ("ABCD000123", "ABCD000123"),
        ("ABCDE000123", None),
        ("NaN 1e999 0x41", None),
        ("123456", "123456"),
        ("1" * 26, "1" * 26),
        ("12345", None),
        ("1" * 27, None),
        ("", None),
        ("没有编号", None),
        ("１２３４５６", None),
        ("123456;", None),
    ],
)
def test_a_national_number_has_six_to_twenty_six_digits_behind_a_few_letters(
    typed: str, kept: str | None
) -> None:
    assert read_number(typed) == kept


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, []), (1, [1]), (49, [49]), (50, [50]), (51, [50, 1]), (120, [50, 50, 20])],
)
def test_people_go_in_portions_of_fifty(count: int, sizes: list[int]) -> None:
    assert BLOCK == 50
    assert [len(block) for block in blocks(range(count))] == sizes


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(0, []), (1, ["0.01"]), (45, ["0.75"]), (900, ["15.00"]), (910, ["15.00", "0.16"])],
)
def test_hours_are_typed_in_by_the_day_and_never_more_than_were_served(
    minutes: int, hours: list[str]
) -> None:
    found = segments(MORNING, minutes, CITY.calendar)
    assert [one.hours for one in found] == hours
    assert [one.began_at for one in found[:1]] == [MORNING] * bool(hours)
    assert all(one.ended_at == two.began_at for one, two in pairwise(found))


def test_an_area_has_eighteen_digits() -> None:
    assert area_code("530802") == "530802000000000000"
