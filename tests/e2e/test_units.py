"""A unit's contact and the Centre, in the chat."""

from pathlib import Path

import pytest
from sqlalchemy import select

from domain.permissions import Role
from models.columns import table_of
from models.places import Unit
from rehearsal.people import Person
from tests.cast import with_role
from tests.world import World, a_world
from usecases.city import CitySession


def _unit_id(session: CitySession, code: str) -> int:
    units = table_of(Unit)
    return int(session.connection().execute(
        select(units.c.id).where(units.c.code == code)
    ).scalar_one())  # fmt: skip


async def _contact(world: World, name: str = "周联系", language: str = "zh-hans") -> Person:
    person = world.person(name, language=language)
    unit = await world.db.read(_unit_id, "jiaotiju")
    await person.says("/start")
    await world.db.write(with_role, person.id, Role.UNIT_CONTACT, str(unit))
    await person.says("/start")
    return person


async def _centre(world: World, name: str = "钱中心", language: str = "zh-hans") -> Person:
    person = world.person(name, language=language)
    await person.says("/start")
    await world.db.write(with_role, person.id, Role.CENTRE)
    await person.says("/start")
    return person


async def test_a_unit_hands_in_its_plan_and_the_centre_accepts_it(world: World) -> None:
    zhou, qian = await _contact(world), await _centre(world)
    await zhou.presses("本单位待办")
    zhou.sees("市教体局 · 3 件待办")
    zhou.sees("工作计划 · 3月20日前（已过 246 天）")
    await zhou.presses("交计划")
    zhou.sees("可以发多个")
    await zhou.sends_file("计划.docx", b"the plan", "application/msword")
    zhou.sees("收到 1 个文件，共 8 字节")
    await zhou.says("附上今年的计划，请审阅。")
    zhou.sees("正文 12 字")
    await zhou.presses("提交")
    zhou.sees("🧾 回执 JH-2026-0001 · 11月21日 09:00")
    zhou.sees("迟交")
    await qian.presses("待办")
    qian.sees("市教体局 · 2026年工作计划")
    qian.sees("迟 246 天")
    qian.sees("附上今年的计划")
    assert qian.file() == b"the plan"
    await qian.presses("收下")
    qian.sees("已收下 JH-2026-0001")
    qian.sees("没有要看的材料")
    zhou.sees("JH-2026-0001 已收下")
    await zhou.presses("本单位待办")
    zhou.sees("市教体局 · 2 件待办")


async def test_the_same_in_english(world: World) -> None:
    zhou = await _contact(world, language="en")
    qian = await _centre(world, language="en")
    await zhou.presses("What we owe")
    zhou.sees("3 to do")
    await zhou.presses("News item")
    await zhou.says("Forty students read to the old.")
    await zhou.presses("Hand in")
    zhou.sees("Receipt XX-2026-0001 · 21 November 09:00")
    await qian.presses("To do")
    await qian.presses("Return")
    await qian.presses("something is missing")
    qian.sees("Sent back XX-2026-0001")
    zhou.sees("was sent back: something is missing")
    await zhou.presses("Hand in")
    zhou.sees("Send the files")


async def test_information_items_are_counted_one_by_one(world: World) -> None:
    zhou, qian = await _contact(world), await _centre(world)
    for number in range(1, 4):
        await zhou.presses("本单位待办")
        await zhou.presses("报信息")
        await zhou.says(f"第 {number} 条")
        await zhou.presses("提交")
        zhou.sees(f"XX-2026-000{number}")
        await qian.presses("待办")
        await qian.presses("收下")
        qian.sees(f"{number}/4")
    await zhou.presses("本单位待办")
    zhou.sees("已收 3 条，共 4 条（还差 1 条")
    await qian.presses("看板")
    qian.sees("应交 54 件，已收 0 件")
    qian.sees("迟交 18 件")
    assert len(qian.photo()) > 10_000


async def test_two_at_the_centre_decide_and_one_is_told(world: World) -> None:
    zhou = await _contact(world)
    qian, sun = await _centre(world), await _centre(world, "孙中心")
    await zhou.presses("提交")
    await zhou.presses("报信息")
    await zhou.says("一条信息")
    await zhou.presses("提交")
    await qian.presses("待办")
    await sun.presses("待办")
    await qian.presses("收下")
    await sun.presses("收下")
    sun.sees("已经有人办了")


async def test_a_file_that_telegram_does_not_hand_out_is_answered_with_what_to_do(
    world: World,
) -> None:
    zhou = await _contact(world)
    await zhou.presses("提交")
    await zhou.presses("交计划")
    await zhou.sends_file("大.zip", b"x", size=20_000_001)
    zhou.sees("超过 20 MB")
    await zhou.sends_file("刚好.zip", b"x", size=20_000_000)
    zhou.sees("收到 1 个文件")


async def test_who_stops_goes_on_with_what_was_sent_or_starts_over(world: World) -> None:
    zhou = await _contact(world)
    await zhou.presses("提交")
    await zhou.presses("交计划")
    await zhou.sends_file("计划.docx", b"the plan")
    await zhou.says("/cancel")
    await zhou.says("这句话不该算进去")
    await zhou.presses("本单位待办")
    await zhou.presses("交计划")
    zhou.sees("收到 1 个文件，共 8 字节。")
    await zhou.presses("重新发")
    zhou.sees("可以发多个")
    await zhou.says("只要这些字")
    zhou.sees("收到正文 5 字")


async def test_a_draft_that_something_else_interrupts_is_kept_and_that_is_said(
    tmp_path: Path,
) -> None:
    async with a_world("sqlite", tmp_path) as world:
        zhou = await _contact(world)
        await zhou.presses("更多")
        await zhou.presses("开始登记")
        await zhou.presses("单独同意")
        await zhou.presses("提交")
        await zhou.presses("交计划")
        zhou.sees("没填完的“志愿者登记”替您留着")
        await zhou.sends_file("计划.docx", b"the plan")
        await zhou.presses("本单位待办")
        await zhou.presses("报信息")
        zhou.sees("没填完的“2026年工作计划”替您留着")
        await zhou.says("一条信息")
        await zhou.presses("提交")
        zhou.sees("XX-2026-0001")
        await zhou.says("这句话不该算进去")
        zhou.sees("没看明白")
        await zhou.presses("接着填")
        zhou.sees("收到 1 个文件，共 8 字节。")
        await zhou.presses("提交")
        zhou.sees("JH-2026-0001")
        await zhou.presses("更多")
        await zhou.presses("开始登记")
        await zhou.presses("同意，继续")
        zhou.sees("手机号")


async def test_an_old_button_after_the_receipt_hands_nothing_in_twice(world: World) -> None:
    zhou = await _contact(world)
    await zhou.presses("提交")
    await zhou.presses("报信息")
    await zhou.says("一条信息")
    ready = zhou.last
    await zhou.presses("提交")
    zhou.sees("XX-2026-0001")
    await zhou.presses_old(ready, "提交")
    zhou.sees("这一步已经过去了")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\u202egpj.exe", "\x00\x01", "好" * 300, "."]
)
async def test_a_hostile_file_name_is_only_a_name(world: World, name: str) -> None:
    zhou, qian = await _contact(world), await _centre(world)
    await zhou.presses("提交")
    await zhou.presses("报信息")
    await zhou.sends_file(name, b"content")
    zhou.sees("收到 1 个文件")
    await zhou.presses("提交")
    await qian.presses("待办")
    assert qian.file() == b"content"
    kept = [path for path in world.house.settings.files_dir.rglob("*") if path.is_file()]
    assert [len(path.name) for path in kept] == [64]


async def test_a_stranger_can_neither_hand_in_nor_review(world: World) -> None:
    await _contact(world)
    stranger = world.person("陌生人")
    await stranger.says("/start")
    message = await stranger.says("你好")
    assert message
    for data in ("duty:1", "subaccept:1:1", "handin:1"):
        world.stage.world.press(stranger.id, stranger.last.id, data)
        await world.settle()
    assert "回执" not in stranger.screen
