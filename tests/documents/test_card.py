"""The query card: who it is, for whom it is a member, and a code that opens his hours."""

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PIL import Image, ImageChops

from documents.card import CardFacts, CardWords, card_pdf, card_png
from documents.reading import PictureReader, PictureText
from documents.typesetting import MISSING, TEMPLATES
from tests.documents.bombs import saved
from tests.documents.camera import blurred, codes_in, opened, recompressed, shrunk, timed, turned

WORDS = CardWords(
    title="志愿者查询卡",
    number_label="志愿者编号",
    unit_label="所在单位",
    team_label="服务队",
    registered_label="注册日期",
    star_label="认定星级",
    scan_hint="扫码查询服务时长",
    small_print="本卡为查询卡；正式《志愿服务证》由全国志愿服务信息系统打印。",
)
FACTS = CardFacts(
    name="李志愿",
    number="5308-02-000123",
    city_name="普洱市",
    unit_name="普洱市教育体育局",
    team_name="思茅区图书馆学雷锋志愿服务队",
    registered_on=date(2026, 11, 22),
    qr_text="https://t.me/volunteer_city_bot?start=kQ3Zt-7y_K0aBcDeFgHiJkLmNoPqRs12",
    star="二星",
)

NAMES = [
    "李四",
    "𠮷㛃䶮",
    "阿卜杜热西提·买买提吐尔逊",
    "阿卜杜·" + "热依木" * 15 + "克",
    "Aleksandra Wójcik-Şahin",
    "W" * 50,
    '#read("/etc/passwd")',
    "李\u202e四\x00😀",
    "",
]

# Where the parts lie, in pixels: left, top, right, bottom.
NAME = (40, 175, 686, 700)
CODE = (686, 175, 1280, 745)
BETWEEN = (672, 200, 684, 740)


def difference(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(one, other).getbbox()


def test_the_card_has_the_size_that_telegram_shows_unshrunk() -> None:
    assert opened(card_png(FACTS, WORDS)).size == (1280, 807)


@pytest.mark.parametrize("name", NAMES)
def test_the_code_is_read_whatever_the_name(name: str) -> None:
    picture = opened(card_png(replace(FACTS, name=name), WORDS))
    assert codes_in(picture) == [FACTS.qr_text]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_runs_into_the_code_or_over_the_edge(name: str) -> None:
    long = "普洱市思茅区学雷锋志愿服务总队第一支队图书馆文化惠民小分队（退休教师第二组）"
    facts = replace(FACTS, name=name, unit_name=long, team_name=long)
    picture = opened(card_png(facts, WORDS))
    beside = picture.crop(BETWEEN).convert("L")
    darkest, _ = beside.getextrema()
    assert darkest > 200  # type: ignore[operator]
    same_code = opened(card_png(FACTS, WORDS)).crop(CODE)
    assert difference(picture.crop(CODE), same_code) is None


@pytest.mark.parametrize(
    "through",
    [
        recompressed,
        lambda card: recompressed(card, quality=40),
        lambda card: recompressed(shrunk(card, 800)),
        lambda card: shrunk(recompressed(card), 360),
        lambda card: recompressed(blurred(turned(card, 17), 2)),
        lambda card: recompressed(recompressed(turned(card, 90))),
    ],
    ids=["telegram", "poor", "800", "360", "photographed", "forwarded"],
)
async def test_the_code_survives_telegram_and_a_photo(
    through: Callable[[Image.Image], Image.Image],
) -> None:
    picture = through(opened(card_png(FACTS, WORDS)))
    async with PictureReader() as reader:
        assert await reader.read(saved(picture, "JPEG")) == PictureText(FACTS.qr_text)


def test_modules_are_whole_pixels_so_that_edges_are_sharp() -> None:
    code = opened(card_png(FACTS, WORDS)).convert("L").crop((740, 240, 1180, 680))
    shades = {shade for _, shade in code.getcolors() or []}
    assert shades == {0, 255}


def test_emoji_leave_no_trace_in_a_name() -> None:
    assert card_png(replace(FACTS, name="李😀志愿👨‍👩‍👧"), WORDS) == card_png(FACTS, WORDS)


def test_a_letter_that_no_font_has_is_shown_as_missing_and_not_dropped() -> None:
    lost = card_png(replace(FACTS, name="李\U0002a6c6"), WORDS)
    assert lost == card_png(replace(FACTS, name="李" + MISSING), WORDS)
    assert lost != card_png(replace(FACTS, name="李"), WORDS)


def test_each_fact_and_word_is_on_the_card() -> None:
    whole = card_png(FACTS, WORDS)
    for field in ("name", "number", "city_name", "unit_name", "team_name"):
        other: dict[str, Any] = {field: "普"}
        assert card_png(replace(FACTS, **other), WORDS) != whole, field
    assert card_png(replace(FACTS, registered_on=date(2026, 11, 23)), WORDS) != whole
    for word in WORDS.__dataclass_fields__:
        assert card_png(FACTS, replace(WORDS, **{word: "普"})) != whole, word


def test_someone_without_unit_or_team_gets_no_empty_lines() -> None:
    alone = opened(card_png(replace(FACTS, unit_name="", team_name=""), WORDS))
    other = replace(WORDS, unit_label="单位", team_label="组织")
    relabelled = opened(card_png(replace(FACTS, unit_name="", team_name=""), other))
    assert difference(alone, relabelled) is None


def test_the_printed_card_has_the_size_of_a_bank_card() -> None:
    pdf = card_pdf(FACTS, WORDS)
    boxes = re.findall(rb"/MediaBox\s*\[([^]]*)\]", pdf)
    assert len(boxes) == 1
    left, bottom, right, top = map(float, boxes[0].split())
    millimetres = [(right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4]
    assert millimetres == pytest.approx([85.6, 53.98], abs=0.05)
    assert pdf == card_pdf(FACTS, WORDS)


def test_the_printed_card_tells_nothing_about_the_machine_that_made_it() -> None:
    pdf = card_pdf(FACTS, WORDS)
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    plain = pdf + b"".join(_unpacked(part) for part in packed)
    for trace in (str(TEMPLATES).encode(), b"card.typ", b"site-packages"):
        assert trace not in plain


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_a_card_is_quickly_drawn() -> None:
    card_png(FACTS, WORDS)
    with timed("card_png", 10, at_most=1):
        for number in range(10):
            card_png(replace(FACTS, name=f"李志愿{number}", qr_text=f"k{number}"), WORDS)
    with timed("card_pdf", 10, at_most=1):
        for number in range(10):
            card_pdf(replace(FACTS, name=f"李志愿{number}", qr_text=f"k{number}"), WORDS)
