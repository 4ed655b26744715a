"""What happens to a picture between a screen and a reader: blur, turning, distance, JPEG."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager

import zxingcpp
from PIL import Image, ImageFilter

# The longest side of a photo that Telegram shows; it sends them on as JPEG of about this quality.
TELEGRAM_SIDE = 1280
TELEGRAM_QUALITY = 80


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def codes_in(picture: Image.Image | bytes) -> list[str]:
    image = opened(picture) if isinstance(picture, bytes) else picture
    found = zxingcpp.read_barcodes(image, text_mode=zxingcpp.TextMode.Plain)
    return [code.text for code in found]


def recompressed(image: Image.Image, quality: int = TELEGRAM_QUALITY) -> Image.Image:
    """Return the picture as Telegram hands it on: at most 1280 pixels, JPEG."""
    image = image.copy()
    image.thumbnail((TELEGRAM_SIDE, TELEGRAM_SIDE))
    stream = io.BytesIO()
    image.convert("RGB").save(stream, "JPEG", quality=quality)
    return opened(stream.getvalue())


def blurred(image: Image.Image, radius: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius))


def turned(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def slanted(image: Image.Image) -> Image.Image:
    width, height = image.size
    corners = (-20, -10, 10, height + 30, width + 40, height + 5, width - 5, -30)
    return image.transform(
        image.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor="white"
    )


def shrunk(image: Image.Image, width: int) -> Image.Image:
    height = round(image.height * width / image.width)
    return image.resize((width, height), Image.Resampling.BILINEAR)


def png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@contextmanager
def timed(what: str, times: int, *, at_most: float) -> Iterator[None]:
    """Print how long each of `times` took; fail only beyond a bound that no busy machine excuses.

    `at_most` is in seconds.
    """
    started = time.perf_counter()
    yield
    each = (time.perf_counter() - started) / times
    print(f"{what}: {each * 1000:.2f} ms")  # noqa: T201 - shown by pytest -s
    assert each < at_most
