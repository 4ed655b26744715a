"""The section `records` of a policy: what a service record must say, and when typed hours count."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from domain.policy_bounds import Between, Fault

RecordField = Literal[
    "name", "date", "place", "recipients", "content", "time",
    "quality", "leader", "recorder", "organizer", "quality_date",
]  # fmt: skip
"""The eleven things that a record may say (SM3-5c, PUZD-3.1b, Order 67 Art 7 and 10 together)."""

NATIONAL: tuple[RecordField, ...] = (
    "name", "date", "place", "content", "time", "organizer", "leader",
)  # fmt: skip
"""The seven that Order 67 Art 7 asks for; no city may ask for fewer."""

NotService = Literal[
    "own-job", "internal-duty", "own-interest", "unclear-purpose", "paid", "not-time"
]
"""What may not be recorded (I28); each is a question that the recorder answers."""


# Words of ours, which the locales say: recipients-….
VisitRecipients = Literal["residents"]


@dataclass(frozen=True, slots=True)
class Records:
    """What a record must say and by when, counted in working days after the end (Order 67)."""

    deadline_workdays: Annotated[int, Between(1, 60)]
    warn_workdays: Annotated[tuple[int, ...], Between(1, 60)]
    mandatory: tuple[RecordField, ...]
    not_service: tuple[NotService, ...]
    # How many whole days typed hours are shown to everybody before they count.
    notice_days: Annotated[int, Between(1, 60)]
    answer_workdays: Annotated[int, Between(1, 60)]
    recipient_confirm: Literal["off", "optional", "required"]
    # Whom a scanned duty at a station serves, as its record says.
    visit_recipients: VisitRecipients

    def faults(self) -> Iterator[Fault]:
        """Yield warnings that come too late to help, and a record poorer than the nation's."""
        if any(day >= self.deadline_workdays for day in self.warn_workdays):
            yield "warn_workdays", "a warning on the last day or later warns of nothing"
        lacking = [field for field in NATIONAL if field not in self.mandatory]
        if lacking:
            yield "mandatory", f"Order 67 Art 7 asks for {', '.join(lacking)} too"
