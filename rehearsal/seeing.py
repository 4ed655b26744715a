"""Reads QR codes from pictures with a real decoder, so that an unreadable code is found here."""

import io

import zxingcpp
from PIL import Image

_LONGEST_SIDE = 2400
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def texts_in(picture: bytes) -> list[str]:
    """Return the text of every QR code in a picture, empty when it holds none or is no picture."""
    try:
        with Image.open(io.BytesIO(picture), formats=["PNG", "JPEG", "WEBP"]) as opened:
            opened.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            seen = opened.convert("L")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return []
    found = zxingcpp.read_barcodes(seen, formats=_QR)
    return [one.text for one in found]
