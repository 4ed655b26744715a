"""What a figure is: ours and its limit, measured in turn in the same run, and how far apart."""

import statistics
from dataclasses import dataclass
from enum import Enum


class Size(Enum):
    """How much is measured: all of it, in some minutes, or just that it runs."""

    FULL = "full"
    QUICK = "quick"
    TINY = "tiny"

    @property
    def rounds(self) -> int:
        """Return how often ours and the limit take turns; a median needs five."""
        return 1 if self is Size.TINY else 5


@dataclass(frozen=True, slots=True)
class Goal:
    """What the ratio of ours to the limit shall be: at least, or at most."""

    at_least: float | None = None
    at_most: float | None = None

    def met(self, ratio: float) -> bool:
        """Tell whether a ratio reaches the goal."""
        low = self.at_least is None or ratio >= self.at_least
        return low and (self.at_most is None or ratio <= self.at_most)

    def __str__(self) -> str:
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return f"<= {self.at_most:g}" if self.at_most is not None else ""


# A figure that is told without being held to anything.
NO_GOAL = Goal()


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: pairs of (ours, limit), one for each round."""

    name: str
    unit: str
    pairs: list[tuple[float, float]]
    goal: Goal = NO_GOAL

    @property
    def value(self) -> float:
        """Return the median of ours."""
        return statistics.median(ours for ours, _ in self.pairs)

    @property
    def limit(self) -> float:
        """Return the median of the limit."""
        return statistics.median(limit for _, limit in self.pairs)

    @property
    def ratio(self) -> float:
        """Return the median of each round's own ratio: what slows the machine slows both."""
        return statistics.median(ours / limit for ours, limit in self.pairs)

    @property
    def met(self) -> bool:
        """Tell whether the goal is reached."""
        return self.goal.met(self.ratio)

    def as_result(self) -> dict[str, object]:
        """Return what `results.json` holds under the name."""
        return {
            "value": round(self.value, 3),
            "limit": round(self.limit, 3),
            "ratio": round(self.ratio, 3),
            "unit": self.unit,
            "rounds": len(self.pairs),
        }
