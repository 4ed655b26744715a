"""A prepared statement says, returns and refuses what SQLAlchemy's own execution does."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import String, bindparam, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from models.columns import table_of
from models.people import Account
from models.places import Station
from models.visits import CodeUse
from tests.cast import MORNING, a_station
from usecases.city import CitySession
from usecases.database import Database
from usecases.prepared import Prepared

_USES = table_of(CodeUse)
_STATIONS = table_of(Station)
_ACCOUNTS = table_of(Account)

USE = Prepared(insert(_USES), ("key", "used_at"))
STATION = Prepared(
    select(_STATIONS, literal("·", String).label("dot")).where(_STATIONS.c.id == bindparam("which"))
)


async def test_rows_and_values_are_what_the_ordinary_execution_gives(db: Database) -> None:
    station = await db.write(a_station)
    plain = select(_STATIONS, literal("·", String).label("dot"))

    def both(session: CitySession) -> tuple[Any, Any]:
        return (
            STATION.run(session, {"which": station.station_id})[0]._asdict(),
            session.connection().execute(plain).mappings().one(),
        )

    prepared, ordinary = await db.read(both)
    assert prepared == dict(ordinary)
    assert type(prepared["opening"]) is type(ordinary["opening"])


async def test_a_query_that_finds_nothing_returns_no_row(db: Database) -> None:
    assert await db.read(lambda session: STATION.run(session, {"which": 999})) == []


async def test_a_moment_comes_back_as_it_went_in(db: Database) -> None:
    odd = datetime(2026, 11, 20, 1, 2, 3, 456, tzinfo=UTC)
    await db.write(lambda session: USE.run(session, {"key": "k", "used_at": odd}))
    assert await db.read(lambda s: s.connection().scalar(select(_USES.c.used_at))) == odd


async def test_an_insert_returns_the_key_it_is_asked_for_and_nothing_else(db: Database) -> None:
    columns = ("messenger", "external_id", "language", "first_seen_at", "came_back")
    row = {"messenger": "telegram", "language": "zh-hans", "first_seen_at": MORNING, "came_back": 0}
    silent = Prepared(insert(_ACCOUNTS), columns)
    telling = Prepared(insert(_ACCOUNTS).returning(_ACCOUNTS.c.id), columns)
    assert await db.write(lambda s: silent.run(s, {**row, "external_id": 1})) == []
    (made,) = await db.write(lambda s: telling.run(s, {**row, "external_id": 2}))
    found = await db.read(
        lambda s: s.connection().scalar(select(_ACCOUNTS.c.id).where(_ACCOUNTS.c.external_id == 2))
    )
    assert made.id == found


async def test_an_update_changes_the_row_it_names(db: Database) -> None:
    await db.write(lambda session: USE.run(session, {"key": "k", "used_at": MORNING}))
    change = Prepared(
        update(_USES).where(_USES.c.key == bindparam("old")).values(key=bindparam("new"))
    )
    await db.write(lambda session: change.run(session, {"old": "k", "new": "l"}))
    assert await db.read(lambda s: s.connection().scalar(select(_USES.c.key))) == "l"


async def test_a_doubled_key_is_an_integrity_error_that_repeats_no_value(db: Database) -> None:
    def twice(session: CitySession) -> None:
        for _ in range(2):
            USE.run(session, {"key": "secret-value", "used_at": MORNING})

    with pytest.raises(IntegrityError) as refused:
        await db.write(twice)
    assert "[SQL: INSERT INTO code_use" in str(refused.value)
    assert refused.value.params is None
    assert await db.read(lambda s: s.connection().scalar(select(_USES.c.key))) is None


async def test_a_value_that_is_not_given_is_missed_at_once(db: Database) -> None:
    with pytest.raises(KeyError, match="used_at"):
        await db.write(lambda session: USE.run(session, {"key": "k"}))
