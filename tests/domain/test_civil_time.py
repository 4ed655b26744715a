"""Days and working days of the city."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.civil_time import CityCalendar
from domain.holidays import HOLIDAYS, read_holidays
from domain.policy import PolicyBook
from domain.toml_text import PolicyError

TABLE = read_holidays()
CALENDAR = CityCalendar.of(PolicyBook.load("puer").periods[0], TABLE)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 2, 10), date(2026, 3, 2)),
        (date(2025, 9, 26), date(2025, 10, 16)),
        (date(2026, 9, 25), date(2026, 10, 15)),
    ],
)
def test_ten_working_days_are_counted_from_the_day_after(start: date, end: date) -> None:
    assert CALENDAR.add_workdays(start, 10) == end


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 3, 20), True),  # a Friday
        (date(2026, 12, 20), False),  # a Sunday
        (date(2026, 2, 14), True),  # a Saturday that makes up for the Spring Festival
        (date(2026, 2, 23), False),  # a Monday of the Spring Festival
        (date(2026, 10, 10), True),
        (date(2026, 10, 8), True),
        (date(2027, 2, 8), False),  # known by law before any notice
        (date(2027, 2, 9), True),
        (date(2031, 10, 1), True),  # a year nobody has published: Monday to Friday
        (date(2031, 10, 4), False),
    ],
)
def test_offices_work_as_the_notices_say(day: date, worked: bool) -> None:
    assert CALENDAR.is_workday(day) is worked


def test_the_table_agrees_with_the_package_that_the_notices_came_from() -> None:
    import chinese_calendar

    day = date(2020, 1, 1)
    while day.year < 2027:
        assert CALENDAR.is_workday(day) is chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_what_rests_on_a_year_without_notice_is_called_provisional() -> None:
    assert not CALENDAR.provisional(date(2026, 12, 31))
    assert CALENDAR.provisional(date(2027, 1, 1))
    assert CALENDAR.provisional(date(2019, 12, 31))
    end = CALENDAR.add_workdays(date(2026, 12, 21), 10)
    assert end == date(2027, 1, 5)
    assert CALENDAR.provisional(end)


def test_a_report_due_on_a_sunday_is_nudged_on_the_friday_before() -> None:
    assert CALENDAR.last_workday_on_or_before(date(2026, 12, 20)) == date(2026, 12, 18)
    assert CALENDAR.last_workday_on_or_before(date(2026, 3, 20)) == date(2026, 3, 20)


def test_a_term_that_ends_on_a_festival_ends_after_it() -> None:
    assert CALENDAR.first_workday_on_or_after(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CALENDAR.first_workday_on_or_after(date(2026, 10, 8)) == date(2026, 10, 8)


def test_a_citys_own_day_of_rest_is_no_working_day() -> None:
    day = date(2026, 3, 11)
    own = CityCalendar("Asia/Shanghai", TABLE, local_rest_on=frozenset({day}))
    assert CALENDAR.is_workday(day)
    assert not own.is_workday(day)


def test_festivals_have_names() -> None:
    assert CALENDAR.festival(date(2026, 2, 17)) == "春节"
    assert CALENDAR.festival(date(2026, 2, 24)) is None


def test_the_day_changes_at_midnight_in_the_city_and_not_in_greenwich() -> None:
    assert CALENDAR.day_of(datetime(2026, 3, 6, 15, 59, 59, tzinfo=UTC)) == date(2026, 3, 6)
    assert CALENDAR.day_of(datetime(2026, 3, 6, 16, 0, tzinfo=UTC)) == date(2026, 3, 7)
    assert CALENDAR.starts_at(date(2026, 3, 7)) == datetime(2026, 3, 6, 16, tzinfo=UTC)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        CALENDAR.day_of(datetime(2026, 3, 6, 15))  # noqa: DTZ001


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_workdays(date(2026, 3, 6), -1)


days = st.dates(date(2019, 6, 1), date(2028, 12, 31))


@given(days, st.integers(0, 60))
def test_between_a_day_and_its_nth_working_day_lie_n_working_days(day: date, count: int) -> None:
    end = CALENDAR.add_workdays(day, count)
    passed = [day + timedelta(days=nth + 1) for nth in range((end - day).days)]
    assert sum(CALENDAR.is_workday(each) for each in passed) == count
    assert count == 0 or CALENDAR.is_workday(end)
    assert end >= day


@given(days, st.integers(0, 30), st.integers(0, 30))
def test_working_days_add_up(day: date, first: int, second: int) -> None:
    once = CALENDAR.add_workdays(day, first + second)
    assert CALENDAR.add_workdays(CALENDAR.add_workdays(day, first), second) == once


@given(days)
def test_the_nearest_working_days_enclose_a_day_of_rest(day: date) -> None:
    before, after = (
        CALENDAR.last_workday_on_or_before(day),
        CALENDAR.first_workday_on_or_after(day),
    )
    assert before <= day <= after
    assert CALENDAR.is_workday(before)
    assert CALENDAR.is_workday(after)
    assert (before == after) is CALENDAR.is_workday(day)


@given(st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_every_instant_lies_in_its_own_day(naive: datetime) -> None:
    instant = naive.replace(tzinfo=UTC)
    day = CALENDAR.day_of(instant)
    assert CALENDAR.starts_at(day) <= instant < CALENDAR.starts_at(day + timedelta(days=1))
    assert CALENDAR.at(day, CALENDAR.local(instant).time()) == instant


def changed_days() -> list[date]:
    """Return the days on which the city's clocks were set, which the zone's own table tells."""
    days = [date(1901, 1, 1) + timedelta(days=n) for n in range(366 * 91)]
    midnights = [datetime.combine(day, time(), CALENDAR.zone) for day in days]
    return [
        day
        for day, begins, ends in zip(days, midnights, midnights[1:], strict=False)
        if begins.utcoffset() != ends.utcoffset()
    ]


def test_a_day_whose_clock_was_changed_is_a_day_like_any_other() -> None:
    changed = changed_days()
    assert len(changed) > 25
    assert {date(1986, 5, 4), date(1991, 9, 15)} <= set(changed)
    for day in changed:
        begins, ends = CALENDAR.starts_at(day), CALENDAR.starts_at(day + timedelta(days=1))
        assert ends - begins != timedelta(days=1)
        instants = [begins + timedelta(minutes=n) for n in range(0, 24 * 60, 15)]
        assert {CALENDAR.day_of(instant) for instant in instants if instant < ends} == {day}
        for hour in range(24):
            assert CALENDAR.day_of(CALENDAR.at(day, time(hour, 30))) == day


def test_of_a_time_that_was_skipped_the_next_is_meant_and_of_one_that_came_twice_the_first() -> (
    None
):
    skipped = CALENDAR.at(date(1986, 5, 4), time(2, 30))
    assert CALENDAR.local(skipped).time() == time(3, 30)
    twice = CALENDAR.at(date(1991, 9, 15), time(1, 30))
    assert CALENDAR.local(twice + timedelta(hours=1)).time() == time(1, 30)


def test_the_time_on_the_wall_becomes_an_instant() -> None:
    assert CALENDAR.at(date(2026, 3, 7), time(9, 2)) == datetime(2026, 3, 7, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2026-01-04, 2026-02-14", "2026-01-05, 2026-02-14", "no weekend day"),
        ("2026-01-04, 2026-02-14", "2025-01-04, 2026-02-14", "no day of 2026"),
        ('"元旦" = [2026-01-01', '"元旦" = [2026-02-15', "stands twice"),
        ('"元旦" = [2026-01-01', '"元旦" = ["1st"', "no day of 2026"),
        ("[years.2027]\nprovisional = true", "[years.2027]\nprovisional = 1", "true or false"),
        ("[years.2027]\nprovisional = true\n", "[years.2027]\n", "needs provisional"),
        ("years.2027", "years.soon", "no year"),
        ("years.2027", "years.12027", "no year"),
    ],
)
def test_a_faulty_table_stops_the_start(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = HOLIDAYS.read_text()
    assert old in text
    file = tmp_path / "holidays.toml"
    file.write_text(text.replace(old, new))
    with pytest.raises(PolicyError, match=said) as refusal:
        read_holidays(file)
    assert refusal.value.line
