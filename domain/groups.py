"""Figures about groups of people, in which nobody can be recognised (PU9-T23, T24; PIPL K6)."""

from dataclasses import dataclass

from domain.policy_coverage import Coverage


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of a group are registered and served this year; None: too few stand for a figure.

    `percent` is the share of all `people` of the group, rounded down; None until somebody has
    entered how many there are. A group that is not `aimed` at has no target to reach.
    """

    registered: int | None
    active: int | None
    people: int | None = None
    percent: int | None = None
    reached: bool = False
    aimed: bool = True


def figure(
    registered: int, active: int, people: int | None, *, hide_below: int, target_percent: int | None
) -> Figure:
    """Return what may be shown: nothing small, and nothing from which something small follows."""
    if registered < hide_below:
        return Figure(None, None, people)
    shown = active >= hide_below and not 0 < registered - active < hide_below
    if not people:
        return Figure(registered, active if shown else None)
    return Figure(
        registered,
        active if shown else None,
        people,
        registered * 100 // people,
        target_percent is not None and registered * 100 >= people * target_percent,
        target_percent is not None,
    )


def offered(rules: Coverage) -> tuple[str, ...]:
    """Return every group that somebody may say he belongs to."""
    return (*rules.groups, *rules.groups_without_target)
