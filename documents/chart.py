"""The last months of someone's service hours as a picture."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from documents.typesetting import draw_png


@dataclass(frozen=True, slots=True)
class MonthHours:
    """One bar. `label` is the month; `year_label` stands below it where a year begins, else ""."""

    label: str
    service_minutes: int
    year_label: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One sum above the bars, already in words: 累计 · 96 小时 40 分."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What the chart says around its figures; the last two when there is nothing to show yet."""

    title: str
    unit: str
    empty_title: str
    empty_hint: str


def hours_chart(
    months: Sequence[MonthHours], figures: Sequence[Figure], words: ChartWords
) -> bytes:
    """Return a PNG of 960 × 720 pixels: up to three sums, and a bar for each month, oldest first.

    The last month is the running one and stands out. Without a single minute it shows
    `empty_title` and `empty_hint` instead of bars.
    """
    most = max((month.service_minutes for month in months), default=0)
    # Three minutes are not a tower: the scale ends at an hour or above.
    scale = max(most, 60)
    return draw_png(
        "chart.typ",
        {
            "months": [
                {
                    "label": month.label,
                    "year_label": month.year_label,
                    "value": _hours(month.service_minutes),
                    "share": max(0, month.service_minutes) / scale,
                }
                for month in months
            ],
            "figures": [asdict(figure) for figure in figures[:3]],
            "empty": most <= 0,
            "words": asdict(words),
        },
    )


def _hours(minutes: int) -> str:
    """Return hours as a bar has room for them, rounded down: a picture promises no minute more."""
    if minutes <= 0:
        return ""
    whole, rest = divmod(minutes, 60)
    tenths = rest // 6
    return f"{whole}.{tenths}" if whole < 10 and tenths else str(whole) if whole else "<0.1"
