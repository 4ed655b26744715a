"""A unit's contact sends the roster, and its people come by the link or by their own telephone."""

import io
import time
from collections.abc import Callable, Sequence

import pytest
import python_calamine
from sqlalchemy import select

from documents.workbooks import Sheet, workbook
from domain.permissions import Role
from domain.rosters import COLUMNS
from models.columns import table_of
from models.places import Unit
from rehearsal.people import Person
from tests.cast import invented_id_number
from tests.e2e.registering import gives_document, words
from tests.world import World

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def _the_office_looks(world: World) -> None:
    """Let the Office enter a population, look at the unit, and take the workbook along."""
    said = world.words
    zheng = world.person("郑主任")
    await zheng.says("/start")
    await world.appoints(zheng, Role.OFFICE)
    await zheng.says("/start")
    await zheng.presses(said("更多", "More"))
    await zheng.presses(said("比例与人均", "Shares"))
    zheng.sees(said("还有地方没填人口", "Some populations are missing"))
    await zheng.presses(said("填人口", "Population"))
    await zheng.presses(said("普洱市", "Pu'er"))
    await zheng.presses(said("全部常住人口", "all residents"))
    await zheng.says("二百四十万")
    zheng.sees(said("什么也没记下", "nothing was kept"))
    await zheng.says("2400000")
    zheng.sees(said("1 个填了人数", "1 with a headcount"))
    await zheng.presses(said("各单位", "Units"))
    await zheng.presses("4")
    zheng.sees(
        said("用于测评：文明单位、文明行业", "Used to assess: Civilized Unit, Civilized Trade")
    )
    await zheng.presses(said("改成不在建城区", "Set: outside town"))
    zheng.sees(said("不在建城区", "outside town"))
    await zheng.presses(said("改成在建城区", "Set: in town"))
    await zheng.presses(said("返回", "Back"))
    await zheng.presses(said("返回", "Back"))
    await zheng.presses(said("测评数据", "Assessment data"))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(zheng.file()))
    units, places = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    assert said("年人均 = ", "Average hours: ") in str(units[2][0])
    assert units[3][0] == said("单位", "Unit")
    (ours,) = [row for row in units if row[0] == "普洱市教育体育局"]
    assert [ours[5], ours[8]] == ["120", "100%"]
    assert places[5][:3] == [
        said("普洱市", "Pu'er"), said("全部常住人口", "all residents"), "2400000",
    ]  # fmt: skip


async def _a_contact_at_the_roster(world: World) -> Person:
    zhou = world.person("周联系")
    query = select(table_of(Unit).c.id).where(table_of(Unit).c.code == "jiaotiju")
    unit = await world.db.read(lambda session: session.connection().scalar(query))
    await zhou.says("/start")
    await world.appoints(zhou, Role.UNIT_CONTACT, str(unit))
    await zhou.says("/start")
    await zhou.presses(world.words("名册", "Roster"))
    return zhou


async def test_a_unit_invites_by_a_roster_and_people_register_themselves(world: World) -> None:
    said = world.words
    zhou = await _a_contact_at_the_roster(world)
    zhou.sees(said("已登记 0 人", "0 registered"))
    zhou.sees(said("还没填单位人数", "No headcount yet"))
    await zhou.presses(said("填人数", "Headcount"))
    await zhou.says("大约一百")
    zhou.sees(said("什么也没记下", "nothing was kept"))
    await zhou.says("120")
    zhou.sees(said("干部职工 120 人", "120 staff"))
    await zhou.presses(said("名册", "Roster"))
    zhou.sees(said("干部职工 120 人", "120 staff"))
    zhou.sees(said("登记不足 5 人，不显示", "fewer than 5 registered, not shown"))
    await zhou.presses(said("为什么这个比例？", "Why this share?"))
    zhou.sees("按照本单位干部职工")
    await zhou.presses(said("要模板", "Template"))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(zhou.file()))
    head, example, *rest = book.get_sheet_by_index(0).to_python()
    assert (head[:2], example[0], rest) == (
        said(["姓名", "手机号"], ["Name", "Mobile number"]),  # type: ignore[arg-type]
        said("张示例", "Zhang Example"),
        [],
    )
    li = world.person("李志愿", phone="+8613900000001")
    good = [["李志愿", "13900000001", "", ""], ["王店员", "13900000002", "", ""]]
    await zhou.sends_file("名册.xlsx", _filled(head, [example, *good, ["钱", "1390000"]]), _XLSX)
    zhou.sees(said("新邀请 2 人", "2 newly invited"))
    zhou.sees(said("第 5 行：姓名太短或太长", "Row 5: the name is too short or too long"))
    bad = [[f"赵{chr(0x4E00 + n)}", "没有", "", ""] for n in range(9)]
    await zhou.sends_file("名册.xlsx", _filled(head, [*good, *bad]), _XLSX)
    zhou.sees(said("新邀请 0 人，原来就有 2 人", "0 newly invited, 2 already on the list"))
    corrections = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(zhou.file()))
    assert [row[4] for row in corrections.get_sheet_by_index(0).to_python()][1:3] == [
        said("第 4 行：手机号不对", "Row 4: not a mobile number"),
        said("第 5 行：手机号不对", "Row 5: not a mobile number"),
    ]
    await zhou.sends_file("名册.xlsx", b"no workbook at all", _XLSX)
    zhou.sees(said("不是能看的表格文件", "no spreadsheet I can read"))
    await zhou.says("王店")
    await zhou.presses(said("撤下 王店员", "Remove 王店员"))
    zhou.sees(said("已把王店员从名册上撤下", "王店员 is off the roster"))
    await zhou.presses(said("名册", "Roster"))
    await zhou.presses(said("登记链接", "Our link"))
    payload = zhou.screen.split("start=")[1].split()[0]

    # By his own telephone: the unit is offered, and he takes it.
    mine = words(li)
    await li.says("/start")
    await li.presses(mine["register"])
    await li.presses(mine["id"])
    await li.presses(mine["agree"])
    await li.shares_contact()
    await gives_document(world, li, "李志愿", invented_id_number(li.id, "19900101"))
    await li.presses(mine["county"])
    await li.presses(mine["township"])
    li.sees(said("把您列在名册里了", "A unit has you on its roster"))
    await li.presses("市教育体育局")
    await li.presses(mine["skills"])
    for key in ("done", "done", "oath", "submit"):
        await li.presses(mine[key])
    li.sees(mine["submitted"])
    await zhou.presses(said("名册", "Roster"))
    zhou.sees(said("在审核 1 人", "1 awaiting approval"))

    # By the link: the question for the unit is not asked.
    qian = world.person("钱新来", phone="+8613900000009")
    await qian.opens(payload)
    qian.sees(said("市教育体育局邀请您登记", "市教育体育局 invites you"))
    await qian.presses(mine["id"])
    await qian.presses(mine["agree"])
    await qian.shares_contact()
    await gives_document(world, qian, "钱新来", invented_id_number(qian.id, "19900101"))
    await qian.presses(mine["county"])
    await qian.presses(mine["township"])
    await qian.presses(mine["skills"])
    for key in ("done", "done", "oath"):
        await qian.presses(mine[key])
    qian.sees(said("单位：普洱市教育体育局", "Unit: 普洱市教育体育局"))
    await _the_office_looks(world)


@pytest.mark.proof
async def test_five_thousand_rows_are_answered_in_five_seconds_the_good_ones_and_the_bad(
    world: World, measured: Callable[[str], None]
) -> None:
    said = world.words
    zhou = await _a_contact_at_the_roster(world)
    head = said(["姓名", "手机号"], ["Name", "Mobile number"])  # type: ignore[arg-type]
    # Every second one has a telephone that is none.
    people = [
        [f"李志愿{chr(0x4E00 + n)}", str(13_900_000_000 + n)[: 11 - n % 2], "", ""]
        for n in range(5_001)
    ]
    await zhou.sends_file("名册.xlsx", _filled(head, people), _XLSX)
    zhou.sees(said("一次最多 5,000 行", "5,000 at most"))
    await zhou.presses(said("名册", "Roster"))
    zhou.sees(said("还没来 0 人", "0 not here yet"))
    began = time.perf_counter()
    await zhou.sends_file("名册.xlsx", _filled(head, people[:5_000]), _XLSX)
    took = time.perf_counter() - began
    zhou.sees(said("新邀请 2,500 人", "2,500 newly invited"))
    zhou.sees(said("有 2,500 行没收", "2,500 rows not taken"))
    measured(f"{world.language}: 5,000 rows, half of them bad, answered in {took:.2f} s (goal 5)")
    assert took < 5
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(zhou.file()))
    problems = [row[4] for row in sheet.get_sheet_by_index(0).to_python()][1:]
    assert problems == [
        said(f"第 {line} 行：手机号不对", f"Row {line}: not a mobile number")
        for line in range(3, 5_002, 2)
    ]


def _filled(head: Sequence[object], rows: Sequence[Sequence[object]]) -> bytes:
    lines = [[str(cell) for cell in row] for row in rows]
    return workbook([Sheet("名册", [str(cell) for cell in head], (12,) * len(COLUMNS), lines)])
