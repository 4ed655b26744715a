"""Typst for the whole floor: one font, one way in for facts, nothing from the machine around.

Every picture and page is drawn from a template in `documents/templates` and facts that arrive as
JSON, so that a name is never read as markup. The font is Noto Sans CJK from the package
manimgx-fonts-cjk, beside the DejaVu Sans Mono inside Typst; fonts of the system are ignored, so a
card looks the same everywhere.
"""

import json
import re
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, Literal

import manimgx_fonts_cjk
import typst

TEMPLATES = Path(__file__).parent / "templates"
_FONT = Path(manimgx_fonts_cjk.__file__).with_name("NotoSansCJK-VF.otf.ttc")
_FAMILY = "Noto Sans CJK SC"

_MOST_CHARACTERS = 300
"""Of one string; nothing that belongs on a picture is longer, and what is too long is cut with …"""

# Latin of Europe, Turkey and phonetics, and Cyrillic (Łukasz, Şahin, Əli, Чёрный): Noto Sans CJK
# has little of it; DejaVu Sans Mono, the second font of every template, has these whole.
_OF_THE_SECOND_FONT = frozenset(
    chr(code)
    for first, last in (
        (0x100, 0x1C3),
        (0x1CD, 0x1E3),
        (0x1F8, 0x221),
        (0x250, 0x2AF),
        (0x400, 0x45F),
    )
    for code in range(first, last + 1)
)

MISSING = "〓"
"""What printers in East Asia set for a character that their cases do not hold."""

_MOST_MARKS = 2
"""Accents on one letter; Vietnamese needs two, sixty would paint over the line above."""

# Chinese may be broken anywhere; these are letters and figures of other scripts.
_ENDLESS_WORD = re.compile(r"[^\s\-\u2e80-\U000fffff]{25,}")


def draw_png(
    template: str, facts: Mapping[str, object], drawings: Mapping[str, str] | None = None
) -> bytes:
    """Return the one page of `template` as PNG, one pixel per unit of the template.

    Every string in `facts` is made `printable`; `drawings` are SVG texts of our own. May be called
    from several threads at once; Typst lets go of the interpreter lock while it works.
    """
    picture = _compiled("png", template, facts, drawings or {}, 1.0)
    assert isinstance(picture, bytes)  # noqa: S101 - templates for pictures have one page
    return picture


def draw_pdf(
    template: str,
    facts: Mapping[str, object],
    drawings: Mapping[str, str] | None = None,
    *,
    points_per_unit: float,
) -> bytes:
    """Return `template` as PDF whose every unit is `points_per_unit` typographic points."""
    return _compiled("pdf", template, facts, drawings or {}, points_per_unit)


def _compiled(
    kind: Literal["png", "pdf"],
    template: str,
    facts: Mapping[str, object],
    drawings: Mapping[str, str],
    points_per_unit: float,
) -> bytes:
    return typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        format=kind,
        ppi=72,
        timestamp=0,
        sys_inputs={
            "facts": json.dumps(_all_printable(facts)),
            "unit": repr(points_per_unit),
            **drawings,
        },
    )


def _all_printable(value: object) -> object:
    match value:
        case str():
            return _shortened(printable(value))
        case Mapping():
            return {key: _all_printable(inner) for key, inner in value.items()}
        case Sequence():
            return [_all_printable(inner) for inner in value]
    return value


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"


def printable(text: str) -> str:
    """Return `text` with nothing in it that the font cannot draw, in one line.

    Emoji, controls and direction marks go without a trace. A letter that the font lacks becomes
    `MISSING`, because a name with a hole in it is somebody else's name.
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(character)
        if kind[0] == "Z" or character in "\t\n\r":
            kept.append(" ")
        elif kind[0] == "M":
            marks += 1
            if marks <= _MOST_MARKS and kept and _has_glyph(character):
                kept.append(character)
            continue
        elif kind[0] == "C":
            continue
        elif _has_glyph(character):
            kept.append(character)
        elif kind[0] == "L":
            kept.append(MISSING)
        marks = 0
    return _breakable(" ".join("".join(kept).split()))


def _breakable(text: str) -> str:
    """Let a line end inside a word that is longer than any word: a stranger's fifty Ws."""
    return _ENDLESS_WORD.sub(lambda word: "\u200b".join(re.findall(".{1,12}", word[0])), text)


def _has_glyph(character: str) -> bool:
    if character in _OF_THE_SECOND_FONT:
        return True
    starts, ends = _glyph_ranges()
    place = bisect_right(starts, ord(character)) - 1
    return place >= 0 and ord(character) <= ends[place]


@cache
def _fonts() -> typst.Fonts:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[_FONT.parent]
    )
    if _FAMILY not in fonts.families():
        raise RuntimeError(f"{_FONT} holds no {_FAMILY}; is manimgx-fonts-cjk installed whole?")
    return fonts


@cache
def _glyph_ranges() -> tuple[list[int], list[int]]:
    """Return first and last code points of the runs that the font draws.

    Read from the font's own `cmap` table, format 12, as in ISO/IEC 14496-22 §5.2.1.
    """
    with _FONT.open("rb") as font:
        tag, _, count = struct.unpack(">4sII", font.read(12))
        if tag != b"ttcf":
            raise RuntimeError(f"{_FONT} is not a collection of fonts")
        # All faces of the collection draw the same characters, each in its country's form.
        offset = struct.unpack(f">{count}I", font.read(4 * count))[0]
        cmap = _table(font, offset, b"cmap")
        font.seek(cmap)
        _, subtables = struct.unpack(">HH", font.read(4))
        for _ in range(subtables):
            platform, encoding, place = struct.unpack(">HHI", font.read(8))
            if (platform, encoding) == (3, 10):  # Unicode, beyond the first 65 536 too
                font.seek(cmap + place)
                kind, _, _, _, groups = struct.unpack(">HHIII", font.read(16))
                if kind == 12:
                    runs = list(struct.iter_unpack(">III", font.read(12 * groups)))
                    return [run[0] for run in runs], [run[1] for run in runs]
    raise RuntimeError(f"{_FONT} does not say which characters it draws")


def _table(font: BinaryIO, offset: int, wanted: bytes) -> int:
    font.seek(offset)
    _, count = struct.unpack(">4sH6x", font.read(12))
    for tag, _, place, _ in struct.iter_unpack(">4sIII", font.read(16 * count)):
        if tag == wanted:
            return int(place)
    raise RuntimeError(f"{_FONT} has no {wanted.decode()} table")
