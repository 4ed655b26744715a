"""Transfers: two sides agree, hours follow the person, one open request each (PUZD-4b to d)."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select, update

from domain.permissions import Role
from domain.refusals import Code
from domain.relocation import Belonging
from models.columns import table_of
from models.people import Volunteer
from models.places import Unit
from models.relocations import Relocation
from models.traffic import Notice
from tests.cast import (
    MORNING,
    Somebody,
    a_unit,
    a_volunteer,
    with_hours,
    with_role,
)
from tests.usecases.test_guardians import refused
from tests.usecases.trail import trail
from usecases import hours, leavers, relocations
from usecases.city import CitySession
from usecases.database import Database

HOME = ("530802", "530802001")


def belongs(session: CitySession, li: Somebody, unit_id: int | None) -> None:
    rows = table_of(Volunteer)
    session.connection().execute(
        update(rows).where(rows.c.id == li.volunteer_id).values(unit_id=unit_id)
    )


def asks(session: CitySession, /, li: Somebody, to: int | None, reason: str = "employer") -> None:
    wanted = Belonging(to, None, *HOME)
    relocations.ask(session, actor=li.account_id, reason=reason, wanted=wanted, now=MORNING)


def decides(session: CitySession, /, actor: int, refusal: str = "") -> bool:
    one = relocations.following(session, actor=actor)
    assert one is not None
    return relocations.decide(
        session, actor=actor, relocation_id=one.relocation_id, version=one.version,
        refusal=refusal, now=MORNING,
    )  # fmt: skip


def waits(session: CitySession, *actors: int) -> list[int]:
    return [relocations.waiting(session, actor=each, now=MORNING) for each in actors]


def told(session: CitySession, account_id: int) -> list[str]:
    rows = table_of(Notice)
    query = select(rows.c.kind).where(rows.c.account_id == account_id).order_by(rows.c.id)
    return list(session.connection().scalars(query))


async def test_the_old_unit_lets_go_the_new_one_takes_in_and_hours_follow(db: Database) -> None:
    def play(session: CitySession) -> None:
        li = a_volunteer(session, 7)
        old, new = a_unit(session, "甲局"), a_unit(session, "乙局")
        belongs(session, li, old)
        with_hours(session, li, 600)
        first, second = (
            with_role(session, 30 + nth, Role.UNIT_CONTACT, str(unit)).account_id
            for nth, unit in enumerate((old, new))
        )
        chief = with_role(session, 40, Role.FEDERATION).account_id
        asks(session, li, new)
        refused(Code.RELOCATION_OPEN, asks, session, li, None)
        # Only the old unit sees it; the officers do not, because it has a contact.
        assert waits(session, first, second, chief) == [1, 0, 0]
        one = relocations.following(session, actor=first)
        assert one is not None
        stale = {"relocation_id": one.relocation_id, "version": one.version, "now": MORNING}
        refused(Code.STEP_GONE, relocations.decide, session, actor=second, **stale)
        assert not decides(session, first)
        refused(Code.STEP_GONE, relocations.decide, session, actor=first, **stale)
        assert waits(session, first, second, chief) == [0, 1, 0]
        assert relocations.own(session, actor=li.account_id, now=MORNING).unit == "甲局"
        assert decides(session, second)
        own = relocations.own(session, actor=li.account_id, now=MORNING)
        assert (own.unit, own.state) == ("乙局", "")
        assert hours.summary(session, actor=li.account_id, now=MORNING).service_minutes == 600
        assert told(session, li.account_id) == ["relocation-released", "relocation-accepted"]
        assert told(session, first) == told(session, second) == ["relocations-waiting"]
        relocations.confirm(session, actor=li.account_id, now=MORNING)
        rows = table_of(Relocation)
        assert session.connection().scalar(select(rows.c.confirmed_at)) == MORNING

    await db.write(play)


async def test_where_a_unit_has_no_contact_the_office_stands_in_and_nobody_for_himself(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        li = a_volunteer(session, 7)
        old = a_unit(session, "甲局")
        belongs(session, li, old)
        chief = with_role(session, 40, Role.FEDERATION).account_id
        # He is his unit's only contact: that counts as none.
        with_role(session, 7, Role.UNIT_CONTACT, str(old))
        asks(session, li, None)
        assert waits(session, li.account_id, chief) == [0, 1]
        # A colleague becomes contact: from now on it is his.
        other = with_role(session, 31, Role.UNIT_CONTACT, str(old)).account_id
        assert waits(session, other, chief) == [1, 0]
        decides(session, other, refusal="open-work")
        assert told(session, li.account_id)[-1:] == ["relocation-refused"]
        asks(session, li, None)
        decides(session, other)
        # Without a unit the office of his home takes him in.
        assert waits(session, other, chief) == [0, 1]
        relocations.withdraw(session, actor=li.account_id, now=MORNING)
        assert waits(session, chief) == [0]
        refused(Code.NOT_FOUND, relocations.withdraw, session, actor=li.account_id, now=MORNING)
        assert trail(session)[-1] == ("relocation.withdrawn", li.account_id, "relocation:2")
        county = with_role(session, 41, Role.COUNTY_OFFICE, "530821").account_id
        asks(session, li, None)
        decides(session, other)
        assert waits(session, county, chief) == [0, 1]
        assert decides(session, chief)

    await db.write(play)


async def test_of_two_decisions_and_of_two_requests_at_once_one_stands(db: Database) -> None:
    def prepare(session: CitySession) -> tuple[Somebody, int, list[int]]:
        li, old = a_volunteer(session, 7), a_unit(session, "甲局")
        belongs(session, li, old)
        contacts = [
            with_role(session, each, Role.UNIT_CONTACT, str(old)).account_id for each in (31, 32)
        ]
        return li, old, contacts

    li, _, contacts = await db.write(prepare)
    done = await asyncio.gather(
        *(db.write(asks, li, None) for _ in range(3)), return_exceptions=True
    )
    assert sum(one is None for one in done) == 1

    def lets_go(session: CitySession, /, actor: int) -> bool:
        return relocations.decide(session, actor=actor, relocation_id=1, version=1, now=MORNING)

    both: list[Any] = await asyncio.gather(
        *(db.write(lets_go, each) for each in contacts), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in both) == ["Refusal", "bool"]


async def test_school_leavers_are_asked_once_a_year_in_office_hours(db: Database) -> None:
    def play(session: CitySession) -> None:
        school, bureau = a_unit(session, "思茅一中"), a_unit(session, "甲局")
        rows, units = table_of(Volunteer), table_of(Unit)
        session.connection().execute(
            update(units).where(units.c.id == school).values(kind="school")
        )
        for who, unit, born in (
            (7, school, date(2010, 5, 1)),
            (8, school, date(1980, 5, 1)),
            (9, bureau, date(2010, 5, 1)),
        ):
            one = a_volunteer(session, who)
            session.connection().execute(
                update(rows).where(rows.c.id == one.volunteer_id).values(unit_id=unit, born_on=born)
            )
        # Monday 1 June 2026: at seven nobody is asked, at ten one, and not again.
        assert leavers.ask(session, now=datetime(2026, 5, 29, 2, tzinfo=UTC)) == 0
        assert leavers.ask(session, now=datetime(2026, 5, 31, 23, tzinfo=UTC)) == 0
        assert leavers.ask(session, now=datetime(2026, 6, 1, 2, tzinfo=UTC)) == 1
        assert leavers.ask(session, now=datetime(2026, 9, 1, 2, tzinfo=UTC)) == 0
        assert leavers.ask(session, now=datetime(2027, 6, 1, 2, tzinfo=UTC)) == 1

    await db.write(play)
