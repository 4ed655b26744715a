"""The volunteer's query card (查询卡): the official one is printed by the national system."""

from dataclasses import asdict, dataclass
from datetime import date

from documents.qr import qr_rows, qr_svg
from documents.typesetting import draw_pdf, draw_png

_WIDTH_UNITS = 1280  # the longest side that Telegram shows without shrinking
_WIDTH_POINTS = 85.6 / 25.4 * 72  # ISO/IEC 7810 ID-1
_CODE_UNITS = 540


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What is printed about one volunteer; empty unit or team means that the line is left out."""

    name: str
    number: str
    city_name: str
    unit_name: str
    team_name: str
    registered_on: date
    qr_text: str
    # The awarded star in words, empty for none: then the line is left out.
    star: str = ""


@dataclass(frozen=True, slots=True)
class CardWords:
    """What the card says around the facts, in the language of its reader."""

    title: str
    number_label: str
    unit_label: str
    team_label: str
    registered_label: str
    star_label: str
    scan_hint: str
    small_print: str


def card_png(facts: CardFacts, words: CardWords) -> bytes:
    """Return the card as 1280 × 807 pixels, which Telegram hands on without shrinking it."""
    return draw_png("card.typ", _said(facts, words), {"qr": qr_svg(facts.qr_text)})


def card_pdf(facts: CardFacts, words: CardWords) -> bytes:
    """Return the card as a page of 85.6 × 54 mm, for a card printer."""
    return draw_pdf(
        "card.typ",
        _said(facts, words),
        {"qr": qr_svg(facts.qr_text)},
        points_per_unit=_WIDTH_POINTS / _WIDTH_UNITS,
    )


def _said(facts: CardFacts, words: CardWords) -> dict[str, object]:
    modules = len(qr_rows(facts.qr_text))
    return {
        **asdict(facts),
        "registered_on": facts.registered_on.isoformat(),
        "words": asdict(words),
        # Modules of whole pixels: a picture that is not resized stays sharp.
        "qr_side": max(1, _CODE_UNITS // modules) * modules,
    }
