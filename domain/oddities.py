"""Odd patterns in hours: what each means, and whether a way could be gone in the time.

A pattern lists somebody for an officer to look at; it takes no hours and accuses nobody.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.policy_oddities import OddityRules
from domain.positions import Position, distance_metres


class OddKind(StrEnum):
    """The patterns that are looked for; the value is the suffix of its words."""

    TYPED_SOON = "typed-soon"
    TYPED_LATE = "typed-late"
    ONE_TYPIST = "one-typist"
    TOO_MUCH = "too-much"
    TRAVEL = "travel"
    ROUND = "round"
    ONE_PHONE = "one-phone"


class OddState(StrEnum):
    """What became of one: listed, settled as harmless, being looked into, or confirmed."""

    OPEN = "open"
    FINE = "fine"
    CHECKING = "checking"
    CONFIRMED = "confirmed"


NEXT: dict[OddState, frozenset[OddState]] = {
    OddState.OPEN: frozenset({OddState.FINE, OddState.CHECKING}),
    OddState.CHECKING: frozenset({OddState.FINE, OddState.CONFIRMED}),
    OddState.FINE: frozenset(),
    OddState.CONFIRMED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a station is: county and township, and its position if it has one."""

    county: str
    township: str
    position: Position | None = None


def way_minutes(one: Spot, other: Spot, rules: OddityRules) -> int:
    """Return the fewest minutes between two stations: by the straight line, or by their places."""
    if one.position is not None and other.position is not None:
        return int(distance_metres(one.position, other.position) * 60 / 1000 / rules.travel_kmh)
    if one.county != other.county:
        return rules.county_minutes
    return rules.township_minutes if one.township != other.township else 0


def too_fast(gap_seconds: int, one: Spot, other: Spot, rules: OddityRules) -> bool:
    """Tell whether somebody was at the next station before he could be; together is too fast."""
    return gap_seconds < way_minutes(one, other, rules) * 60 or gap_seconds < 0
