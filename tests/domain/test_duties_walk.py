"""Reminders over random calendars, step by step (P5; F39 the clock jumps, F41 ends of months).

Hypothesis draws the days of rest, the due days and what is handed in, and lets the clock go on,
forward and back; a reminder that comes is sent, and what must never be is asked after each.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from domain.civil_time import CityCalendar
from domain.duties import (
    DutyKind,
    Owed,
    Progress,
    Reminder,
    StageKind,
    Standing,
    days_late,
    owed_in,
    reminder_due,
    standing,
)
from domain.holidays import HolidayTable
from domain.month_day import MonthDay
from domain.policy import PolicyBook

RULES = PolicyBook.load("puer").periods[-1].duties
ZONE = "Asia/Shanghai"
# Where calendars are got wrong: the ends of February, of a short month, of the year.
EDGES = tuple(MonthDay(*day) for day in ((1, 1), (2, 28), (3, 1), (4, 30), (12, 31)))
YEARS = st.sampled_from((2024, 2026, 2027, 2028))


def _calendar(rest: frozenset[date], work: frozenset[date]) -> CityCalendar:
    named = MappingProxyType(dict.fromkeys(rest - work, "节日"))
    return CityCalendar(ZONE, HolidayTable(named, work, frozenset()))


def _days(year: int, numbers: frozenset[int]) -> frozenset[date]:
    return frozenset(date(year, 1, 1) + timedelta(days=number) for number in numbers)


NUMBERS = st.frozensets(st.integers(0, 400), max_size=60)


@dataclass
class Told:
    """What one contact was told: when, which stage."""

    stages: list[str] = field(default_factory=list)


class Year(RuleBasedStateMachine):
    """One duty of one unit and its contact, in a year whose festivals nobody knows before."""

    @initialize(
        year=YEARS,
        rest=NUMBERS,
        work=NUMBERS,
        due=st.sampled_from(EDGES),
        roll=st.sampled_from(("none", "next_workday")),
        kind=st.integers(0, 2),
    )
    def begins(
        self,
        year: int,
        rest: frozenset[int],
        work: frozenset[int],
        due: MonthDay,
        roll: Literal["none", "next_workday"],
        kind: int,
    ) -> None:
        self.calendar = _calendar(_days(year, rest), _days(year, work))
        self.owing = replace(
            RULES,
            plan_due_on=due,
            annual_report_due_on=due,
            info_items_due_on=due,
            roll=roll,
        )
        self.owed = owed_in(year, self.owing, self.calendar)[kind]
        self.now = self.calendar.at(self.owed.due_on - timedelta(days=45), time(8))
        self.progress, self.told = Progress(), Told()

    @rule(
        days=st.sampled_from((0, 0, 1, 1, 2, 3, 7)),
        minutes=st.integers(0, 1439),
    )
    def time_goes_on(self, days: int, minutes: int) -> None:
        self.now += timedelta(days=days, minutes=minutes)
        self._asks()

    @rule(hours=st.sampled_from((-1, 1, 24)))
    def the_clock_jumps(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self._asks()

    @rule(accepted=st.integers(0, 1), waiting=st.integers(-1, 1))
    def something_is_handed_in_or_sent_back(self, accepted: int, waiting: int) -> None:
        was = self.progress
        self.progress = Progress(was.accepted + accepted, max(was.waiting + waiting, 0))
        self._asks()

    def _asks(self) -> None:
        """Ask as the alarm does, send what is due, and ask again: nothing is due twice."""
        found = self._due()
        if found is None:
            return
        today, local = self.calendar.day_of(self.now), self.calendar.local(self.now)
        assert self.calendar.is_workday(today)
        assert self.owing.office_hours_start <= local.time() < self.owing.office_hours_end
        assert found.stage.key not in self.told.stages
        assert found.missing > 0
        assert standing(self.owed, self.progress, today) in (Standing.OPEN, Standing.LATE)
        assert found.days_left == (self.owed.due_on - today).days
        # What it says is true on the day on which it is said.
        assert (found.stage.kind is StageKind.LATE) is (today > self.owed.due_on)
        self.told.stages.append(found.stage.key)
        assert self._due() is None

    def _due(self) -> Reminder | None:
        return reminder_due(
            self.owed,
            self.progress,
            sent=self.told.stages,
            now=self.now,
            rules=self.owing,
            calendar=self.calendar,
        )


def test_in_any_year_a_reminder_is_true_comes_on_a_working_day_and_once() -> None:
    run_state_machine_as_test(
        Year,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@given(YEARS, st.sampled_from(EDGES), NUMBERS, NUMBERS)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_a_duty_ends_with_its_day_also_where_months_and_years_end(
    year: int, due: MonthDay, rest: frozenset[int], work: frozenset[int]
) -> None:
    calendar = _calendar(_days(year, rest), _days(year, work))
    rules = replace(RULES, plan_due_on=due)
    plan = owed_in(year, rules, calendar)[0]
    assert plan == Owed(DutyKind.PLAN, year, date(year, due.month, due.day), 1)
    next_day = plan.due_on + timedelta(days=1)
    last_moment = calendar.starts_at(next_day) - timedelta(microseconds=1)
    for instant, late, expected in (
        (last_moment, 0, Standing.OPEN),
        (calendar.starts_at(next_day), 1, Standing.LATE),
    ):
        day = calendar.day_of(instant)
        assert days_late(plan, day) == late
        assert standing(plan, Progress(), day) is expected
    rolled = owed_in(year, replace(rules, roll="next_workday"), calendar)[0].due_on
    assert calendar.is_workday(rolled)
    assert not any(
        calendar.is_workday(plan.due_on + timedelta(days=n))
        for n in range((rolled - plan.due_on).days)
    )


def test_29_february_is_a_day_like_any_other_and_no_day_of_every_year() -> None:
    calendar = _calendar(frozenset(), frozenset())
    plan = replace(owed_in(2028, RULES, calendar)[0], due_on=date(2028, 2, 29))
    assert calendar.day_of(datetime(2028, 2, 28, 16, tzinfo=UTC)) == plan.due_on
    assert days_late(plan, date(2028, 3, 1)) == 1
    assert standing(plan, Progress(), date(2028, 2, 29)) is Standing.OPEN
    with pytest.raises(ValueError, match="day is out of range"):
        MonthDay(2, 29)
