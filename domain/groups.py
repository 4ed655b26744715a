"""Figures about groups of people, in which nobody can be recognised (PU9-T23, T24; PIPL K6)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of a group are registered and served this year; None: too few stand for a figure.

    `percent` is the share of all `people` of the group, rounded down; None until somebody has
    entered how many there are.
    """

    registered: int | None
    active: int | None
    people: int | None = None
    percent: int | None = None
    reached: bool = False


def figure(
    registered: int, active: int, people: int | None, *, hide_below: int, target_percent: int
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
        registered * 100 >= people * target_percent,
    )
