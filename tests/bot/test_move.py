"""A city moves into another database: whole, or not at all, however often it is interrupted.

Issue 3 §2: SQLite → PostgreSQL verified by counts, sums and the hash chain, safe to repeat
(and the other way round); `test_the_made_up_city_moves_and_lives_on` plays on it.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from bot.moving import Mover
from bot.settings import SettingsError
from domain.admission import Means
from models.columns import table_of
from models.people import Account, Volunteer
from rehearsal import cast as stage_cast
from rehearsal import city as made_up
from tests.cast import (
    CITY,
    MORNING,
    Somebody,
    a_station,
    a_volunteer,
    later,
    station_code,
    with_hours,
)
from tests.databases import fresh_database
from tests.e2e.test_kill import write_secrets
from tests.test_house import ROOT
from usecases import ledger, moving, proof, standing
from usecases.checkins import scan
from usecases.city import CitySession
from usecases.database import Database


@dataclass
class Cities:
    """A small city, and the database of the other kind that it moves into."""

    source: str
    target: str

    async def move(self) -> str:
        """Move as the command does, which has a loop of its own."""
        return await asyncio.to_thread(Mover(self.source, self.target, CITY).move)


def _small_city(session: CitySession) -> None:
    li = a_volunteer(session, 12, "李志愿")
    a_volunteer(session, 13, "阿卜杜·热依木 𠮷")
    station = a_station(session)
    with_hours(session, li, 3000)
    for hour in (0, 2):
        at = later(hours=hour)
        scan(
            session,
            actor=li.account_id,
            token=station_code(station, at),
            means=Means.SCANNER,
            request_id=f"scan/{hour}",
            now=at,
        )


@pytest.fixture(params=["postgresql", "sqlite"], ids="to-{}".format)
def cities(request: pytest.FixtureRequest) -> Iterator[Cities]:
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[request.param]
    with fresh_database(other) as source, fresh_database(request.param) as target:
        asyncio.run(_founded(source))
        yield Cities(source, target)


async def _founded(url: str) -> None:
    db = Database(url, CITY)
    await db.write(_small_city)
    await db.close()


def _standing(url: str) -> tuple[str, str] | None:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = standing.standing(connection)
    engine.dispose()
    return found


def _statement(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


async def _is_the_city(url: str) -> None:
    """Check that the books hold there and that life goes on with new rows."""
    assert _standing(url) is None
    db = Database(url, CITY)
    try:
        await db.read(standing.check)
        shown = await db.read(ledger.hours, volunteer_id=1)
        assert shown.service_minutes == 3120
        newcomer = await db.write(a_volunteer, 14, "新来的")
        await db.write(with_hours, newcomer, 60)
        assert (await db.read(proof.prove)).holds
    finally:
        await db.close()


def test_a_city_moves_and_the_old_database_is_the_city_no_more(cities: Cities) -> None:
    said = asyncio.run(cities.move())
    assert "4 transfers, 1 balances, compared row by row; 1 seals over 4 transfers" in said
    asyncio.run(_is_the_city(cities.target))
    left = _standing(cities.source)
    assert left is not None
    assert left[0] == standing.LEFT


@pytest.mark.proof
def test_moving_again_changes_nothing(cities: Cities) -> None:
    asyncio.run(cities.move())
    assert "nothing was left to do" in asyncio.run(cities.move())
    asyncio.run(_is_the_city(cities.target))


class PulledError(Exception):
    """Somebody pulled the plug."""


@pytest.mark.proof
@pytest.mark.parametrize("step", [9, 40])
def test_a_move_interrupted_at_any_step_goes_on(
    cities: Cities, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    steps = 0

    def pull(*_said: object) -> None:
        nonlocal steps
        steps += 1
        if steps == step:
            raise PulledError

    with monkeypatch.context() as patched:
        patched.setattr(moving, "_AT_ONCE", 1)
        patched.setattr(Mover, "_progress", pull)
        with pytest.raises(PulledError):
            asyncio.run(cities.move())
    # Neither half a city nor one that lives twice.
    assert _standing(cities.source) is None
    half = _standing(cities.target)
    assert half is not None
    assert half[0] == standing.ARRIVING
    assert "4 transfers" in asyncio.run(cities.move())
    asyncio.run(_is_the_city(cities.target))


@pytest.mark.proof
def test_what_changed_between_two_attempts_arrives_as_it_is_now(
    cities: Cities, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Mover) -> None:
        raise PulledError

    with monkeypatch.context() as patched:
        patched.setattr(Mover, "_proven", refuse)
        with pytest.raises(PulledError):
            asyncio.run(cities.move())
    _statement(cities.source, "UPDATE account SET language = 'en'")
    asyncio.run(cities.move())
    asyncio.run(_is_the_city(cities.target))
    engine = create_engine(cities.target)
    with engine.connect() as connection:
        assert set(connection.scalars(text("SELECT language FROM account"))) >= {"en"}
    engine.dispose()


@pytest.mark.proof
def test_a_database_that_is_in_use_is_not_moved_into(cities: Cities) -> None:
    asyncio.run(_founded(cities.target))
    with pytest.raises(SettingsError, match="holds rows already"):
        asyncio.run(cities.move())
    assert _standing(cities.source) is None


@pytest.mark.proof
def test_a_ledger_that_does_not_hold_does_not_move(cities: Cities) -> None:
    _statement(cities.source, "UPDATE balance SET service_minutes = service_minutes + 1")
    with pytest.raises(SettingsError, match="balance-is-the-sum"):
        asyncio.run(cities.move())
    assert _standing(cities.source) is None


@pytest.mark.proof
def test_a_move_that_is_killed_goes_on_where_it_stood(tmp_path: Path) -> None:
    """SIGKILL at moments of its own choosing, until one run comes through."""
    write_secrets(tmp_path / "secrets.json")
    with fresh_database("sqlite") as source, fresh_database("postgresql") as target:
        asyncio.run(_founded(source))
        command = [sys.executable, "-m", "bot", "move", "--to", target]
        environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": source,
            "SECRETS_FILE": str(tmp_path / "secrets.json"),
        }
        for tenth in range(18, 60, 7):
            process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True)  # noqa: S603
            time.sleep(tenth / 10)
            process.kill()
            if process.wait() == 0:
                break
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "Now set DATABASE_URL" in done.stdout
        asyncio.run(_is_the_city(target))


@pytest.mark.proof
def test_the_made_up_city_moves_and_lives_on() -> None:
    async def found(url: str) -> None:
        db = Database(url, CITY)
        await db.write(made_up.found, now=MORNING)
        await db.close()

    async def play_on(url: str) -> None:
        db = Database(url, CITY)
        own = await db.read(_aunt)
        before = await db.read(ledger.hours, volunteer_id=own.volunteer_id)
        station = await db.write(a_station, "新开的服务站")
        for hour in (2, 3):
            at = later(hours=hour)
            await db.write(
                scan,
                actor=own.account_id,
                token=station_code(station, at),
                means=Means.SCANNER,
                request_id=f"after the move/{hour}",
                now=at,
            )
        after = await db.read(ledger.hours, volunteer_id=own.volunteer_id)
        assert after.service_minutes == before.service_minutes + 60
        assert (await db.read(proof.prove)).holds
        await db.close()

    with fresh_database("sqlite") as source, fresh_database("postgresql") as target:
        asyncio.run(found(source))
        asyncio.run(Cities(source, target).move())
        asyncio.run(play_on(target))


def _aunt(session: CitySession) -> Somebody:
    accounts, volunteers = table_of(Account), table_of(Volunteer)
    query = (
        select(volunteers.c.id, volunteers.c.account_id)
        .join(accounts, accounts.c.id == volunteers.c.account_id)
        .where(accounts.c.external_id == stage_cast.AUNT)
    )
    row = session.connection().execute(query).one()
    return Somebody(row.account_id, row.id)
