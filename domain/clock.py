"""The one clock: doors ask it once per event, everything below is told `now`."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the instant; the stage gives one that can be moved."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
