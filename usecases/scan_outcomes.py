"""What a scan came to, and how the scan's row remembers it for whoever asks again."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, get_args

from domain.refusals import Code, Refused


@dataclass(frozen=True, slots=True)
class Arrived:
    """A visit was opened."""

    station: str
    at: datetime
    closes_at: datetime
    volunteer: str
    # He heads a family, which may have come along.
    family: bool = False
    # The children who waited for him and came in with him.
    children: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """A visit was closed and credited; `star` and the distance are after it."""

    station: str
    opened_at: datetime
    at: datetime
    minutes: int
    stayed_minutes: int
    reduction: str | None
    service_minutes: int
    redeemable_minutes: int
    star: int
    to_next_minutes: int
    volunteer: str
    visit_id: int
    family: bool = False
    # The children who had come with him and left with him.
    children: int = 0


@dataclass(frozen=True, slots=True)
class ClerkAsked:
    """The scan is kept; the visit opens, from this moment on, when a clerk confirms it."""

    station: str
    at: datetime
    # The rule that asks for a clerk; "" in what an older release kept.
    rule: str = ""
    # Why a location proved nothing: far, old, not-own or unknown.
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class LocationAsked:
    """The scan is kept; the visit opens, from this moment on, when the place is proven too."""

    station: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CompanyAsked:
    """A child's scan is kept; it counts when the accompanying adult scans here too, in time."""

    station: str
    at: datetime
    until_at: datetime
    # Below which age he needs company; 0 in what an older release kept.
    below: int = 0


@dataclass(frozen=True, slots=True)
class Accompanied:
    """A guardian who is no volunteer scanned: his children arrived, left, or are waited for."""

    station: str
    at: datetime
    children: int
    way: str


Kept = Arrived | Left | ClerkAsked | LocationAsked | CompanyAsked | Accompanied
Outcome = Kept | Refused


def name_of(outcome: Outcome) -> str:
    """Return the one word for an outcome: arrived, left, clerkasked, or why it was refused."""
    return outcome.code.value if isinstance(outcome, Refused) else type(outcome).__name__.lower()


def as_row(outcome: Outcome) -> dict[str, Any]:
    """Return the columns of a scan's row that remember the outcome."""
    if isinstance(outcome, Refused):
        return {
            "outcome": outcome.code.value,
            "facts": {"facts": outcome.facts, "rule": outcome.rule},
        }
    facts = {}
    for name in _FIELDS[type(outcome)]:
        value = getattr(outcome, name)
        facts[name] = value.isoformat() if isinstance(value, datetime) else value
    return {"outcome": type(outcome).__name__, "facts": facts}


# `dataclasses.asdict` copies deeply, which costs a tenth of the whole check-in.
_FIELDS = {kind: [each.name for each in fields(kind)] for kind in get_args(Kept)}
_KINDS: dict[str, type[Kept]] = {kind.__name__: kind for kind in get_args(Kept)}


def remembered(outcome: str, facts: dict[str, Any]) -> Outcome:
    """Return the outcome that an earlier run of the same request had."""
    kind = _KINDS.get(outcome)
    if kind is None:
        return Refused(Code(outcome), facts["facts"], facts["rule"])
    times = {key: datetime.fromisoformat(facts[key]) for key in facts if key.endswith("at")}
    return kind(**(facts | times))
