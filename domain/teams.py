"""What may be shown of a team's qualified members, and whether they are enough (PU9-T27)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A share in whole per cent, rounded down; `hidden`: too few people stand behind it."""

    hidden: bool
    percent: int
    reached: bool


def qualified(members: int, holders: int, *, above_percent: int, hide_below: int) -> Share:
    """Return the share of holders; a team of just that share has not more than it.

    Nothing is shown from which it follows what few single members have.
    """
    if members < hide_below or 0 < holders < hide_below or 0 < members - holders < hide_below:
        return Share(True, 0, False)
    return Share(False, holders * 100 // members, holders * 100 > members * above_percent)


def with_teams(units: int, having: int, *, percent: int) -> Share:
    """Return the share of units that have a professional team; the target itself is enough."""
    if not units:
        return Share(True, 0, False)
    return Share(False, having * 100 // units, having * 100 >= units * percent)
