"""The made-up city: everything that stands before anyone on the stage says a word.

One transaction, drawn by a lot that always falls the same way; places, units and rules are the
policy's, everything else is `made_up.toml`'s. Invented, all of it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from domain.identity import DocumentKind
from domain.permissions import Role
from domain.units import has_pupils
from models.columns import table_of
from models.figures import PlacePopulation, UnitHeadcount
from models.people import Volunteer
from models.places import Station, Team, Unit
from models.rewards import Merchant, Reward
from rehearsal import cast, dealings, history, made_up, papers, station_cards
from rehearsal.cast import Part
from rehearsal.dealings import Applicant
from rehearsal.history import Post, Server
from rehearsal.made_up import Resident, residents
from usecases import access, codes, duties, shares, unit_figures
from usecases.city import CitySession
from usecases.unit_figures import UnitYear

_UNITS = table_of(Unit)
_STATIONS = table_of(Station)
_SEED = 530_800
_LIBRARY = 0
# 96 hours and 40 minutes: one long morning short of the first star.
_AUNT_MINUTES = 5_800
_STUDENT_VISITS = 9
_REDEEMING_SHARE = 0.35
# The registrations that wait: where, and for how many days.
_WAITING = (("home", 2), ("home", 1), ("home", 0), ("elsewhere", 1), ("elsewhere", 0))
_OLD_ENOUGH = timedelta(days=700)
# Those that have not said how many they are, by their place in the lists.
_SILENT_UNIT, _SILENT_COUNTY = 2, 4
# Who lives in an invented county: as small as the crowd of volunteers.
_TOWN = {"built_up": 160, "resident": 290}
# The city, and the district that most of it is about.
_LARGER = {0: 12, 1: 6}


@dataclass
class _Made:
    """What has been made so far, by name."""

    now: datetime
    lot: Random
    data: dict[str, Any]
    next_phone: int
    units: dict[str, int]
    posts: list[Post]
    # Merchant -> the account of its owner.
    owners: dict[int, int]
    # Member unit -> the account of its contact.
    contacts: dict[int, int]
    parts: tuple[Part, ...]

    @property
    def home(self) -> str:
        """Return the district that most of it is about."""
        return str(self.data["stage"]["home"])

    def phone(self) -> int:
        """Return the next Telegram id of the crowd."""
        self.next_phone += 1
        return self.next_phone - 1


def is_founded(session: CitySession) -> bool:
    """Tell whether the city stands already."""
    # Not the units: the product founds the member units by itself at every start.
    return session.connection().execute(select(_STATIONS.c.id).limit(1)).first() is not None


def found(session: CitySession, *, now: datetime) -> None:
    """Found the city; a second time changes nothing."""
    if is_founded(session):
        return
    name = session.city.policy(now).city.code
    made = _Made(
        now, Random(_SEED), made_up.read_data(name), cast.CROWD_FROM, {}, [], {}, {},  # noqa: S311
        cast.parts(name),
    )  # fmt: skip
    _found_units(session, made)
    _open_stations(session, made)
    _open_merchants(session, made)
    _seat_officers(session, made)
    servers = _register(session, made)
    history.live_a_year(session, made.lot, servers[2:], made.posts, now=now)
    _stage_people_have_served(session, made, servers)
    library = made.posts[_LIBRARY]
    station_cards.dress(
        session, station_id=library.station_id, head=library.clerk_account_id, now=now
    )
    station_cards.man_a_team(session, now=now)
    dealings.redeem_some(session, made.lot, made.owners, share=_REDEEMING_SHARE, now=now)
    _let_some_wait(session, made)
    contacts = made.contacts | _seat_contacts_of_counties(session, made)
    _count_people(session, made)
    papers.units_hand_in(session, made.lot, contacts, now=now)
    papers.have_been_told(session, now=now)


def opening_of(station: dict[str, Any]) -> dict[str, list[list[str]]]:
    """Return a station's opening times by weekday, as the table keeps them."""
    opening = station["opening"]
    return {day: [[opening["from"], opening["to"]]] for day in opening["days"]}


def _id(session: CitySession, table: Any, **values: Any) -> int:
    row = session.connection().execute(insert(table).values(**values))
    assert row.inserted_primary_key is not None  # noqa: S101 - one row was inserted
    return int(row.inserted_primary_key[0])


def _account(session: CitySession, made: _Made, telegram_id: int, language: str = "zh-hans") -> int:
    caller = access.welcome(
        session,
        messenger="telegram",
        external_id=telegram_id,
        language=language,
        now=made.now - _OLD_ENOUGH,
    )
    return caller.account_id


def _staff(session: CitySession, made: _Made, role: Role, place: str, ref: str) -> int:
    """Give a role to its parts on the page, or to one of the crowd; return the first account."""
    on_page = [part for part in made.parts if part.role is role and part.place == place]
    holders = [part.telegram_id for part in on_page] or [made.phone()]
    accounts = [_account(session, made, telegram_id) for telegram_id in holders]
    for account_id in accounts:
        access.grant(
            session, account_id=account_id, role=role, scope_ref=ref, by=None,
            now=made.now - _OLD_ENOUGH,
        )  # fmt: skip
    return accounts[0]


def _found_units(session: CitySession, made: _Made) -> None:
    # The city has been here since the year began, so its statistics were owed in time.
    duties.prepare(session, now=_new_year(session, made))
    rows = session.connection().execute(select(_UNITS.c.code, _UNITS.c.id))
    ids = {row.code: row.id for row in rows}
    for member in session.city.policy(made.now).members:
        unit_id = ids[member.code]
        made.units[member.name] = made.units[member.short_name] = unit_id
        contact = _staff(session, made, Role.UNIT_CONTACT, member.name, str(unit_id))
        made.contacts[unit_id] = contact
    for number, unit in enumerate(made.data["units"], 1):
        made.units[unit["name"]] = _id(
            session,
            _UNITS,
            code=f"made-up-{number}",
            name=unit["name"],
            aliases=[],
            kind=unit["kind"],
            affiliation="county",
            county=unit["county"],
            is_member=False,
        )
    for team in made.data["teams"]:
        of_unit = made.units.get(team.get("unit", ""))
        _id(session, table_of(Team), name=team["name"], unit_id=of_unit)


def _new_year(session: CitySession, made: _Made) -> datetime:
    return made.now.astimezone(session.city.calendar.zone).replace(month=1, day=1)


def _seat_contacts_of_counties(session: CitySession, made: _Made) -> dict[int, int]:
    """Let the units that are no members hand in what every unit owes; return unit → account."""
    duties.impose(session, now=_new_year(session, made))
    units = {made.units[unit["name"]]: unit["name"] for unit in made.data["units"]}
    return {
        unit_id: _staff(session, made, Role.UNIT_CONTACT, name, str(unit_id))
        for unit_id, name in units.items()
    }


def _open_stations(session: CitySession, made: _Made) -> None:
    for station in made.data["stations"]:
        township = session.city.places.townships(station["county"])[0].code
        station_id = _id(
            session,
            _STATIONS,
            name=station["name"],
            county=station["county"],
            township=township,
            address=station["address"],
            opening=opening_of(station),
            epoch=1,
        )
        clerk = _staff(session, made, Role.CLERK, station["name"], str(station_id))
        made.posts.append(
            Post(
                station_id,
                station["county"],
                frozenset(int(day) for day in station["opening"]["days"]),
                time.fromisoformat(station["opening"]["from"]),
                time.fromisoformat(station["opening"]["to"]),
                clerk,
            )
        )


def _open_merchants(session: CitySession, made: _Made) -> None:
    for merchant in made.data["merchants"]:
        merchant_id = _id(
            session,
            table_of(Merchant),
            name=merchant["name"],
            kind=merchant["kind"],
            address=merchant["address"],
        )
        owner = _staff(session, made, Role.MERCHANT, merchant["name"], str(merchant_id))
        made.owners[merchant_id] = owner
        for reward in merchant["rewards"]:
            _id(
                session,
                table_of(Reward),
                merchant_id=merchant_id,
                title=reward["title"],
                terms=reward["terms"],
                price_minutes=reward["hours"] * 60,
                initial_stock=reward["stock"],
                stock=reward["stock"],
            )


def _seat_officers(session: CitySession, made: _Made) -> None:
    for county in session.city.places.counties:
        _staff(session, made, Role.COUNTY_OFFICE, county.code, county.code)
    for role in (Role.FEDERATION, Role.CENTRE, Role.OFFICE, Role.ADMINISTRATOR):
        _staff(session, made, role, "", "")


def _register(session: CitySession, made: _Made) -> list[Server]:
    """Register the two volunteers of the page and everybody else; return them in that order."""
    policy = session.city.policy(made.now)
    others = residents(made.lot, policy, session.city.places, made.now)
    township = session.city.places.townships(made.home)[0].code
    young = replace(
        others[-2], name="玉香", sex="female", phone=_phone_of(cast.STUDENT), county=made.home,
        township=township, visits_a_year=_STUDENT_VISITS,
        born_on=(made.now - timedelta(days=20 * 365)).date(),
    )  # fmt: skip
    aunt = replace(
        others[-1], name="李桂芳", sex="female", phone=_phone_of(cast.AUNT), county=made.home,
        township=township, approved_at=made.now - _OLD_ENOUGH,
        born_on=(made.now - timedelta(days=66 * 365 + 100)).date(),
    )  # fmt: skip
    named = [
        (cast.AUNT, aunt, None),
        (cast.STUDENT, young, made.units[made.data["stage"]["student_unit"]]),
    ]
    numbers: dict[str, int] = {}
    servers = []
    for telegram_id, resident, unit_id in [
        *named,
        *((made.phone(), one, _unit_of(made, one)) for one in others),
    ]:
        numbers[resident.county] = numbers.get(resident.county, 0) + 1
        serial = numbers[resident.county]
        number = f"{resident.county[:4]}-{resident.county[4:]}-{serial:06d}"
        volunteer_id = _volunteer(session, made, telegram_id, resident, unit_id, number)
        since = session.city.calendar.day_of(resident.approved_at)
        servers.append(
            Server(volunteer_id, unit_id, resident.county, since, resident.visits_a_year)
        )
    return servers


def _phone_of(telegram_id: int) -> str:
    return next(part.phone for part in cast.PARTS if part.telegram_id == telegram_id)


def _unit_of(made: _Made, resident: Resident) -> int | None:
    """Return a unit of the resident's county, a member unit in the city, or none."""
    if made.lot.random() < 0.4:
        return None
    own = [
        made.units[unit["name"]] for unit in made.data["units"] if unit["county"] == resident.county
    ]
    members = sorted(made.contacts) if resident.county == made.home else []
    return made.lot.choice([*own, *members])


def _volunteer(
    session: CitySession,
    made: _Made,
    telegram_id: int,
    resident: Resident,
    unit_id: int | None,
    number: str,
) -> int:
    keys, opaque_id = session.city.keys, codes.opaque_id()
    serial = telegram_id % 400
    id_number = made_up.id_number(resident.county, resident.born_on, serial, resident.sex)
    kind = DocumentKind.RESIDENT_ID.value
    return _id(
        session,
        table_of(Volunteer),
        opaque_id=opaque_id,
        number=number,
        account_id=_account(session, made, telegram_id),
        name=resident.name,
        sex=resident.sex,
        born_on=resident.born_on,
        id_kind=kind,
        id_sealed=keys.seal(id_number, f"volunteer/{opaque_id}/id_number"),
        id_index=keys.blind(f"{kind}:{id_number}", "id"),
        phone_sealed=keys.seal(resident.phone, f"volunteer/{opaque_id}/phone"),
        phone_index=keys.blind(resident.phone, "phone"),
        county=resident.county,
        township=resident.township,
        unit_id=unit_id,
        categories=resident.categories,
        skills=resident.skills,
        free_times=resident.free_times,
        epoch=0,
        approved_at=resident.approved_at,
    )


def _stage_people_have_served(session: CitySession, made: _Made, servers: list[Server]) -> None:
    """Give those on the page what a visitor wants to see: a star near, a day under way."""
    aunt, student = servers[:2]
    library = made.posts[_LIBRARY]
    history.near_a_star(session, aunt, library, minutes=_AUNT_MINUTES, now=made.now)
    history.live_a_year(session, made.lot, [student], [library], now=made.now)
    account_id = _account(session, made, cast.AUNT)
    dealings.has_been_to_the_cinema(session, account_id, made.owners, now=made.now)
    at_home = [one for one in servers[2:] if one.county == made.home]
    history.are_in_now(session, at_home[:3], library, now=made.now)
    history.forgot_to_leave(session, at_home[3:5], library, now=made.now)


def _count_people(session: CitySession, made: _Made) -> None:
    """Let units and offices have entered how many people there are, so that shares are seen."""
    year = made.now.year
    found = unit_figures.of_year(session, year=year, now=made.now)
    rows = session.connection().execute(select(_UNITS.c.id, _UNITS.c.kind))
    kinds = {row.id: row.kind for row in rows}
    office = access.holders(session, role=Role.OFFICE, scope_ref="")[0]
    for number, unit_id in enumerate(sorted(set(made.units.values()))):
        registered = found.get(unit_id, UnitYear()).registered
        # Every third has all of its people, the others lack some; one has not entered anything.
        if number != _SILENT_UNIT:
            _id(
                session,
                table_of(UnitHeadcount),
                unit_id=unit_id,
                staff=max(registered + (number % 3) * 4, 3),
                pupils=(number % 5) * 60 if has_pupils(kinds[unit_id]) else 0,
                entered_by=made.contacts.get(unit_id, office),
                entered_at=made.now - timedelta(days=30 + number),
            )
    for number, place in enumerate(shares.populations(session, actor=office, now=made.now)):
        for base in shares.BASES if number != _SILENT_COUNTY else ():
            _id(
                session,
                table_of(PlacePopulation),
                place=place.code,
                base=base,
                people=_TOWN[base] * _LARGER.get(number, 1) + number,
                entered_by=office,
                entered_at=made.now - timedelta(days=40),
            )


def _let_some_wait(session: CitySession, made: _Made) -> None:
    """Let some registrations wait for the officers on the page."""
    policy, places = session.city.policy(made.now), session.city.places
    people = made_up.residents(made.lot, policy, places, made.now)[20 : 20 + len(_WAITING)]
    for place, (person, (where, days)) in enumerate(zip(people, _WAITING, strict=True)):
        county = made.data["stage"][where]
        here = replace(
            person,
            county=county,
            township=places.townships(county)[1].code,
            # One shares a telephone with the neighbour, which the officer is told.
            phone=_phone_of(cast.AUNT) if place == 1 else f"+86199087{95000 + place}",
        )
        account_id = _account(session, made, made.phone())
        dealings.apply(session, Applicant(account_id, here, 450 + place, None, days), now=made.now)
