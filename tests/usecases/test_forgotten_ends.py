"""Departures that nobody scanned: closed by the clock, settled by a clerk."""

from datetime import datetime

import pytest

from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.traffic import Notice
from models.visits import Visit
from tests.cast import (
    MORNING,
    Somebody,
    a_station,
    later,
    with_role,
)
from tests.usecases.test_checkins import Day
from tests.usecases.trail import trail
from usecases import forgotten, ledger, outgoing, visits
from usecases.checkins import Arrived
from usecases.city import CitySession
from usecases.database import Database
from usecases.notices import Claimed


@pytest.fixture
async def day(db: Database) -> Day:
    return await Day(db).begins()


async def test_a_forgotten_end_is_closed_at_the_limit_and_settled_by_a_clerk(day: Day) -> None:
    await day.scan(MORNING)
    assert await day.db.write(forgotten.close_forgotten, now=later(hours=7, minutes=59)) == 0
    assert await day.db.write(forgotten.close_forgotten, now=later(hours=8, minutes=5)) == 1
    (visit,) = await day.rows(Visit)
    assert (visit.closed_at, visit.minutes) == (later(hours=8), None)
    told = {notice.kind: notice for notice in await day.rows(Notice)}
    assert set(told) == {"visit-forgotten", "visit-end-last-day"}
    # Once more on the last day: the clerk's list holds it as long as he may confirm.
    last = told["visit-end-last-day"]
    assert last.due_at == later(days=6, hours=8)
    assert last.facts["until_at"] == later(days=7, hours=8).isoformat()
    for hours, still in ((8, 1), (8.1, 0)):
        at = later(days=7, hours=hours)
        one = await day.db.read(visits.station_day, actor=day.clerk.account_id, now=at)
        assert len(one.to_settle) == still
        claimed = Claimed(last.id, last.kind, last.account_id, 1, "zh-hans", last.facts, 1)
        said = await day.db.read(outgoing.look_again, notice=claimed, now=at)
        assert (said is not None) == bool(still)
    listed = await day.db.read(visits.station_day, actor=day.clerk.account_id, now=later(hours=9))
    assert [line.to_settle for line in listed.to_settle] == [True]
    settled = await day.db.write(
        visits.confirm_end,
        actor=day.clerk.account_id,
        visit_id=visit.id,
        ended_at=later(hours=2, minutes=30),
        now=later(hours=9),
    )
    assert settled.minutes == 150
    line = ("visit.end-settled", day.clerk.account_id, f"visit:{visit.id}")
    assert await day.db.read(trail) == [line]
    with pytest.raises(Refusal) as again:
        await day.db.write(
            visits.confirm_end,
            actor=day.clerk.account_id,
            visit_id=visit.id,
            ended_at=later(hours=3),
            now=later(hours=9),
        )
    assert again.value.refused.code is Code.VISIT_GONE


@pytest.mark.parametrize(
    ("ended", "now", "code"),
    [
        (later(minutes=-1), later(hours=9), Code.END_OUTSIDE_VISIT),
        (MORNING, later(hours=9), Code.END_OUTSIDE_VISIT),
        (later(hours=8, minutes=1), later(hours=9), Code.END_OUTSIDE_VISIT),
        (later(hours=2), later(days=7, hours=8, minutes=1), Code.END_TOO_LATE),
    ],
)
async def test_an_end_that_cannot_be_is_refused(
    day: Day, ended: datetime, now: datetime, code: Code
) -> None:
    await day.scan(MORNING)
    await day.db.write(forgotten.close_forgotten, now=later(hours=8))
    (visit,) = await day.rows(Visit)
    with pytest.raises(Refusal) as wrong:
        await day.db.write(
            visits.confirm_end,
            actor=day.clerk.account_id,
            visit_id=visit.id,
            ended_at=ended,
            now=now,
        )
    assert wrong.value.refused.code is code


async def test_a_clerk_settles_neither_his_own_end_nor_another_stations(day: Day) -> None:
    def cast(session: CitySession) -> Somebody:
        park = a_station(session, "梅子湖公园服务站")
        return with_role(session, 77, Role.CLERK, str(park.station_id))

    other = await day.db.write(cast)
    await day.scan(MORNING)
    await day.db.write(forgotten.close_forgotten, now=later(hours=8))
    (visit,) = await day.rows(Visit)
    await day.db.write(with_role, 12, Role.CLERK, str(day.station.station_id))
    for somebody in (other, day.li):
        with pytest.raises(Refusal) as wrong:
            await day.db.write(
                visits.confirm_end,
                actor=somebody.account_id,
                visit_id=visit.id,
                ended_at=later(hours=2),
                now=later(hours=9),
            )
        assert wrong.value.refused.code is Code.NOT_ALLOWED


async def test_nobody_came_settles_without_minutes(day: Day) -> None:
    await day.scan(MORNING)
    await day.db.write(forgotten.close_forgotten, now=later(hours=8))
    (visit,) = await day.rows(Visit)
    settled = await day.db.write(
        visits.confirm_end,
        actor=day.clerk.account_id,
        visit_id=visit.id,
        ended_at=None,
        now=later(hours=9),
    )
    assert settled.minutes == 0
    hours = await day.db.read(ledger.hours, volunteer_id=day.li.volunteer_id)
    assert hours.service_minutes == 0


async def test_a_scan_past_the_limit_begins_anew_as_if_the_clock_had_ticked(day: Day) -> None:
    await day.scan(MORNING)
    assert isinstance(await day.scan(later(hours=8)), Arrived)
    first, second = await day.rows(Visit)
    assert (first.closed_source, first.closed_at) == ("clock", later(hours=8))
    assert second.opened_at == later(hours=8)
