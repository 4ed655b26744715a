"""The alarm clock: every due moment in order, and a proof every night."""

import structlog

from tests.cast import a_station, a_volunteer, later, station_code
from tests.world import World


async def test_a_forgotten_visit_ends_at_the_limit_and_the_volunteer_hears_of_it_then(
    world: World,
) -> None:
    li = world.person("李志愿")
    await world.db.write(a_volunteer, li.id, li.name)
    station = await world.db.write(a_station)
    await li.opens(station_code(station, world.clock.now()))
    heard_at = []
    world.clock.listeners.append(lambda now: heard_at.append(now))
    await world.goes_on_to(later(hours=7, minutes=59))
    assert "没有签退" not in li.screen
    await world.goes_on_to(later(days=2))
    li.sees("没有签退")
    assert li.last.raw["date"] == int(later(hours=8).timestamp()), "at the limit, not later"
    assert heard_at == sorted(heard_at)


async def test_the_books_are_proved_every_night(world: World) -> None:
    with structlog.testing.capture_logs() as logs:
        await world.goes_on_to(later(days=3))
    assert [log["event"] for log in logs].count("the ledger holds") == 3


async def test_the_next_due_moment_is_known(world: World) -> None:
    night = await world.house.scheduler.next_due()
    assert night == later(hours=18, minutes=10), "ten past three in the city"
