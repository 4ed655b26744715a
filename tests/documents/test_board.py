"""The board: who owes what, readable on a phone and without telling red from green."""

from dataclasses import replace

import pytest
from PIL import ImageChops, ImageOps

from documents.board import BoardRow, BoardWords, Cell, Tone, board_picture
from tests.documents.camera import opened, timed

WORDS = BoardWords(
    title="成员单位任务看板",
    subtitle="2026年11月22日 · 18 个单位 · 3 项逾期",
    unit_column="单位",
    columns=("工作计划", "年度报告", "信息报送"),
    legend=(
        Cell("已收", "done"),
        Cell("待审", "waiting"),
        Cell("快到期", "due"),
        Cell("已逾期", "late"),
    ),
)
TONES: tuple[Tone, ...] = ("done", "waiting", "due", "late", "none")


def row(name: str, *cells: Cell) -> BoardRow:
    return BoardRow(name, cells or (Cell("已收", "done"),) * 3)


EIGHTEEN = [row(f"市第{n}局") for n in range(1, 19)]


def test_eighteen_units_fit_what_telegram_shows_unshrunk() -> None:
    long = [row("市人力资源和社会保障局学雷锋志愿服务办公室" * 2)] * 18
    for rows in (EIGHTEEN, long):
        width, height = opened(board_picture(rows, WORDS)).size
        assert (width, height <= 1280) == (900, True)


def test_every_unit_has_its_row_and_all_rows_are_of_one_height() -> None:
    heights = [opened(board_picture(EIGHTEEN[:n], WORDS)).height for n in (0, 1, 2, 17, 18)]
    each = heights[1] - heights[0]
    assert each >= 50
    assert heights == [heights[0] + n * each for n in (0, 1, 2, 17, 18)]


def test_each_fact_is_on_the_board() -> None:
    whole = board_picture(EIGHTEEN, WORDS)
    for n in (0, 9, 17):
        renamed = [*EIGHTEEN[:n], row("普"), *EIGHTEEN[n + 1 :]]
        assert board_picture(renamed, WORDS) != whole
        for column in range(3):
            cells = list(EIGHTEEN[n].cells)
            cells[column] = Cell("迟 3 天", "late")
            assert (
                board_picture([*EIGHTEEN[:n], row("普", *cells), *EIGHTEEN[n + 1 :]], WORDS)
                != whole
            )
    for words in (
        replace(WORDS, title="普"),
        replace(WORDS, subtitle="普"),
        replace(WORDS, unit_column="普"),
        replace(WORDS, columns=("普", *WORDS.columns[1:])),
        replace(WORDS, legend=WORDS.legend[:1]),
    ):
        assert board_picture(EIGHTEEN, words) != whole


def test_a_state_is_told_by_shape_too() -> None:
    """In black and white, with the same word in all of them, each tone still looks its own way."""
    pictures = [
        ImageOps.grayscale(opened(board_picture([row("市一局", *[Cell("一", tone)] * 3)], WORDS)))
        for tone in TONES
    ]
    for n, one in enumerate(pictures):
        for other in pictures[n + 1 :]:
            apart = ImageChops.difference(one, other).point(lambda value: 255 * (value > 60))
            assert apart.getbbox() is not None


@pytest.mark.parametrize("name", ["W" * 50, "普" * 300, "#panic()", "市一局😀", "\u202e", ""])
def test_no_name_runs_over_its_neighbours(name: str) -> None:
    rows = [row("市一局"), row(name), row("市三局")]
    picture, plain = (
        opened(board_picture(each, WORDS)) for each in (rows, [rows[0], row(""), rows[2]])
    )
    box = ImageChops.difference(picture, plain).getbbox()
    if box:
        left, top, right, bottom = box
        assert bottom - top <= 57
        assert left >= 32
        assert right < 375


def test_long_words_in_a_cell_stay_in_their_cell() -> None:
    words = Cell("还有 107 天 12 小时", "due")
    picture = opened(board_picture([row("市一局", words, words, words)], WORDS))
    plain = opened(board_picture([row("市一局", *[Cell("", "due")] * 3)], WORDS))
    difference = ImageChops.difference(picture, plain)
    for gap in ((360, 374), (532, 540), (698, 706), (864, 900)):
        assert difference.crop((gap[0], 0, gap[1], picture.height)).getbbox() is None


def test_a_row_with_a_cell_too_few_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="市一局 has 2 cells"):
        board_picture([row("市一局", Cell("已收", "done"), Cell("已收", "done"))], WORDS)


def test_a_board_is_quickly_drawn() -> None:
    with timed("board_picture", 5, at_most=2):
        for n in range(5):
            board_picture([*EIGHTEEN[n:], *EIGHTEEN[:n]], WORDS)
