"""The words of the yearly table of statistics on paper."""

from dataclasses import replace
from typing import Any

from domain.statistics import Line, Table
from locales.words import ENGLISH, Speaker

_COLUMNS = (
    ("statistics-unit", 14), ("statistics-people", 6), ("statistics-registered", 6),
    ("statistics-share", 6), ("statistics-hours", 8), ("statistics-average", 8),
    ("statistics-projects", 6), ("statistics-stars", 6),
)  # fmt: skip


def statistics_table(words: Speaker, found: Table) -> dict[str, Any]:
    """Return the table in words, by the names that the drawing uses."""
    label = words.label
    rows = [_row(words, one) for one in found.lines]
    if len(found.lines) > 1:
        rows.append(_row(words, replace(found.total, unit=label("statistics-together"))))
    return {
        "title": label(
            "statistics-title", city=found.city_en if words.locale == ENGLISH else found.city
        ),
        "subtitle": label(
            "statistics-subtitle", year=str(found.year), day=found.until_on.isoformat()
        ),
        "about": [(label("statistics-by"), found.unit)],
        "columns": [label(key) for key, _ in _COLUMNS],
        "widths": [width for _, width in _COLUMNS],
        "rows": rows,
        "total": label("statistics-foot"),
        "signs": [
            label("statistics-seal"), label("statistics-head"), label("statistics-filled-by"),
            label("regform-date"),
        ],
        "page": label("certificate-page"),
    }  # fmt: skip


def _row(words: Speaker, line: Line) -> list[str]:
    average = line.average_minutes
    return [
        line.unit,
        "—" if line.people is None else str(line.people),
        str(line.registered),
        "—" if line.percent is None else f"{line.percent}%",
        words.length(line.minutes),
        "—" if average is None else words.length(average),
        # No projects are kept yet: the unit writes them in by hand.
        "—",
        str(line.stars),
    ]
