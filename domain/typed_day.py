"""A day as people type it: 11-20, 11月20日, 2026-11-20; one without a year is the last such day."""

import re
import unicodedata
from datetime import date

_DAY = re.compile(
    r"(?:(?P<year>20[0-9]{2})\s*[-./年]\s*)?"
    r"(?P<month>0?[1-9]|1[0-2])\s*[-./月]\s*(?P<day>0?[1-9]|[12][0-9]|3[01])\s*[日号]?"
)


def read_day(typed: str, today: date) -> date | None:
    """Return the day that was typed, never one after today for want of a year; None is no day."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", typed[:30]).strip())
    if found is None:
        return None
    month, day = int(found["month"]), int(found["day"])
    # Of 29 February the last one is up to eight years back.
    years = [int(found["year"])] if found["year"] else range(today.year, today.year - 9, -1)
    for year in years:
        try:
            read = date(year, month, day)
        except ValueError:
            continue
        if found["year"] or read <= today:
            return read
    return None
