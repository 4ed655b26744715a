"""Where the policy wants it, a camera's deep link opens a visit only with a clerk's word."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from sqlalchemy import select

from domain.admission import Means
from domain.permissions import Role
from domain.policy import PolicyBook
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.traffic import Notice
from models.visits import Visit
from tests.cast import (
    CITY,
    MORNING,
    POLICY,
    Somebody,
    a_station,
    a_volunteer,
    later,
    station_code,
    with_role,
)
from tests.databases import ENGINES, fresh_database
from tests.usecases.trail import trail
from usecases import checkins, proof, visits
from usecases.city import CitySession
from usecases.database import Database

_BASE = POLICY.on(MORNING.date())
STRICT = replace(_BASE, checkin=replace(_BASE.checkin, deep_link="confirm_by_staff"))


@pytest_asyncio.fixture(params=ENGINES)
async def strict(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    with fresh_database(request.param) as url:
        opened = Database(url, replace(CITY, policies=PolicyBook((STRICT,))))
        try:
            yield opened
            assert (await opened.read(proof.prove)).holds
        finally:
            await opened.close()


async def _scene(db: Database) -> tuple[Somebody, Somebody, str]:
    def cast(session: CitySession) -> tuple[Somebody, Somebody, str]:
        station = a_station(session)
        clerk = with_role(session, 11, Role.CLERK, str(station.station_id))
        return a_volunteer(session, 12), clerk, station_code(station, MORNING)

    return await db.write(cast)


async def _scan(db: Database, li: Somebody, token: str, means: Means) -> checkins.Outcome:
    return await db.write(
        checkins.scan,
        actor=li.account_id,
        token=token,
        means=means,
        request_id=f"scan/{means}",
        now=MORNING,
    )


async def test_a_camera_asks_the_clerk_and_the_time_counts_from_the_scan(strict: Database) -> None:
    li, clerk, token = await _scene(strict)
    outcome = await _scan(strict, li, token, Means.DEEP_LINK)
    assert isinstance(outcome, checkins.ClerkAsked)
    told = await strict.read(
        lambda session: session.connection().execute(select(table_of(Notice))).all()
    )
    assert [(notice.kind, notice.account_id) for notice in told] == [
        ("confirm-arrival", clerk.account_id)
    ]
    arrived = await strict.write(
        visits.confirm_arrival,
        actor=clerk.account_id,
        request_id="scan/deep_link",
        now=later(minutes=6),
    )
    assert isinstance(arrived, checkins.Arrived)
    assert arrived.at == MORNING
    told = await strict.read(
        lambda session: session.connection().execute(select(table_of(Notice))).all()
    )
    assert [(notice.kind, notice.account_id) for notice in told[1:]] == [
        ("arrival-confirmed", li.account_id)
    ]
    assert await strict.read(trail, "visit.") == [
        ("visit.arrival-confirmed", clerk.account_id, "visit:1")
    ]
    with pytest.raises(Refusal) as again:
        await strict.write(
            visits.confirm_arrival,
            actor=clerk.account_id,
            request_id="scan/deep_link",
            now=later(minutes=7),
        )
    assert again.value.refused.code is Code.STEP_GONE


async def test_who_moves_on_by_the_camera_needs_the_clerks_word_too(strict: Database) -> None:
    li, clerk, token = await _scene(strict)
    park = await strict.write(a_station, "梅子湖公园服务站")
    await strict.write(
        checkins.scan, actor=li.account_id, token=station_code(park, later(hours=-1)),
        means=Means.SCANNER, request_id="park", now=later(hours=-1),
    )  # fmt: skip
    await _scan(strict, li, token, Means.DEEP_LINK)
    moved = await strict.write(
        visits.move_here, actor=li.account_id, refused_request_id="scan/deep_link", now=MORNING
    )
    assert isinstance(moved, checkins.ClerkAsked)
    arrived = await strict.write(
        visits.confirm_arrival,
        actor=clerk.account_id,
        request_id=visits.moved("scan/deep_link"),
        now=later(minutes=1),
    )
    assert isinstance(arrived, checkins.Arrived)
    assert arrived.at == MORNING


async def test_nobody_confirms_his_own_arrival(strict: Database) -> None:
    li, _, token = await _scene(strict)
    await _scan(strict, li, token, Means.DEEP_LINK)
    with pytest.raises(Refusal) as own:
        await strict.write(
            visits.confirm_arrival, actor=li.account_id, request_id="scan/deep_link", now=MORNING
        )
    assert own.value.refused.code is Code.NOT_ALLOWED


async def test_the_scanner_needs_nobodys_word(strict: Database) -> None:
    li, _, token = await _scene(strict)
    assert isinstance(await _scan(strict, li, token, Means.SCANNER), checkins.Arrived)
    open_visits = await strict.read(
        lambda session: len(session.connection().execute(select(table_of(Visit))).all())
    )
    assert open_visits == 1
