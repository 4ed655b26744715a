"""Civil months written as "2026-11": the last ones, and the days between which one lies."""

import re
from datetime import date, timedelta

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def month_of(day: date) -> str:
    """Return the month of a day."""
    return f"{day:%Y-%m}"


def is_month(text: str) -> bool:
    """Tell whether a text is a month of this century."""
    return _MONTH.fullmatch(text) is not None


def bounds_of(month: str) -> tuple[date, date]:
    """Return the first day of a month and the first day after it."""
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=31)).replace(day=1)
    return first, after


def last_months(today: date, count: int) -> list[str]:
    """Return the last `count` months, the running one last."""
    months: list[str] = []
    day = today.replace(day=1)
    for _ in range(count):
        months.append(month_of(day))
        day = (day - timedelta(days=1)).replace(day=1)
    return months[::-1]
