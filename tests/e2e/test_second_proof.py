"""Arrivals that the code alone does not prove: the chat asks for the rest and says what counts."""

from sqlalchemy import update

from domain.permissions import Role
from models.columns import table_of
from models.places import Station
from tests.cast import StationWithDisplay, a_station, a_volunteer, later, station_code
from tests.world import World
from usecases.city import CitySession


def _asks_for_a_location(session: CitySession) -> StationWithDisplay:
    station = a_station(session)
    rows = table_of(Station)
    session.connection().execute(
        update(rows).values(latitude=22.7865, longitude=100.9772, radius_metres=150)
    )
    return station


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
