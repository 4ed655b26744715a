"""Shares and averages of units and places: counted of what people entered, shown by scope."""

from datetime import date
from typing import Any

from sqlalchemy import event, insert, select, update

from domain.permissions import Role
from domain.refusals import Code
from domain.shares import Of
from models.columns import table_of
from models.figures import PlacePopulation
from models.traffic import AuditEntry
from tests.cast import MORNING, Somebody, a_unit, city_of, later, with_role
from tests.databases import fresh_database
from tests.usecases.test_unit_figures import UNITS, YEAR, a_member, refused, serves
from usecases import shares, unit_figures
from usecases.city import CitySession
from usecases.database import Database

COUNTY = "530821"


def stands(
    session: CitySession, name: str, kind: str, *, county: str = "", people: int = 0, first: int
) -> tuple[int, list[Somebody]]:
    """Found a unit with so many volunteers, numbered from `first`."""
    unit_id = a_unit(session, name, "county" if county else "city")
    session.connection().execute(
        update(UNITS).where(UNITS.c.id == unit_id).values(kind=kind, county=county)
    )
    return unit_id, [a_member(session, first + number, unit_id) for number in range(people)]


async def test_units_stand_beside_their_clauses_and_a_county_sees_its_own_only(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        bureau, of_bureau = stands(session, "甲局", "bureau", people=6, first=1)
        company, _ = stands(session, "乙公司", "enterprise", county=COUNTY, people=5, first=11)
        small, _ = stands(session, "丙公司", "enterprise", people=4, first=21)
        for who in of_bureau:
            serves(session, who, 6000, f"{YEAR}-03")
        zhou = with_role(session, 500, Role.UNIT_CONTACT, str(bureau)).account_id
        office = with_role(session, 501, Role.OFFICE).account_id
        ninger = with_role(session, 502, Role.COUNTY_OFFICE, COUNTY).account_id
        mojiang = with_role(session, 503, Role.COUNTY_OFFICE, "530822").account_id
        now = later(hours=1)
        these: dict[str, Any] = {"actor": office, "year": YEAR, "now": now}
        before = shares.unit(session, unit_id=bureau, **these)
        assert (before.shares[0].registered, before.shares[0].tenths) == (6, None)
        unit_figures.enter(session, actor=zhou, unit_id=bureau, staff=6, pupils=0, now=now)
        mine = shares.own(session, actor=zhou, unit_id=bureau, now=now)
        refused(Code.NOT_ALLOWED, shares.own, session, actor=zhou, unit_id=company, now=now)
        assert (mine.shares[0].reached, mine.average.reached) == (True, True)
        assert mine == shares.unit(session, unit_id=bureau, **these)
        assert shares.unit(session, unit_id=small, **these).shares[0].registered is None
        seen = shares.overview(session, **these)
        assert (seen.units, seen.counted, seen.judged, seen.reached) == (3, 1, 1, 1)
        assert [one.code for one in seen.places][:2] == ["530800", "530802"]

        # A unit of the city's that sits in the county is not the county's.
        session.connection().execute(update(UNITS).where(UNITS.c.id == small).values(county=COUNTY))
        theirs = these | {"actor": ninger}
        assert [one.name for one in shares.assessment(session, **theirs).units] == ["乙公司"]
        assert [one.code for one in shares.assessment(session, **theirs).places] == [COUNTY]
        assert shares.overview(session, **these | {"actor": mojiang}).units == 0
        refused(Code.NOT_FOUND, shares.unit, session, unit_id=bureau, **theirs)
        outsider = {"actor": mojiang, "unit_id": company, "now": now}
        refused(Code.NOT_FOUND, shares.place_unit, session, built_up=False, **outsider)
        assert shares.overview(session, actor=office, year=YEAR - 10, now=now).units == 3
        for year in (YEAR + 1, YEAR - 11):
            refused(Code.STEP_GONE, shares.overview, session, actor=office, year=year, now=now)
        # What the county says of its company takes it out of the clauses of built-up areas.
        company_is: dict[str, Any] = {"actor": ninger, "unit_id": company, "now": now}
        assert shares.unit(session, year=YEAR, **company_is).average.target_hours == 50
        for built_up in (False, False, True, False):
            shares.place_unit(session, built_up=built_up, **company_is)
        outside = shares.unit(session, year=YEAR, **company_is)
        assert (outside.shares[0].target.percent, outside.average.target_hours) == (None, None)
        trail = table_of(AuditEntry)
        said = session.connection().scalars(
            select(trail.c.detail).where(trail.c.action == "unit.placed").order_by(trail.c.id)
        )
        assert [one["built_up"] for one in said] == [False, True, False]

    await db.write(play)


async def test_city_and_counties_are_counted_against_what_an_officer_entered(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        _, people = stands(session, "甲局", "bureau", people=6, first=1)
        serves(session, people[0], 18_000, f"{YEAR}-03")
        office = with_role(session, 501, Role.OFFICE).account_id
        ninger = with_role(session, 502, Role.COUNTY_OFFICE, COUNTY).account_id
        now = later(hours=1)

        def enter(place: str, base: str, people: int, actor: int = office) -> None:
            shares.enter_population(
                session, actor=actor, place=place, base=base, people=people, now=now
            )

        for place, base, number in (
            ("530800", "resident", 0), ("530800", "resident", shares.MOST_PEOPLE + 1),
            ("530800", "everybody", 9), ("530802001", "resident", 9), ("nowhere", "resident", 9),
        ):  # fmt: skip
            refused(
                Code.STEP_GONE, shares.enter_population, session,
                actor=office, place=place, base=base, people=number, now=now,
            )  # fmt: skip
        for place in ("530800", "530802"):
            refused(
                Code.NOT_ALLOWED, shares.enter_population, session,
                actor=ninger, place=place, base="resident", people=9, now=now,
            )  # fmt: skip
        enter("530800", "built_up", shares.MOST_PEOPLE)
        enter("530800", "built_up", 30)
        enter("530800", "resident", 31)
        enter("530802", "resident", 40)
        enter(COUNTY, "resident", 9, actor=ninger)
        city, simao, ning_er = shares.overview(session, actor=office, year=YEAR, now=now).places[:3]
        found = [(one.tenths, one.reached) for one in city.shares.values()]
        assert found == [(200, True), (193, False)]
        assert (city.average.average_minutes, city.average.reached) == (3000, True)
        assert [one.reached for one in simao.shares.values()] == [None, True]
        assert simao.average.target_hours is None
        assert [one.registered for one in ning_er.shares.values()] == [None, None]
        (own,) = shares.populations(session, actor=ninger, now=now)
        assert own.people == {"built_up": None, "resident": 9}
        rows = session.connection().execute(select(table_of(PlacePopulation))).all()
        assert [row.people for row in rows] == [shares.MOST_PEOPLE, 30, 31, 40, 9]
        # Last year nobody had entered anything.
        last = shares.overview(session, actor=office, year=YEAR - 1, now=now).places[0]
        assert [one.people for one in last.shares.values()] == [None, None]

    await db.write(play)


async def test_counties_are_listed_where_a_document_asks_for_a_share_of_them() -> None:
    with fresh_database("sqlite") as url:
        db = Database(url, city_of("simao"))
        office = (await db.write(with_role, 501, Role.OFFICE)).account_id
        places = await db.read(shares.populations, actor=office, now=MORNING)
        await db.close()
    assert len(places) == 1


async def test_a_community_is_measured_by_its_residents_and_a_school_in_two_parts(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        community, _ = stands(session, "月光社区", "community", people=6, first=1)
        school, _ = stands(session, "第一小学", "basic_school", people=5, first=11)
        other, _ = stands(session, "第二小学", "basic_school", people=5, first=21)
        for number in range(31, 36):
            a_member(session, number, other, born_on=date(YEAR - 9, 1, 1))
        office = with_role(session, 501, Role.OFFICE).account_id
        for number, unit, staff, pupils in (
            (502, community, 50, 0), (503, school, 5, 700), (504, other, 5, 700),
        ):  # fmt: skip
            contact = with_role(session, number, Role.UNIT_CONTACT, str(unit)).account_id
            unit_figures.enter(
                session, actor=contact, unit_id=unit, staff=staff, pupils=pupils, now=MORNING
            )
        found = {
            one.unit_id: one
            for one in shares.assessment(session, actor=office, year=YEAR, now=later(hours=1)).units
        }
        (residents,) = found[community].shares
        assert (residents.tenths, residents.reached, residents.target.marks) == (
            120, None, (13, 15),
        )  # fmt: skip
        assert found[community].titles == ("community",)
        assert [(one.target.of, one.registered) for one in found[school].shares] == [
            (Of.STAFF, 5), (Of.PUPILS, None),
        ]  # fmt: skip
        # One part of the other school is behind; of the first nothing is known of the pupils.
        assert [one.reached for one in found[other].shares] == [True, False]
        seen = shares.overview(session, actor=office, year=YEAR, now=later(hours=1))
        assert (seen.counted, seen.judged, seen.reached) == (3, 2, 1)

    await db.write(play)


async def test_the_figures_of_two_thousand_units_take_as_few_statements_as_those_of_one(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        office = with_role(session, 501, Role.OFFICE).account_id
        said: list[str] = []
        event.listen(
            session.connection(), "before_cursor_execute", lambda *args: said.append(args[2])
        )
        counts = []
        for units in (1, 2000):
            session.connection().execute(
                insert(UNITS),
                [
                    {
                        "code": f"u{units}-{number}",
                        "name": f"第 {units}-{number} 公司",
                        "aliases": [],
                        "kind": "enterprise",
                        "affiliation": "city",
                        "county": "",
                        "is_member": False,
                    }
                    for number in range(units)
                ],
            )
            said.clear()
            found = shares.assessment(session, actor=office, year=YEAR, now=MORNING)
            counts.append((len(found.units), len(said)))
        assert counts[0][1] == counts[1][1] < 15
        assert counts[1][0] == 2001
        first, last = (
            shares.units(session, actor=office, year=YEAR, page=page, now=MORNING)
            for page in (0, 999)
        )
        assert (len(first.lines), first.pages) == (shares.PAGE, 251)
        assert (len(last.lines), last.page) == (1, 250)

    await db.write(play)
