"""A day at the library station, in the chat."""

import pytest

from domain.permissions import Role
from rehearsal.people import Person
from tests.cast import StationWithDisplay, a_station, a_volunteer, later, station_code, with_role
from tests.world import World
from usecases.city import CitySession


@pytest.mark.parametrize(
    ("language", "arrived", "left"),
    [("zh-hans", "已签到", "已签退，本次 3 小时 10 分"), ("en", "Checked in", "3 h 10 min")],
)
async def test_a_check_in_is_one_scan_and_one_message(
    world: World, language: str, arrived: str, left: str
) -> None:
    li = world.person("李志愿", language=language)
    station = await _opened(world, li)
    await li.says("/start")
    before = len(world.stage.calls_of("sendMessage"))
    await li.opens(station_code(station, world.clock.now()))
    li.sees(arrived)
    assert len(world.stage.calls_of("sendMessage")) - before == 1
    world.clock.jump(later(hours=3, minutes=10))
    await li.opens(station_code(station, world.clock.now()))
    li.sees(left)


async def test_a_clerk_photographs_the_code_in_the_chat(world: World) -> None:
    li, wang = world.person("李志愿"), world.person("王店员")
    station = await _opened(world, li)
    await world.db.write(with_role, wang.id, Role.CLERK, str(station.station_id))
    await wang.says("/start")
    await li.says("/start")
    await li.presses("我的码")
    await wang.sends_photo(li.photo())
    wang.sees("李志愿 已签到")
    await wang.presses("今天")
    wang.sees("在岗 1 人")


async def test_why_names_the_document(world: World) -> None:
    li = world.person("李志愿")
    station = await _opened(world, li)
    await li.opens(station_code(station, world.clock.now()))
    world.clock.jump(later(hours=1))
    await li.opens(station_code(station, world.clock.now()))
    await li.presses("为什么")
    li.sees("《普洱市志愿者制度化管理办法（试行）》")


async def test_a_stranger_and_an_unknown_word_are_answered_with_what_to_do(world: World) -> None:
    stranger = world.person("陌生人")
    await stranger.says("你好吗？")
    stranger.sees("/help")
    await stranger.says("/start")
    stranger.sees("开始登记")
    station = await world.db.write(a_station)
    await stranger.opens(station_code(station, world.clock.now()))
    stranger.sees("您还没有登记")


async def _opened(world: World, volunteer: Person) -> StationWithDisplay:
    def cast(session: CitySession) -> StationWithDisplay:
        a_volunteer(session, volunteer.id, volunteer.name, volunteer.someone.language_code)
        return a_station(session)

    return await world.db.write(cast)
