"""The poster of a station, A3: name, code, hours, and the four texts of PU9-T11d."""

from dataclasses import asdict, dataclass

from documents.qr import qr_rows, qr_svg
from documents.typesetting import draw_pdf, draw_png

_WIDTH_UNITS = 1188
_WIDTH_POINTS = 297 / 25.4 * 72  # ISO 216 A3
_CODE_UNITS = 362
_MOST_LINES = 7


@dataclass(frozen=True, slots=True)
class PosterFacts:
    """What is printed about one station; texts may have several lines."""

    city_name: str
    station_name: str
    place: str
    hours: str
    workflow: str
    services: str
    contact_person: str
    contact_way: str
    qr_text: str


@dataclass(frozen=True, slots=True)
class PosterWords:
    """What the poster says around the facts, in the language of its reader."""

    title: str
    hours_label: str
    services_label: str
    workflow_label: str
    contact_person_label: str
    contact_way_label: str
    scan_hint: str
    small_print: str


def poster_pdf(facts: PosterFacts, words: PosterWords) -> bytes:
    """Return the poster as one page of 297 × 420 mm."""
    return draw_pdf(
        "poster.typ",
        _said(facts, words),
        {"qr": qr_svg(facts.qr_text)},
        points_per_unit=_WIDTH_POINTS / _WIDTH_UNITS,
    )


def poster_png(facts: PosterFacts, words: PosterWords) -> bytes:
    """Return the same as 1188 × 1680 pixels, to look at before it is printed."""
    return draw_png("poster.typ", _said(facts, words), {"qr": qr_svg(facts.qr_text)})


def _said(facts: PosterFacts, words: PosterWords) -> dict[str, object]:
    modules = len(qr_rows(facts.qr_text))
    texts = {name: _lines(getattr(facts, name)) for name in ("services", "workflow", "hours")}
    return {
        **asdict(facts),
        **texts,
        "words": asdict(words),
        "qr_side": max(1, _CODE_UNITS // modules) * modules,
    }


def _lines(text: str) -> list[str]:
    """Return the lines of a text; what comes after the seventh stands in the same line."""
    lines = [line for line in text.split("\n") if line.strip()]
    return [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])]
