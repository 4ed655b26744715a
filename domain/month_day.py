"""A day that returns every year, such as 20 March."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A month and a day that exist in every year: 29 February does not."""

    month: int
    day: int

    def __post_init__(self) -> None:
        date(2001, self.month, self.day)  # an ordinary year; raises ValueError otherwise

    @classmethod
    def parse(cls, text: str) -> "MonthDay":
        """Return the day written as "03-20"; anything else raises ValueError."""
        found = re.fullmatch(r"([0-9]{2})-([0-9]{2})", text)
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    def in_year(self, year: int) -> date:
        """Return this day of that year."""
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"
