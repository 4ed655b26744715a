"""When a station is open: weekly hours, and days that are an exception.

Kept as one mapping: "0" to "6" (Monday first) hold the weekly hours, an ISO date holds a day's own,
empty for closed. A mapping without weekly hours means that no hours are fixed: open at all times.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from domain.typed_day import SAID_DAY, in_figures, in_years, on_24_hours

Spans = list[list[str]]
Opening = Mapping[str, Sequence[Sequence[str]]]

_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_DAYS |= {name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_DAY = r"(?:周|星期|礼拜)?([一二三四五六日天]|mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_DAY_RANGE = re.compile(rf"{_DAY}(?:\s*(?:至|到|-|~)\s*{_DAY})?")
_TIME = r"(2[0-4]|[01]?\d)(?:[:.点时]([0-5]\d)?分?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|到|至|~)\s*{_TIME}")
_EVERY_DAY = re.compile(r"每天|每日|天天|daily|every ?day")
_CLOSED = re.compile(r"休息|关门|不开|放假|休|closed")
_MOST_TYPED = 200
_MOST_SPANS = 4


def spans_on(opening: Opening | None, day: date) -> Sequence[Sequence[str]]:
    """Return the hours of a day; none when it is closed or no hours are fixed."""
    table = opening or {}
    own = table.get(day.isoformat())
    return own if own is not None else table.get(str(day.weekday()), [])


def is_open_on(opening: Opening | None, day: date) -> bool:
    """Tell whether the station is open on a day at all."""
    own = (opening or {}).get(day.isoformat())
    if own is not None:
        return bool(own)
    return not weekly(opening) or bool(spans_on(opening, day))


def weekly(opening: Opening | None) -> dict[str, Sequence[Sequence[str]]]:
    """Return the weekly hours alone."""
    return {day: spans for day, spans in (opening or {}).items() if len(day) == 1}


def exceptions(opening: Opening | None, since: date) -> dict[str, Sequence[Sequence[str]]]:
    """Return the days with hours of their own from a day on, the nearest first."""
    first = since.isoformat()
    days = {day: spans for day, spans in (opening or {}).items() if len(day) > 1 and day >= first}
    return dict(sorted(days.items()))


def coded(opening: Opening | None) -> str:
    """Return the weekly hours as "0 09:00-18:00; 5 …", which a door turns into words."""
    return "; ".join(
        f"{day} " + ",".join("-".join(span) for span in spans)
        for day, spans in sorted(weekly(opening).items())
    )


def decoded(text: str) -> dict[str, Spans]:
    """Return hours out of "0 09:00-18:00; 2026-10-01 ": what `coded` and a history line hold."""
    found: dict[str, Spans] = {}
    for part in text.split("; "):
        day, _, spans = part.partition(" ")
        if day:
            found[day] = [span.split("-") for span in spans.split(",") if span]
    return found


def read_weekly(typed: str) -> dict[str, Spans] | None:
    """Return weekly hours typed as 「周一至周五 9:00-12:00 14:00-18:00；周六 10-16」, or None."""
    found: dict[str, Spans] = {}
    for part in _parts(typed):
        if every := _EVERY_DAY.match(part):
            days, rest = list(range(7)), part[every.end() :]
        else:
            days, rest = _days(part)
        spans = _spans(rest)
        if not days or not spans or any(str(day) in found for day in days):
            return None
        found |= {str(day): spans for day in days}
    return found or None


def read_exception(typed: str, today: date) -> tuple[date, Spans] | None:
    """Read one typed day such as 「10月1日 休息」 or 「2026-10-02 10:00-16:00」, or None.

    A day without a year is the next one of that name, today included.
    """
    (part, *more) = _parts(typed) or [""]
    part = in_figures(part)
    said = SAID_DAY.match(part)
    if more or said is None:
        return None
    day = in_years(said, (today.year, today.year + 1), earliest=today)
    rest = part[said.end() :].strip()
    if day is None or day < today or day > today + timedelta(days=366):
        return None
    if _CLOSED.fullmatch(rest):
        return day, []
    spans = _spans(rest)
    return (day, spans) if spans else None


def _parts(typed: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", typed[:_MOST_TYPED]).lower()
    plain = on_24_hours(re.sub(r"[–—−]", "-", plain))
    return [part.strip() for part in re.split(r"[;,;\n,、。]", plain) if part.strip()]


def _days(part: str) -> tuple[list[int], str]:
    said = _DAY_RANGE.match(part)
    if said is None:
        return [], part
    first = _DAYS[said[1]]
    last = _DAYS[said[2]] if said[2] else first
    return list(range(first, last + 1)), part[said.end() :]


def _spans(text: str) -> Spans:
    """Return hours in order, none touching; nothing when anything else stands there."""
    spans: Spans = []
    for said in _SPAN.finditer(text):
        begin, end = _clock(said[1], said[2]), _clock(said[3], said[4])
        if begin >= end or (spans and begin <= spans[-1][1]):
            return []
        spans.append([begin, end])
    rest = _SPAN.sub("", text)
    return spans if len(spans) <= _MOST_SPANS and not rest.strip() else []


def _clock(hour: str, minute: str | None) -> str:
    # 24:00 is the day's end, and nothing lies beyond it.
    return "24:00" if int(hour) == 24 else f"{int(hour):02d}:{int(minute or 0):02d}"
