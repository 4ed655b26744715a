"""A unit's contact and the Centre, in the chat."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.permissions import Role
from models.columns import table_of
from models.places import Unit
from rehearsal.people import Person
from tests.cast import MORNING, a_unit
from tests.world import World, a_world
from usecases import duties
from usecases.city import CitySession


def _unit_id(session: CitySession, code: str) -> int:
    units = table_of(Unit)
    return int(session.connection().execute(
        select(units.c.id).where(units.c.code == code)
    ).scalar_one())  # fmt: skip


async def _contact(world: World, name: str = "周联系") -> Person:
    person = world.person(name)
    unit = await world.db.read(_unit_id, "jiaotiju")
    await person.says("/start")
    await world.appoints(person, Role.UNIT_CONTACT, str(unit))
    await person.says("/start")
    return person


async def _centre(world: World, name: str = "钱中心") -> Person:
    person = world.person(name)
    await person.says("/start")
    await world.appoints(person, Role.CENTRE)
    await person.says("/start")
    return person


async def test_a_unit_hands_in_its_plan_and_the_centre_accepts_it(world: World) -> None:
    zhou, qian, words = await _contact(world), await _centre(world), world.words
    await zhou.presses(words("本单位待办", "What we owe"))
    zhou.sees(words("市教体局 · 3 件待办", "市教体局 · 3 to do"))
    zhou.sees(
        words(
            "工作计划 · 3月20日前（已过 246 天）", "Work plan 2026 · by 20 March (246 days overdue)"
        )
    )
    await zhou.presses(words("交计划", "Plan"))
    zhou.sees(words("可以发多个", "Send the files"))
    await zhou.sends_file("计划.docx", b"the plan", "application/msword")
    zhou.sees(words("收到 1 个文件，共 8 字节", "Received: one file, 8 bytes in all"))
    await zhou.says("附上今年的计划，请审阅。")
    zhou.sees(words("正文 12 字", "text of 12 characters"))
    await zhou.presses(words("提交", "Hand in"))
    zhou.sees(
        words(
            "🧾 回执 JH-2026-0001 · 11月21日 09:00", "🧾 Receipt JH-2026-0001 · 21 November 09:00"
        )
    )
    zhou.sees(words("迟交", "marked late"))
    await qian.presses(words("待办", "To do"))
    qian.sees(words("市教体局 · 2026年工作计划", "市教体局 · work plan 2026"))
    qian.sees(words("迟 246 天", "246 days late"))
    qian.sees("附上今年的计划")
    assert qian.file() == b"the plan"
    await qian.presses(words("收下", "Accept"))
    qian.sees(words("已收下 JH-2026-0001", "Accepted JH-2026-0001"))
    qian.sees(words("没有要看的材料", "Nothing to read"))
    zhou.sees(words("JH-2026-0001 已收下", "JH-2026-0001 is accepted"))
    await zhou.presses(words("本单位待办", "What we owe"))
    zhou.sees(words("市教体局 · 2 件待办", "市教体局 · 2 to do"))


async def test_what_is_sent_back_is_handed_in_again(world: World) -> None:
    zhou, qian, words = await _contact(world), await _centre(world), world.words
    await zhou.presses(words("本单位待办", "What we owe"))
    zhou.sees(words("3 件待办", "3 to do"))
    await zhou.presses(words("报信息", "News item"))
    await zhou.says("Forty students read to the old.")
    await zhou.presses(words("提交", "Hand in"))
    zhou.sees(
        words("回执 XX-2026-0001 · 11月21日 09:00", "Receipt XX-2026-0001 · 21 November 09:00")
    )
    await qian.presses(words("待办", "To do"))
    await qian.presses(words("退回", "Return"))
    await qian.presses(words("内容不全", "something is missing"))
    qian.sees(words("已退回 XX-2026-0001", "Sent back XX-2026-0001"))
    zhou.sees(words("退回了：内容不全", "was sent back: something is missing"))
    await zhou.presses(words("提交", "Hand in"))
    zhou.sees(words("可以发多个", "Send the files"))


async def test_information_items_are_counted_one_by_one(world: World) -> None:
    zhou, qian, words = await _contact(world), await _centre(world), world.words
    for number in range(1, 4):
        await zhou.presses(words("本单位待办", "What we owe"))
        await zhou.presses(words("报信息", "News item"))
        await zhou.says(f"第 {number} 条")
        await zhou.presses(words("提交", "Hand in"))
        zhou.sees(f"XX-2026-000{number}")
        await qian.presses(words("待办", "To do"))
        await qian.presses(words("收下", "Accept"))
        qian.sees(f"{number}/4")
    await zhou.presses(words("本单位待办", "What we owe"))
    zhou.sees(words("已收 3 条，共 4 条（还差 1 条", "3 of 4 accepted (1 to go"))
    await qian.presses(words("看板", "Board"))
    qian.sees(words("应交 54 件，已收 0 件", "54 owed, 0 accepted"))
    qian.sees(words("迟交 18 件", "18 late"))
    assert len(qian.photo()) > 10_000


async def test_two_at_the_centre_decide_and_one_is_told(world: World) -> None:
    zhou, words = await _contact(world), world.words
    qian, sun = await _centre(world), await _centre(world, "孙中心")
    await zhou.presses(words("提交", "Hand in"))
    await zhou.presses(words("报信息", "News item"))
    await zhou.says("一条信息")
    await zhou.presses(words("提交", "Hand in"))
    await qian.presses(words("待办", "To do"))
    await sun.presses(words("待办", "To do"))
    await qian.presses(words("收下", "Accept"))
    await sun.presses(words("收下", "Accept"))
    sun.sees(words("已经有人办了", "has dealt with this already"))


async def test_a_file_that_telegram_does_not_hand_out_is_answered_with_what_to_do(
    world: World,
) -> None:
    zhou, words = await _contact(world), world.words
    await zhou.presses(words("提交", "Hand in"))
    await zhou.presses(words("交计划", "Plan"))
    await zhou.sends_file("大.zip", b"x", size=20_000_001)
    zhou.sees(words("超过 20 MB", "over 20 MB"))
    await zhou.sends_file("刚好.zip", b"x", size=20_000_000)
    zhou.sees(words("收到 1 个文件", "Received: one file"))


async def test_who_stops_goes_on_with_what_was_sent_or_starts_over(world: World) -> None:
    zhou, words = await _contact(world), world.words
    await zhou.presses(words("提交", "Hand in"))
    await zhou.presses(words("交计划", "Plan"))
    await zhou.sends_file("计划.docx", b"the plan")
    await zhou.says("/cancel")
    await zhou.says("这句话不该算进去")
    await zhou.presses(words("本单位待办", "What we owe"))
    await zhou.presses(words("交计划", "Plan"))
    zhou.sees(words("收到 1 个文件，共 8 字节。", "Received: one file, 8 bytes in all"))
    await zhou.presses(words("重新发", "Start over"))
    zhou.sees(words("可以发多个", "Send the files"))
    await zhou.says("只要这些字")
    zhou.sees(words("收到正文 5 字", "Text of 5 characters received"))


async def test_a_draft_that_something_else_interrupts_is_kept_and_that_is_said(
    tmp_path: Path,
) -> None:
    async with a_world("sqlite", tmp_path) as world:
        zhou, words = await _contact(world), world.words
        await zhou.presses("更多")
        await zhou.presses("开始登记")
        await zhou.presses("单独同意")
        await zhou.presses(words("提交", "Hand in"))
        await zhou.presses(words("交计划", "Plan"))
        zhou.sees("没填完的“志愿者登记”替您留着")
        await zhou.sends_file("计划.docx", b"the plan")
        await zhou.presses(words("本单位待办", "What we owe"))
        await zhou.presses(words("报信息", "News item"))
        zhou.sees("没填完的“2026年工作计划”替您留着")
        await zhou.says("一条信息")
        await zhou.presses(words("提交", "Hand in"))
        zhou.sees("XX-2026-0001")
        await zhou.says("这句话不该算进去")
        zhou.sees("没看明白")
        await zhou.presses("接着填")
        zhou.sees(words("收到 1 个文件，共 8 字节。", "Received: one file, 8 bytes in all"))
        await zhou.presses(words("提交", "Hand in"))
        zhou.sees("JH-2026-0001")
        await zhou.presses("更多")
        await zhou.presses("开始登记")
        await zhou.presses("同意，继续")
        zhou.sees("手机号")


async def test_an_old_button_after_the_receipt_hands_nothing_in_twice(world: World) -> None:
    zhou, words = await _contact(world), world.words
    await zhou.presses(words("提交", "Hand in"))
    await zhou.presses(words("报信息", "News item"))
    await zhou.says("一条信息")
    ready = zhou.last
    await zhou.presses(words("提交", "Hand in"))
    zhou.sees("XX-2026-0001")
    await zhou.presses_old(ready, words("提交", "Hand in"))
    zhou.sees(words("这一步已经过去了", "That step is over"))


async def test_a_county_collects_the_sealed_tables_of_its_units_and_hands_in_its_own(
    world: World,
) -> None:
    words = world.words
    unit = await world.db.write(_a_unit_of_lancang)
    wu, zha, zhao = world.person("吴联系"), world.person("扎娃"), world.person("赵干事")
    for person, role, place in (
        (wu, Role.UNIT_CONTACT, str(unit)),
        (zha, Role.COUNTY_OFFICE, "530828"),
        (zhao, Role.FEDERATION, ""),
    ):
        await person.says("/start")
        await world.appoints(person, role, place)
        await person.says("/start")
    await wu.presses(words("本单位待办", "What we owe"))
    wu.sees(
        words(
            "2026年志愿者统计表 · 9月1日至9月30日（已过 52 天）",
            "Volunteer statistics 2026 · 1 September to 30 September (52 days overdue)",
        )
    )
    await wu.presses(words("交统计表", "Statistics"))
    await wu.presses(words("下载统计表", "The table"))
    assert wu.file().startswith(b"%PDF")
    wu.sees(words("请核对", "please check"))
    await wu.sends_file("盖章.jpg", b"sealed", "image/jpeg")
    await wu.presses(words("提交", "Hand in"))
    wu.sees(words("TJ-2026-0001", "TJ-2026-0001"))
    await zha.presses(words("待办", "To do"))
    await zha.presses(words("单位材料（1）", "Papers of units (1)"))
    zha.sees(words("2026年志愿者统计表", "volunteer statistics 2026"))
    await zha.presses(words("收下", "Accept"))
    await zha.presses(words("更多", "More"))
    await zha.presses(words("统计表", "Statistics"))
    zha.sees(words("已收 1，待看 0，没交 0", "1 accepted, 0 to read, 0 missing"))
    await zha.presses(words("下载统计表", "The table"))
    assert zha.file().startswith(b"%PDF")
    await zha.presses(words("交统计表", "Statistics"))
    await zha.sends_file("汇总.jpg", b"of the county", "image/jpeg")
    await zha.presses(words("提交", "Hand in"))
    zha.sees("TJ-2026-0002")
    await zhao.presses(words("待办", "To do"))
    await zhao.presses(words("单位材料（1）", "Papers of units (1)"))
    zhao.sees("澜沧县文明办")
    assert zhao.file() == b"of the county"
    await zhao.presses(words("收下", "Accept"))
    await zhao.presses(words("更多", "More"))
    await zhao.presses(words("统计表", "Statistics"))
    zhao.sees(words("已收 1，待看 0，没交 26", "1 accepted, 0 to read, 26 missing"))


def _a_unit_of_lancang(session: CitySession) -> int:
    unit, units = a_unit(session, "澜沧一中", "county"), table_of(Unit)
    session.connection().execute(
        update(units).where(units.c.id == unit).values(county="530828", is_member=False)
    )
    duties.prepare(session, now=MORNING.replace(month=9))
    return unit


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\u202egpj.exe", "\x00\x01", "好" * 300, "."]
)
async def test_a_hostile_file_name_is_only_a_name(world: World, name: str) -> None:
    zhou, qian, words = await _contact(world), await _centre(world), world.words
    await zhou.presses(words("提交", "Hand in"))
    await zhou.presses(words("报信息", "News item"))
    await zhou.sends_file(name, b"content")
    zhou.sees(words("收到 1 个文件", "Received: one file"))
    await zhou.presses(words("提交", "Hand in"))
    await qian.presses(words("待办", "To do"))
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
    assert world.words("回执", "Receipt") not in stranger.screen
