"""Service records: what one must say, when it may be written, and when typed hours begin to count.

Scanned hours count at once because a place and a clock saw them. Typed ones are somebody's word:
they need a second person, a paper, and days in which everybody may object (I28, I33, I34).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.civil_time import CityCalendar
from domain.policy_records import RecordField, Records
from domain.policy_shape import CreditRules
from domain.refusals import Code, Refused

WRITTEN: tuple[RecordField, ...] = (
    "name", "place", "recipients", "content", "leader", "organizer", "quality",
)  # fmt: skip
"""The fields that a recorder types; date, time and recorder are known, the rating's date too."""


class RecordState(StrEnum):
    """How far a typed record has come."""

    FILED = "filed"
    PUBLISHED = "published"
    CREDITED = "credited"
    REFUSED = "refused"
    # Refused later, by an objection that was upheld, or because the time was taken after all.
    STRUCK = "struck"


LIVE = (RecordState.FILED, RecordState.PUBLISHED, RecordState.CREDITED)
"""The states in which a record holds its time: nothing else may lie in it."""

# Said of whatever is no service by one of the policy's questions (Order 67 Art 19).
NO_SERVICE = Refused(Code.RECORD_NO_SERVICE, rule="records.not_service")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time; its end does not belong to it any more."""

    began_at: datetime
    ended_at: datetime

    @classmethod
    def parsed(cls, ends: Sequence[str]) -> "Span":
        """Return the span between two instants in ISO's writing."""
        began, ended = ends
        return cls(datetime.fromisoformat(began), datetime.fromisoformat(ended))

    def overlaps(self, other: "Span") -> bool:
        """Tell whether both have a moment in common."""
        return self.began_at < other.ended_at and other.began_at < self.ended_at

    @property
    def minutes(self) -> int:
        """Return its full minutes."""
        return (self.ended_at - self.began_at) // timedelta(minutes=1)


def lacking(
    said: Mapping[str, str | None], mandatory: tuple[RecordField, ...]
) -> list[RecordField]:
    """Return the mandatory fields of `WRITTEN` that say nothing, in their order."""
    return [one for one in WRITTEN if one in mandatory and not (said.get(one) or "").strip()]


def when_refused(
    span: Span, *, now: datetime, calendar: CityCalendar, rules: CreditRules
) -> Refused | None:
    """Return why no record can be of this time, or None (I14: one day, over, not empty).

    Codes: record-backwards, record-two-days, record-future, record-too-short.
    """
    if span.ended_at <= span.began_at:
        return Refused(Code.RECORD_BACKWARDS)
    if calendar.day_of(span.began_at) != calendar.day_of(span.ended_at):
        return Refused(Code.RECORD_TWO_DAYS, rule="records.mandatory")
    if span.ended_at > now:
        return Refused(Code.RECORD_FUTURE)
    if span.minutes < rules.min_visit_minutes:
        return Refused(
            Code.RECORD_TOO_SHORT, {"minutes": rules.min_visit_minutes}, "credit.min_visit_minutes"
        )
    return None


def is_late(served_on: date, today: date, calendar: CityCalendar, rules: Records) -> bool:
    """Tell whether the working days of Order 67 Art 11 are over; the last of them is in time."""
    return today > calendar.add_workdays(served_on, rules.deadline_workdays)


def warning_days(served_on: date, calendar: CityCalendar, rules: Records) -> list[date]:
    """Return the days on which whoever began a record is warned that it is not finished (X13)."""
    return [calendar.add_workdays(served_on, workdays) for workdays in rules.warn_workdays]


def approvals_needed(*, late: bool) -> int:
    """Return how many officers must approve: one, and another one for what comes too late."""
    return 2 if late else 1


def counts_from(published_on: date, rules: Records) -> date:
    """Return the first day on which a published record counts: after the whole days of notice."""
    return published_on + timedelta(days=rules.notice_days + 1)
