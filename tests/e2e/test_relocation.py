"""A volunteer changes his employer: the old unit lets him go, the new one takes him in."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update

from documents.qr import qr_png
from domain.permissions import Role
from models.columns import table_of
from models.people import Volunteer
from models.places import Unit
from tests.cast import a_unit, a_volunteer
from tests.e2e.registering import officer_of
from tests.world import World
from usecases.city import CitySession


async def test_a_volunteer_moves_to_another_unit_with_everything_he_has(world: World) -> None:
    say = world.words
    li = world.person("李志愿", phone="+8613800000001")

    def prepare(session: CitySession) -> tuple[int, int]:
        units = a_unit(session, "甲绿化所"), a_unit(session, "乙学院")
        one = a_volunteer(session, li.id, "李志愿", world.language)
        rows = table_of(Volunteer)
        session.connection().execute(
            update(rows)
            .where(rows.c.id == one.volunteer_id)
            .values(unit_id=units[0], born_on=date(2008, 3, 1))
        )
        schools = table_of(Unit)
        session.connection().execute(
            update(schools).where(schools.c.id == units[1]).values(kind="college")
        )
        return units

    old, new = await world.db.write(prepare)
    zhou = await officer_of(world, world.person("周联系"), Role.UNIT_CONTACT, str(old))
    wu = await officer_of(world, world.person("吴联系"), Role.UNIT_CONTACT, str(new))
    await li.says("/start")
    await li.presses(say("更多", "More"))
    await li.presses(say("关系转接", "Transfer"))
    await li.presses(say("搬家了", "Moved home"))
    await li.presses(say("返回", "Back"))
    await li.presses(say("换了单位", "New employer"))
    await li.says("学院")
    await li.presses("乙学院")
    li.sees(say("从：甲绿化所", "From: 甲绿化所"))
    await li.presses(say("提交", "Submit"))
    li.sees(say("已交出去", "Sent."))
    await zhou.presses(say("本单位待办", "What we owe"))
    await zhou.presses(say("关系转接 1", "Transfers 1"))
    zhou.sees("李*愿")
    await zhou.presses(say("同意转出", "Release"))
    li.sees(say("原单位已经把您转出", "has released you"))
    await wu.presses(say("本单位待办", "What we owe"))
    await wu.presses(say("关系转接 1", "Transfers 1"))
    await wu.presses(say("接收", "Accept"))
    wu.sees(say("已接收", "Accepted"))
    li.sees(say("转接办好了", "You have been transferred"))
    await li.presses(say("资料没错", "All correct"))
    await li.says("/profile")
    li.sees("乙学院")
    # Another residence, the same unit; and he can take a request back.
    await li.presses(say("更多", "More"))
    await li.presses(say("关系转接", "Transfer"))
    await li.presses(say("户籍变了", "New registered residence"))
    await li.presses(say("宁洱县", "Ning'er County"))
    await li.presses(say("宁洱镇", "Ning'er Town"))
    await li.presses(say("单位不变", "Same unit"))
    li.sees(say("宁洱镇", "Ning'er Town"))
    await li.presses(say("提交", "Submit"))
    for yes in (say("同意转出", "Release"), say("接收", "Accept")):
        await wu.presses(say("本单位待办", "What we owe"))
        await wu.presses(say("关系转接 1", "Transfers 1"))
        await wu.presses(yes)
    await li.says("/profile")
    li.sees(say("住宁洱县宁洱镇", "Lives in Ning'er Town"))
    await li.presses(say("更多", "More"))
    await li.presses(say("关系转接", "Transfer"))
    await li.presses(say("换了单位", "New employer"))
    await li.presses(say("没有单位", "No unit"))
    await li.presses(say("提交", "Submit"))
    await li.presses(say("更多", "More"))
    await li.presses(say("关系转接", "Transfer"))
    li.sees(say("在等原单位转出", "waits for your old unit"))
    await li.presses(say("撤回转接", "Withdraw it"))
    li.sees(say("还在原来的单位", "you stay with your unit"))

    # What he served in another city comes along too, once two officers have seen the proof.
    qian = await officer_of(world, world.person("钱干部"), Role.FEDERATION, "")
    sun = await officer_of(world, world.person("孙主任"), Role.OFFICE, "")
    await li.presses(say("更多", "More"))
    await li.presses(say("外地时长", "Hours elsewhere"))
    await li.presses(say("交外地时长", "Hand in hours"))
    await li.says("昆明市盘龙区志愿者协会")
    await li.says(say("很多", "many"))
    li.sees(say("请照例子再打一次", "as in the example"))
    await li.says(say("36小时30分", "36 h 30 min"))
    await li.says(say("2024-03-01 至 2025-06-30", "2024-03-01 to 2025-06-30"))
    await li.says(say("有证明", "I have a proof"))
    li.sees(say("这里要一张照片或者一个文件", "A photo or a file is needed"))
    await li.sends_photo(qr_png("a proof"))
    await li.presses(say("提交", "Hand in"))
    li.sees(say("两位工作人员先后核对", "Two officers check it"))
    for officer in (qian, sun):
        await officer.presses(say("待办", "To do"))
        await officer.presses(say("外地时长（1）", "Hours from elsewhere (1)"))
        officer.sees(say("36 小时 30 分", "36 h 30 min"))
        await officer.presses(say("看证明", "See proof"))
        assert officer.messages[-1].raw["document"]
        await officer.presses(say("属实", "Right"))
    li.sees(say("转进来了", "are brought along"))
    await li.presses(say("我的时长", "My hours"))
    li.sees(say("其中外地转入 36 小时 30 分", "36 h 30 min of it from elsewhere"))
    await sun.presses(say("更正", "Correct"))
    await sun.presses(say("时长和证明不一样", "The proof says other hours"))
    li.sees(say("已扣回", "were taken off again"))
    await li.presses(say("外地时长", "Hours elsewhere"))
    li.sees(say("已撤回 时长和证明不一样", "taken back The proof says other hours"))

    # Who leaves a school in summer is asked where he goes on, and is led there.
    world.clock.jump(datetime(2027, 6, 28, 1, 0, tzinfo=UTC))
    await world.goes_on_to(world.clock.now() + timedelta(minutes=1))
    li.sees(say("要从乙学院毕业了吗", "Leaving 乙学院?"))
    await li.presses(say("关系转接", "Transfer"))
    li.sees(say("为什么要转", "Why do you move?"))
