"""From a visit's two instants to minutes: the policy's rounding, then its caps.

A visit counts, whole, to the civil day on which it began (`civil_time.CityCalendar.day_of`): the
volunteer remembers Friday's night watch as Friday's, the station's daily list of that day shows
it, and splitting it would let one visit use the cap of two days.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.policy_shape import CreditRules


class Reduction(StrEnum):
    """Why fewer minutes are credited than were spent; the value is the Fluent suffix."""

    TOO_SHORT = "too-short"
    ROUNDING = "rounding"
    VISIT_LIMIT = "visit-limit"
    DAY_LIMIT = "day-limit"
    PAIR_LIMIT = "pair-limit"


RULE_OF = {
    Reduction.TOO_SHORT: "credit.min_visit_minutes",
    Reduction.ROUNDING: "credit.rounding_minutes",
    Reduction.VISIT_LIMIT: "credit.max_visit_minutes",
    Reduction.DAY_LIMIT: "credit.max_day_minutes",
    Reduction.PAIR_LIMIT: "credit.max_pairs_day",
}
"""The policy key that each reduction rests on, for "why?"."""


@dataclass(frozen=True, slots=True)
class Credit:
    """What a visit earns: `minutes` of the `present_minutes` spent, and what took the rest."""

    minutes: int
    present_minutes: int
    reduction: Reduction | None = None

    @property
    def rule(self) -> str | None:
        """The policy key behind the reduction, None when everything counts."""
        return RULE_OF[self.reduction] if self.reduction else None


def credit_for(
    opened_at: datetime,
    closed_at: datetime,
    *,
    credited_that_day_minutes: int,
    pairs_there_that_day: int = 0,
    rules: CreditRules,
) -> Credit:
    """Return the minutes that a visit earns, never below 0 and never above what was spent.

    `credited_that_day_minutes` are those of the volunteer's other visits that began on the same
    civil day, `pairs_there_that_day` how many of them at the same station counted: beyond the
    policy's number a further coming and going earns 0 (I30). An end before the beginning (a clock
    that was set back) earns 0. Only rounding to the nearest step can credit more than the full
    minutes present, by less than half a step.
    """
    present = max(closed_at - opened_at, timedelta())
    present_minutes = present // timedelta(minutes=1)
    if present_minutes < rules.min_visit_minutes:
        return Credit(0, present_minutes, Reduction.TOO_SHORT)
    if pairs_there_that_day >= rules.max_pairs_day:
        return Credit(0, present_minutes, Reduction.PAIR_LIMIT)
    minutes = _rounded(present, rules)
    reduction = Reduction.ROUNDING if minutes < present_minutes else None
    if minutes > rules.max_visit_minutes:
        minutes, reduction = rules.max_visit_minutes, Reduction.VISIT_LIMIT
    left_minutes = max(rules.max_day_minutes - credited_that_day_minutes, 0)
    if minutes > left_minutes:
        minutes, reduction = left_minutes, Reduction.DAY_LIMIT
    return Credit(minutes, present_minutes, reduction)


def closes_at(opened_at: datetime, rules: CreditRules) -> datetime:
    """Return the instant at which the clock closes a visit that nobody ended."""
    return opened_at + timedelta(minutes=rules.max_visit_minutes)


def _rounded(present: timedelta, rules: CreditRules) -> int:
    step = timedelta(minutes=rules.rounding_minutes)
    if rules.rounding == "nearest":
        present += step / 2
    return (present // step) * rules.rounding_minutes
