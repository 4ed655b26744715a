"""How facts are put into words: lengths, moments, days, typed times, strangers' names."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from locales.words import MissingWordsError, Speaker, locale_for

ZONE = ZoneInfo("Asia/Shanghai")
# A Saturday in the city, 09:00.
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
CHINESE = Speaker("zh-hans", ZONE, NOW)
ENGLISH = Speaker("en", ZONE, NOW)


@pytest.mark.parametrize(
    ("minutes", "chinese", "english"),
    [
        (0, "0 分钟", "0 min"),
        (1, "1 分钟", "1 min"),
        (59, "59 分钟", "59 min"),
        (60, "1 小时", "1 hour"),
        (61, "1 小时 1 分", "1 h 1 min"),
        (120, "2 小时", "2 hours"),
        (6000, "100 小时", "100 hours"),
    ],
)
def test_a_length_is_said_in_hours_and_minutes(minutes: int, chinese: str, english: str) -> None:
    assert CHINESE.length(minutes) == chinese
    assert ENGLISH.length(minutes) == english


@pytest.mark.parametrize(
    ("instant", "chinese", "english"),
    [
        (datetime(2026, 11, 21, 1, 2, tzinfo=UTC), "09:02", "09:02"),
        # Midnight in the city is 16:00 UTC of the day before.
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "00:00", "00:00"),
        (datetime(2026, 11, 20, 15, 59, tzinfo=UTC), "昨天 23:59", "yesterday 23:59"),
        (datetime(2026, 11, 21, 16, 0, tzinfo=UTC), "明天 00:00", "tomorrow 00:00"),
        (datetime(2026, 11, 19, 1, 0, tzinfo=UTC), "11月19日 09:00", "19 November 09:00"),
        (
            datetime(2025, 11, 21, 1, 0, tzinfo=UTC),
            "2025年11月21日 09:00",
            "21 November 2025 09:00",
        ),
    ],
)
def test_a_moment_is_said_as_people_say_it(instant: datetime, chinese: str, english: str) -> None:
    assert CHINESE.moment(instant) == chinese
    assert ENGLISH.moment(instant) == english


@pytest.mark.parametrize(
    ("day", "chinese"),
    [
        (date(2026, 11, 21), "今天"),
        (date(2026, 11, 22), "明天"),
        (date(2026, 11, 23), "11月23日"),
        # Next spring needs no year; the same day a year on does.
        (date(2027, 3, 20), "3月20日"),
        (date(2027, 11, 21), "2027年11月21日"),
    ],
)
def test_a_day_is_said_with_a_year_only_when_it_is_far(day: date, chinese: str) -> None:
    assert CHINESE.day(day) == chinese


def test_facts_are_worded_by_their_names() -> None:
    said = CHINESE.say("clerk-settled", volunteer="李志愿", minutes=190)
    assert "3 小时 10 分" in said
    written = CHINESE.say("notice-end-refused", since_at="2026-11-20T01:00:00+00:00")
    assert "昨天 09:00" in written


def test_a_time_under_another_name_is_refused() -> None:
    with pytest.raises(MissingWordsError, match="_at or …_on"):
        CHINESE.say("clerk-settled", volunteer=NOW, minutes=1)


def test_a_fact_that_is_not_given_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(MissingWordsError):
        CHINESE.say("clerk-settled", volunteer="李志愿")
    with pytest.raises(MissingWordsError):
        CHINESE.say("there-are-no-such-words")


def test_a_name_with_tags_is_shown_and_never_obeyed() -> None:
    name = '<b>李</b> & "四"'
    said = CHINESE.say("welcome-back", name=name)
    assert '&lt;b&gt;李&lt;/b&gt; &amp; "四"' in said
    assert name in CHINESE.label("welcome-back", name=name)


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("11:30", 11, 30),
        ("11：30", 11, 30),
        (" 9:05 ", 9, 5),
        ("9.05", 9, 5),
        ("9点05分", 9, 5),
        ("17时", 17, 0),
        ("11点", 11, 0),
        ("11点半", 11, 30),
        ("0:00", 0, 0),
        ("23:59", 23, 59),
        ("1130", 11, 30),
        ("１１：３０", 11, 30),
        ("9am", 9, 0),
        ("12:05 a.m.", 0, 5),
        ("12 pm", 12, 0),
        ("3:30 PM", 15, 30),
    ],
)
def test_a_typed_time_is_read_as_people_type_it(typed: str, hour: int, minute: int) -> None:
    found = CHINESE.time_on(NOW, typed)
    assert found is not None
    assert found.astimezone(ZONE) == datetime(2026, 11, 21, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "24:00",
        "11:60",
        "-1:00",
        "11:3",
        "中午",
        "11:30:00",
        "٣:٣٠",
        "9" * 5000,
        "11\n:30x",
        "230",
        "13pm",
        "0am",
    ],
)
def test_what_is_no_time_is_not_guessed(typed: str) -> None:
    assert CHINESE.time_on(NOW, typed) is None


def test_a_typed_time_belongs_to_the_day_of_the_visit_in_the_city() -> None:
    # 00:30 in the city is still the day before in UTC.
    opened_at = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert CHINESE.time_on(opened_at, "1:00") == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        (None, "zh-hans"),
        ("zh-hans", "zh-hans"),
        ("zh-Hant-TW", "zh-hans"),
        ("", "zh-hans"),
        ("en-GB", "en"),
        ("de", "en"),
    ],
)
def test_whoever_is_not_plainly_foreign_hears_chinese(code: str | None, locale: str) -> None:
    assert locale_for(code) == locale
