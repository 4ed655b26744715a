"""Bad lines to the messenger: the answer still comes, and nothing counts twice."""

import pytest
from sqlalchemy import select

from models.columns import table_of
from models.people import Account
from rehearsal.people import Person
from tests.cast import a_station, a_volunteer, later, station_code
from tests.world import World
from usecases import inbox, notices


@pytest.mark.parametrize("kind", ["drop_reply", "http_500", "html_502", "html_403"])
async def test_an_answer_gets_through_a_bad_line(world: World, kind: str) -> None:
    li = world.person("李志愿")
    await world.db.write(a_volunteer, li.id, li.name, world.language)
    station = await world.db.write(a_station)
    world.stage.faults.inject(kind, method="sendMessage", count=1)
    await li.opens(station_code(station, world.clock.now()))
    li.sees(world.words("已签到", "Checked in"))


async def test_a_halt_is_sat_out(world: World) -> None:
    li = world.person("李志愿")
    world.stage.faults.inject("too_many_requests", method="sendMessage", count=1, seconds=1)
    await li.says("/start")
    li.sees(world.words("您好", "Hello"))
    until = await world.db.read(notices.paused_until)
    assert until == later(seconds=1), "what nobody asked for waits as well"


async def _blocked_at(world: World, person: Person) -> object:
    rows = table_of(Account)
    query = select(rows.c.blocked_at).where(rows.c.external_id == person.id)
    return await world.db.read(lambda session: session.connection().scalar(query))


async def test_who_blocks_the_bot_is_remembered_and_welcome_again(world: World) -> None:
    li = world.person("李志愿")
    await li.says("/start")
    await li.blocks_bot()
    assert await _blocked_at(world, li) is not None
    await li.unblocks_bot()
    assert await _blocked_at(world, li) is None


async def test_a_refusal_to_one_who_has_gone_is_not_said_again_and_again(world: World) -> None:
    li = world.person("李志愿")
    await li.says("/start")
    world.stage.faults.inject("blocked", method="sendMessage", count=9)
    await li.says("/card")
    assert await _blocked_at(world, li) is not None
    assert len([call for call in world.stage.calls if call.fault == "blocked"]) == 1
    assert await world.db.read(inbox.standing) == {"waiting": 0, "parked": 0}
