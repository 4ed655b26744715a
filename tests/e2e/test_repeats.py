"""Telegram delivers at least once: an update that comes again, at once or later, has one effect."""

from sqlalchemy import func, select

from domain.permissions import Role
from models.columns import table_of
from models.visits import Scan, Visit
from tests.cast import StationWithDisplay, a_station, a_volunteer, later, station_code, with_role
from tests.world import World
from usecases import forgotten, inbox, ledger
from usecases.city import CitySession


async def _counts(world: World) -> tuple[int, int]:
    def look(session: CitySession) -> tuple[int, int]:
        connection = session.connection()
        visits = connection.scalar(select(func.count()).select_from(table_of(Visit)))
        scans = connection.scalar(select(func.count()).select_from(table_of(Scan)))
        return visits or 0, scans or 0

    return await world.db.read(look)


async def test_every_update_delivered_three_times_at_once_and_later_has_one_effect(
    world: World,
) -> None:
    li = world.person("李志愿")

    def cast(session: CitySession) -> StationWithDisplay:
        a_volunteer(session, li.id)
        return a_station(session)

    station = await world.db.write(cast)
    opened = await li.opens(station_code(station, world.clock.now()))
    first = world.stage.update_of(opened)
    world.stage.redeliver(first, times=2)
    await world.settle()
    world.clock.jump(later(hours=2))
    closed = await li.opens(station_code(station, world.clock.now()))
    for update in (world.stage.update_of(closed), first):
        world.stage.redeliver(update, times=2)
    await world.settle()
    assert await _counts(world) == (1, 2)
    answers = [call for call in world.stage.calls_of("sendMessage") if call.status == 200]
    assert len(answers) == 2


async def test_a_press_sent_again_under_a_new_id_settles_once(world: World) -> None:
    li, wang, words = world.person("李志愿"), world.person("王店员"), world.words

    def cast(session: CitySession) -> tuple[StationWithDisplay, int]:
        volunteer = a_volunteer(session, li.id)
        station = a_station(session)
        with_role(session, wang.id, Role.CLERK, str(station.station_id), world.language)
        return station, volunteer.volunteer_id

    station, volunteer_id = await world.db.write(cast)
    await li.opens(station_code(station, world.clock.now()))
    await world.db.write(forgotten.close_forgotten, now=later(hours=8))
    world.clock.jump(later(hours=9))
    await wang.says("/start")
    await wang.presses(words("今天", "Today"))
    await wang.presses(words("确认签退", "Settle"))
    press = await wang.presses("11:00")
    assert press is not None
    wang.sees(words("计 2 小时", "gets 2 hours"))
    world.stage.resend_callback(press)
    await world.settle()
    wang.sees(words("已经处理过了", "is settled already"))
    hours = await world.db.read(ledger.hours, volunteer_id=volunteer_id)
    assert hours.service_minutes == 120


async def test_updates_that_nobody_can_read_stop_nobody(world: World) -> None:
    li = world.person("李志愿")
    await world.db.write(a_volunteer, li.id, li.name, world.language)
    world.stage.deliver_raw({"a": 1})
    world.stage.deliver_raw({"message": {"date": "yesterday", "from": {"id": li.id}}})
    world.stage.deliver_raw({"callback_query": None})
    await li.says("/start")
    li.sees(world.words("李志愿，您好", "Hello 李志愿"))
    waiting = await world.db.read(inbox.standing)
    assert waiting == {"waiting": 0, "parked": 1}
