"""Files made to harm whoever opens them; small on the way in, large or slow inside."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def flat_png(width: int, height: int, *, depth: int = 1, colour: int = 0, values: int = 1) -> bytes:
    """Return a PNG of one colour, true to its header, a thousandth of its size unpacked."""
    line = b"\0" * ((width * depth * values + 7) // 8 + 1)
    packer = zlib.compressobj(9)
    body = bytearray()
    for start in range(0, height, 1000):
        body += packer.compress(line * min(1000, height - start))
    return png_of(width, height, depth, colour, _chunk(b"IDAT", bytes(body) + packer.flush()))


def png_that_lies(width: int, height: int) -> bytes:
    """Return a PNG whose header claims more than it holds."""
    return png_of(width, height, 8, 2, _chunk(b"IDAT", zlib.compress(b"\0" * 100)))


def png_with_a_huge_comment() -> bytes:
    comment = zlib.compress(b"a" * 50_000_000)
    comments = b"".join(_chunk(b"zTXt", b"k%d\0\0" % n + comment) for n in range(20))
    return png_of(10, 10, 8, 0, comments + _chunk(b"IDAT", zlib.compress(b"\0" * 110)))


def png_with_a_huge_profile() -> bytes:
    profile = _chunk(b"iCCP", b"k\0\0" + zlib.compress(b"a" * 300_000_000))
    return png_of(10, 10, 8, 0, profile + _chunk(b"IDAT", zlib.compress(b"\0" * 110)))


def flat_webp(side: int) -> bytes:
    """Return a lossless WEBP of one colour: 34 bytes whatever its side, which is at most 16383."""
    bits = (side - 1) | (side - 1) << 14
    # After the sizes come five codes of one symbol each, so that no pixel costs a bit: black.
    body = b"\x2f" + struct.pack("<I", bits) + bytes.fromhex("071011fd0f4444ff03")
    chunk = b"VP8L" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def jpeg_of_many_scans(times: int = 20_000) -> bytes:
    """Return a JPEG of 10 Mpx that repaints itself `times` times, 23 bytes each."""
    picture = saved(Image.new("RGB", (3160, 3160), "gray"), "JPEG", progressive=True)
    last_scan = picture[picture.rindex(b"\xff\xda") : -2]
    return picture[:-2] + last_scan * times + b"\xff\xd9"


def png_of(width: int, height: int, depth: int, colour: int, chunks: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + chunks + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
