"""What goes wrong, and how often: drawn once per seed, so that some runs are calm and some are not.

Every decision of a run comes out of one lot. In a run most kinds of faults are off; those that are
on strike often enough to meet each other.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

# A process dies at most so often in a run; each death costs a start.
_MOST_DEATHS = 4
_RATES = (0.02, 0.06, 0.2)

ON_COMMIT = ("dies before the commit", "dies after the commit", "database busy", "commit unsure")
ON_THE_LINE = (
    "dies before sending", "dies after sending", "line down", "answer lost", "500", "502 page",
    "403 page", "429",
)  # fmt: skip
ON_UPDATES = ("update repeated", "updates reordered", "confirmation lost")
ON_PAGES = ("page's answer lost", "page asks twice")
ON_THE_CLOCK = ("clock set forward", "clock set back")
KINDS = (*ON_COMMIT, *ON_THE_LINE, *ON_UPDATES, *ON_PAGES, *ON_THE_CLOCK)

_PAUSES = (0.0, 0.0, 0.001, 0.02, 0.4)


@dataclass
class Fate:
    """The lot of one run."""

    lot: Random
    rates: dict[str, float] = field(default_factory=dict)
    struck: Counter[str] = field(default_factory=Counter)
    # While the city is founded and when everything comes to an end nothing goes wrong.
    calm: bool = True
    tells: Callable[[str], None] = field(default=lambda _line: None)

    @classmethod
    def of(cls, seed: int) -> "Fate":
        """Return the fate of a seed."""
        lot = Random(seed)  # noqa: S311 - it must be the same lot each time
        share = lot.choice((0.15, 0.35, 0.6))
        rates = {kind: lot.choice(_RATES) for kind in KINDS if lot.random() < share}
        return cls(lot, rates)

    def strikes(self, kind: str) -> bool:
        """Tell whether it goes wrong in this way now, and count it if so."""
        rate = self.rates.get(kind)
        if self.calm or rate is None or self.lot.random() >= rate:
            return False
        if kind.startswith("dies") and self.deaths >= _MOST_DEATHS:
            return False
        self.struck[kind] += 1
        self.tells(f"! {kind}")
        return True

    def one_of(self, kinds: tuple[str, ...]) -> str:
        """Return which of these goes wrong now, or nothing."""
        return next((kind for kind in kinds if self.strikes(kind)), "")

    @property
    def deaths(self) -> int:
        """Return how often the process has died in this run."""
        return sum(count for kind, count in self.struck.items() if kind.startswith("dies"))

    def choice(self, of: Any) -> Any:
        """Return one of a sequence."""
        return self.lot.choice(of)

    async def pause(self) -> None:
        """Let others come first for a moment."""
        await asyncio.sleep(0.0 if self.calm else self.lot.choice(_PAUSES))
