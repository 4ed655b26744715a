"""No minute of a person is served twice: the scan sees to it, and the schema where it did not."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from domain.admission import Means
from models.columns import table_of
from models.visits import Visit
from tests.cast import MORNING, a_station, a_volunteer, later, station_code
from usecases import checkins, ledger
from usecases.city import CitySession
from usecases.database import Database

VISITS = table_of(Visit)


async def test_a_scan_that_comes_in_after_a_later_one_counts_no_minute_twice(db: Database) -> None:
    li = await db.write(a_volunteer, 7)
    station = await db.write(a_station)

    async def scans(at: datetime) -> checkins.Outcome:
        return await db.write(
            checkins.scan,
            actor=li.account_id, token=station_code(station, at), means=Means.DEEP_LINK,
            request_id=f"{at}", now=at,
        )  # fmt: skip

    await scans(MORNING)
    await scans(later(minutes=60))
    # Sent in the middle of that visit, and read only now.
    back = await scans(later(minutes=30))
    assert isinstance(back, checkins.Arrived)
    assert back.at == later(minutes=60)
    left = await scans(later(minutes=90))
    assert isinstance(left, checkins.Left)
    assert left.minutes == 30
    has = await db.read(ledger.hours, volunteer_id=li.volunteer_id)
    assert has.service_minutes == 90


async def test_of_overlapping_visits_at_once_the_database_lets_one_count(db: Database) -> None:
    li, wang = await db.write(a_volunteer, 7), await db.write(a_volunteer, 8, "王志愿")
    station = await db.write(a_station)

    def counts(session: CitySession, who: int, began: int, minutes: int = 60) -> None:
        at = later(minutes=began)
        session.connection().execute(
            insert(VISITS).values(
                volunteer_id=who, station_id=station.station_id, opened_at=at,
                opened_source="scan", closed_at=at + timedelta(minutes=60), closed_source="scan",
                minutes=minutes,
            )
        )  # fmt: skip

    mine = li.volunteer_id
    tries = [db.write(counts, mine, nth * 10) for nth in range(5)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    refused = [one for one in outcomes if one is not None]
    assert len(refused) == 4
    assert all("visits_do_not_overlap" in str(one) for one in refused)
    began_at = await db.read(
        lambda session: session.connection().scalar(select(VISITS.c.opened_at))
    )
    assert began_at is not None
    first = int((began_at - MORNING).total_seconds()) // 60
    # What only touches it stands, what earned nothing, and another person's.
    await db.write(counts, mine, first + 60)
    await db.write(counts, mine, first + 30, minutes=0)
    await db.write(counts, wang.volunteer_id, first)
    credit = update(VISITS).where(VISITS.c.minutes == 0).values(minutes=1)
    with pytest.raises(DBAPIError, match="visits_do_not_overlap"):
        await db.write(lambda session: session.connection().execute(credit))
    # Raw rows are nothing that the ledger knows of.
    nothing = update(VISITS).values(minutes=0)
    await db.write(lambda session: session.connection().execute(nothing))
