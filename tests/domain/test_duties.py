"""What units owe and when they are reminded, on the real calendar of 2026 and 2027."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.civil_time import CityCalendar
from domain.duties import (
    RULE_OF,
    DutyKind,
    Owed,
    Progress,
    Reminder,
    StageKind,
    Standing,
    days_late,
    is_office_hour,
    is_soon,
    missing,
    next_reminder_at,
    owed_in,
    reminder_due,
    stages,
    standing,
)
from domain.holidays import read_holidays
from domain.month_day import MonthDay
from domain.policy import PolicyBook

POLICY = PolicyBook.load("puer").on(date(2026, 3, 1))
RULES = POLICY.duties
NOTHING = Progress()
CALENDAR = CityCalendar.of(POLICY, read_holidays())
PLAN, REPORT, INFO, STATISTICS = owed_in(2026, RULES, CALENDAR)


def at(day: date, clock: time = time(9)) -> datetime:
    return CALENDAR.at(day, clock)


def due(
    owed: Owed, now: datetime, progress: Progress = NOTHING, sent: tuple[str, ...] = ()
) -> Reminder | None:
    return reminder_due(owed, progress, sent=sent, now=now, rules=RULES, calendar=CALENDAR)


def whole_year(owed: Owed, progress: Progress = NOTHING) -> list[tuple[date, str]]:
    """Ask every three hours for a year and a half, and keep what was sent."""
    sent: list[tuple[date, str]] = []
    now = datetime(2025, 12, 1, tzinfo=UTC)
    while now < datetime(2027, 6, 1, tzinfo=UTC):
        reminder = due(owed, now, progress, tuple(key for _, key in sent))
        if reminder:
            sent.append((CALENDAR.day_of(now), reminder.stage.key))
        now += timedelta(hours=3)
    return sent


def test_a_member_unit_owes_a_plan_a_report_and_four_items_a_year() -> None:
    assert Owed(DutyKind.PLAN, 2026, date(2026, 3, 20), 1) == PLAN
    assert Owed(DutyKind.ANNUAL_REPORT, 2026, date(2026, 12, 20), 1) == REPORT
    assert Owed(DutyKind.INFO_ITEM, 2026, date(2026, 12, 31), 4) == INFO
    assert {POLICY.source(RULE_OF[kind]).clause_id for kind in DutyKind} == {
        "PU18-4.2a",
        "PU18-4.2b",
        "PU18-4.2c",
        "PUZD-1.4.3c",
    }


def test_the_table_of_september_is_every_units_and_only_in_its_days_asked_for() -> None:
    opens_on, due_on = date(2026, 9, 1), date(2026, 9, 30)
    assert Owed(DutyKind.STATISTICS, 2026, due_on, 1, opens_on) == STATISTICS
    assert owed_in(2026, RULES, CALENDAR, member=False) == (STATISTICS,)
    for day, how in (
        (date(2026, 8, 31), Standing.UPCOMING),
        (opens_on, Standing.OPEN),
        (due_on, Standing.OPEN),
        (date(2026, 10, 1), Standing.LATE),
    ):
        assert standing(STATISTICS, NOTHING, day) is how
        assert STATISTICS.is_open_on(day) is (how is not Standing.UPCOMING)
    assert whole_year(STATISTICS) == [
        (date(2026, 8, 25), "soon"),
        (date(2026, 9, 1), "opens"),  # before-30 would ask on 31 August
        (date(2026, 9, 16), "before-14"),
        (date(2026, 9, 23), "before-7"),
        (date(2026, 9, 24), "before-3"),  # the Mid-Autumn Festival goes from the 25th to the 27th
        (date(2026, 9, 29), "before-1"),
        (date(2026, 9, 30), "before-0"),
        (date(2026, 10, 8), "late-7"),  # after the National Day's week
        (date(2026, 10, 14), "late-14"),
        (date(2026, 10, 30), "late-30"),
    ]
    opening = due(STATISTICS, at(opens_on))
    assert opening is not None
    assert (opening.stage.kind, opening.days_left) == (StageKind.OPENS, 29)


@pytest.mark.parametrize(
    ("opens", "closes"), [(None, "09-30"), ("09-01", None), ("09-30", "09-30"), ("10-01", "09-30")]
)
def test_a_window_that_does_not_open_before_it_closes_is_no_rule(
    opens: str | None, closes: str | None
) -> None:
    odd = replace(
        RULES,
        statistics_opens_on=MonthDay.parse(opens) if opens else None,
        statistics_due_on=MonthDay.parse(closes) if closes else None,
    )
    assert [key for key, _ in odd.faults()] == ["statistics_opens_on"]


def test_guangans_units_owe_nothing_until_the_office_sets_a_day() -> None:
    rules = PolicyBook.load("guangan").on(date(2026, 3, 1)).duties
    assert owed_in(2026, rules, CALENDAR) == ()


def test_a_report_due_on_a_sunday_stays_due_unless_the_city_rolls_it() -> None:
    rolled = owed_in(2026, replace(RULES, roll="next_workday"), CALENDAR)
    assert rolled[0].due_on == date(2026, 3, 20)
    assert rolled[1].due_on == date(2026, 12, 21)


def test_the_plan_is_asked_for_on_working_days_and_ever_more_often() -> None:
    assert whole_year(PLAN) == [
        (date(2026, 2, 14), "before-30"),  # 18 February is Spring Festival; this Saturday is worked
        (date(2026, 3, 6), "before-14"),
        (date(2026, 3, 13), "before-7"),
        (date(2026, 3, 17), "before-3"),
        (date(2026, 3, 19), "before-1"),
        (date(2026, 3, 20), "before-0"),
        (date(2026, 3, 23), "late-3"),  # late-1 falls on a Saturday and meets late-3 on Monday
        (date(2026, 3, 27), "late-7"),
        (date(2026, 4, 3), "late-14"),
        (date(2026, 4, 20), "late-30"),
    ]


def test_a_report_due_on_a_sunday_is_last_asked_for_on_the_friday() -> None:
    assert whole_year(REPORT)[:6] == [
        (date(2026, 11, 20), "before-30"),
        (date(2026, 12, 4), "before-14"),
        (date(2026, 12, 11), "before-7"),
        (date(2026, 12, 17), "before-3"),
        (date(2026, 12, 18), "before-0"),  # before-1, a Saturday, meets it
        (date(2026, 12, 21), "late-1"),
    ]
    reminder = due(REPORT, at(date(2026, 12, 18)))
    assert reminder is not None
    assert reminder.days_left == 2


def test_a_unit_without_news_gets_a_hint_each_quarter() -> None:
    sent = dict(whole_year(INFO))
    hints = {day: key for day, key in sent.items() if key.startswith("hint")}
    assert hints == {
        date(2026, 3, 31): "hint-03-31",
        date(2026, 6, 30): "hint-06-30",
        date(2026, 9, 30): "hint-09-30",
    }


@pytest.mark.parametrize(
    ("handed_in", "hinted"), [(0, [1, 2, 3]), (1, [2, 3]), (2, [3]), (3, []), (4, [])]
)
def test_a_unit_that_keeps_pace_gets_no_hint(handed_in: int, hinted: list[int]) -> None:
    quarter_ends = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
    for progress in (Progress(accepted=handed_in), Progress(waiting=handed_in)):
        got = [
            quarter
            for quarter, day in enumerate(quarter_ends, 1)
            if (reminder := due(INFO, at(day), progress)) and reminder.stage.kind is StageKind.HINT
        ]
        assert got == hinted


def test_a_reminder_says_how_much_is_missing_and_how_long_there_is() -> None:
    reminder = due(INFO, at(date(2026, 12, 24)), Progress(accepted=1, waiting=1))
    assert reminder is not None
    assert (reminder.stage.key, reminder.missing, reminder.days_left) == ("before-7", 2, 7)
    late = due(PLAN, at(date(2026, 3, 27)))
    assert late is not None
    assert (late.stage.kind, late.days_left) == (StageKind.LATE, -7)


@pytest.mark.parametrize(
    ("owed", "day", "soon"),
    [
        (PLAN, date(2026, 2, 17), False),
        (PLAN, date(2026, 2, 18), True),
        (PLAN, date(2026, 3, 21), True),
        (STATISTICS, date(2026, 8, 31), False),
        (STATISTICS, date(2026, 9, 1), True),
    ],
)
def test_a_duty_is_near_from_its_first_reminder_on(owed: Owed, day: date, soon: bool) -> None:
    assert is_soon(owed, day, RULES) is soon


@pytest.mark.parametrize("progress", [Progress(accepted=1), Progress(waiting=1)])
def test_who_has_handed_in_is_left_alone(progress: Progress) -> None:
    assert whole_year(PLAN, progress) == []


def test_a_plan_that_was_sent_back_is_asked_for_again() -> None:
    day = at(date(2026, 3, 23))
    assert due(PLAN, day, Progress(waiting=1)) is None
    assert due(PLAN, day, Progress()) is not None


def test_the_same_stage_is_never_sent_twice() -> None:
    now = at(date(2026, 3, 13))
    assert due(PLAN, now, sent=("before-7",)) is None
    assert due(PLAN, now + timedelta(days=3), sent=("before-7",)) is None
    assert due(PLAN, now, sent=("before-3",)) is None, "said by a clock that ran ahead"


def test_after_a_long_silence_one_reminder_comes_and_not_five() -> None:
    now = at(date(2026, 3, 18))
    reminder = due(PLAN, now)
    assert reminder is not None
    assert reminder.stage.key == "before-3"
    assert due(PLAN, now + timedelta(minutes=1), sent=("before-3",)) is None


def test_no_reminder_speaks_of_a_day_to_come_when_it_is_past() -> None:
    # 21 March is a Saturday; a rule without late stages leaves only those before the day.
    rules = replace(RULES, late_remind_days=())
    got = reminder_due(
        PLAN, Progress(), sent=(), now=at(date(2026, 3, 23)), rules=rules, calendar=CALENDAR
    )
    assert got is None


@pytest.mark.parametrize(
    ("clock", "open_now"),
    [(time(8, 59, 59), False), (time(9), True), (time(17, 29, 59), True), (time(17, 30), False)],
)
def test_reminders_come_in_office_hours_only(clock: time, open_now: bool) -> None:
    now = at(date(2026, 3, 13), clock)
    assert is_office_hour(now, RULES, CALENDAR) is open_now
    assert (due(PLAN, now) is not None) is open_now
    assert due(PLAN, at(date(2026, 3, 14), clock)) is None  # a Saturday


def test_a_stage_that_met_a_closed_office_comes_the_next_working_day() -> None:
    friday_evening = at(date(2026, 3, 13), time(18))
    assert due(PLAN, friday_evening) is None
    following = next_reminder_at(
        PLAN, Progress(), sent=(), now=friday_evening, rules=RULES, calendar=CALENDAR
    )
    assert following == at(date(2026, 3, 16))
    reminder = due(PLAN, following)
    assert reminder is not None
    assert reminder.stage.key == "before-7"


@pytest.mark.parametrize(
    ("day", "progress", "expected"),
    [
        (date(2026, 3, 19), Progress(), Standing.OPEN),
        (date(2026, 3, 20), Progress(), Standing.OPEN),
        (date(2026, 3, 21), Progress(), Standing.LATE),
        (date(2026, 3, 21), Progress(waiting=1), Standing.WAITING),
        (date(2026, 3, 21), Progress(accepted=1), Standing.DONE),
        (date(2026, 3, 21), Progress(accepted=2), Standing.DONE),
    ],
)
def test_the_due_day_itself_is_still_in_time(
    day: date, progress: Progress, expected: Standing
) -> None:
    assert standing(PLAN, progress, day) is expected


@pytest.mark.parametrize(("accepted", "waiting", "left"), [(0, 0, 4), (3, 0, 1), (3, 1, 0)])
def test_four_items_are_enough(accepted: int, waiting: int, left: int) -> None:
    assert missing(INFO, Progress(accepted, waiting)) == left
    assert missing(INFO, Progress(9, 9)) == 0


def test_a_late_submission_is_shown_by_how_many_days() -> None:
    assert days_late(PLAN, date(2026, 3, 20)) == 0
    assert days_late(PLAN, date(2026, 3, 21)) == 1
    assert days_late(PLAN, date(2026, 1, 2)) == 0


years = st.integers(2020, 2029)
progresses = st.builds(Progress, st.integers(0, 5), st.integers(0, 5))


@given(years, st.integers(0, 2))
def test_reminders_go_out_on_working_days_one_a_day_and_in_order(year: int, which: int) -> None:
    owed = owed_in(year, RULES, CALENDAR)[which]
    line = stages(owed, RULES, CALENDAR)
    days = [stage.goes_on for stage in line]
    assert days == sorted(set(days))
    assert len({stage.key for stage in line}) == len(line)
    for stage in line:
        assert CALENDAR.is_workday(stage.goes_on)
        assert (stage.goes_on > owed.due_on) is (stage.kind is StageKind.LATE)


@given(st.integers(0, 2), progresses, st.integers(0, 600), st.integers(0, 1439))
def test_the_next_reminder_is_due_when_it_is_said_and_not_before(
    which: int, progress: Progress, day: int, minute: int
) -> None:
    owed = owed_in(2026, RULES, CALENDAR)[which]
    now = datetime(2025, 12, 1, tzinfo=UTC) + timedelta(days=day, minutes=minute)
    instant = next_reminder_at(owed, progress, sent=(), now=now, rules=RULES, calendar=CALENDAR)
    if instant is None:
        assert due(owed, now, progress) is None
        return
    assert instant >= now
    assert due(owed, instant, progress) is not None
    earlier = now
    while earlier < instant:
        assert due(owed, earlier, progress) is None
        earlier += timedelta(hours=4)
