"""A station in words: its hours, its card and history, as officers and as everybody see it."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain import opening
from domain.coverage import DayDuty
from locales.words import Speaker

Spans = Sequence[Sequence[str]]


def hours(words: Speaker, table: Mapping[str, Spans]) -> str:
    """Return weekly hours and the coming days of their own: 周一至周五 09:00-18:00."""
    return words.label("semicolon").join(hours_lines(words, table))


def hours_lines(words: Speaker, table: Mapping[str, Spans]) -> list[str]:
    """Return the same line by line."""
    weekly = opening.weekly(table)
    lines = [
        f"{_days(words, first, last)} {_spans(words, spans)}"
        for first, last, spans in _runs(weekly)
    ]
    if not lines:
        lines = [words.label("station-no-hours")]
    today = words.now.astimezone(words.zone).date()
    for day, spans in opening.exceptions(table, today).items():
        said = words.day(date.fromisoformat(day))
        lines.append(f"{said} {_spans(words, spans)}")
    return lines


def _runs(weekly: Mapping[str, Spans]) -> list[tuple[int, int, Spans]]:
    runs: list[tuple[int, int, Spans]] = []
    for day in sorted(int(key) for key in weekly):
        spans = weekly[str(day)]
        if runs and runs[-1][1] == day - 1 and list(runs[-1][2]) == list(spans):
            runs[-1] = (runs[-1][0], day, spans)
        else:
            runs.append((day, day, spans))
    return runs


def _days(words: Speaker, first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return words.label("station-every-day")
    if first == last:
        return words.label(f"weekday-{first}")
    return words.label(
        "station-day-range",
        first=words.label(f"weekday-{first}"),
        last=words.label(f"weekday-{last}"),
    )


def _spans(words: Speaker, spans: Spans) -> str:
    if not spans:
        return words.label("station-day-off")
    return " ".join("-".join(span) for span in spans)


def duty(words: Speaker, found: DayDuty) -> str:
    """Return how a day stands: 3 小时 10 分，还差 1 小时 50 分."""
    if not found.is_open and not found.covered_minutes:
        return words.label("station-duty-closed")
    if found.missing_minutes:
        return words.label(
            "station-duty-short",
            covered_minutes=found.covered_minutes,
            missing_minutes=found.missing_minutes,
        )
    if not found.asked_minutes:
        # Where no document asks for hours, none are enough.
        return words.label("station-duty-free", covered_minutes=found.covered_minutes)
    return words.label("station-duty-enough", covered_minutes=found.covered_minutes)


def change(words: Speaker, field: str, was: str, became: str) -> tuple[str, str]:
    """Return what a line of the card said and says, as it is put in the history."""
    if field == "day":
        return _own_days(words, opening.decoded(was), opening.decoded(became))
    return _told(words, field, was), _told(words, field, became)


def _told(words: Speaker, field: str, text: str) -> str:
    if field == "closed":
        return words.label("station-state", state="closed" if text else "open")
    if not text:
        return words.label("none")
    if field == "opening":
        return hours(words, opening.weekly(opening.decoded(text)))
    if field == "radius":
        return words.label("station-within", metres=int(text))
    if field == "kind":
        return words.label(f"station-kind-{text}")
    if field == "item":
        return words.label(f"station-item-{text}")
    if field == "mark":
        return words.label(f"station-mark-{text}")
    return words.label("comma").join(text.split("\n"))


def _own_days(
    words: Speaker, was: Mapping[str, Spans], became: Mapping[str, Spans]
) -> tuple[str, str]:
    """Return the one day that was told anew, before and after."""
    day = next((day for day in became if len(day) > 1 and was.get(day) != became[day]), "")
    if not day:
        return words.label("none"), words.label("none")
    usual = was.get(day, was.get(str(date.fromisoformat(day).weekday()), []))
    said = words.day(date.fromisoformat(day))
    return _spans(words, usual), f"{said} {_spans(words, became[day])}"


def poster_words(words: Speaker) -> dict[str, str]:
    """Return what the poster says around the facts."""
    return {
        "title": words.label("poster-title"),
        "hours_label": words.label("poster-hours"),
        "services_label": words.label("poster-services"),
        "workflow_label": words.label("poster-workflow"),
        "contact_person_label": words.label("poster-contact-person"),
        "contact_way_label": words.label("poster-contact-way"),
        "scan_hint": words.label("poster-scan-hint"),
        "small_print": words.label("poster-small-print"),
    }
