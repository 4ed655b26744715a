"""A unit's headcount and its year: entered by its contact, counted for all units at once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event, insert, select, update

from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.figures import UnitHeadcount
from models.ledger import CityAccount, Ledger
from models.people import Volunteer
from models.places import Unit
from models.relocations import Relocation
from models.traffic import AuditEntry
from tests.cast import MORNING, Somebody, a_unit, a_volunteer, later, with_role
from usecases import ledger, unit_figures
from usecases.city import CitySession
from usecases.database import Database
from usecases.unit_figures import UnitYear

VOLUNTEERS, UNITS = table_of(Volunteer), table_of(Unit)
YEAR = MORNING.year


def refused(why: Code, deed: Any, session: CitySession, **facts: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(session, **facts)
    assert refusal.value.refused.code is why


def a_member(session: CitySession, number: int, unit_id: int, **values: Any) -> Somebody:
    """Register somebody of a unit."""
    who = a_volunteer(session, number)
    session.connection().execute(
        update(VOLUNTEERS)
        .where(VOLUNTEERS.c.id == who.volunteer_id)
        .values(unit_id=unit_id, **values)
    )
    return who


def serves(session: CitySession, who: Somebody, minutes: int, month: str) -> str:
    """Credit minutes of service in a month; return the key."""
    key = f"served:{who.volunteer_id}:{month}"
    entry = ledger.Entry(
        key=key,
        ledger=Ledger.SERVICE,
        debit=CityAccount.ISSUED,
        credit=who.volunteer_id,
        minutes=minutes,
        source="scan",
        cause=key,
        policy_version="test",
        month=month,
    )
    ledger.issue(session, entry, redeemable=False, now=MORNING)
    return f"{key}/service"


async def test_a_contact_enters_how_many_people_the_unit_has_and_every_entry_stays(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        bureau, school = a_unit(session), a_unit(session, "第一中学")
        session.connection().execute(
            update(UNITS).where(UNITS.c.id == school).values(kind="senior_high")
        )
        zhou = with_role(session, 500, Role.UNIT_CONTACT, str(bureau)).account_id
        wu = with_role(session, 501, Role.UNIT_CONTACT, str(school)).account_id
        mine: dict[str, Any] = {"actor": zhou, "unit_id": bureau, "now": MORNING}
        enter = unit_figures.enter
        assert unit_figures.own(session, **mine).headcount is None
        for staff, pupils in ((0, 0), (-1, 0), (unit_figures.MOST_PEOPLE + 1, 0), (20, 300)):
            refused(Code.STEP_GONE, enter, session, staff=staff, pupils=pupils, **mine)
        refused(
            Code.NOT_ALLOWED, enter, session,
            staff=3, pupils=0, actor=zhou, unit_id=school, now=MORNING,
        )  # fmt: skip
        enter(session, staff=120, pupils=0, **mine)
        enter(session, actor=zhou, unit_id=bureau, staff=118, pupils=0, now=later(days=1))
        enter(session, actor=wu, unit_id=school, staff=80, pupils=1500, now=MORNING)
        today, tomorrow = MORNING.date(), later(days=1).date()
        on = {day: unit_figures.headcounts(session, on=day) for day in (today, tomorrow)}
        assert [on[day][bureau].people for day in on] == [120, 118]
        assert on[today][school].people == 1580
        assert unit_figures.headcounts(session, on=later(days=-1).date()) == {}
        rows = session.connection().execute(select(table_of(UnitHeadcount))).all()
        assert [(row.staff, row.entered_by) for row in rows] == [(120, zhou), (118, zhou), (80, wu)]
        trail = table_of(AuditEntry)
        said = session.connection().scalars(
            select(trail.c.detail).where(trail.c.action == "headcount.entered").order_by(trail.c.id)
        )
        assert [(one["staff"], one["pupils"]) for one in said] == [(120, 0), (118, 0), (80, 1500)]

    await db.write(play)


async def test_a_year_counts_who_belonged_to_the_unit_at_its_end_and_what_they_served_in_it(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        bureau, other = a_unit(session), a_unit(session, "乙局")
        old = datetime(YEAR - 2, 5, 1, tzinfo=UTC)
        li = a_member(session, 1, bureau, approved_at=old)
        wang = a_member(session, 2, bureau, approved_at=old, born_on=date(YEAR - 17, 1, 1))
        a_member(session, 3, bureau, approved_at=old, suspended_at=MORNING)
        moved = a_member(session, 4, other, approved_at=old)
        a_volunteer(session, 5)
        serves(session, li, 600, f"{YEAR}-01")
        wrong = serves(session, wang, 90, f"{YEAR}-11")
        serves(session, li, 60, f"{YEAR - 1}-12")
        serves(session, moved, 120, f"{YEAR - 1}-03")
        ledger.reverse(session, key=wrong, by=li.account_id, now=MORNING)
        serves(session, wang, 31, f"{YEAR}-10")
        session.connection().execute(
            insert(table_of(Relocation)).values(
                volunteer_id=moved.volunteer_id,
                reason="employer",
                from_unit_id=bureau,
                from_route="federation",
                to_unit_id=other,
                to_county="530802",
                to_township="530802001",
                to_route="federation",
                state="accepted",
                version=3,
                asked_at=MORNING,
                decided_at=MORNING,
                released_by=li.account_id,
                decided_by=wang.account_id,
            )
        )
        now = later(hours=1)
        this = unit_figures.of_year(session, year=YEAR, now=now)
        days = 325
        assert this == {
            bureau: UnitYear(2, 1, 2, 631, 2 * days, days),
            other: UnitYear(1, 0, 0, 0, days, days),
        }
        assert this[bureau].average_minutes == 315
        # At the end of last year one more was there, and one who has moved since.
        last = unit_figures.of_year(session, year=YEAR - 1, now=now)
        assert last == {bureau: UnitYear(4, 1, 2, 180, 4 * 365, 365)}
        # Who has been there since yesterday has been there for two days, today among them.
        a_member(session, 6, other, approved_at=later(days=-1))
        assert unit_figures.of_year(session, year=YEAR, now=now, units=[other]) == {
            other: UnitYear(2, 0, 0, 0, days + 2, days)
        }
        assert unit_figures.of_year(session, year=YEAR - 3, now=now) == {}
        assert UnitYear().average_minutes is None

    await db.write(play)


async def test_the_year_of_many_units_takes_as_few_statements_as_that_of_one(db: Database) -> None:
    def play(session: CitySession) -> int:
        for number in range(4):
            a_member(session, number, a_unit(session, f"第 {number} 局"))
        said = []
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *args: said.append(args[2]))
        assert len(unit_figures.of_year(session, year=YEAR, now=MORNING)) == 4
        return len(said)

    assert await db.write(play) == 4
