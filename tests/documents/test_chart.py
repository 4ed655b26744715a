"""Twelve months of hours: what is drawn is what was served, and never more."""

import pytest
from PIL import Image, ImageChops

from documents.chart import ChartWords, Figure, MonthHours, _hours, hours_chart
from tests.documents.camera import opened, timed

WORDS = ChartWords(
    title="近十二个月服务时长",
    unit="小时",
    empty_title="这里还没有时长",
    empty_hint="第一次签到签退之后，这里会长出第一根柱子。",
)
FIGURES = [Figure("累计", "96 小时 40 分"), Figure("今年", "41 小时"), Figure("可兑换", "52 小时")]
LABELS = ["12月", *(f"{month}月" for month in range(1, 12))]
GREEN, RED = (0x1F, 0x7A, 0x4D), (0xC4, 0x16, 0x1C)
LEFT, PITCH, FLOOR, TALLEST = 48, 72, 622, 330


def months(*minutes: int) -> list[MonthHours]:
    years = {"12月": "2025", "1月": "2026"}
    return [
        MonthHours(label, each, years.get(label, ""))
        for label, each in zip(LABELS, minutes, strict=True)
    ]


def bars(picture: bytes) -> list[int]:
    """Return the height in pixels of each month's bar, measured in its middle."""
    image = opened(picture)
    heights = []
    for n in range(12):
        x = round(LEFT + (n + 0.5) * PITCH)
        column = [image.getpixel((x, y)) for y in range(FLOOR - 1, FLOOR - TALLEST - 20, -1)]
        colour = RED if n == 11 else GREEN
        heights.append(next((y for y, pixel in enumerate(column) if pixel != colour), 0))
    return heights


def test_each_bar_is_as_high_as_its_month_had_minutes() -> None:
    minutes = (130, 0, 245, 610, 95, 480, 1250, 360, 0, 725, 300, 199)
    measured = bars(hours_chart(months(*minutes), FIGURES, WORDS))
    expected = [each / 1250 * TALLEST for each in minutes]
    assert measured == pytest.approx(expected, abs=2)


def test_three_minutes_are_a_stub_and_not_a_tower() -> None:
    heights = bars(hours_chart(months(3, *[0] * 11), FIGURES, WORDS))
    assert 3 <= heights[0] <= 20
    assert bars(hours_chart(months(60, *[0] * 11), FIGURES, WORDS))[0] == TALLEST


def test_the_running_month_stands_out() -> None:
    picture = opened(hours_chart(months(*[120] * 12), FIGURES, WORDS))
    colours = [picture.getpixel((round(LEFT + (n + 0.5) * PITCH), FLOOR - 40)) for n in range(12)]
    assert colours == [GREEN] * 11 + [RED]


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (-10, ""),
        (0, ""),
        (1, "<0.1"),
        (5, "<0.1"),
        (6, "0.1"),
        (59, "0.9"),
        (60, "1"),
        (65, "1"),
        (66, "1.1"),
        (239, "3.9"),
        (599, "9.9"),
        (600, "10"),
        (659, "10"),
        (660, "11"),
        (7440, "124"),
    ],
)
def test_hours_are_rounded_down(minutes: int, shown: str) -> None:
    assert _hours(minutes) == shown


def test_a_month_whose_hours_were_taken_back_has_no_bar() -> None:
    taken_back = hours_chart(months(120, -60, *[0] * 10), FIGURES, WORDS)
    assert taken_back == hours_chart(months(120, *[0] * 11), FIGURES, WORDS)


def test_nobody_s_first_picture_is_an_empty_grid() -> None:
    nothing = hours_chart(months(*[0] * 12), FIGURES, WORDS)
    assert bars(nothing) == [0] * 12
    assert nothing == hours_chart([], FIGURES, WORDS)
    other = ChartWords(WORDS.title, WORDS.unit, "还没有", WORDS.empty_hint)
    assert hours_chart([], FIGURES, other) != nothing
    # With one minute the words are gone again.
    one = months(1, *[0] * 11)
    assert hours_chart(one, FIGURES, other) == hours_chart(one, FIGURES, WORDS)


def test_labels_of_neighbours_do_not_touch() -> None:
    english = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul"] + ["Aug"] * 4
    # The hours of a whole working life may be imported into one month: 9,999 and 12,345.
    for names, minutes in ((LABELS, 59_940), (english, 599_940), (LABELS, 740_700)):
        crowded = [MonthHours(name, minutes, "2026") for name in names]
        image = opened(hours_chart(crowded, FIGURES, WORDS)).convert("L")
        for n in range(1, 12):
            edge = LEFT + n * PITCH
            for top, bottom in ((FLOOR - TALLEST - 36, FLOOR - 2), (FLOOR + 8, 715)):
                strip = image.crop((edge - 1, top, edge + 1, bottom))
                assert strip.getextrema()[0] > 225, (names[n], top)  # type: ignore[operator]


def test_it_has_the_size_of_a_cheap_phone_s_screen_and_a_half() -> None:
    assert opened(hours_chart(months(*[60] * 12), FIGURES, WORDS)).size == (960, 720)


def test_only_three_sums_are_shown_and_none_is_needed() -> None:
    four = [*FIGURES, Figure("去年", "9 小时")]
    bars_of = months(*[60] * 12)
    assert hours_chart(bars_of, four, WORDS) == hours_chart(bars_of, FIGURES, WORDS)
    without = opened(hours_chart(bars_of, [], WORDS))
    with_sums = opened(hours_chart(bars_of, FIGURES, WORDS))
    left, top, right, bottom = ImageChops.difference(without, with_sums).getbbox() or (0, 0, 0, 0)
    assert top > 100
    assert bottom < FLOOR - TALLEST - 36
    assert left >= 48
    assert right <= 960 - 48


def test_a_very_long_sum_stays_inside_its_column() -> None:
    long = [Figure("累计服务时长合计", "123,456 小时 59 分")] * 3
    image = opened(hours_chart(months(*[60] * 12), long, WORDS))
    bare = opened(hours_chart(months(*[60] * 12), [], WORDS))
    edge = Image.new("RGB", (48, 720))
    beyond = ImageChops.difference(image, bare).crop((960 - 48, 0, 960, 720))
    assert ImageChops.difference(beyond, edge).getbbox() is None


def test_a_chart_is_quickly_drawn() -> None:
    with timed("hours_chart", 10, at_most=1):
        for n in range(10):
            hours_chart(months(*[60 * n + 60] * 12), [Figure("累计", f"{n} 小时")], WORDS)
