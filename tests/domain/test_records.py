"""What a record must say, of when it may be, and when typed hours count: below, at and above."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.policy import PolicyBook, PolicyError
from domain.policy_file import read_policy
from domain.policy_records import NATIONAL
from domain.records import (
    Span,
    approvals_needed,
    counts_from,
    is_late,
    lacking,
    warning_days,
    when_refused,
)
from domain.refusals import Code
from tests.cast import CITY, POLICY

POLICIES = Path(__file__).resolve().parents[2] / "policies"
RULES = POLICY.on(date(2026, 11, 21)).records
CREDIT = POLICY.on(date(2026, 11, 21)).credit
# 09:00 in the city, a Monday; the second working week has no festival.
NINE = datetime(2026, 11, 9, 1, 0, tzinfo=UTC)
SAID = {
    "name": "社区清洁",
    "place": "人民广场",
    "recipients": "居民",
    "content": "打扫楼道",
    "leader": "周联系",
    "organizer": "市教育体育局",
}


def span(began: float, ended: float) -> Span:
    return Span(NINE + timedelta(hours=began), NINE + timedelta(hours=ended))


def refused(of: Span, now: datetime = NINE + timedelta(days=1)) -> Code | None:
    found = when_refused(of, now=now, calendar=CITY.calendar, rules=CREDIT)
    return found.code if found else None


@pytest.mark.parametrize(
    ("minutes", "code"), [(-1, Code.RECORD_BACKWARDS), (0, Code.RECORD_BACKWARDS),
                          (9, Code.RECORD_TOO_SHORT), (10, None), (11, None)],
)  # fmt: skip
def test_a_record_ends_after_it_began_and_is_as_long_as_a_visit_must_be(
    minutes: int, code: Code | None
) -> None:
    assert refused(span(0, minutes / 60)) is code


def test_a_record_is_of_one_day() -> None:
    assert refused(span(0, 14.9)) is None
    # Midnight itself is the next day.
    assert refused(span(0, 15)) is Code.RECORD_TWO_DAYS
    assert refused(span(-9, 0)) is None
    assert refused(span(-9.1, 0)) is Code.RECORD_TWO_DAYS


def test_nothing_is_recorded_before_it_is_over() -> None:
    ended = span(0, 2).ended_at
    assert refused(span(0, 2), ended - timedelta(seconds=1)) is Code.RECORD_FUTURE
    assert refused(span(0, 2), ended) is None


def test_two_times_that_only_touch_do_not_overlap() -> None:
    assert not span(0, 2).overlaps(span(2, 3))
    assert not span(2, 3).overlaps(span(0, 2))
    assert span(0, 2).overlaps(span(1.99, 3))
    assert span(0, 4).overlaps(span(1, 2))


def test_ten_working_days_are_in_time_and_the_eleventh_is_late() -> None:
    served = date(2026, 11, 9)
    assert not is_late(served, date(2026, 11, 23), CITY.calendar, RULES)
    assert is_late(served, date(2026, 11, 24), CITY.calendar, RULES)
    # Served on a Saturday: the weekend is not counted.
    assert not is_late(date(2026, 11, 7), date(2026, 11, 20), CITY.calendar, RULES)
    assert is_late(date(2026, 11, 7), date(2026, 11, 21), CITY.calendar, RULES)
    assert [approvals_needed(late=late) for late in (False, True)] == [1, 2]


def test_who_began_a_record_is_warned_on_the_fifth_and_the_eighth_working_day() -> None:
    days = warning_days(date(2026, 11, 9), CITY.calendar, RULES)
    assert days == [date(2026, 11, 16), date(2026, 11, 19)]


def test_typed_hours_count_after_seven_whole_days_of_notice() -> None:
    assert counts_from(date(2026, 11, 9), RULES) == date(2026, 11, 17)


def test_each_mandatory_field_is_asked_for_and_no_other() -> None:
    assert lacking(SAID, RULES.mandatory) == []
    for field in SAID:
        assert lacking(SAID | {field: "  "}, RULES.mandatory) == [field]
    guangan = PolicyBook.load("guangan").on(date(2026, 11, 21)).records
    assert lacking(SAID | {"recipients": ""}, guangan.mandatory) == []


@pytest.mark.parametrize("field", NATIONAL)
def test_a_city_that_asks_for_less_than_the_nation_does_not_start(
    field: str, tmp_path: Path
) -> None:
    for name in ("puer-units.toml", "puer-2020.toml"):
        shutil.copy(POLICIES / name, tmp_path)
    file = tmp_path / "puer-2020.toml"
    head, line, tail = file.read_text().partition("mandatory = {")
    fewer, end, rest = tail.partition("]")
    fewer = fewer.replace(f'"{field}", ', "").replace(f', "{field}"', "")
    file.write_text(head + line + fewer + end + rest)
    with pytest.raises(PolicyError, match=f"Order 67 Art 7 asks for {field} too"):
        read_policy(file)
