"""The child process that opens pictures from strangers, so that the bot never does.

`documents/reading.py` runs this file by its path under `python -I`, with an empty environment: it
must import nothing of this house, it holds no secret, and what a hostile picture breaks here is
only this process. It reads frames (four bytes of length, big-endian, then the picture) from
standard input and answers each with a frame of JSON, {"text": …} or {"reason": …}, until the
input ends.
"""

import io
import json
import math
import os
import resource
import struct
import sys
import warnings
from typing import BinaryIO

import zxingcpp
from PIL import Image
from PIL.ImageFile import ImageFile

LENGTH = struct.Struct(">I")

LONGEST_SIDE = 1600
"""Pixels to which a picture is brought down before a code is looked for; noise of 12 Mpx costs
zxing-cpp 1.3 s, at this size 0.03 s, and a code that fills a tenth of the width is still read."""

MOST_PIXELS = 10_000_000
"""A picture that must be unpacked whole: 40 MB as RGBA, twice that while it is converted."""

MOST_PIXELS_SCALED = 64_000_000
"""A baseline JPEG is unpacked at a half, a quarter or an eighth. The cameras of common phones make
12 to 50 Mpx, and a clerk may send such a photo as a file."""


def main(memory_bytes: int, cpu_seconds: int) -> None:
    """Answer pictures until standard input ends, within `memory_bytes` of address space."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(5)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_SCALED
    # Pillow only warns up to twice the limit. Its other warnings (odd EXIF, odd palettes) are
    # about pictures that read well enough.
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    pictures = sys.stdin.buffer
    # What a library prints must not end up between two frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    while picture := _frame(pictures):
        _allow_more_cpu(cpu_seconds)
        answer = json.dumps(_answer(picture)).encode()
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _frame(stream: BinaryIO) -> bytes:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return b""
    return stream.read(LENGTH.unpack(head)[0])


def _allow_more_cpu(seconds: int) -> None:
    """Let the next picture use `seconds` of CPU; beyond them the kernel ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _answer(picture: bytes) -> dict[str, str]:
    try:
        texts = _texts(picture)
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"reason": "too_large"}
    except Exception:  # noqa: BLE001 - decoders raise whatever a stranger's bytes make them raise
        return {"reason": "not_a_picture"}
    if not texts:
        return {"reason": "no_code"}
    if len(texts) > 1:
        return {"reason": "many_codes"}
    return {"text": texts.pop()}


def _texts(picture: bytes) -> set[str]:
    """Return the different texts of the QR codes in `picture`."""
    with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG", "WEBP")) as image:
        # A progressive JPEG keeps all its coefficients, so it is not cheaper for being scaled.
        scales = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
        if image.width * image.height > MOST_PIXELS and not scales:
            raise Image.DecompressionBombError(image.size)
        grey = _brought_down(image)
    codes = zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return {code.text for code in codes if code.text}


def _brought_down(image: ImageFile) -> Image.Image:
    """Return `image` in grey on white, at most `LONGEST_SIDE` pixels long."""
    shrink = min(1.0, LONGEST_SIDE / max(image.size))
    size = (max(1, round(image.width * shrink)), max(1, round(image.height * shrink)))
    image.draft("L", size)  # only JPEG listens
    if image.has_transparency_data:
        # A sticker may be black modules on nothing.
        sticker = image.convert("RGBA").resize(size, Image.Resampling.BILINEAR, reducing_gap=2)
        paper = Image.new("RGBA", size, "white")
        return Image.alpha_composite(paper, sticker).convert("L")
    grey = image.convert("L")
    return grey.resize(size, Image.Resampling.BILINEAR, reducing_gap=2)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
