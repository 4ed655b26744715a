"""The small city that each run begins with: few people, so that they meet each other often."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import insert, select

from domain import tokens
from domain.civil_time import CityCalendar
from domain.holidays import read_holidays
from domain.permissions import Role
from domain.places import read_places
from domain.policy import POLICIES, PolicyBook
from domain.rewards import MerchantKind
from models.columns import table_of
from models.ledger import CityAccount, Ledger
from models.people import Volunteer
from models.places import Display, Station, Unit
from models.sealed import Keyring
from rehearsal import made_up
from rehearsal.simulator import neighbours
from usecases import access, codes, duties, ledger, rewards
from usecases.city import City, CitySession

FOUNDED = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
# When a run begins: an ordinary Saturday; nights before a month, a year and a leap day end; days
# on which a duty is asked for, and one on which it is late.
BEGINNINGS = (
    datetime(2026, 11, 21, 1, 0, tzinfo=UTC),
    datetime(2026, 12, 18, 0, 58, tzinfo=UTC),
    datetime(2026, 12, 31, 15, 40, tzinfo=UTC),
    datetime(2027, 2, 28, 15, 50, tzinfo=UTC),
    datetime(2027, 3, 19, 0, 55, tzinfo=UTC),
    datetime(2027, 3, 20, 8, 0, tzinfo=UTC),
    datetime(2028, 2, 28, 15, 30, tzinfo=UTC),
)
VOLUNTEERS = (101, 102, 103, 104)
# The second keeps both stations, the third is a volunteer as well.
CLERKS = (201, 202, 104)
TILLS = (301, 302, 303)
CONTACTS = (401, 402, 403)
CENTRE = (501, 502)
_ELDERS = (*VOLUNTEERS, *CLERKS, *TILLS, *CONTACTS, *CENTRE)
EVERYBODY = tuple(dict.fromkeys((*_ELDERS, *neighbours.EVERYBODY)))
# Who has no account yet when a run begins.
_STRANGERS = (*neighbours.NEWCOMERS, neighbours.FLOODER)
_UNITS_KEPT = 3
_BROUGHT_MINUTES = (700, 130, 0, 65)
OFFERS = ((60, 2), (240, 3))


@dataclass(frozen=True, slots=True)
class Screen:
    """A station's display as the page in its browser knows it."""

    station_id: int
    secret: str


SCREENS = tuple(Screen(number, f"the browser of station {number}") for number in (1, 2))
REWARDS = (1, 2)


@cache
def the_city() -> City:
    """Return Pu'er with three member units and keys that anybody may know."""
    book = PolicyBook.load("puer")
    few = PolicyBook.of(
        [replace(period, members=period.members[:_UNITS_KEPT]) for period in book.periods]
    )
    calendar = CityCalendar.of(few.on(FOUNDED.date()), read_holidays())
    places = read_places(POLICIES / "places-puer.csv")
    return City(few, calendar, places, Keyring({1: bytes(range(32))}))


def found(session: CitySession) -> None:
    """Found it: the member units, two stations, two merchants, and everybody in his place."""
    # The city has been here since the year began, so its statistics were owed in time.
    duties.prepare(session, now=FOUNDED.replace(month=1))
    for person in EVERYBODY:
        if person not in _STRANGERS:
            _account(session, person)
    for number, person in enumerate(VOLUNTEERS):
        _volunteer(session, person, _BROUGHT_MINUTES[number])
    for number, screen in enumerate(SCREENS):
        _station(session, screen, f"服务站{number + 1}")
    for person, station in ((201, 1), (202, 1), (202, 2), (104, 2)):
        _grant(session, person, Role.CLERK, str(station))
    _merchants(session)
    units = session.connection().scalars(select(table_of(Unit).c.id).order_by("id")).all()
    # The first unit has two contacts, and the second of them answers for another unit too.
    for person, unit in ((401, units[0]), (402, units[0]), (402, units[1]), (403, units[2])):
        _grant(session, person, Role.UNIT_CONTACT, str(unit))
    for person in CENTRE:
        _grant(session, person, Role.CENTRE, "")
    _neighbours(session)


def _neighbours(session: CitySession) -> None:
    people = {
        person: _volunteer(session, person, minutes)
        for person, minutes in neighbours.BROUGHT_MINUTES.items()
    }
    accounts = {person: _account(session, person) for person in (*people, neighbours.GUARDIAN)}
    neighbours.bind(session, people, accounts, FOUNDED)
    _grant(session, neighbours.FEDERATION[1], Role.FEDERATION, "")
    for person in neighbours.OFFICE:
        _grant(session, person, Role.OFFICE, "")
    for person in neighbours.COUNTY:
        _grant(session, person, Role.COUNTY_OFFICE, neighbours.HOME[0])


def _account(session: CitySession, person: int) -> int:
    language = "en" if person % 2 == 0 else "zh-hans"
    return access.welcome(
        session, messenger="telegram", external_id=person, language=language, now=FOUNDED
    ).account_id


def _grant(session: CitySession, person: int, role: Role, where: str) -> None:
    account_id = _account(session, person)
    access.grant(session, account_id=account_id, role=role, scope_ref=where, by=None, now=FOUNDED)


def _volunteer(session: CitySession, person: int, minutes: int) -> int:
    keys, opaque_id = session.city.keys, codes.opaque_id()
    number = made_up.id_number("530802", FOUNDED.date().replace(year=1970), person, "female")
    phone = f"+86199000{person:05d}"
    volunteer_id: int = (
        session.connection()
        .execute(
            insert(table_of(Volunteer))
            .values(
                opaque_id=opaque_id,
                number=f"5308-02-{person:06d}",
                account_id=_account(session, person),
                name=f"志愿者{person}",
                id_kind="resident_id",
                id_sealed=keys.seal(number, f"volunteer/{opaque_id}/id_number"),
                id_index=keys.blind(f"resident_id:{number}", "id"),
                phone_sealed=keys.seal(phone, f"volunteer/{opaque_id}/phone"),
                phone_index=keys.blind(phone, "phone"),
                county="530802",
                township="530802001",
                categories=[],
                skills=[],
                free_times=[],
                epoch=0,
                approved_at=FOUNDED,
            )
            .returning(table_of(Volunteer).c.id)
        )
        .scalar_one()
    )
    if minutes:
        entry = ledger.Entry(
            key=f"brought:{volunteer_id}",
            ledger=Ledger.SERVICE,
            debit=CityAccount.ISSUED,
            credit=volunteer_id,
            minutes=minutes,
            source="imported",
            cause=f"brought:{volunteer_id}",
            policy_version="founding",
            month=f"{FOUNDED:%Y-%m}",
        )
        ledger.issue(session, entry, redeemable=person in VOLUNTEERS, now=FOUNDED)
    return volunteer_id


def _station(session: CitySession, screen: Screen, name: str) -> None:
    connection = session.connection()
    connection.execute(
        insert(table_of(Station)).values(
            name=name,
            county="530802",
            township="530802001",
            address="人民中路 1 号",
            opening={},
            epoch=1,
        )
    )
    connection.execute(
        insert(table_of(Display)).values(
            station_id=screen.station_id,
            secret_hash=tokens.digest(screen.secret),
            paired_by=_account(session, CLERKS[0]),
            paired_at=FOUNDED,
        )
    )


def _merchants(session: CitySession) -> None:
    _grant(session, 601, Role.FEDERATION, "")
    officer = _account(session, 601)
    for number, (price_minutes, stock) in enumerate(OFFERS, 1):
        merchant_id = rewards.open_merchant(
            session,
            actor=officer,
            name=f"影城{number}",
            kind=MerchantKind.CINEMA,
            address="振兴大道 8 号",
            now=FOUNDED,
        )
        rewards.offer(
            session,
            actor=officer,
            merchant_id=merchant_id,
            title=f"电影票{number}",
            price_minutes=price_minutes,
            stock=stock,
            now=FOUNDED,
            terms="",
            offered_until_at=None,
        )
        # Two tills at the first merchant, so that one voucher can be shown at both.
        for person in TILLS[:2] if number == 1 else TILLS[2:]:
            _grant(session, person, Role.MERCHANT, str(merchant_id))
