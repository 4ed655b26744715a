"""The rows of a unit's roster: good ones taken, each bad one with its line and its reason."""

import pytest

from domain.rosters import (
    EXAMPLE_PHONE,
    Faulty,
    Listed,
    RowFault,
    Sorted,
    looks_like_unit_link,
    sort_rows,
    unit_link,
    unit_of_link,
)

NAMES = {
    "name": ["姓名", "Name"],
    "phone": ["手机号", "Mobile number"],
    "department": ["部门"],
    "note": ["备注"],
}
HEAD = (1, ["姓名", "手机号", "部门", "备注"])


def sort(*rows: tuple[int, list[str]], head: tuple[int, list[str]] = HEAD) -> Sorted:
    found = sort_rows([head, *rows], NAMES, name_max_length=50)
    assert found is not None
    return found


def test_a_row_is_a_name_and_a_telephone_and_perhaps_more() -> None:
    found = sort((2, [" 李 志愿 ", "138 0000 0001", "办公室", ""]), (3, ["王店员", "13800000002"]))
    assert found.good == (
        Listed(2, "李志愿", "+8613800000001", "办公室"),
        Listed(3, "王店员", "+8613800000002"),
    )
    assert found.bad == ()


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["", "13800000001"], RowFault.NAME_EMPTY),
        (["李", "13800000001"], RowFault.NAME_LENGTH),
        (["李" * 51, "13800000001"], RowFault.NAME_LENGTH),
        (["=1+1", "13800000001"], RowFault.NAME_CHARACTERS),
        (["李志愿", ""], RowFault.PHONE_EMPTY),
        (["李志愿", "1380000000"], RowFault.PHONE_SHAPE),
        (["李志愿", "138000000011"], RowFault.PHONE_SHAPE),
        (["李志愿", "没有"], RowFault.PHONE_SHAPE),
        (["李志愿", "13800000001", "", "530802196001010011"], RowFault.ID_NUMBER),
        (["李志愿", "53080219600101001X"], RowFault.ID_NUMBER),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_its_reason(cells: list[str], fault: RowFault) -> None:
    found = sort((7, cells), (8, ["王店员", "13800000002"]))
    assert [(row.line, row.fault) for row in found.bad] == [(7, fault)]
    assert [row.line for row in found.good] == [8]


def test_an_id_number_is_not_sent_back() -> None:
    (row,) = sort((2, ["李志愿", "13800000001", "", "证件 530802196001010011 号"])).bad
    assert row.cells == ("李志愿", "13800000001", "", "证件  号")


def test_the_same_telephone_twice_is_one_person_and_the_second_row_says_where_the_first_is() -> (
    None
):
    found = sort((2, ["李志愿", "13800000001"]), (3, ["李志远", "+86 138-0000-0001"]))
    assert [row.name for row in found.good] == ["李志愿"]
    cells = ("李志远", "+86 138-0000-0001", "", "")
    assert found.bad == (Faulty(3, RowFault.PHONE_TWICE, cells, 2),)


def test_columns_are_found_by_their_headings_in_any_order_and_in_either_language() -> None:
    found = sort(
        (5, ["1", "13800000001", "李志愿"]), head=(4, ["序号", "mobile  number *", "NAME"])
    )
    assert found.good == (Listed(5, "李志愿", "+8613800000001"),)


def test_lines_above_the_headings_are_passed_over() -> None:
    rows = [
        (1, ["市教育体育局志愿者名册"]),
        (3, ["手机号（必填）", "姓名："]),
        (4, ["13800000001", "李志愿"]),
    ]
    found = sort_rows(rows, NAMES, name_max_length=50)
    assert found is not None
    assert [row.line for row in found.good] == [4]


@pytest.mark.parametrize("rows", [[], [(1, ["姓名", "部门"])], [(1, ["李志愿", "13800000001"])]])
def test_without_headings_for_name_and_telephone_nothing_is_guessed(
    rows: list[tuple[int, list[str]]],
) -> None:
    assert sort_rows(rows, NAMES, name_max_length=50) is None


def test_the_example_and_empty_rows_are_passed_over() -> None:
    found = sort((2, ["张示例", EXAMPLE_PHONE]), (3, ["", ""]), (4, ["李志愿", "13800000001"]))
    assert [row.line for row in found.good] == [4]
    assert found.bad == ()


def test_a_units_link_leads_to_the_unit_and_a_made_up_one_nowhere() -> None:
    key = b"k" * 32
    link = unit_link(7, key)
    assert unit_of_link(link, key) == 7
    assert looks_like_unit_link(link)
    assert unit_of_link(link.replace("u_7", "u_8"), key) is None
    assert unit_of_link(link, b"x" * 32) is None
    for other in ("u_", "u_7-short", "a" * 23, link + "x", "u_9999999999999-AAAAAAAAAAAA"):
        assert unit_of_link(other, key) is None
