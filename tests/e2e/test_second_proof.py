"""Arrivals that the code alone does not prove: the chat asks for the rest and says what counts."""

from sqlalchemy import select, update

from domain.permissions import Role
from models.columns import table_of
from models.people import Account, Volunteer
from models.places import Station
from tests.cast import StationWithDisplay, a_station, a_volunteer, later, station_code
from tests.usecases.children import a_child, is_guardian
from tests.world import World
from usecases.city import CitySession


def _asks_for_a_location(session: CitySession) -> StationWithDisplay:
    station = a_station(session)
    rows = table_of(Station)
    session.connection().execute(
        update(rows).values(latitude=22.7865, longitude=100.9772, radius_metres=150)
    )
    return station


def _is_guardian_too(session: CitySession, external_id: int, child_id: int) -> None:
    accounts, volunteers = table_of(Account), table_of(Volunteer)
    connection = session.connection()
    account = connection.scalar(select(accounts.c.id).where(accounts.c.external_id == external_id))
    child = connection.scalar(
        select(volunteers.c.id)
        .join(accounts, accounts.c.id == volunteers.c.account_id)
        .where(accounts.c.external_id == child_id)
    )
    assert account is not None
    assert child is not None
    is_guardian(session, child, account)


async def test_a_station_that_asks_for_a_location_lets_in_who_is_near(world: World) -> None:
    words = world.words
    station = await world.db.write(_asks_for_a_location)
    li, wang = world.person("李志愿"), world.person("王店员")
    for person in (li, wang):
        await person.says("/start")
    await world.db.write(a_volunteer, li.id, "李志愿", world.language)
    await world.appoints(wang, Role.CLERK, str(station.station_id))

    await li.opens(station_code(station, world.clock.now()))
    li.sees(words("请点下面的〈发送位置〉", "Please press “Send location” below"))
    # Who types instead is asked again, and keeps the button that sends it.
    await li.says("到了呀")
    li.sees(words("请点下面的〈发送位置〉", "Please press “Send location” below"))
    await li.presses(words("为什么要位置", "Why?"))
    li.sees(words("手机在屋里会偏几十米", "phones indoors are off by tens of metres"))
    await li.sends_location(22.7866, 100.9773)
    li.sees(words("✅ 已签到 · 思茅区图书馆服务站", "✅ Checked in · 思茅区图书馆服务站"))
    world.clock.jump(later(hours=1))
    await li.opens(station_code(station, world.clock.now()))
    li.sees(words("已签退，本次 1 小时", "Checked out: 1 h"))

    # From afar, forwarded or not at all: the clerk is asked, and the time is not lost.
    world.clock.jump(later(hours=2))
    await li.opens(station_code(station, world.clock.now()))
    await li.sends_location(22.9, 100.9)
    li.sees(words("已请站点确认", "the station has been asked to confirm"))
    li.sees(words("离站点远了一点", "a little too far"))
    await li.presses(words("为什么？", "Why?"))
    li.sees(words("手机在屋里会偏几十米", "phones indoors are off by tens of metres"))
    await world.settle()
    wang.sees("李志愿")
    await wang.presses(words("到了", "They are here"))
    li.sees(words("站点确认您到了", "The station confirmed"))
    world.clock.jump(later(hours=3))
    await li.opens(station_code(station, world.clock.now()))
    li.sees(words("已签退，本次 1 小时", "Checked out: 1 h"))
    world.clock.jump(later(hours=4))
    await li.opens(station_code(station, world.clock.now()))
    await li.presses(words("发不了位置", "I can’t send it"))
    li.sees(words("已请站点确认", "the station has been asked to confirm"))
    # Too late for a location nobody waits for: the menu comes back, and says what to do.
    world.clock.jump(later(hours=5))
    await li.opens(station_code(station, world.clock.now()))
    world.clock.jump(later(hours=7))
    await li.presses(words("发不了位置", "I can’t send it"))
    li.sees(words("请再扫一次站点屏幕上的码", "scan the code on the station’s screen again"))
    await li.presses(words("更多", "More"))


async def test_a_child_waits_for_its_mother_and_a_mother_brings_her_child(world: World) -> None:
    words = world.words
    station = await world.db.write(a_station)
    zhao, child = world.person("赵妈妈"), world.person("赵小朋友")
    for person in (zhao, child):
        await person.says("/start")
    mother = await world.db.write(a_volunteer, zhao.id, "赵妈妈", world.language)
    await world.db.write(a_child, child.id, mother.account_id, language=world.language)

    await child.opens(station_code(station, world.clock.now()))
    child.sees(
        words("请家长（或老师）在 09:10 前", "(or teacher) to scan the code on the screen before")
    )
    await child.presses(words("为什么？", "Why?"))
    child.sees("14岁以下由监护人陪同")
    world.clock.jump(later(minutes=5))
    await zhao.opens(station_code(station, world.clock.now()))
    zhao.sees(words("跟您来的孩子 1 人也签到了", "The child who came with you is checked in too"))
    await world.settle()
    child.sees(
        words("大人也扫了，您在 思茅区图书馆服务站 签到了", "The adult with you has scanned too")
    )
    world.clock.jump(later(hours=1, minutes=5))
    await zhao.opens(station_code(station, world.clock.now()))
    zhao.sees(words("跟您来的孩子 1 人也签退了", "The child who came with you is checked out too"))
    await world.settle()
    child.sees(words("您也签退了，本次 1 小时", "so have you: 1 h"))

    # Without a phone in the child's hand: one scan, and a tick.
    await zhao.presses(words("更多", "More"))
    await zhao.presses(words("带孩子签到", "Bring kids"))
    zhao.sees(words("请先扫站点屏幕上的码", "scan the station’s screen first"))
    world.clock.jump(later(hours=2))
    await zhao.opens(station_code(station, world.clock.now()))
    await zhao.presses(words("更多", "More"))
    await zhao.presses(words("带孩子签到", "Bring kids"))
    await zhao.presses("赵小朋友")
    zhao.sees(words("一共 0 人", "0 in all"))
    await zhao.presses("赵小朋友")
    await zhao.presses(words("签到（1 人）", "Check in (1)"))
    zhao.sees(words("已签到 1 人", "1 checked in"))
    await world.settle()
    child.sees(words("您在 思茅区图书馆服务站 签到了，从 11:00 开始", "since 11:00"))

    # A father who is no volunteer scans for the child alone, and takes it home.
    world.clock.jump(later(hours=3))
    await zhao.opens(station_code(station, world.clock.now()))
    father = world.person("赵爸爸")
    await father.says("/start")
    await world.db.write(_is_guardian_too, father.id, child.id)
    await father.opens(station_code(station, world.clock.now()))
    father.sees(words("请孩子在几分钟内也扫一下", "let your child scan the code"))
    await father.presses(words("带孩子签到", "Bring kids"))
    await father.presses(words("签到（1 人）", "Check in (1)"))
    world.clock.jump(later(hours=4))
    await father.opens(station_code(station, world.clock.now()))
    father.sees(words("您陪的孩子 1 人已签退", "your child is checked out"))
    await world.settle()
    child.sees(words("您也签退了，本次 1 小时", "so have you: 1 h"))
