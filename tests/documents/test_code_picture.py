"""A code to show: large for a scanner, and legible for a person who types it."""

import pytest

from documents.code_picture import code_picture
from documents.reading import PictureReader, PictureText
from tests.documents.bombs import saved
from tests.documents.camera import (
    blurred,
    codes_in,
    opened,
    recompressed,
    shrunk,
    timed,
    turned,
)

LINK = "https://t.me/volunteer_city_bot?start=pQ3Zt-7y_K0aBcDeFgHiJkLmNoPqRs12"
TYPED = "7K3MX9QFWT4P"
CAPTIONS = ["给站点工作人员扫，10 分钟内有效，只能用一次。", "扫不了时，请报出上面的 12 个字符。"]


@pytest.mark.parametrize("text", [LINK, LINK[-32:], "v" + LINK[-22:], "x" * 64, "思茅"])
def test_the_code_is_read(text: str) -> None:
    assert codes_in(code_picture(text, TYPED, CAPTIONS, title="我的码")) == [text]


async def test_the_code_is_read_from_a_clerk_s_photo_of_a_phone() -> None:
    phone = opened(code_picture(LINK, TYPED, CAPTIONS, title="我的码"))
    photo = recompressed(blurred(turned(shrunk(phone, 500), -12), 1.5), quality=50)
    async with PictureReader() as reader:
        assert await reader.read(saved(photo, "JPEG")) == PictureText(LINK)


def test_telegram_need_not_shrink_it() -> None:
    tall = code_picture(LINK, TYPED, [*CAPTIONS, "一张券只能核销一次。" * 3], title="电影票 1 张")
    width, height = opened(tall).size
    assert width == 800
    assert height <= 1280


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3MX9QFWT4P", "W" * 32])
def test_the_typed_code_stays_on_the_picture(typed: str) -> None:
    image = opened(code_picture(LINK, typed, [])).convert("L")
    for rim in ((0, 20, 40, image.height), (image.width - 40, 20, image.width, image.height)):
        darkest, _ = image.crop(rim).getextrema()
        assert darkest > 200  # type: ignore[operator]


def test_each_character_of_the_typed_code_can_be_told_from_its_likes() -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    assert len({code_picture("x", letter, []) for letter in alphabet}) == len(alphabet)


def test_what_is_empty_leaves_no_hole() -> None:
    heights = [
        opened(code_picture(LINK, *facts[:2], title=facts[2])).height
        for facts in (
            (TYPED, CAPTIONS, "我的码"),
            (TYPED, [*CAPTIONS, " "], "我的码"),
            (TYPED, CAPTIONS[:1], "我的码"),
            (TYPED, [], "我的码"),
            ("", [], "我的码"),
            ("", [], ""),
        )
    ]
    assert heights[0] == heights[1]
    assert heights[1:] == sorted(set(heights), reverse=True)


def test_a_name_in_the_title_is_no_markup_and_no_box() -> None:
    hostile = code_picture(LINK, TYPED, ['"); #panic("'], title='#read("/etc/passwd") 😀')
    assert codes_in(hostile) == [LINK]
    assert hostile == code_picture(LINK, TYPED, ['"); #panic("'], title='#read("/etc/passwd")')


def test_a_code_is_quickly_drawn() -> None:
    with timed("code_picture", 10, at_most=1):
        for n in range(10):
            code_picture(LINK + str(n), TYPED, CAPTIONS, title="我的码")
