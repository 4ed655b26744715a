"""What a policy says of units' duties: what is owed by which day, and when reminders are sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Literal

from domain.month_day import MonthDay
from domain.policy_bounds import Between, Fault


@dataclass(frozen=True, slots=True)
class DutyRules:
    """What units owe in a calendar year, and when they are reminded; None = not owed."""

    plan_due_on: MonthDay | None
    annual_report_due_on: MonthDay | None
    info_items_due_on: MonthDay | None
    info_items_min: Annotated[int, Between(0, 366)]
    info_hint_on: tuple[MonthDay, ...]
    statistics_opens_on: MonthDay | None
    statistics_due_on: MonthDay | None
    statistics_soon_days: Annotated[int, Between(1, 60)]
    county_office: str
    remind_days_before: Annotated[tuple[int, ...], Between(0, 180)]
    late_remind_days: Annotated[tuple[int, ...], Between(1, 180)]
    office_hours_start: time
    office_hours_end: time
    roll: Literal["none", "next_workday"]

    def faults(self) -> Iterator[Fault]:
        """Yield distances that do not fall or rise, and hours that do not open."""
        before, late = self.remind_days_before, self.late_remind_days
        if list(before) != sorted(set(before), reverse=True):
            yield "remind_days_before", "the distances must fall, each once"
        if list(late) != sorted(set(late)):
            yield "late_remind_days", "the distances must rise, each once"
        if self.office_hours_start >= self.office_hours_end:
            yield "office_hours_end", "the office closes before it opens"
        if list(self.info_hint_on) != sorted(set(self.info_hint_on)):
            yield "info_hint_on", "the hints must follow each other in the year"
        if (self.info_items_due_on is None) != (self.info_items_min == 0):
            yield "info_items_min", "a number of information items needs a due day, and none, none"
        opens, closes = self.statistics_opens_on, self.statistics_due_on
        if (opens is None) != (closes is None) or (opens and closes and opens >= closes):
            yield "statistics_opens_on", "the statistics open before they close, or never"
