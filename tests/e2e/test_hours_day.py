"""〈my hours〉 in the chat: the sums, the picture, the statement."""

import io

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


async def test_one_tap_shows_hours_star_and_the_picture_of_the_year(world: World) -> None:
    li = world.person("李志愿")
    await _li(world, li, minutes=5800)
    await li.presses(world.words("我的时长", "My hours"))
    li.sees(world.words("服务时长 96 小时 40 分", "Service 96 h 40 min"))
    li.sees(world.words("还差 3 小时 20 分可评一星", "3 h 20 min more for one star"))
    assert len(li.fresh) == 1
    picture = Image.open(io.BytesIO(li.photo()))
    assert picture.size == (960, 720)


async def test_who_has_served_nothing_is_told_how_to_begin(world: World) -> None:
    li, words = world.person("李志愿"), world.words
    await _li(world, li)
    await li.presses(words("我的时长", "My hours"))
    li.sees(words("服务时长 0 分钟", "Service 0 min"))
    li.sees(words("到站点扫一次码", "Scan the code at a station once"))
    await li.presses(words("看记录", "Records"))
    li.sees(words("还没有记录", "There are no records yet"))


async def test_the_statement_turns_month_by_month_and_shows_what_waits(world: World) -> None:
    li, words = world.person("李志愿"), world.words
    station = await _li(world, li)
    await li.opens(station_code(station, world.clock.now()))
    world.clock.jump(later(hours=3, minutes=10))
    await li.opens(station_code(station, world.clock.now()))
    await li.presses(words("看记录", "Records"))
    li.sees(words("2026年11月 · 合计 3 小时 10 分", "Nov 2026 · 3 h 10 min in all"))
    li.sees(
        words(
            "11月21日 思茅区图书馆服务站 09:00–12:10 3 小时 10 分（扫码）",
            "21 Nov 思茅区图书馆服务站 09:00–12:10 3 h 10 min (scanned)",
        )
    )
    world.clock.jump(later(days=14))
    await li.opens(station_code(station, world.clock.now()))
    world.clock.jump(later(days=14, hours=9))
    await world.db.write(forgotten.close_forgotten, now=world.clock.now())
    await li.presses(words("我的时长", "My hours"))
    await li.presses(words("看记录", "Records"))
    li.sees(words("2026年12月 · 合计 0 分钟", "Dec 2026 · 0 min in all"))
    li.sees(words("（待确认）", "(to be confirmed)"))
    await li.presses(words("◀ 2026年11月", "◀ Nov 2026"))
    li.sees(words("合计 3 小时 10 分", "3 h 10 min in all"))
    await li.presses(words("2026年12月 ▶", "Dec 2026 ▶"))
    li.sees(words("（待确认）", "(to be confirmed)"))
