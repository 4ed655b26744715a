"""Until when a qualification counts, and on which days its holder is told (PU9-T27b).

`expires_on` is the last day on which it counts, as the paper says; None is for good.
"""

from datetime import date
from typing import Literal

from domain.typed_day import whole_day


def counts(expires_on: date | None, today: date) -> bool:
    """Tell whether a checked qualification counts today: its last day is a day on which it does."""
    return expires_on is None or today <= expires_on


def warning(expires_on: date, today: date, warn_days: int) -> Literal["soon", "over"] | None:
    """Return what its holder is told today: that it ends soon, that it ends, or nothing.

    Whoever could not be told on a day is told later, unless it is long past.
    """
    left = (expires_on - today).days
    if 0 < left <= warn_days:
        return "soon"
    return "over" if -warn_days <= left <= 0 else None


def read_last_day(typed: str) -> date | None:
    """Return the day that was typed with its year: 2028-05-31, 2028年5月31日, 20280531."""
    found = whole_day(typed)
    try:
        return date(*found) if found else None
    except ValueError:
        return None
