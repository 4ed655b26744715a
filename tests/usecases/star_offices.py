"""Those who recognise stars, and how a test takes a year's list to where it begins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.permissions import Role
from domain.policy import PolicyBook
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.ledger import CityAccount, Ledger
from models.people import Volunteer
from tests.cast import CITY, POLICY, Somebody, a_unit, a_volunteer, with_role
from usecases import (
    ledger,
    star_batches,
    star_candidates,
    star_standing,
)
from usecases.city import CitySession
from usecases.database import Database

# A Monday, 10:00 in the city; five working days on is the Monday after.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AFTER = NOW + timedelta(days=8)
WORDS = "时长对不上"


def under(deed: Any, **stars: Any) -> Any:
    """Return the deed as it is done in a city with other rules for stars."""
    policy = POLICY.on(NOW.date())
    changed = replace(policy, stars=replace(policy.stars, **stars))

    def elsewhere(session: CitySession, **facts: Any) -> Any:
        home, session.city = session.city, replace(CITY, policies=PolicyBook((changed,)))
        try:
            return deed(session, **facts)
        finally:
            session.city = home

    return elsewhere


def served(session: CitySession, who: Somebody, minutes: int, month: str = "2026-05") -> None:
    """Let somebody have served minutes in a month."""
    entry = ledger.Entry(
        key=f"served:{who.volunteer_id}:{month}:{minutes}",
        ledger=Ledger.SERVICE,
        debit=CityAccount.ISSUED,
        credit=who.volunteer_id,
        minutes=minutes,
        source="imported",
        cause=f"before:{who.volunteer_id}",
        policy_version="test",
        month=month,
    )
    ledger.issue(session, entry, redeemable=False, now=NOW)


class Offices:
    """Those who recognise stars, and the people of one unit, of a county and of none."""

    def __init__(self, session: CitySession) -> None:
        self.unit = a_unit(session)
        self.contact = with_role(session, 801, Role.UNIT_CONTACT, str(self.unit)).account_id
        self.county = with_role(session, 802, Role.COUNTY_OFFICE, "530821").account_id
        self.federation = with_role(session, 803, Role.FEDERATION).account_id
        self.centre = with_role(session, 804, Role.CENTRE).account_id
        self.office = with_role(session, 805, Role.OFFICE).account_id
        volunteers = table_of(Volunteer)
        self.people = [a_volunteer(session, 100 + n, f"李{n}愿") for n in range(4)]
        for who, where in (
            (self.people[0], {"unit_id": self.unit}),
            (self.people[1], {"unit_id": self.unit}),
            (self.people[2], {"county": "530821"}),
        ):
            session.connection().execute(
                update(volunteers).where(volunteers.c.id == who.volunteer_id).values(**where)
            )
        for who, hours in zip(self.people, (100, 650, 300, 1500), strict=True):
            served(session, who, hours * 60)


async def refused(db: Database, deed: Any, **facts: Any) -> Code:
    with pytest.raises(Refusal) as refusal:
        await db.write(deed, **facts)
    return refusal.value.refused.code


async def rows_of(db: Database, model: Any) -> list[Any]:
    def read(session: CitySession) -> list[Any]:
        table = table_of(model)
        return list(session.connection().execute(select(table).order_by(*table.primary_key)))

    return await db.read(read)


async def version(db: Database, actor: int) -> int:
    standing = await db.read(star_standing.standing, actor=actor, now=NOW)
    assert standing.batch is not None
    return standing.batch.version


async def published(db: Database, them: Offices) -> None:
    """Take a batch from its opening to the published list, everybody nominated."""
    await db.write(star_batches.open_batch, actor=them.centre, year=2026, now=NOW)
    for actor in (them.contact, them.county, them.federation):
        await db.write(star_candidates.nominate, actor=actor, now=NOW)
    for deed, actor in (
        (star_batches.close_nominations, them.federation),
        (star_batches.finish_check, them.federation),
        (star_batches.approve, them.centre),
        (star_batches.approve, them.office),
    ):
        await db.write(deed, actor=actor, version=await version(db, actor), now=NOW)
