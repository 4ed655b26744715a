"""QR codes for screens, chats and paper: error correction M, quiet zone of four modules.

The tokens of this house are 22–64 characters of base64url, most of them inside a t.me address;
with correction level M that is version 3–6, small enough for a cheap phone's camera.
"""

import struct
import zlib
from functools import lru_cache

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET_ZONE = 4
"""White modules on every side; ISO/IEC 18004 asks for four."""

# Trying all eight masks takes 6.5 of 7.6 ms and gained nothing: over 400 blurred, shrunk, turned,
# slanted and badly compressed pictures per mask zxing-cpp read 56 % with this one and 55 % with
# the chosen ones. Of the eight this one repeats every three modules both ways, and data codewords
# are two modules wide and four high, so that repeated bytes cannot cancel it into one dark blob.
_MASK = 3


def qr_png(text: str, *, scale: int = 12) -> bytes:
    """Return a black-on-white PNG of `text`, each module `scale` pixels wide, quiet zone included.

    Raises ValueError for an empty text, one over 2331 bytes, or a scale below one.
    """
    if scale < 1:
        raise ValueError("a module is at least one pixel wide")
    rows = qr_rows(text)
    side = len(rows) * scale
    padding = -side % 8
    lines = bytearray()
    for row in rows:
        bits = format(row, f"0{len(rows)}b").translate({48: "1" * scale, 49: "0" * scale})
        # Each line of a PNG starts with its filter: 0, none.
        line = b"\0" + (int(bits, 2) << padding).to_bytes((side + padding) // 8, "big")
        lines += line * scale
    one_bit_greyscale = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", one_bit_greyscale),
            _chunk(b"IDAT", zlib.compress(bytes(lines))),
            _chunk(b"IEND", b""),
        )
    )


def qr_svg(text: str) -> str:
    """Return an SVG of `text`, one unit per module, quiet zone included.

    It has no size of its own and no style attribute, so that a page under a strict
    Content-Security-Policy can put it in place and size it. Raises ValueError as `qr_png` does.
    """
    rows = qr_rows(text)
    side = len(rows)
    path = []
    for y, row in enumerate(rows):
        x = 0
        for run in _runs(format(row, f"0{side}b")):
            if run[0] == "1":
                path.append(f"M{x} {y}h{len(run)}v1h-{len(run)}z")
            x += len(run)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path fill="#000" d="{"".join(path)}"/></svg>'
    )


# A station's displays ask for the code of the same slot again and again; drawing takes 2 ms, the
# modules 1.5 of them.
@lru_cache(maxsize=128)
def qr_rows(text: str) -> tuple[int, ...]:
    """Return the square of modules, one integer per row, highest bit left, one meaning dark."""
    if not text:
        raise ValueError("an empty text makes no code")
    if len(text.encode()) > 2331:
        raise ValueError("a code of correction level M holds 2331 bytes")
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=_MASK)
    code.add_data(text, optimize=0)
    code.make()
    return tuple(int("".join("1" if dark else "0" for dark in row), 2) for row in code.get_matrix())


def _runs(bits: str) -> list[str]:
    return bits.replace("01", "0 1").replace("10", "1 0").split(" ")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
