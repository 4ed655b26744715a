"""A code to show to a clerk or a merchant: large, and typed below for a scanner that fails."""

from collections.abc import Sequence

from documents.qr import qr_rows, qr_svg
from documents.typesetting import draw_png

_CODE_UNITS = 676
_GROUP = 4  # four characters are read out and typed in one breath


def code_picture(
    qr_text: str, typed_code: str, caption_lines: Sequence[str], *, title: str = ""
) -> bytes:
    """Return a PNG, 800 pixels wide and as high as its lines: title, QR, typed code, captions.

    The typed code is set in groups of four with gaps that are not part of it. An empty title,
    typed code or caption leaves no hole. The first caption is the one to be seen, the others are
    small print.
    """
    modules = len(qr_rows(qr_text))
    return draw_png(
        "code_picture.typ",
        {
            "title": title,
            "groups": [typed_code[n : n + _GROUP] for n in range(0, len(typed_code), _GROUP)],
            "captions": [line for line in caption_lines if line.strip()],
            "qr_side": max(1, _CODE_UNITS // modules) * modules,
        },
        {"qr": qr_svg(qr_text)},
    )
