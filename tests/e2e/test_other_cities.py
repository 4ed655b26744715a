"""The same chat under another policy file: what Guang'an and Simao do otherwise than Pu'er."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update

from domain.permissions import Role
from models.columns import table_of
from models.people import Volunteer
from rehearsal.people import Person
from tests.cast import StationWithDisplay, a_station, a_unit, city_of, later, station_code
from tests.e2e import recording
from tests.e2e.recording import presses
from tests.e2e.registering import fills_in, officer_of, words
from tests.world import World, a_world
from usecases.city import CitySession


@dataclass(frozen=True)
class Elsewhere:
    """A city, the world it is played in, and who decides there about whom."""

    name: str
    engine: str
    language: str
    home: tuple[str, str]
    township: str
    officer: tuple[Role, str]
    number: str
    # A scan by the camera is confirmed by a clerk; who was served signs; stars have hours.
    confirms: bool
    signs: bool
    stars: bool
    # Of the year: of a unit, of a volunteer.
    honours: tuple[str, str]


OTHERS = (
    Elsewhere(
        "guangan", "sqlite", "zh-hans", ("广安区", "浓洄街道"), "511602001",
        (Role.COUNTY_OFFICE, "511602"), "5116-02-000001", confirms=True, signs=False, stars=True,
        honours=("best-organization", "finest-volunteer"),
    ),
    Elsewhere(
        "simao", "postgresql", "en", ("Simao", "Simao Sub"), "530802001", (Role.FEDERATION, ""),
        "5308-02-000001", confirms=False, signs=True, stars=False,
        honours=("advanced-organization", "excellent-volunteer"),
    ),
)  # fmt: skip


async def _registers(world: World, city: Elsewhere, li: Person) -> None:
    await fills_in(world, li, home=city.home)
    await li.presses(words(li)["submit"])
    li.sees(words(li)["submitted"])
    chief = await officer_of(world, world.person("审批员"), *city.officer)
    await chief.presses(words(chief)["queue"])
    await chief.presses(words(chief)["approve"])
    li.sees(world.words("您的登记通过了", "Your registration is approved"))


async def _serves_an_hour(world: World, city: Elsewhere, li: Person) -> None:
    wang = world.person("王店员")

    def opened(session: CitySession) -> StationWithDisplay:
        return a_station(session, township=city.township)

    station = await world.db.write(opened)
    await world.appoints(wang, Role.CLERK, str(station.station_id))
    await wang.says("/start")
    await li.opens(station_code(station, world.clock.now()))
    if city.confirms:
        li.sees(world.words("站点的人确认后开始计时", "as soon as the station confirms"))
        await wang.presses(world.words("到了", "They are here"))
        li.sees(world.words("站点确认您到了", "The station confirmed that you are here"))
    else:
        li.sees(world.words("已签到", "Checked in"))
    world.clock.jump(later(hours=1))
    await li.opens(station_code(station, world.clock.now()))
    li.sees(world.words("本次 1 小时", "1 hour this time"))


async def _has_two_hours_typed(world: World, city: Elsewhere, li: Person) -> None:
    chen, qian = world.person("陈录入"), world.person("钱核对")
    for person in (chen, qian):
        await world.appoints(person, Role.FEDERATION)
        await person.says("/start")
    association = ("茶城志愿者协会", "Tea City Association of Volunteers")
    chen.sees(world.words(*(association if city.name == "simao" else ("联合会", "Federation"))))
    await recording.hands_in(world, chen, city.number, quality="很好" if city.signs else "")
    if city.signs:
        chen.sees(world.words("服务对象确认过才计入", "only once those who were served"))
        await presses(world, chen, "button-recipient", "button-signed-page")
        await chen.sends_file("签字页.pdf", b"the page that was signed")
        await presses(world, chen, "button-hand-in")
        chen.sees(world.words("签字页收到了", "The signed page is kept"))
    await presses(world, qian, "menu-queue")
    await qian.presses(world.words("核对补录 1", "Typed hours: 1"))
    assert ("很好" in qian.screen) is city.signs
    await presses(world, qian, "button-record-yes")
    await world.goes_on_to(later(days=8))
    li.sees(world.words("公示期满，计 2 小时", "2 hours counted"))


async def _is_honoured(world: World, city: Elsewhere, li: Person) -> None:
    """Let his unit nominate itself and him, and the Office award both."""
    contact, office = world.person("周联系"), world.person("郑文明办")

    def joins(session: CitySession) -> str:
        unit, rows = a_unit(session, "第一小学"), table_of(Volunteer)
        session.connection().execute(update(rows).values(unit_id=unit))
        return str(unit)

    await world.appoints(contact, Role.UNIT_CONTACT, await world.db.write(joins))
    await world.appoints(office, Role.OFFICE)
    for one in (contact, office):
        await one.says("/start")
        await presses(world, one, "menu-more")
        # What the city does not do is not offered.
        offered = " ".join(button["text"] for line in one.last.buttons for button in line)
        assert (world.words("星级认定", "Stars") in offered) is city.stars
        assert world.words("统计表", "Statistics") not in offered
        await presses(world, one, "button-honour-year")
    office.sees(world.words("还没有开始", "not open yet"))
    await presses(world, office, "button-honour-open")
    # After a deed the way still leads back.
    await presses(world, office, "button-back")
    office.sees(world.words("这里还可以", "There is also"))
    await world.settle()
    contact.sees(world.words("年度评选开始推荐了", "are open"))
    await presses(world, contact, "button-honour-year")
    await presses(world, contact, f"honour-category-{city.honours[0]}")
    await contact.says(world.words("全年服务两千小时", "two thousand hours"))
    contact.sees(world.words("推荐好了", "Nominated"))
    await presses(world, contact, f"honour-category-{city.honours[1]}")
    await contact.says("5308-02-999999")
    contact.sees(world.words("没有", "no"))
    await contact.says(city.number)
    await contact.says(world.words("每周都来", "comes every week"))
    await presses(world, office, "menu-more", "button-honour-year", "button-honour-close")
    await presses(world, office, "button-honour-look")
    office.sees(world.words("全年服务两千小时", "two thousand hours"))
    await presses(world, office, "button-next")
    office.sees(city.number)
    await presses(world, office, "button-honour-give", "button-honour-give")
    office.sees(world.words("已授予 2 项", "2 awarded"))
    await world.settle()
    contact.sees(world.words("您的单位被评为", "Your unit is"))
    li.sees(world.words("祝贺", "Congratulations"))
    await presses(world, li, "button-my-honours")
    await presses(world, contact, "button-honour-year")
    contact.sees(world.words("本单位的荣誉", "Honours of the unit"))


@pytest.mark.parametrize("city", OTHERS, ids=lambda city: city.name)
async def test_a_life_in_another_city(city: Elsewhere, tmp_path: Path) -> None:
    async with a_world(
        city.engine, tmp_path, public_url="", language=city.language, city=city_of(city.name)
    ) as world:
        li = world.person("李志愿", phone="+8613800000001")
        await _registers(world, city, li)
        await _serves_an_hour(world, city, li)
        await _has_two_hours_typed(world, city, li)
        await li.says("/start")
        await presses(world, li, "menu-more")
        venues = world.words("可借场所", "Venues")
        assert not [one for row in li.last.buttons for one in row if venues in one["text"]]
        await presses(world, li, "menu-hours")
        li.sees(world.words("服务时长 3 小时", "3 hours"))
        star = world.words("还差 97 小时可评一星", "97 hours")
        assert (star in li.screen) is city.stars
        await _is_honoured(world, city, li)
