"""What units owe in a calendar year, and which reminder is due (PU18-4.2a–c, PUZD-1.4.3).

Nothing is stored but what was sent: stages, days and lateness are recomputed from the policy, the
calendar and the unit's progress each time, so a changed rule or a late submission cannot cause a
wrong nudge.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from domain.civil_time import CityCalendar
from domain.policy_duties import DutyRules


class DutyKind(StrEnum):
    """What is owed; the value is kept in the table and is the Fluent suffix."""

    PLAN = "plan"
    ANNUAL_REPORT = "annual_report"
    INFO_ITEM = "info_item"
    STATISTICS = "statistics"


RULE_OF = {
    DutyKind.PLAN: "duties.plan_due_on",
    DutyKind.ANNUAL_REPORT: "duties.annual_report_due_on",
    DutyKind.INFO_ITEM: "duties.info_items_min",
    DutyKind.STATISTICS: "duties.statistics_due_on",
}
"""The policy key that each duty rests on, for "why?"."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of one year: `needed` accepted submissions by the end of `due_on`.

    Where it may not be handed in all year long, `opens_on` is the first day on which it may.
    """

    kind: DutyKind
    year: int
    due_on: date
    needed: int
    opens_on: date | None = None

    def is_open_on(self, day: date) -> bool:
        """Tell whether it may be handed in; what is late still may."""
        return self.opens_on is None or day >= self.opens_on


@dataclass(frozen=True, slots=True)
class Progress:
    """What a unit has handed in for a duty: accepted, and waiting for the Centre's answer."""

    accepted: int = 0
    waiting: int = 0


class Standing(StrEnum):
    """How a duty stands; the value is the Fluent suffix."""

    DONE = "done"
    WAITING = "waiting"
    OPEN = "open"
    LATE = "late"
    UPCOMING = "upcoming"


class StageKind(StrEnum):
    """What a reminder says: a hint of the quarter, a day to come, or a day gone by."""

    HINT = "hint"
    SOON = "soon"
    OPENS = "opens"
    BEFORE = "before"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the reminders of one duty; `key` is sent once to each person."""

    kind: StageKind
    key: str
    goes_on: date
    hoped_for: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is due now: `days_left` counts to the due day, negative once it is past."""

    stage: Stage
    days_left: int
    missing: int


def owed_in(
    year: int, rules: DutyRules, calendar: CityCalendar, *, member: bool = True
) -> tuple[Owed, ...]:
    """Return what a unit owes in a year; a day of rest stays due unless `roll` moves it.

    The statistics are every unit's, the rest is the member units'.
    """
    days = {DutyKind.STATISTICS: (rules.statistics_due_on, 1)}
    if member:
        days = {
            DutyKind.PLAN: (rules.plan_due_on, 1),
            DutyKind.ANNUAL_REPORT: (rules.annual_report_due_on, 1),
            DutyKind.INFO_ITEM: (rules.info_items_due_on, rules.info_items_min),
        } | days
    owed = []
    for kind, (month_day, needed) in days.items():
        if month_day is not None:
            due_on = month_day.in_year(year)
            if rules.roll == "next_workday":
                due_on = calendar.first_workday_on_or_after(due_on)
            owed.append(Owed(kind, year, due_on, needed, opens_on(kind, year, rules)))
    return tuple(owed)


def opens_on(kind: DutyKind, year: int, rules: DutyRules) -> date | None:
    """Return the first day on which a duty may be handed in, None for the whole year."""
    if kind is not DutyKind.STATISTICS or rules.statistics_opens_on is None:
        return None
    return rules.statistics_opens_on.in_year(year)


def missing(owed: Owed, progress: Progress) -> int:
    """Return how many submissions are still to come; one that waits for an answer is in."""
    return max(owed.needed - progress.accepted - progress.waiting, 0)


def standing(owed: Owed, progress: Progress, today: date) -> Standing:
    """Return how a duty stands on a day; the due day itself is still in time."""
    if progress.accepted >= owed.needed:
        return Standing.DONE
    if missing(owed, progress) == 0:
        return Standing.WAITING
    if not owed.is_open_on(today):
        return Standing.UPCOMING
    return Standing.LATE if today > owed.due_on else Standing.OPEN


def is_soon(owed: Owed, today: date, rules: DutyRules) -> bool:
    """Tell whether a duty has come so near that its unit is reminded of it, or is late."""
    return owed.is_open_on(today) and owed.due_on - today <= timedelta(
        max(rules.remind_days_before, default=0)
    )


def days_late(owed: Owed, handed_in_on: date) -> int:
    """Return by how many days a submission came late, 0 in time."""
    return max((handed_in_on - owed.due_on).days, 0)


# Every unit of a city owes the same, and each alarm asks for all of them.
@lru_cache(maxsize=256)
def stages(owed: Owed, rules: DutyRules, calendar: CityCalendar) -> tuple[Stage, ...]:
    """Return the reminders of a duty in the order of their days, at most one a day.

    What falls on a rest day moves to the last working day before, so that a report due on a
    Sunday is asked for on the Friday; one that opens or is late moves to the next working day,
    because on the one before it may not be so yet. Of two that meet on a day the later one stays.
    """
    by_day: dict[date, Stage] = {}
    for stage in (
        *_hints(owed, rules),
        *_opening(owed, rules),
        *_before(owed, rules),
        *_late(owed, rules),
    ):
        if stage.kind in (StageKind.OPENS, StageKind.LATE):
            goes_on = calendar.first_workday_on_or_after(stage.goes_on)
        else:
            goes_on = calendar.last_workday_on_or_before(stage.goes_on)
        # Nothing is asked for before it may be handed in.
        if stage.kind is StageKind.BEFORE and not owed.is_open_on(goes_on):
            continue
        by_day[goes_on] = Stage(stage.kind, stage.key, goes_on, stage.hoped_for)
    return tuple(by_day[day] for day in sorted(by_day))


def reminder_due(
    owed: Owed,
    progress: Progress,
    *,
    sent: Collection[str],
    now: datetime,
    rules: DutyRules,
    calendar: CityCalendar,
) -> Reminder | None:
    """Return the one reminder to send at an instant, None outside office hours or if none is due.

    Only the newest stage counts: after a month of silence a unit gets one reminder and not five,
    and none that speaks of a day to come when that day is past. `sent` holds the keys that this
    person has been sent for this duty.
    """
    today = calendar.day_of(now)
    if not is_office_hour(now, rules, calendar):
        return None
    stage = _newest(owed, rules, calendar, today)
    left = missing(owed, progress)
    if stage is None or left == 0:
        return None
    # Also where a clock ran ahead and was set back: nobody hears the earlier step after the later.
    if any(
        one.key in sent and one.goes_on >= stage.goes_on for one in stages(owed, rules, calendar)
    ):
        return None
    if stage.kind is not StageKind.LATE and today > owed.due_on:
        return None
    if progress.accepted + progress.waiting >= stage.hoped_for:
        return None
    return Reminder(stage, (owed.due_on - today).days, left)


def next_reminder_at(
    owed: Owed,
    progress: Progress,
    *,
    sent: Collection[str],
    now: datetime,
    rules: DutyRules,
    calendar: CityCalendar,
) -> datetime | None:
    """Return the next instant, `now` or later, at which `reminder_due` answers with a reminder."""
    today = calendar.day_of(now)
    days = {today, calendar.add_workdays(today, 1)}
    days |= {stage.goes_on for stage in stages(owed, rules, calendar) if stage.goes_on > today}
    for day in sorted(days):
        instant = max(calendar.at(day, rules.office_hours_start), now)
        if reminder_due(owed, progress, sent=sent, now=instant, rules=rules, calendar=calendar):
            return instant
    return None


def is_office_hour(now: datetime, rules: DutyRules, calendar: CityCalendar) -> bool:
    """Tell whether offices work at an instant; the closing time itself is outside."""
    local = calendar.local(now)
    in_hours = rules.office_hours_start <= local.time() < rules.office_hours_end
    return in_hours and calendar.is_workday(local.date())


def next_office_hour(now: datetime, rules: DutyRules, calendar: CityCalendar) -> datetime:
    """Return the first instant, `now` or later, at which offices work."""
    if is_office_hour(now, rules, calendar):
        return now
    day = calendar.first_workday_on_or_after(calendar.day_of(now))
    opening = calendar.at(day, rules.office_hours_start)
    if opening > now:
        return opening
    return calendar.at(calendar.add_workdays(day, 1), rules.office_hours_start)


def _newest(owed: Owed, rules: DutyRules, calendar: CityCalendar, today: date) -> Stage | None:
    come = [stage for stage in stages(owed, rules, calendar) if stage.goes_on <= today]
    return come[-1] if come else None


def _hints(owed: Owed, rules: DutyRules) -> list[Stage]:
    """Return the hints of a duty with several submissions: so many would be in, spread evenly."""
    if owed.kind is not DutyKind.INFO_ITEM:
        return []
    parts = len(rules.info_hint_on) + 1
    return [
        Stage(StageKind.HINT, f"hint-{day}", day.in_year(owed.year), owed.needed * part // parts)
        for part, day in enumerate(rules.info_hint_on, 1)
    ]


def _opening(owed: Owed, rules: DutyRules) -> list[Stage]:
    """Return that a duty may be handed in soon, and that it may be now."""
    if owed.opens_on is None:
        return []
    days = rules.statistics_soon_days
    soon = Stage(StageKind.SOON, "soon", owed.opens_on - timedelta(days), owed.needed)
    return [soon, Stage(StageKind.OPENS, "opens", owed.opens_on, owed.needed)]


def _before(owed: Owed, rules: DutyRules) -> list[Stage]:
    return [
        Stage(StageKind.BEFORE, f"before-{days}", owed.due_on - timedelta(days), owed.needed)
        for days in rules.remind_days_before
    ]


def _late(owed: Owed, rules: DutyRules) -> list[Stage]:
    return [
        Stage(StageKind.LATE, f"late-{days}", owed.due_on + timedelta(days), owed.needed)
        for days in rules.late_remind_days
    ]
