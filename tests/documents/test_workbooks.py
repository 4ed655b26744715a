"""Workbooks out and in: what was written is read again, and what is hostile is answered."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import chain, repeat

import pytest
import xlsxwriter

from documents.workbook_reading import MOST_BYTES, Rows, Unread, read_workbook
from documents.workbooks import Sheet, workbook

MOST = 50
SHEET = Sheet("名册", ["姓名", "手机号"], (10, 16), [["李志愿", "13800000001"], ["=1+1", "@x"]])


async def test_what_was_written_is_read_again_and_nothing_in_it_is_computed() -> None:
    read = await read_workbook(workbook([SHEET]), most_rows=MOST)
    assert read == Rows(
        ((1, ("姓名", "手机号")), (2, ("李志愿", "13800000001")), (3, ("=1+1", "@x")))
    )


async def test_a_telephone_that_the_spreadsheet_made_a_number_is_read_as_it_was_typed() -> None:
    read = await read_workbook(_plain([["手机号"], [13800000001.0], [], [True]]), most_rows=MOST)
    assert read == Rows(((1, ("手机号",)), (2, ("13800000001",)), (4, ("True",))))


async def test_more_rows_than_allowed_are_refused_and_as_many_are_not() -> None:
    rows = [[str(number)] for number in range(MOST + 1)]
    assert await read_workbook(_plain(rows), most_rows=MOST) is Unread.TOO_MANY_ROWS
    assert isinstance(await read_workbook(_plain(rows[1:]), most_rows=MOST), Rows)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x89PNG\r\n\x1a\n" + b"x" * 99, b"PK\x03\x04"]
)
async def test_what_is_no_workbook_is_called_so(content: bytes) -> None:
    assert await read_workbook(content, most_rows=MOST) is Unread.NOT_A_WORKBOOK


async def test_half_a_workbook_is_none() -> None:
    whole = workbook([SHEET])
    assert await read_workbook(whole[: len(whole) // 2], most_rows=MOST) is Unread.NOT_A_WORKBOOK


async def test_a_file_larger_than_any_roster_is_not_even_opened() -> None:
    assert await read_workbook(b"x" * (MOST_BYTES + 1), most_rows=MOST) is Unread.TOO_LARGE


async def test_a_bomb_costs_a_child_process_and_nothing_else() -> None:
    """210 MB of shared strings in a file of 1 MB; it announces that size, or lies about it."""
    bomb = _bomb(2_100)
    announced = _announced(bomb)
    assert await read_workbook(bomb, most_rows=MOST) is Unread.TOO_LARGE
    lying = bomb.replace(announced.to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert _announced(lying) == 9
    assert isinstance(await read_workbook(lying, most_rows=MOST), Unread)


async def test_entities_that_multiply_are_not_unfolded() -> None:
    """A billion letters by nine entities; a parser that obeyed would need a gigabyte for each."""
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    strings = (
        f'<!DOCTYPE sst [<!ENTITY l0 "ha">{levels}]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>&l9;</t></si></sst>"
    )
    read = await read_workbook(_with_strings([strings.encode()]), most_rows=MOST)
    assert read is Unread.NOT_A_WORKBOOK


async def test_characters_that_no_workbook_holds_spoil_none() -> None:
    odd = ["李\x00\x0b\x1b志", "\ufffe\uffff", "_x0041_", "<&>]]>", "李志愿"]
    made = workbook([Sheet("名册", ["姓名"], (10,), [[each] for each in odd])])
    read = await read_workbook(made, most_rows=MOST)
    assert isinstance(read, Rows)
    assert [cells[0] for _, cells in read.rows][-2:] == ["<&>]]>", "李志愿"]
    assert len(read.rows) == 1 + len(odd)


def _announced(content: bytes) -> int:
    """Return how large the shared strings say that they are."""
    return zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/sharedStrings.xml").file_size


async def test_one_cell_in_the_far_corner_takes_no_memory_of_ours() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet()
    page.write(0, 0, "姓名")
    page.write(1_048_575, 16_383, "x")
    book.close()
    assert await read_workbook(buffer.getvalue(), most_rows=MOST) is Unread.TOO_LARGE


def _plain(rows: Sequence[Sequence[object]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet()
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            page.write(line, place, cell)
    book.close()
    return buffer.getvalue()


def _bomb(pieces: int) -> bytes:
    """Return a workbook whose shared strings unpack to a hundred kilobytes a piece."""
    piece = b"<si><t>" + b"A" * 100_000 + b"</t></si>"
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return _with_strings(chain([head], repeat(piece, pieces), [b"</sst>"]))


def _with_strings(parts: Iterable[bytes]) -> bytes:
    """Return a workbook with these parts as its shared strings, whatever they are."""
    good = zipfile.ZipFile(io.BytesIO(workbook([SHEET])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for one in good.infolist():
            if one.filename != "xl/sharedStrings.xml":
                made.writestr(one, good.read(one))
        with made.open("xl/sharedStrings.xml", "w") as strings:
            for part in parts:
                strings.write(part)
    return out.getvalue()
