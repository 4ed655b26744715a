"""The figures of the yearly table: shares and averages, of one unit and of several."""

from datetime import date

import pytest

from domain.statistics import Line, Table


@pytest.mark.parametrize(
    ("people", "registered", "percent"),
    [(None, 4, None), (200, 99, 49), (200, 100, 50), (3, 3, 100)],
)
def test_a_share_is_rounded_down_and_unknown_without_a_headcount(
    people: int | None, registered: int, percent: int | None
) -> None:
    line = Line("市教体局", people, registered, registered, 61, 0)
    assert line.percent == percent
    assert line.average_minutes == 61 // registered


def test_a_county_counts_its_share_among_the_units_that_say_how_many_they_are() -> None:
    told = Line("宁洱一中", 100, 50, 50, 600, 3)
    silent = Line("宁洱二中", None, 0, 10, 60, 0)
    nobody = Line("宁洱三中", 20, 0, 0, 0, 0)
    table = Table(
        "宁洱县文明办", 2026, date(2026, 9, 12), (told, silent, nobody), "普洱市", "Pu'er"
    )
    assert table.total == Line("宁洱县文明办", 120, 50, 60, 660, 3)
    assert (table.total.percent, table.total.average_minutes) == (41, 11)
    assert (nobody.percent, nobody.average_minutes) == (0, None)
    unknown = Table("宁洱县文明办", 2026, date(2026, 9, 12), (silent,), "普洱市", "Pu'er").total
    assert (unknown.people, unknown.percent) == (None, None)
