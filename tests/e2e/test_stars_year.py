"""A year's stars in the chat: from the Centre's first tap to the star on a volunteer's card."""

from datetime import timedelta

from sqlalchemy import update

from domain.permissions import Role
from models.columns import table_of
from models.people import Volunteer
from rehearsal.people import Person
from tests.cast import a_unit, a_volunteer, later, with_hours
from tests.world import World
from usecases.city import CitySession


async def _people(world: World) -> tuple[Person, Person]:
    """Let two volunteers of one unit have the hours for a star."""
    both = world.person("李志愿"), world.person("陈志愿")
    for one in both:
        await one.says("/start")

    def serve(session: CitySession) -> int:
        unit = a_unit(session, "市图书馆")
        volunteers = table_of(Volunteer)
        for one, minutes, name in zip(both, (6_000, 20_000), ("李志愿", "陈长者"), strict=True):
            who = a_volunteer(session, one.id, name, world.language)
            with_hours(session, who, minutes)
            session.connection().execute(
                update(volunteers).where(volunteers.c.id == who.volunteer_id).values(unit_id=unit)
            )
        return unit

    world.people["unit"] = world.person("周联系")
    await world.people["unit"].says("/start")
    unit = await world.db.write(serve)
    await world.appoints(world.people["unit"], Role.UNIT_CONTACT, str(unit))
    return both


async def _officer(world: World, name: str, role: Role) -> Person:
    person = world.person(name)
    await person.says("/start")
    await world.appoints(person, role)
    await person.says("/start")
    return person


async def test_a_unit_nominates_two_offices_approve_one_objection_and_the_star_is_on_the_card(
    world: World,
) -> None:
    words = world.words
    li, chen = await _people(world)
    zhou = world.people["unit"]
    federation = await _officer(world, "吴联合会", Role.FEDERATION)
    centre = await _officer(world, "钱中心", Role.CENTRE)
    office = await _officer(world, "郑文明办", Role.OFFICE)
    await li.says("/stars")
    li.sees(words("还没有认定过星级", "No star has been recognised yet"))

    await centre.presses(words("更多", "More"))
    await centre.presses(words("星级认定", "Stars"))
    await centre.presses(words("开始 2026", "Open 2026"))
    await centre.presses(words("确认", "Confirm"))
    centre.sees(words("推荐中", "being nominated"))
    await zhou.says("/start")
    await zhou.presses(words("更多", "More"))
    await zhou.presses(words("星级认定", "Stars"))
    zhou.sees(words("您名下 2 人，2 人还没有答复", "Yours: 2; without an answer yet: 2"))
    await zhou.presses(words("看名单", "See the list"))
    zhou.sees("陈*者")
    await zhou.presses("2")
    await zhou.presses(words("不推荐", "Hold back"))
    asked = zhou.last
    await zhou.presses(words("时长还要核实", "the hours have to be verified"))
    zhou.sees(words("未推荐", "held back"))
    await zhou.presses(words("恢复推荐", "Put back"))
    # A reason's button belongs to its question: pressed again, it holds back nobody.
    await zhou.presses_old(asked, words("时长还要核实", "the hours have to be verified"))
    zhou.sees(words("这一步已经过去了", "That step is over"))
    assert words("未推荐", "held back") not in zhou.screen
    await zhou.presses(words("看名单", "See the list"))
    await zhou.presses(words("返回", "Back"))
    await zhou.presses(words("都推荐", "Nominate all"))
    zhou.sees(words("推荐 2 人", "2 nominated"))

    await federation.presses(words("待办", "To do"))
    await federation.presses(words("更多", "More"))
    await federation.presses(words("星级认定", "Stars"))
    await federation.presses(words("结束推荐", "Close nominations"))
    await federation.presses(words("核对完毕", "List is checked"))
    federation.sees(words("待批准", "waiting for approval"))
    for officer in (centre, office):
        await officer.presses(words("待办", "To do"))
        await officer.presses(words("星级认定（1）", "Stars (1)"))
        await officer.presses(words("批准", "Approve this list"))
    office.sees(words("公示到11月27日", "Published until 27 November"))

    await world.settle()
    li.sees(words("公示名单上", "published list"))
    await li.presses(words("看公示名单", "See the list"))
    li.sees("陈*者")
    await li.presses("1")
    await li.says("他的时长我看不对")
    li.sees(words("核对后会答复您", "will answer you"))
    await federation.presses(words("待办", "To do"))
    await federation.presses(words("星级认定（1）", "Stars (1)"))
    await federation.presses(words("看异议（1）", "Objections (1)"))
    federation.sees("他的时长我看不对")
    await federation.presses(words("名单不变", "Keep the list"))
    await federation.says("已核对，记录属实")
    await world.settle()
    li.sees("已核对，记录属实")

    await world.goes_on_to(later(days=8))
    await office.presses(words("待办", "To do"))
    await office.presses(words("星级认定（1）", "Stars (1)"))
    await office.presses(words("授予", "Award"))
    await office.presses(words("确认", "Confirm"))
    office.sees(words("已认定", "awarded"))
    await world.goes_on_to(later(days=8) + timedelta(minutes=1))
    chen.sees(words("您被评为2026年度二星志愿者", "recognised for 2026: two stars"))
    li.sees(words("您被评为2026年度一星志愿者", "recognised for 2026: one star"))
    await chen.says("/card")
    assert len(chen.photo()) > 10_000
    await li.presses(words("我的时长", "My hours"))
    li.sees(words("🏅 2026年度认定：一星志愿者", "🏅 Recognised for 2026: one star"))
