"""The made-up city: it is whole, it is lawful, and its books hold."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from domain.identity import DocumentKind, IdentityFacts, read_identity
from domain.permissions import Role
from models.columns import table_of
from models.duties import Submission
from models.people import Account, Application, RoleGrant, Volunteer
from models.places import Station, Unit
from models.qualifications import Qualification
from models.rewards import Merchant, Voucher
from models.stations import StationItem, StationMark
from models.traffic import Notice
from models.visits import Visit
from rehearsal import cast, city, made_up
from tests.cast import CITY, KEYS, POLICY, city_of, later
from tests.databases import fresh_database
from usecases import access, applications, hours, proof, visits
from usecases.city import CitySession
from usecases.database import Database

# Founding the city takes most of it; one worker does it once.
pytestmark = pytest.mark.xdist_group("city")

NOW = later(hours=1)


@pytest_asyncio.fixture(scope="session")
async def db() -> AsyncIterator[Database]:
    """Yield the founded city; the stage plays on SQLite only, and tests here only look."""
    with fresh_database("sqlite") as url:
        opened = Database(url, CITY)
        await opened.write(city.found, now=NOW)
        yield opened
        found = await opened.read(proof.prove)
        await opened.close()
        assert found.holds, found.contradictions


def _count(session: CitySession, /, table: type, **where: object) -> int:
    rows = table_of(table)
    query = select(func.count()).select_from(rows)
    for name, value in where.items():
        query = query.where(rows.c[name] == value)
    return session.connection().scalar(query) or 0


async def test_the_city_has_everything_and_everybody(db: Database) -> None:
    def counted(session: CitySession) -> dict[str, int]:
        return {
            "counties": len(session.city.places.counties),
            "members": _count(session, Unit, is_member=True),
            "contacts": _count(session, RoleGrant, role=Role.UNIT_CONTACT),
            "stations": _count(session, Station),
            "clerks": _count(session, RoleGrant, role=Role.CLERK),
            "offices": _count(session, RoleGrant, role=Role.COUNTY_OFFICE),
            "volunteers": _count(session, Volunteer),
            "merchants": _count(session, Merchant),
            "owners": _count(session, RoleGrant, role=Role.MERCHANT),
            "administrators": _count(session, RoleGrant, role=Role.ADMINISTRATOR),
            "waiting": _count(session, Application, state="submitted"),
        }

    assert await db.read(counted) == {
        "counties": 10,
        "members": len(POLICY.on(NOW.date()).members),
        "contacts": 29,
        "stations": 20,
        "clerks": 20,
        "offices": 10,
        "volunteers": 300,
        "merchants": 12,
        "owners": 12,
        "administrators": 1,
        "waiting": 5,
    }
    assert await db.read(_count, Visit) > 3000
    assert await db.read(_count, Voucher, state="honoured") > 10
    assert await db.read(_count, Submission, state="accepted") > 10
    assert await db.read(_count, Submission, state="received") > 0
    assert await db.read(_count, Notice, state="pending") == 0
    # The library has a head, most of its standard and two marks; a team has its share.
    assert await db.read(_count, RoleGrant, role="station_head") == 1
    assert await db.read(_count, StationItem) == 7
    assert await db.read(_count, StationMark) == 2
    assert await db.read(_count, Qualification, state="valid") == 5
    # The fixture proves the ledger when this test is over.


@pytest.mark.parametrize("name", ["puer", "guangan", "simao"])
def test_what_is_made_up_of_a_city_stands_on_its_map_and_among_its_units(name: str) -> None:
    made, home = made_up.read_data(name), city_of(name)
    stage, members = made["stage"], home.policy(NOW).members
    stations = {one["name"]: one["county"] for one in made["stations"]}
    units = {one["name"] for one in made["units"]} | {
        word for one in members for word in (one.name, one.short_name)
    }
    counties = {*stations.values(), *(one["county"] for one in made["units"])}
    assert {stage["home"], stage["elsewhere"]} <= set(stations.values())
    # Somebody of a second township of theirs waits for the officers.
    assert all(len(home.places.townships(county)) > 1 for county in counties)
    assert stage["student_unit"] in units
    assert all(one["zh"] in stations and one["en"].isascii() for one in stage["screens"])
    places = {
        Role.CLERK: set(stations),
        Role.UNIT_CONTACT: {one.name for one in members},
        Role.COUNTY_OFFICE: counties,
        Role.MERCHANT: {one["name"] for one in made["merchants"]},
    }
    for part in cast.parts(name):
        assert part.role is None or part.place in places.get(part.role, {""}), part.name


@pytest.mark.soak
@pytest.mark.parametrize("name", ["guangan", "simao"])
async def test_another_city_is_played_too(name: str) -> None:
    """`POLICY=guangan make run` and `POLICY=simao make run`: everybody of the page stands there."""
    with fresh_database("sqlite") as url:
        opened = Database(url, city_of(name))
        await opened.write(city.found, now=NOW)
        found = await opened.read(proof.prove)
        for part in cast.parts(name):
            if part.role is None:
                continue
            asking: dict[str, Any] = {"messenger": "telegram", "external_id": part.telegram_id}
            caller = await opened.read(access.recognise, **asking)
            assert caller is not None
            assert caller.holds(part.role), part.name
        await opened.close()
    assert found.holds, found.contradictions


async def test_founding_twice_founds_once(db: Database) -> None:
    before = await db.read(_count, Account)
    await db.write(city.found, now=NOW)
    assert await db.read(_count, Account) == before


async def test_every_number_of_a_person_is_well_formed_and_nobody_elses(db: Database) -> None:
    def numbers(session: CitySession) -> list[tuple[str, str]]:
        rows = session.connection().execute(select(table_of(Volunteer)))
        place = "volunteer/{}/id_number"
        return [(KEYS.open(row.id_sealed, place.format(row.opaque_id)), row.sex) for row in rows]

    found = await db.read(numbers)
    assert len({number for number, _ in found}) == 300
    for number, sex in found:
        read = read_identity(DocumentKind.RESIDENT_ID, number, today=NOW.date())
        assert isinstance(read, IdentityFacts)
        assert read.sex == sex


async def test_those_on_the_page_are_who_their_labels_say(db: Database) -> None:
    for part in cast.PARTS:
        caller = await db.read(access.recognise, messenger="telegram", external_id=part.telegram_id)
        if part.role is None:
            assert caller is None, f"{part.name} has never written"
        else:
            assert caller is not None
            assert caller.holds(part.role), part.name


async def test_what_a_visitor_shall_see_is_there(db: Database) -> None:

    async def account(telegram_id: int) -> int:
        found = await db.read(access.recognise, messenger="telegram", external_id=telegram_id)
        assert found is not None
        return found.account_id

    aunt = await db.read(hours.summary, actor=await account(cast.AUNT), now=NOW)
    assert aunt.service_minutes == 5800
    assert aunt.to_next_minutes == 200
    day = await db.read(visits.station_day, actor=await account(cast.CLERK), now=NOW)
    assert day.inside == 3
    assert len(day.to_settle) >= 2
    officers = [part for part in cast.PARTS if part.role in {Role.FEDERATION, Role.COUNTY_OFFICE}]
    waiting = [
        await db.read(applications.queue, actor=await account(part.telegram_id), now=NOW)
        for part in officers
    ]
    assert [queue.count for queue in waiting] == [3, 2]


@pytest.mark.parametrize("part", cast.PARTS, ids=lambda part: part.name)
def test_a_part_has_a_label_in_both_languages_and_a_phone_of_the_page(part: cast.Part) -> None:
    assert part.label["zh"]
    assert part.label["en"].isascii()
    assert not cast.in_the_crowd(part.telegram_id)


def test_the_lot_falls_the_same_way_each_time() -> None:
    from random import Random

    from rehearsal.made_up import residents

    drawn = [residents(Random(1), POLICY.on(NOW.date()), CITY.places, NOW) for _ in range(2)]
    assert drawn[0] == drawn[1]
