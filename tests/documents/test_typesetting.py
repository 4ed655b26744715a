"""What a stranger calls himself is drawn as he wrote it, or left out; never a box, never code."""

import itertools
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from documents import typesetting
from documents.typesetting import MISSING, draw_png, printable
from tests.documents.camera import opened

# The sheet draws each string in a cell of its own, at the top left of its cell.
SHEET = """
#import "paper.typ": *
#set page(width: 1000 * u, height: auto, margin: 0pt, fill: white)
#grid(columns: (50 * u,) * 20, rows: 50 * u, ..facts.cells.map(c => box(
  width: 50 * u, height: 50 * u, clip: true, inset: 6 * u,
  written(30, c, weight: facts.weight, fill: black),
)))
"""
CELLS = 20


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    paper = (typesetting.TEMPLATES / "paper.typ").read_text()
    (tmp_path / "paper.typ").write_text(paper)
    (tmp_path / "sheet.typ").write_text(SHEET)
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    return tmp_path


def cells(texts: list[str], weight: int = 400) -> list[bytes]:
    """Return the pixels of each text, drawn alone."""
    image = opened(draw_png("sheet.typ", {"cells": texts, "weight": weight})).convert("L")
    boxes = itertools.islice(itertools.product(range(999), range(CELLS)), len(texts))
    return [image.crop((x * 50, y * 50, x * 50 + 50, y * 50 + 50)).tobytes() for y, x in boxes]


def boxed(texts: list[str], weight: int, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return those of `texts` that come out as the box for missing characters, or as nothing."""
    with monkeypatch.context() as raw:
        raw.setattr(typesetting, "printable", str)
        *pictures, box, emoji, blank = cells([*texts, "\ue000", "😀", " "], weight)
    assert same(box, emoji)
    assert not same(box, blank)
    return {
        text
        for text, picture in zip(texts, pictures, strict=True)
        if same(picture, box) or same(picture, blank)
    }


def same(one: bytes, other: bytes) -> bool:
    """Edges are smoothed a little differently in each place of a sheet."""
    return sum(abs(a - b) > 100 for a, b in zip(one, other, strict=True)) < 5


RARE = "𠮷㛃䶮㐂𡈼𣲷𥻗𦊆𨭎𩽾𫠊𫝆䲜䴉㑇喆堃犇骉燚垚淼焱槑囧鑫赟翀旸晞祎珺昇頔彧贠妏"


@pytest.mark.parametrize("weight", [400, 700])
def test_rare_names_and_foreign_letters_are_drawn_and_are_not_the_box(
    sheet: Path, monkeypatch: pytest.MonkeyPatch, weight: int
) -> None:
    letters = [*RARE, *"·•…—’“”°①★ƏŋŞłżüßÀẬạữ", *typesetting._OF_THE_SECOND_FONT]
    assert [printable(letter) for letter in letters] == letters
    assert boxed(letters, weight, monkeypatch) == set()


def test_what_the_font_cannot_draw_is_known_beforehand(
    sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of characters is read from the font by lines of our own; ask the font itself."""
    codes = [*range(0x4E00, 0xA000, 41), *range(0x3400, 0x4DC0, 31), *range(0x20000, 0x32400, 97)]
    han = [chr(code) for code in codes if unicodedata.category(chr(code)) == "Lo"]
    missing = {letter for letter in han if printable(letter) == MISSING}
    assert boxed(han, 400, monkeypatch) == missing
    assert 0 < len(missing) < len(han)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("张😀三", "张三"),
        ("👨‍👩‍👧", ""),
        ("王1️⃣", "王1"),
        ("李\u202e四", "李四"),
        ("李\u200b\u200d\ufeff四", "李四"),
        ("李\x00\x07四\ud800", "李四"),
        ("  阿卜杜·热依木\u3000\n买买提 ", "阿卜杜·热依木 买买提"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("葛\U000e0100", "葛"),
        ("عبد", MISSING * 3),
        ("刀美兰\U0002ffff", "刀美兰"),
        ("\ue000", ""),
        ("", ""),
    ],
)
def test_a_name_keeps_its_letters_and_loses_the_rest(written: str, drawn: str) -> None:
    assert printable(written) == drawn


def test_sixty_accents_on_a_letter_do_not_paint_over_the_line_above() -> None:
    assert len(printable("a" + "\u0301" * 60 + "b")) <= 4


def test_a_word_without_end_gets_places_to_break_and_a_common_one_none() -> None:
    assert printable("W" * 24) == "W" * 24
    assert printable("Konstantinopolskaya-Brown") == "Konstantinopolskaya-Brown"
    assert printable("W" * 25) == "\u200b".join(["W" * 12, "W" * 12, "W"])
    assert printable("一" * 50) == "一" * 50


def test_what_is_too_long_for_any_picture_is_cut_and_shows_it(
    sheet: Path,
) -> None:
    (sheet / "count.typ").write_text(
        '#import "paper.typ": *\n'
        "#set page(width: facts.name.clusters().len() * u, height: 9 * u, margin: 0pt)\n"
        '#if facts.name.ends-with("…") { place(rect(width: 1 * u, height: 1 * u, fill: red)) }'
    )
    for length, kept, cut in ((299, 299, False), (300, 300, False), (301, 300, True)):
        image = opened(draw_png("count.typ", {"name": "一" * length}))
        assert image.width == kept
        assert (image.getpixel((0, 0)) != (255, 255, 255)) == cut


HOSTILE = [
    '#read("/etc/passwd")',
    "#panic()",
    '"); #panic("x',
    "$ x $ *bold* _i_ `raw` <label> @ref = h",
    '\\u{1F600} \\" \\n',
    "{{7*7}} ${7*7} %s {0.__class__}",
    "<script>alert(1)</script>&lt;",
    "' OR 1=1 --",
    "#",
    "[",
    "\\",
    "//",
    "/*",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_read_as_markup(sheet: Path, text: str) -> None:
    """Each hostile text is drawn letter by letter, as wide as its letters are."""
    (sheet / "line.typ").write_text(
        '#import "paper.typ": *\n'
        "#set page(width: auto, height: 40 * u, margin: 0pt)\n"
        '#facts.letters.map(l => box(written(20, l, features: ("kern": 0, "liga": 0)))).join()'
    )
    one_by_one = draw_png("line.typ", {"letters": [letter for letter in text if letter != " "]})
    at_once = draw_png("line.typ", {"letters": [part for part in text.split(" ") if part]})
    assert abs(opened(one_by_one).width - opened(at_once).width) <= len(text)


def test_the_system_s_fonts_are_not_used() -> None:
    families = set(typesetting._fonts().families())
    assert "Noto Sans CJK SC" in families
    # Debian's chromium tests install these; a card must not look different because of it.
    assert not families & {
        "Noto Color Emoji",
        "DejaVu Sans",
        "Liberation Sans",
        "Noto Serif CJK SC",
    }


def test_a_font_package_that_is_not_whole_stops_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "_FONT", tmp_path / "font.ttc")
    typesetting._fonts.cache_clear()
    with pytest.raises(RuntimeError, match="manimgx-fonts-cjk"):
        typesetting._fonts()
    for content in (b"OTTO" + b"\0" * 8, b"ttcf\0\1\0\0\0\0\0\1\0\0\0\x10" + b"\0" * 64):
        (tmp_path / "font.ttc").write_bytes(content)
        typesetting._glyph_ranges.cache_clear()
        with pytest.raises(RuntimeError, match=r"font\.ttc"):
            typesetting._glyph_ranges()
    typesetting._fonts.cache_clear()
    typesetting._glyph_ranges.cache_clear()


def test_eight_threads_draw_the_same_as_one(sheet: Path) -> None:
    texts = [f"第{n}位" for n in range(40)]

    def drawn(text: str) -> bytes:
        return draw_png("sheet.typ", {"cells": [text], "weight": 400})

    alone = [drawn(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(drawn, texts)) == alone
    assert len(set(alone)) > 1
