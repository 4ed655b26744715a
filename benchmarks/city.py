"""A city of many volunteers and one station, for benchmarks only."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, Table, create_engine, insert, select, text

from domain import tokens
from domain.civil_time import CityCalendar
from domain.holidays import read_holidays
from domain.places import read_places
from domain.policy import PolicyBook
from models.columns import table_of
from models.people import Account, Volunteer
from models.places import Display, Station
from models.sealed import Keyring
from usecases import displays, migration
from usecases.city import City

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
# The messenger's number of the first volunteer; the others count on from it.
FIRST_PERSON = 1_000_000
PUBLIC_URL = "https://puer.example"
KEYS = Keyring({1: bytes(32)})
_BOOK = PolicyBook.load("puer")
_POLICY = _BOOK.on(MOMENT.date())
CITY = City(
    _BOOK,
    CityCalendar.of(_POLICY, read_holidays()),
    read_places(_POLICY.folder / _POLICY.city.places_file),
    KEYS,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What was put into a fresh database."""

    station_id: int
    display_id: int
    account_ids: list[int]
    volunteer_ids: list[int]


def opened_city(url: str, *, volunteers: int) -> Opened:
    """Migrate an empty database and fill it with one station and so many volunteers."""
    migration.migrate(url)
    engine = create_engine(url)
    try:
        opened = _fill(engine, volunteers)
        if engine.dialect.name == "postgresql":
            # As autovacuum would a minute later: a planner without figures reads whole tables. The
            # empty ones it leaves alone; a vacuum would tell the planner that they stay empty.
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE account, volunteer, station, display"))
        return opened
    finally:
        engine.dispose()


def _fill(engine: Engine, volunteers: int) -> Opened:
    with engine.begin() as connection:
        connection.execute(
            insert(table_of(Account)),
            [
                {
                    "messenger": "telegram",
                    "external_id": FIRST_PERSON + n,
                    "language": "zh-hans",
                    "first_seen_at": MOMENT,
                    # Registered in the chat, he has had it ever since.
                    "menu_button": f"{PUBLIC_URL}/scan zh-hans",
                }
                for n in range(volunteers)
            ],
        )
        accounts = _ids(connection, table_of(Account))
        connection.execute(
            insert(table_of(Volunteer)), [_volunteer(n, a) for n, a in enumerate(accounts)]
        )
        people = _ids(connection, table_of(Volunteer))
        station = connection.execute(
            insert(table_of(Station)).values(
                name="站", county="530802", township="530802001", address="", opening={}, epoch=1
            )
        ).inserted_primary_key
        assert station is not None  # noqa: S101 - a single row insert returns its key
        display = connection.execute(
            insert(table_of(Display)).values(
                station_id=station[0], secret_hash=b"x", paired_by=accounts[0], paired_at=MOMENT
            )
        ).inserted_primary_key
        assert display is not None  # noqa: S101
    return Opened(station[0], display[0], accounts, people)


def _ids(connection: Connection, table: Table) -> list[int]:
    return list(connection.scalars(select(table.c.id).order_by(table.c.id)))


def _volunteer(number: int, account_id: int) -> dict[str, object]:
    return {
        "opaque_id": number + 1,
        "number": f"5308-02-{number:06d}",
        "account_id": account_id,
        "name": "志愿者",
        "id_kind": "resident_id",
        "id_sealed": b"",
        "id_index": number.to_bytes(16, "big"),
        "phone_sealed": b"",
        "phone_index": b"",
        "county": "530802",
        "township": "530802001",
        "categories": [],
        "skills": [],
        "free_times": [],
        "epoch": 0,
        "approved_at": MOMENT,
    }


def station_code(station_id: int, display_id: int, at: datetime) -> str:
    """Return what the display shows at an instant."""
    seconds = _POLICY.checkin.display_slot_seconds
    code = tokens.StationCode(station_id, tokens.slot_of(at, seconds), display_id)
    return tokens.sign(code, KEYS.key(displays.station_key(station_id, 1)))
