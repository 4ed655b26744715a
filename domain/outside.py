"""Hours that were served elsewhere, as their volunteer says: how many, and from when to when."""

import re
import unicodedata
from datetime import date

from domain.qualifications import read_last_day

_HOURS = re.compile(
    r"(?P<hours>[0-9]{1,5})(?:\s*(?:小时|h|hours?)\s*(?:(?P<minutes>[0-5]?[0-9])\s*(?:分钟?|min|m)?)?"
    r"|\.(?P<tenth>[0-9]{1,2})\s*(?:小时|h|hours?)?)?"
)
_BETWEEN = re.compile(r"\s*(?:至|到|~|～|—|\bto\b|\s-\s|\s)\s*")


def read_minutes(typed: str) -> int | None:
    """Return how many minutes were typed: 36, 36.5, 36 小时 30 分, 36 h 30; None is no number."""
    found = _HOURS.fullmatch(unicodedata.normalize("NFKC", typed[:40]).strip().lower())
    if found is None:
        return None
    minutes = int(found["hours"]) * 60 + int(found["minutes"] or 0)
    if found["tenth"]:
        minutes += int(found["tenth"].ljust(2, "0")) * 60 // 100
    return minutes or None


def read_period(typed: str) -> tuple[date, date] | None:
    """Return the first and the last day that were typed, each with its year."""
    parts = [part for part in _BETWEEN.split(typed[:60].strip()) if part]
    days = [read_last_day(part) for part in parts]
    if len(days) != 2 or days[0] is None or days[1] is None:
        return None
    return days[0], days[1]


def fits(minutes: int, first_on: date, last_on: date, today: date, day_minutes: int) -> bool:
    """Tell whether so much can be served in the days of a period that is over or ends today."""
    days = (last_on - first_on).days + 1
    return days > 0 and last_on <= today and 0 < minutes <= days * day_minutes
