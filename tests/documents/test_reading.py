"""Pictures come from strangers; whatever they are, the answer is a text or a reason."""

from collections.abc import AsyncIterator, Callable

import pytest
from PIL import Image, ImageDraw

from documents.qr import qr_png
from documents.reading import MOST_BYTES, PictureReader, PictureText, Reason, Unreadable
from tests.documents.bombs import flat_png, saved
from tests.documents.camera import blurred, opened, png, recompressed, shrunk, timed, turned

TOKEN = "https://t.me/volunteer_city_bot?start=pQ3Zt-7y_K0aBcDeFgHiJkLmNoPqRs12"
CODE = qr_png(TOKEN)


def photo(width: int = 1200, height: int = 900, *codes: str) -> Image.Image:
    """Return a table with codes lying on it, one beside the other."""
    table = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    for place, text in enumerate(codes or [TOKEN]):
        side = min(width, height) // 3
        at = (width // 8 + place % 3 * side, height // 8 + place // 3 * side)
        table.paste(opened(qr_png(text)).resize((side - 20, side - 20)), at)
    return table


def sticker() -> Image.Image:
    """Return black modules on nothing at all."""
    dark = opened(CODE).convert("L").point(lambda value: 255 - value)
    image = Image.new("RGBA", dark.size, (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), mask=dark)
    return image


PICTURES = {
    "as drawn": lambda: CODE,
    "photo": lambda: saved(photo(), "JPEG"),
    "photo of 12 Mpx sent as a file": lambda: saved(photo(4000, 3000), "JPEG"),
    "photo of 50 Mpx sent as a file": lambda: saved(photo(8160, 6120), "JPEG"),
    "progressive": lambda: saved(photo(), "JPEG", progressive=True),
    "for the press": lambda: saved(photo().convert("CMYK"), "JPEG"),
    "two pictures in one, as some phones do": lambda: saved(
        photo(), "MPO", save_all=True, append_images=[photo(300, 300)]
    ),
    "webp": lambda: saved(photo(), "WEBP"),
    "sticker": lambda: saved(sticker(), "WEBP", lossless=True),
    "transparent png": lambda: saved(sticker(), "PNG"),
    "palette": lambda: saved(photo().quantize(16), "PNG"),
    "palette with transparent entries": lambda: saved(
        photo().quantize(4), "PNG", transparency=b"\xff\xff\xff\x80"
    ),
    "sixteen bits": lambda: saved(opened(CODE).convert("I;16").point(lambda v: v * 257), "PNG"),
    "turned and blurred": lambda: png(blurred(turned(photo(), 20), 2)),
    "screenshot, inverted": lambda: saved(
        opened(CODE).convert("L").point(lambda value: 255 - value), "PNG"
    ),
    "forwarded twice": lambda: png(recompressed(recompressed(photo(), 40), 40)),
    "far away": lambda: saved(shrunk(photo(), 450), "JPEG"),
    "the same code twice": lambda: saved(photo(1200, 900, TOKEN, TOKEN), "JPEG"),
}


@pytest.fixture(scope="module")
async def reader() -> AsyncIterator[PictureReader]:
    async with PictureReader() as reader:
        yield reader


@pytest.mark.parametrize("name", PICTURES)
async def test_a_code_is_read_from(reader: PictureReader, name: str) -> None:
    assert await reader.read(PICTURES[name]()) == PictureText(TOKEN)


@pytest.mark.parametrize("text", ["思茅区图书馆 𠮷", "a\tb\r\n<&>", "0", "x" * 2331])
async def test_the_text_arrives_unchanged(reader: PictureReader, text: str) -> None:
    assert await reader.read(qr_png(text, scale=4)) == PictureText(text)


def jpeg_cut_off() -> bytes:
    whole = saved(photo(), "JPEG")
    return whole[: len(whole) // 2]


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 90)


REFUSED: dict[str, tuple[Callable[[], bytes], Reason]] = {
    "nothing": (lambda: b"", Reason.NOT_A_PICTURE),
    "a word": (lambda: "你好".encode(), Reason.NOT_A_PICTURE),
    "zeros": (lambda: b"\0" * 10_000, Reason.NOT_A_PICTURE),
    "gif": (lambda: saved(photo(), "GIF"), Reason.NOT_A_PICTURE),
    "tiff": (lambda: saved(photo(), "TIFF"), Reason.NOT_A_PICTURE),
    "bmp": (lambda: saved(photo(), "BMP"), Reason.NOT_A_PICTURE),
    "postscript": (lambda: saved(photo(), "EPS"), Reason.NOT_A_PICTURE),
    "pdf": (lambda: saved(photo(), "PDF"), Reason.NOT_A_PICTURE),
    "cut off": (jpeg_cut_off, Reason.NOT_A_PICTURE),
    "half a png": (lambda: CODE[: len(CODE) // 2], Reason.NOT_A_PICTURE),
    "a cat": (lambda: saved(noise(800, 600), "JPEG"), Reason.NO_CODE),
    "too much blur": (lambda: png(blurred(opened(CODE), 14)), Reason.NO_CODE),
    "two codes": (lambda: saved(photo(1200, 900, "a", "b"), "JPEG"), Reason.MANY_CODES),
    "over 20 MiB": (lambda: b"\xff\xd8" + b"\0" * MOST_BYTES, Reason.TOO_LARGE),
    "png 10 Mpx and a bit": (lambda: flat_png(4000, 2501), Reason.TOO_LARGE),
    "jpeg 64 Mpx and a bit": (
        lambda: saved(Image.new("L", (8000, 8001)), "JPEG"),
        Reason.TOO_LARGE,
    ),
    "progressive jpeg over 10 Mpx": (
        lambda: saved(Image.new("L", (4000, 2501)), "JPEG", progressive=True),
        Reason.TOO_LARGE,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_no_text_comes_from(reader: PictureReader, name: str) -> None:
    make, reason = REFUSED[name]
    assert await reader.read(make()) == Unreadable(reason)


async def test_a_bar_code_beside_the_code_does_not_matter(reader: PictureReader) -> None:
    shelf = photo()
    stripes = ImageDraw.Draw(shelf)
    for x in range(700, 1000, 7):
        stripes.rectangle((x, 500, x + x % 4, 800), fill="black")
    assert await reader.read(png(shelf)) == PictureText(TOKEN)


async def test_reading_a_picture_is_quick(reader: PictureReader) -> None:
    await reader.read(CODE)
    for name in ("as drawn", "photo", "photo of 12 Mpx sent as a file"):
        picture = PICTURES[name]()
        with timed(f"{name}, {len(picture)} bytes", 10, at_most=2):
            for _ in range(10):
                await reader.read(picture)
