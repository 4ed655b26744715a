"""Who looks at the data of a minor leaves a line, and the Office reads it (K18)."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Volunteer
from tests.cast import CITY, MORNING, an_account, later, personal_code, with_role
from tests.usecases.children import is_guardian
from tests.usecases.test_checkins import Day
from usecases import minors
from usecases.city import CitySession
from usecases.database import Database
from usecases.minors import Screen

TODAY = MORNING.date()


@pytest.mark.parametrize(("days", "minor"), [(-1, False), (0, False), (1, True)])
def test_whoever_turns_eighteen_today_is_no_minor(days: int, minor: bool) -> None:
    """Below, at and above the age."""
    born_on = date(TODAY.year - 18, TODAY.month, TODAY.day) + timedelta(days=days)
    assert bool(minors.among(CITY, [("volunteer:7", born_on)], MORNING)) is minor
    assert minors.among(CITY, [("volunteer:7", None)], MORNING) == []


async def test_a_clerk_who_scans_a_minor_is_in_the_offices_list(db: Database) -> None:
    day = await Day(db).begins()
    office = await db.write(with_role, 61, Role.OFFICE)
    mother = await db.write(an_account, 62)
    await db.write(is_guardian, day.li.volunteer_id, mother.account_id)

    async def scans(at_minutes: int, born_on: date) -> list[minors.Look]:
        at = later(minutes=at_minutes)
        await db.write(_born, day.li.volunteer_id, born_on)
        await day.scan(at, personal_code(day.li, at), actor=day.clerk, means=Means.SCANNER)
        return (await db.read(minors.looks, actor=office.account_id, before=0)).looks

    assert await scans(0, date(1990, 1, 1)) == []
    (look,) = await scans(60, date(TODAY.year - 15, 1, 1))
    assert (look.account_id, look.roles, look.screen) == (day.clerk.account_id, ["clerk"], "scan")
    assert look.volunteer == "5308-02-000012"
    with pytest.raises(Refusal) as refused:
        await db.read(minors.looks, actor=day.clerk.account_id, before=0)
    assert refused.value.refused.code is Code.NOT_ALLOWED


def _born(session: CitySession, volunteer_id: int, born_on: date) -> None:
    rows = table_of(Volunteer)
    session.connection().execute(
        update(rows).where(rows.c.id == volunteer_id).values(born_on=born_on)
    )


async def test_a_list_that_stays_open_is_one_look_an_hour(db: Database) -> None:
    clerk = await db.write(with_role, 11, Role.CLERK, "1")
    office = await db.write(with_role, 61, Role.OFFICE)

    async def draws(screen: Screen, **past: float) -> int:
        return await db.write(
            minors.looked,
            actor=clerk.account_id,
            subjects=["volunteer:7", "volunteer:8", "volunteer:7"],
            screen=screen,
            now=later(**past),
        )

    assert await draws(Screen.DAY) == 2
    assert await draws(Screen.DAY, minutes=59) == 0
    assert await draws(Screen.RECORD, minutes=59) == 2
    assert await draws(Screen.DAY, minutes=60) == 2
    first = await db.read(minors.looks, actor=office.account_id, before=0)
    assert (len(first.looks), first.older) == (6, False)
    for hours in range(2, 5):
        await draws(Screen.DAY, hours=hours)
    first = await db.read(minors.looks, actor=office.account_id, before=0)
    assert (len(first.looks), first.older) == (minors.PAGE, True)
    rest = await db.read(minors.looks, actor=office.account_id, before=10)
    assert (len(rest.looks), rest.older) == (2, False)
    kept = await db.read(_details)
    assert set(kept) == {"screen"}


def _details(session: CitySession) -> list[str]:
    """Return what stands in the lines beside who, when and whom: nothing of the minor."""
    query = text("SELECT detail FROM audit_entry WHERE action = 'minor.seen'")
    rows: list[Any] = list(session.connection().scalars(query))
    return [key for one in rows for key in (json.loads(one) if isinstance(one, str) else one)]
