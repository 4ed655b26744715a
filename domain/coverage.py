"""Duty at a station: how long somebody was there on a day (PUZD-3.3d, X8).

The document asks each station for so many hours a day. We count the time during which at least one
volunteer was on duty, so that two at once make no double hour; nobody is credited by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Interval = tuple[datetime, datetime]
HoursMode = Literal["union", "sum_person_hours"]


def on_duty_seconds(
    intervals: Iterable[Interval], begin: datetime, end: datetime, mode: HoursMode
) -> float:
    """Return the seconds between `begin` and `end` that are covered by the intervals.

    `union`: each second once, however many are there. `sum_person_hours`: each person's own.
    """
    inside = sorted((max(came, begin), min(left, end)) for came, left in intervals)
    if mode == "sum_person_hours":
        return sum(max(0.0, (left - came).total_seconds()) for came, left in inside)
    covered, until = 0.0, begin
    for came, left in inside:
        since = max(came, until)
        if left > since:
            covered += (left - since).total_seconds()
            until = left
    return covered


@dataclass(frozen=True, slots=True)
class DayDuty:
    """How a station's day stands against what is asked; closed days ask for nothing."""

    covered_minutes: int
    asked_minutes: int
    is_open: bool = True

    @property
    def missing_minutes(self) -> int:
        """Return what lacks."""
        return max(0, self.asked_minutes - self.covered_minutes) if self.is_open else 0

    @property
    def enough(self) -> bool:
        """Tell whether the day has what is asked."""
        return self.missing_minutes == 0
