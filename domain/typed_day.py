"""A day as people type it: 11-20, 11月20日, 20 November, 2026-11-20; one grammar of all doors."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

_MONTH_DAY = (
    r"(?P<month>1[0-2]|0?[1-9])\s*[-./月]\s*(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])\s*[日号]?"
)
# With its year or without, also where more words follow.
SAID_DAY = re.compile(rf"(?:(?P<year>20[0-9]{{2}})\s*[-./年]\s*)?{_MONTH_DAY}")
_WHOLE = re.compile(rf"(?P<year>(?:19|2[01])[0-9]{{2}})\s*[-./年]\s*{_MONTH_DAY}")
_DIGITS = re.compile(
    r"(?P<year>(?:19|2[01])[0-9]{2})(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12][0-9]|0[1-9])"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_NTH = r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9:.])(?:st|nd|rd|th)?"
_OF_YEAR = r"(?:,?\s+(?P<year>20[0-9]{2})(?![0-9]))?"
# 20 November, 20th of Nov 2026 and Nov 20, 2026: as an English screen writes it.
_NAMED = [
    re.compile(rf"{first}\s+{then}{_OF_YEAR}", re.IGNORECASE)
    for first, then in ((rf"{_NTH}(?:\s+of)?", _MONTH), (_MONTH, _NTH))
]
_TWELVE_HOURS = re.compile(
    r"(?<![0-9:.])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5][0-9]))?\s*(?P<half>[ap])\.?m\b\.?",
    re.IGNORECASE,
)


def read_day(typed: str, today: date) -> date | None:
    """Return the day that was typed, never one after today for want of a year; None is no day."""
    found = SAID_DAY.fullmatch(in_figures(_plain(typed)))
    if found is None:
        return None
    # Of 29 February the last one is up to eight years back.
    return in_years(found, range(today.year, today.year - 9, -1), latest=today)


def in_figures(typed: str) -> str:
    """Return words that begin with a day of an English month with its figures; all else as is."""
    found = next((said for one in _NAMED if (said := one.match(typed))), None)
    if found is None:
        return typed
    month = _MONTHS.index(found["month"].lower()) + 1
    year = f"{found['year']}-" if found["year"] else ""
    return f"{year}{month}-{found['day']}{typed[found.end() :]}"


def on_24_hours(typed: str) -> str:
    """Return words with every 3:30 pm in them as 15:30."""
    return _TWELVE_HOURS.sub(_on_24_hours, typed)


def _on_24_hours(said: re.Match[str]) -> str:
    afternoon = 12 if said["half"].lower() == "p" else 0
    return f"{int(said['hour']) % 12 + afternoon}:{said['minute'] or '00'}"


def in_years(
    said: re.Match[str], years: Iterable[int], *, earliest: date = date.min, latest: date = date.max
) -> date | None:
    """Return the day that was said: of its own year, else of the first of `years` that fits."""
    month, day = int(said["month"]), int(said["day"])
    for year in [int(said["year"])] if said["year"] else years:
        try:
            read = date(year, month, day)
        except ValueError:
            continue
        if said["year"] or earliest <= read <= latest:
            return read
    return None


def whole_day(typed: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a day typed with its year; such a day need not exist."""
    plain = _plain(typed)
    found = _WHOLE.fullmatch(plain) or _DIGITS.fullmatch(plain)
    return (int(found["year"]), int(found["month"]), int(found["day"])) if found else None


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed[:30]).strip()
