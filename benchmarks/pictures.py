"""What the pictures take that people are sent: the card, twelve months of hours, a code."""

import io
import time
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import segno
import typst

from benchmarks.figures import NO_GOAL, Figure, Goal, Size
from documents.card import CardFacts, CardWords, card_png
from documents.chart import ChartWords, MonthHours, hours_chart
from documents.qr import qr_png
from locales.card_words import card_words
from locales.words import CHINESE, Speaker

_TIMES = {Size.FULL: 10, Size.QUICK: 4, Size.TINY: 1}
_CODES = {Size.FULL: 100, Size.QUICK: 40, Size.TINY: 2}
_SCALE = 12
# As large as a card, with nothing on it.
_EMPTY = b"#set page(width: 1280pt, height: 807pt)"
_NO_FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)


def of_all_kinds(size: Size) -> list[Figure]:
    """Measure a code against segno's, and each picture against an empty one."""
    times, codes = _TIMES[size], _CODES[size]
    _each(_card, 1)
    _each(_empty, 1)
    figures = [
        Figure(
            "pictures",
            "ms a QR code as PNG (segno, same mask)",
            [(_each(_our_code, codes), _each(_segno_code, codes)) for _ in range(size.rounds)],
            Goal(at_most=1.0),
        )
    ]
    for name, draw, what in (
        ("pictures_card", _card, "a card"),
        ("pictures_months", _months, "twelve months"),
    ):
        pairs = [(_each(draw, times), _each(_empty, times)) for _ in range(size.rounds)]
        figures.append(Figure(name, f"ms {what} (an empty page by Typst)", pairs, NO_GOAL))
    return figures


def _each(draw: Callable[[int], object], times: int) -> float:
    """Return the milliseconds of one, over so many different ones."""
    began = time.perf_counter()
    for number in range(times):
        draw(number)
    return (time.perf_counter() - began) * 1000 / times


def _link(number: int) -> str:
    # The clock makes each another: a code that was drawn before is remembered.
    return f"https://t.me/volunteer_city_bot?start={time.perf_counter_ns():022d}{number:010d}"


def _our_code(number: int) -> bytes:
    return qr_png(_link(number), scale=_SCALE)


def _segno_code(number: int) -> bytes:
    code = segno.make(_link(number), error="m", mask=3, micro=False, boost_error=False)
    out = io.BytesIO()
    code.save(out, kind="png", scale=_SCALE, border=4)
    return out.getvalue()


def _card(number: int) -> bytes:
    facts = CardFacts(
        name="李志愿",
        number=f"5308-02-{number:06d}",
        city_name="普洱市",
        unit_name="普洱市教育体育局",
        team_name="思茅区图书馆学雷锋志愿服务队",
        registered_on=date(2026, 11, 22),
        qr_text=_link(number),
    )
    words = Speaker(CHINESE, ZoneInfo("Asia/Shanghai"), datetime.now(ZoneInfo("Asia/Shanghai")))
    return card_png(facts, CardWords(**card_words(words)))


def _months(number: int) -> bytes:
    months = [MonthHours(f"{month}月", 60 * month + number) for month in range(1, 13)]
    return hours_chart(months, [], ChartWords("近十二个月服务时长", "小时", "", ""))


def _empty(_number: int) -> bytes:
    page = typst.compile(_EMPTY, font_paths=_NO_FONTS, format="png", ppi=72)
    assert isinstance(page, bytes)  # noqa: S101 - it has one page
    return page
