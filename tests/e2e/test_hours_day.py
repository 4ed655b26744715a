"""〈my hours〉 in the chat: the sums, the picture, the statement."""

import io

import pytest
from PIL import Image

from rehearsal.people import Person
from tests.cast import (
    Somebody,
    StationWithDisplay,
    a_station,
    a_volunteer,
    later,
    station_code,
    with_hours,
)
from tests.world import World
from usecases import forgotten
from usecases.city import CitySession


async def _li(world: World, li: Person, minutes: int = 0) -> StationWithDisplay:
    def cast(session: CitySession) -> StationWithDisplay:
        somebody: Somebody = a_volunteer(session, li.id, li.name, li.someone.language_code)
        if minutes:
            with_hours(session, somebody, minutes)
        return a_station(session)

    station = await world.db.write(cast)
    await li.says("/start")
    return station


@pytest.mark.parametrize(
    ("language", "menu", "have", "distance"),
    [
        ("zh-hans", "我的时长", "服务时长 96 小时 40 分", "还差 3 小时 20 分可评一星"),
        ("en", "My hours", "Service 96 h 40 min", "3 h 20 min more for one star"),
    ],
)
async def test_one_tap_shows_hours_star_and_the_picture_of_the_year(
    world: World, language: str, menu: str, have: str, distance: str
) -> None:
    li = world.person("李志愿", language=language)
    await _li(world, li, minutes=5800)
    await li.presses(menu)
    li.sees(have)
    li.sees(distance)
    assert len(li.fresh) == 1
    picture = Image.open(io.BytesIO(li.photo()))
    assert picture.size == (960, 720)


async def test_who_has_served_nothing_is_told_how_to_begin(world: World) -> None:
    li = world.person("李志愿")
    await _li(world, li)
    await li.presses("我的时长")
    li.sees("服务时长 0 分钟")
    li.sees("到站点扫一次码")
    await li.presses("看记录")
    li.sees("还没有记录")


async def test_the_statement_turns_month_by_month_and_shows_what_waits(world: World) -> None:
    li = world.person("李志愿")
    station = await _li(world, li)
    await li.opens(station_code(station, world.clock.now()))
    world.clock.jump(later(hours=3, minutes=10))
    await li.opens(station_code(station, world.clock.now()))
    await li.presses("看记录")
    li.sees("2026年11月 · 合计 3 小时 10 分")
    li.sees("11月21日 思茅区图书馆服务站 09:00–12:10 3 小时 10 分（扫码）")
    world.clock.jump(later(days=14))
    await li.opens(station_code(station, world.clock.now()))
    world.clock.jump(later(days=14, hours=9))
    await world.db.write(forgotten.close_forgotten, now=world.clock.now())
    await li.presses("我的时长")
    await li.presses("看记录")
    li.sees("2026年12月 · 合计 0 分钟")
    li.sees("（待确认）")
    await li.presses("◀ 2026年11月")
    li.sees("合计 3 小时 10 分")
    await li.presses("2026年12月 ▶")
    li.sees("（待确认）")
