"""An office opens a station, keeps its card, prints its poster; a visitor scans the poster."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from documents.qr import qr_png
from domain.permissions import Role
from domain.policy import PolicyBook
from rehearsal.people import Person
from tests.cast import CITY, MORNING, a_volunteer
from tests.e2e.test_guardians import link_of
from tests.world import PAIRED, World, a_world

_RULES = CITY.policy(MORNING)
# As Guang'an does, a county of this Pu'er is asked for a station in each community.
_ASKS = replace(_RULES.stations, community_percent=100, community_places=("530821",))
_DEMANDING = replace(CITY, policies=PolicyBook((replace(_RULES, stations=_ASKS),)))


@pytest_asyncio.fixture(params=PAIRED, ids="-".join)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Yield a city whose document asks for stations."""
    engine, language = request.param
    async with a_world(engine, tmp_path, language=language, city=_DEMANDING) as made:
        yield made


async def _edits(world: World, officer: Person, field: tuple[str, str], typed: str) -> None:
    words = world.words
    await officer.presses(words("改资料", "Edit"))
    await officer.presses(words(*field))
    await officer.says(typed)
    officer.sees(words("改好了", "Changed"))


def _buttons(person: Person) -> str:
    return " ".join(button["text"] for row in person.last.buttons for button in row)


async def _a_head_keeps_his_station(world: World, officer: Person) -> None:
    """Invited by the office, he changes what the station answers for, and sees no more."""
    words = world.words
    await officer.presses(words("请站长来", "Add a head"))
    officer.sees(words("宁洱县图书馆服务站的站长", "head of a station (宁洱县图书馆服务站)"))
    link = link_of(officer)
    sun = world.person("孙站长")
    await sun.opens(link)
    sun.sees(words("站长", "head of a station"))
    await sun.says("/start")
    sun.sees(words("您是：站长", "You are: head of a station"))
    # One task, though a clerk's role came with it.
    await sun.says("/privacy")
    await sun.presses(words("注销", "Delete my account"))
    sun.sees(words("您手上的岗位（1 个）", "roles that you hold (1)"))
    await sun.presses(words("更多", "More"))
    assert _buttons(sun).count(words("时长公示", "Hours on notice")) == 1
    await sun.presses(words("本站", "My station"))
    assert words("撤销站点", "Close it") not in _buttons(sun)
    await sun.presses(words("改资料", "Edit"))
    assert words("承办单位", "Run by") not in _buttons(sun)
    await sun.presses(words("联系方式", "Reach by"))
    await sun.says("0879-3230001")
    sun.sees("0879-3230001")
    await sun.presses(words("人员", "Staff"))
    sun.sees(words("（站长）", "(head)"))
    assert words("请 1 离岗", "Let 1 go") not in _buttons(sun)
    # A clerk of his leaves only after a second look.
    await sun.presses(words("请人来", "Invite"))
    link = link_of(sun)
    clerk = world.person("李店员")
    await clerk.opens(link)
    clerk.sees(words("站点管理员", "station clerk"))
    await sun.presses(words("返回", "Back"))
    await sun.presses(words("请 2 离岗", "Let 2 go"))
    sun.sees(words("离开宁洱县图书馆服务站吗", "go from 宁洱县图书馆服务站"))
    await sun.presses(words("不了", "No"))
    await sun.presses(words("请 2 离岗", "Let 2 go"))
    await sun.presses(words("确认离岗", "Let them go"))
    sun.sees(words("有 1 位工作人员", "One person works here"))
    await sun.presses(words("请人来", "Invite"))
    sun.sees("https://t.me/volunteer_city_bot?start=a")


async def _is_marked(world: World, officer: Person) -> None:
    """Made a studio and a brand, the latter taken back; a room is lent out, and the list has it."""
    words = world.words
    await officer.presses(words("更多", "More"))
    await officer.presses(words("服务站点", "Stations"))
    await officer.presses("宁洱县图书馆服务站")
    await officer.presses(words("🏷 标记", "🏷 Marks"))
    for mark in (("工作室", "Studio"), ("品牌站点", "Brand"), ("品牌站点", "Brand")):
        await officer.presses(words(*mark))
    await officer.presses(words("可借场所", "Venue"))
    await officer.says("二楼活动室")
    officer.sees(words("🏷 工作室\n🏛 可借：二楼活动室", "🏷 Studio\n🏛 To borrow: 二楼活动室"))
    await officer.presses(words("改动", "Changes"))
    officer.sees(words("标记：品牌站点 → 没填", "Mark: Brand → none"))
    await officer.presses(words("更多", "More"))
    await officer.presses(words("服务站点", "Stations"))
    await officer.presses(words("🏷 可借场所", "🏷 Venue"))
    officer.sees("宁洱县图书馆服务站")
    officer.sees("二楼活动室")


async def test_an_office_opens_a_station_and_a_visitor_scans_its_poster(world: World) -> None:
    words = world.words
    qian = await world.appoints(world.person("钱干部"), Role.COUNTY_OFFICE, "530821")
    await qian.says("/start")
    await qian.presses(words("更多", "More"))
    await qian.presses(words("服务站点", "Stations"))
    qian.sees(words("还没有站点", "No stations yet"))
    await qian.presses(words("新站点", "New one"))
    await qian.says("宁洱县图书馆服务站")
    await qian.presses(words("文化设施", "Culture"))
    # Back is one question back, and what was answered stays.
    await qian.presses(words("返回", "Back"))
    await qian.presses(words("文化设施", "Culture"))
    await qian.presses(words("宁洱镇", "Ning'er Town"))
    await qian.says("凤凰路 2 号")
    qian.sees(words("站点开好了", "The station is open"))
    qian.sees("宁洱县图书馆服务站")

    # Hours by a tap, a day of its own typed, the position shown where he stands.
    await qian.presses(words("改资料", "Edit"))
    await qian.presses(words("开门时间", "Hours"))
    await qian.presses(words("一至五 9–18", "Mon–Fri 9–18"))
    qian.sees(words("周一至周五 09:00-18:00", "Mon–Fri 09:00-18:00"))
    await _edits(world, qian, ("某一天", "One day"), words("12月1日 休息", "12-01 closed"))
    qian.sees(words("12月1日 休息", "1 December closed"))
    await qian.presses(words("改资料", "Edit"))
    await qian.presses(words("位置", "Position"))
    await qian.sends_location(23.0617, 101.0453)
    qian.sees(words("位置记下了", "position is kept"))
    await qian.presses(words("改资料", "Edit"))
    await qian.presses(words("签到定位", "Location"))
    await qian.presses(words("要发位置", "Ask for it"))
    qian.sees(words("150 米", "150 m"))

    await qian.presses(words("改动", "Changes"))
    qian.sees(words("09:00-18:00 → 12月1日 休息", "One day: 09:00-18:00 → 1 December closed"))
    qian.sees(words("开门时间：没填 → 周一至周五 09:00-18:00", "Hours: none → Mon–Fri 09:00-18:00"))
    await qian.presses(words("返回", "Back"))

    # The standard, with a photo.
    await qian.presses(words("标准 0/10", "Standard 0/10"))
    await qian.presses(words("统一标识", "Sign"))
    await qian.sends_photo(qr_png("a sign"))
    qian.sees(words("已有 1 项，共 10 项；照片 1 张", "1 of 10 items, 1 with a photo"))
    await qian.presses(words("返回", "Back"))

    # The poster asks for the four texts that it needs, then comes.
    await qian.presses(words("海报", "Poster"))
    qian.sees(words("还差 4 项", "4 to go"))
    for text in ("来了扫码，走时再扫", "图书整理\n量血压", "王女士", "0879-3230000"):
        await qian.says(text)
    poster = qian.messages[-1]
    assert poster.raw["document"]["file_name"] == "宁洱县图书馆服务站.pdf"
    await qian.presses(words("返回", "Back"))
    # The services are a list: one is added, put first, and another taken away.
    await qian.presses(words("改资料", "Edit"))
    await qian.presses(words("服务内容", "Services"))
    await qian.says("理发")
    qian.sees("3 理发")
    await qian.presses(words("⬆️ 第 3 项", "⬆️ No. 3"))
    await qian.presses(words("✖️ 第 1 项", "✖️ No. 1"))
    qian.sees("1 理发\n2 量血压")
    await qian.presses(words("返回", "Back"))
    await qian.presses(words("返回", "Back"))
    qian.sees(words("服务：理发、量血压", "Services: 理发, 量血压"))
    await qian.presses(words("改动", "Changes"))
    qian.sees(words("联系方式：没填 → 0879-3230000", "Reach by: none → 0879-3230000"))
    qian.sees(words("标准：没填 → 统一标识", "Standard: none → Sign"))
    qian.sees(words("签到定位：没填 → 150 米以内", "Location: none → within 150 m"))
    await qian.presses(words("返回", "Back"))
    await qian.presses(words("值守", "On duty"))
    qian.sees(words("不给任何人加时长", "nobody gets hours for it"))

    await qian.presses(words("返回", "Back"))
    await qian.presses(words("人员", "Staff"))
    await qian.presses(words("请人来", "Invite"))
    qian.sees("https://t.me/volunteer_city_bot?start=a")
    await _a_head_keeps_his_station(world, qian)
    await _is_marked(world, qian)
    # How far the county is; in how many communities, once it is said how many there are.
    await qian.presses(words("更多", "More"))
    await qian.presses(words("服务站点", "Stations"))
    await qian.presses(words("达标情况", "Targets"))
    qian.sees(words("还没填", "nobody has entered how many"))
    await qian.presses(words("宁洱县", "Ning'er"))
    await qian.says(words("很多", "many"))
    qian.sees(words("请打一个大于 0 的整数", "whole number above 0"))
    await qian.says("36")
    qian.sees(words("0/36，0%", "0 of 36 built-up communities, 0%"))
    await qian.presses(words("返回", "Back"))
    # A unit, and the station itself, are found by a part of their names.
    await qian.presses(words("更多", "More"))
    await qian.presses(words("服务站点", "Stations"))
    await qian.presses(words("新站点", "New one"))
    await qian.says("宁洱县图书馆服务站")
    qian.sees(words("已经有", "There is a “宁洱县图书馆服务站” already"))
    await qian.presses(words("更多", "More"))
    await qian.presses(words("服务站点", "Stations"))
    await qian.says("图书馆")
    await qian.presses("宁洱县图书馆服务站")
    await qian.presses(words("改资料", "Edit"))
    await qian.presses(words("承办单位", "Run by"))
    await qian.says("教育体育")
    await qian.presses("教育体育局")
    qian.sees(words("承办：", "Run by "))

    # A printed code opens the card and checks nobody in.
    visitor = world.person("过路人")
    await visitor.opens("s1")
    visitor.sees(words("联系：王女士 0879-3230001", "Contact: 王女士 0879-3230001"))
    visitor.sees(words("请用相机扫站点屏幕上的码", "point your camera"))
    visitor.sees(words("🏷 工作室\n🏛 可借：二楼活动室", "🏷 Studio\n🏛 To borrow: 二楼活动室"))
    await world.db.write(a_volunteer, visitor.id, "过路人", world.language)
    await visitor.says("/start")
    await visitor.presses(words("更多", "More"))
    await visitor.presses(words("可借场所", "Venues"))
    visitor.sees(words("有场地可以借", "One station has a place to lend"))
    await visitor.presses("宁洱县图书馆服务站")
    visitor.sees("王女士 0879-3230001")
    await visitor.presses(words("返回", "Back"))
    visitor.sees(words("有场地可以借", "One station has a place to lend"))

    # Closing asks first; what was closed by mistake comes back, from its own list too.
    await qian.presses(words("撤销站点", "Close it"))
    qian.sees(words("撤错了可以恢复", "It can be opened again"))
    await qian.presses(words("确认撤销", "Yes, close it"))
    await visitor.opens("s1")
    visitor.sees(words("已经停用", "out of use"))
    await qian.presses(words("返回", "Back"))
    await qian.presses(words("已撤销 1", "Closed 1"))
    qian.sees("1 宁洱县图书馆服务站 · ")
    await qian.presses(words("恢复第 1 个", "Open no. 1 again"))
    qian.sees(words("恢复了", "It is open again"))
    await qian.presses(words("改动", "Changes"))
    qian.sees(words("站点：已撤销 → 使用中", "Station: closed → in use"))
    await visitor.opens("s1")
    visitor.sees("王女士 0879-3230001")
