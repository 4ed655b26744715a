"""Until when a qualification counts, and on which days its holder is told (PU9-T27b).

`expires_on` is the last day on which it counts, as the paper says; None is for good.
"""

import re
import unicodedata
from datetime import date
from typing import Literal

_DAY = re.compile(
    r"(?P<year>[12][0-9]{3})\s*[-./年]?\s*(?P<month>0?[1-9]|1[0-2])\s*[-./月]?\s*"
    r"(?P<day>0?[1-9]|[12][0-9]|3[01])\s*[日号]?"
)
_DIGITS = re.compile(r"[0-9]{8}")


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
    text = unicodedata.normalize("NFKC", typed[:30]).strip()
    found = _DAY.fullmatch(text)
    if found is None or (text.isdecimal() and not _DIGITS.fullmatch(text)):
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
