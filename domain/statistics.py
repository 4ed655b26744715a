"""The figures of the yearly table of statistics: unit by unit, and together (PUZD-1.4.3a)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's figures, or those of several together.

    `people` is None where no unit has said how many it has; `of_people` are the registered of
    those units that have.
    """

    unit: str
    people: int | None
    of_people: int
    registered: int
    minutes: int
    stars: int

    @property
    def percent(self) -> int | None:
        """Return how many of a hundred are registered, rounded down."""
        return self.of_people * 100 // self.people if self.people else None

    @property
    def average_minutes(self) -> int | None:
        """Return the minutes for each of the registered, rounded down."""
        return self.minutes // self.registered if self.registered else None


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a unit or a county; `lines` has one for each unit in it."""

    unit: str
    year: int
    until_on: date
    lines: tuple[Line, ...]
    city: str
    city_en: str

    @property
    def total(self) -> Line:
        """Return all lines together."""
        known = [one.people for one in self.lines if one.people is not None]
        return Line(
            self.unit,
            sum(known) if known else None,
            sum(one.of_people for one in self.lines),
            sum(one.registered for one in self.lines),
            sum(one.minutes for one in self.lines),
            sum(one.stars for one in self.lines),
        )
