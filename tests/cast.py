"""The cast: a made-up city and the people in it, for tests that need no chat.

王店员 keeps the library station, 李志愿 and 张志愿 are volunteers, 陌生人 is nobody to us.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select

from domain import tokens
from domain.civil_time import CityCalendar
from domain.holidays import read_holidays
from domain.identity import check_character
from domain.permissions import Role
from domain.places import read_places
from domain.policy import POLICIES, PolicyBook
from domain.rewards import MerchantKind
from models.columns import table_of
from models.ledger import CityAccount, Ledger
from models.people import Volunteer
from models.places import Display, Station, Unit
from models.rewards import Merchant
from models.sealed import Keyring
from usecases import access, codes, displays, ledger, rewards
from usecases.city import City, CitySession

# A Saturday morning: 09:00 in the city.
MORNING = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
KEYS = Keyring({1: bytes(range(32))})


def city_of(name: str) -> City:
    """Return a city as its policy file makes it."""
    book = PolicyBook.load(name)
    policy = book.on(MORNING.date())
    calendar = CityCalendar.of(policy, read_holidays())
    return City(book, calendar, read_places(POLICIES / policy.city.places_file), KEYS)


CITY = city_of("puer")
POLICY = CITY.policies


def later(**distance: float) -> datetime:
    """Return an instant after the morning."""
    return MORNING + timedelta(**distance)


def invented_id_number(serial: int, born: str = "19600101") -> str:
    """Return a well-formed ID number of nobody: the sequence is counted, the checksum right."""
    first = f"530802{born}{serial % 1000:03d}"
    return first + check_character(first)


@dataclass(frozen=True)
class Somebody:
    """An account, and the volunteer behind it if there is one."""

    account_id: int
    volunteer_id: int = 0
    opaque_id: int = 0


def an_account(session: CitySession, external_id: int, language: str = "zh-hans") -> Somebody:
    """Let somebody write to the bot for the first time."""
    caller = access.welcome(
        session, messenger="telegram", external_id=external_id, language=language, now=MORNING
    )
    return Somebody(caller.account_id)


def a_volunteer(
    session: CitySession, external_id: int, name: str = "李志愿", language: str = "zh-hans"
) -> Somebody:
    """Let an approved volunteer stand there."""
    account_id = an_account(session, external_id, language).account_id
    number = invented_id_number(external_id)
    opaque = codes.opaque_id()
    row = session.connection().execute(
        insert(table_of(Volunteer)).values(
            opaque_id=opaque,
            number=f"5308-02-{external_id:06d}",
            account_id=account_id,
            name=name,
            id_kind="resident_id",
            id_sealed=KEYS.seal(number, f"volunteer/{opaque}/id_number"),
            id_index=KEYS.blind(f"{number}/{external_id}", "id"),
            phone_sealed=KEYS.seal("+8613800000000", f"volunteer/{opaque}/phone"),
            phone_index=KEYS.blind("+8613800000000", "phone"),
            county="530802",
            township="530802001",
            categories=[],
            skills=[],
            free_times=[],
            epoch=0,
            approved_at=MORNING,
        )
    )
    assert row.inserted_primary_key is not None
    return Somebody(account_id, row.inserted_primary_key[0], opaque)


@dataclass(frozen=True)
class StationWithDisplay:
    """A station, its display, and the browser's secret."""

    station_id: int
    display_id: int
    secret: str


def a_station(
    session: CitySession,
    name: str = "思茅区图书馆服务站",
    opening: dict[str, list[list[str]]] | None = None,
    township: str = "530802001",
) -> StationWithDisplay:
    """Open a station with a paired display."""
    connection = session.connection()
    made = connection.execute(
        insert(table_of(Station)).values(
            name=name,
            county=township[:6],
            township=township,
            address="人民中路 1 号",
            opening=opening or {},
            epoch=1,
        )
    )
    assert made.inserted_primary_key is not None
    station_id = made.inserted_primary_key[0]
    keeper = an_account(session, 900_000 + station_id)
    secret = f"a browser's secret for {name}"
    paired = connection.execute(
        insert(table_of(Display)).values(
            station_id=station_id,
            secret_hash=tokens.digest(secret),
            paired_by=keeper.account_id,
            paired_at=MORNING,
        )
    )
    assert paired.inserted_primary_key is not None
    return StationWithDisplay(station_id, paired.inserted_primary_key[0], secret)


def a_unit(session: CitySession, name: str = "市教育体育局", affiliation: str = "city") -> int:
    """Found a unit."""
    made = session.connection().execute(
        insert(table_of(Unit)).values(
            code=f"unit-{name}",
            name=name,
            aliases=[],
            kind="bureau",
            affiliation=affiliation,
            county="530802",
            is_member=True,
        )
    )
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def with_role(
    session: CitySession,
    external_id: int,
    role: Role,
    scope_ref: str = "",
    language: str = "zh-hans",
) -> Somebody:
    """Let somebody hold a role."""
    somebody = an_account(session, external_id, language)
    access.grant(
        session,
        account_id=somebody.account_id,
        role=role,
        scope_ref=scope_ref,
        by=None,
        now=MORNING,
    )
    return somebody


def with_hours(
    session: CitySession, somebody: Somebody, minutes: int, source: str = "imported"
) -> None:
    """Let a volunteer have earned minutes, of both kinds, before the story begins."""
    entry = ledger.Entry(
        key=f"before:{somebody.volunteer_id}:{minutes}:{source}",
        ledger=Ledger.SERVICE,
        debit=CityAccount.ISSUED,
        credit=somebody.volunteer_id,
        minutes=minutes,
        source=source,
        cause=f"before:{somebody.volunteer_id}",
        policy_version="test",
        month=f"{MORNING:%Y-%m}",
    )
    ledger.issue(session, entry, redeemable=True, now=MORNING)


@dataclass(frozen=True)
class CinemaOffer:
    """A cinema, its till, and one reward."""

    merchant_id: int
    till: Somebody
    reward_id: int
    price_minutes: int


def a_cinema(
    session: CitySession,
    name: str = "思茅影城",
    *,
    price_minutes: int = 600,
    stock: int = 20,
    till: int | None = None,
    terms: str = "周末可用",
    offered_until_at: datetime | None = None,
) -> CinemaOffer:
    """Open a cinema that gives tickets for hours; `till` is the id of who honours them."""
    merchants = len(session.connection().execute(select(table_of(Merchant).c.id)).all())
    officer = with_role(session, 700_000, Role.FEDERATION)
    merchant_id = rewards.open_merchant(
        session,
        actor=officer.account_id,
        name=name,
        kind=MerchantKind.CINEMA,
        address="振兴大道 8 号",
        now=MORNING,
    )
    reward_id = rewards.offer(
        session,
        actor=officer.account_id,
        merchant_id=merchant_id,
        title="电影票",
        price_minutes=price_minutes,
        stock=stock,
        now=MORNING,
        terms=terms,
        offered_until_at=offered_until_at,
    )
    keeper = with_role(session, till or 710_000 + merchants, Role.MERCHANT, str(merchant_id))
    return CinemaOffer(merchant_id, keeper, reward_id, price_minutes)


def station_code(station: StationWithDisplay, at: datetime, epoch: int = 1) -> str:
    """Return what the station's display shows at an instant."""
    seconds = POLICY.on(at.date()).checkin.display_slot_seconds
    code = tokens.StationCode(station.station_id, tokens.slot_of(at, seconds), station.display_id)
    return tokens.sign(code, KEYS.key(displays.station_key(station.station_id, epoch)))


def personal_code(somebody: Somebody, at: datetime, *, printed: bool = False) -> str:
    """Return what a volunteer's page shows at an instant, or his card at any."""
    seconds = POLICY.on(at.date()).checkin.personal_slot_seconds
    slot = 0 if printed else tokens.slot_of(at, seconds)
    code = tokens.PersonalCode(somebody.opaque_id, slot, 0, printed=printed)
    return tokens.sign(code, KEYS.key("personal"))
