"""A code that this house draws is read by a camera that is neither steady nor near."""

import re
import secrets
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from PIL import Image

from documents.qr import QUIET_ZONE, qr_png, qr_rows, qr_svg
from tests.documents.camera import (
    blurred,
    codes_in,
    opened,
    recompressed,
    shrunk,
    slanted,
    timed,
    turned,
)

LINK = "https://t.me/volunteer_city_bot?start="

TEXTS = [
    "A",
    "s" + "0123456789-_abcdefghijklmnopqrst",
    LINK + "v" + "x7Yp_QrStUvWx-z0123ABC",
    LINK + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    LINK + "________________________________",
    LINK + "0" * 64,
    "服务时长查询：思茅区图书馆 𠮷",
    "a\r\nb\t<&>'\"\\",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_read_back_as_it_was(text: str) -> None:
    assert codes_in(qr_png(text)) == [text]


@pytest.mark.parametrize(
    "through",
    [
        lambda image: blurred(image, 4),
        lambda image: blurred(turned(image, 10), 2),
        lambda image: turned(image, 30),
        lambda image: turned(image, 45),
        slanted,
        lambda image: recompressed(shrunk(image, 300), quality=10),
        lambda image: shrunk(image, 150),
        lambda image: recompressed(blurred(turned(slanted(image), 33), 2), quality=30),
    ],
    ids=["blur", "tilt", "turn30", "turn45", "slant", "jpeg10", "far", "all"],
)
def test_a_shaking_hand_and_a_bad_connection_do_not_spoil_a_code(
    through: Callable[[Image.Image], Image.Image],
) -> None:
    # Tokens with much repetition would show it if the one mask of this house were a bad choice.
    for token in ("A" * 32, "_" * 32, "AQAB" * 8, secrets.token_urlsafe(24)):
        picture = opened(qr_png(LINK + token))
        assert codes_in(through(picture)) == [LINK + token], token


def test_too_much_blur_is_too_much() -> None:
    """The decoder can fail, so the tests above mean something."""
    assert codes_in(blurred(opened(qr_png(LINK + "A" * 32)), 12)) == []


def test_the_quiet_zone_is_four_modules_and_white() -> None:
    scale = 5
    image = opened(qr_png(LINK, scale=scale)).convert("L")
    rim = QUIET_ZONE * scale
    inner = image.point(lambda value: 255 - value).getbbox()
    assert inner == (rim, rim, image.width - rim, image.height - rim)
    assert image.width == len(qr_rows(LINK)) * scale


@pytest.mark.parametrize("scale", [1, 3, 7, 8, 12])
def test_each_module_is_exactly_as_wide_as_asked(scale: int) -> None:
    rows = qr_rows("思茅")
    image = opened(qr_png("思茅", scale=scale)).convert("L")
    side = len(rows)
    for y, row in enumerate(rows):
        for x in range(side):
            dark = bool(row >> (side - 1 - x) & 1)
            for corner in ((x * scale, y * scale), ((x + 1) * scale - 1, (y + 1) * scale - 1)):
                assert image.getpixel(corner) == (0 if dark else 255)


def test_a_page_under_a_strict_policy_can_show_the_drawing() -> None:
    drawing = qr_svg(LINK + "<&\"'")
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own output
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "style" not in drawing
    assert "script" not in drawing
    assert "width" not in root.attrib


def test_the_drawing_has_the_same_modules_as_the_picture() -> None:
    text = LINK + "x7Yp_QrStUvWx-z0123ABC"
    rows = qr_rows(text)
    side = len(rows)
    dark = set()
    path = re.findall(r'fill="#000" d="([^"]*)"', qr_svg(text))[0]
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        dark |= {(int(x) + step, int(y)) for step in range(int(run))}
    assert dark == {
        (x, y) for y, row in enumerate(rows) for x in range(side) if row >> (side - 1 - x) & 1
    }


def test_what_makes_no_code_is_refused() -> None:
    for draw in (qr_png, qr_svg):
        with pytest.raises(ValueError, match="empty"):
            draw("")
        with pytest.raises(ValueError, match="2331 bytes"):
            draw("a" * 2332)
    assert codes_in(qr_png("a" * 2331, scale=4)) == ["a" * 2331]
    with pytest.raises(ValueError, match="one pixel"):
        qr_png("A", scale=0)


def test_drawing_is_fast_enough_for_a_queue_of_forty() -> None:
    texts = [LINK + secrets.token_urlsafe(24) for _ in range(40)]
    with timed("qr_png", len(texts), at_most=0.1):
        for text in texts:
            qr_png(text)
