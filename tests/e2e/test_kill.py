"""kill -9 at random moments: every visit exactly once, minutes exact, the ledger holds."""

import asyncio
import base64
import json
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.columns import table_of
from models.traffic import InboxUpdate
from models.visits import Visit
from rehearsal.clock import StageClock
from rehearsal.people import Person
from rehearsal.stage import Stage
from rehearsal.staging import staged
from tests.cast import CITY, KEYS, StationWithDisplay, a_station, a_volunteer, station_code
from tests.databases import ENGINES, fresh_database
from tests.e2e.lives import Lives
from usecases import inbox, proof
from usecases.city import CitySession
from usecases.database import Database

VOLUNTEERS = 50
VISITS_EACH = 5
PAIRS_A_DAY = 3
STAYED_MINUTES = 45


def write_secrets(path: Path) -> None:
    """Give the process the keys that the cast was sealed with."""
    key = base64.b64encode(KEYS.masters[1]).decode()
    path.write_text(json.dumps({"masters": {"1": key}}), encoding="ascii")
    path.chmod(0o600)


class Crowd:
    """Fifty volunteers who come and go five times, half an hour's walk apart."""

    def __init__(self, stage: Stage, stations: list[StationWithDisplay]) -> None:
        self.stage = stage
        # Three comings and goings count at one station and day: the others are at the next.
        self.stations = stations
        self.people: list[Person] = []

    def moments(self) -> list[datetime]:
        """Return when everybody scans, in order: 500 scans in ten moments."""
        begins = self.stage.clock.now()
        walk = timedelta(minutes=60)
        stay = timedelta(minutes=STAYED_MINUTES)
        return [
            begins + n * walk + part for n in range(VISITS_EACH) for part in (timedelta(), stay)
        ]

    async def scan(self, number: int, at: datetime) -> None:
        """Let everybody scan what the display shows, for the `number`th time from 0."""
        self.stage.clock.jump(at)
        station = self.stations[number // 2 // PAIRS_A_DAY]
        for person in self.people:
            await person.opens(station_code(station, at))


async def killed_and_restarted(engine: str, home: Path, *, kills: int, seed: int) -> int:
    """Play the crowd through `kills` deaths; return how often a death left work undone."""
    chance = random.Random(seed)
    write_secrets(home / "secrets.json")
    # Within the eight hours after which the scheduler takes a visit for forgotten.
    clock = StageClock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=6), running=False)
    stage = Stage(clock=clock, limits=False)
    stage.settle = None
    with fresh_database(engine) as url:
        db = Database(url, CITY)
        crowd = Crowd(stage, [await db.write(a_station, name) for name in ("站一", "站二")])
        crowd.people = [stage.person(f"志愿者{n}") for n in range(VOLUNTEERS)]

        def register(session: CitySession) -> None:
            for person in crowd.people:
                a_volunteer(session, person.id, person.name)

        await db.write(register)
        moments, caught = crowd.moments(), 0
        async with staged(stage) as address:
            lives = Lives(token=stage.token, api_url=address, database_url=url, home=home)
            for life in range(kills):
                lives.begin()
                if life < len(moments):
                    await crowd.scan(life, moments[life])
                await _until_it_works(stage)
                await asyncio.sleep(chance.uniform(0.0, 0.15))
                await lives.end()
                caught += await _undone(db)
            for number, moment in enumerate(moments[kills:], kills):
                await crowd.scan(number, moment)
            lives.begin()
            await _until_all_done(db)
            await lives.end()
        await _every_visit_exactly_once(db)
        await db.close()
    return caught


async def _until_it_works(stage: Stage) -> None:
    """Wait until this life has fetched something, or has nothing to fetch."""
    before = len(stage.calls_of("getUpdates"))
    async with asyncio.timeout(30):
        while len(stage.calls_of("getUpdates")) == before:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.002)


async def _undone(db: Database) -> bool:
    waiting = await db.read(inbox.standing)
    return waiting["waiting"] > 0


async def _until_all_done(db: Database) -> None:
    rows = table_of(InboxUpdate)
    done = select(rows.c.update_id).where(rows.c.done_at.is_not(None))
    found = 0
    try:
        async with asyncio.timeout(60):
            while found < VOLUNTEERS * VISITS_EACH * 2:
                await asyncio.sleep(0.1)
                found = await db.read(lambda s: len(s.connection().execute(done).all()))
    except TimeoutError:
        pytest.fail(f"{found} done, {await db.read(inbox.standing)}")


async def _every_visit_exactly_once(db: Database) -> None:
    def look(session: CitySession) -> list[tuple[int, int | None]]:
        rows = table_of(Visit)
        found = session.connection().execute(select(rows.c.volunteer_id, rows.c.minutes))
        return [(row.volunteer_id, row.minutes) for row in found]

    visits = await db.read(look)
    assert len(visits) == VOLUNTEERS * VISITS_EACH
    assert {minutes for _, minutes in visits} == {STAYED_MINUTES}
    found = await db.read(proof.prove)
    assert found.holds, found.contradictions
    assert found.transfers == VOLUNTEERS * VISITS_EACH * 2


@pytest.mark.timeout(240)
@pytest.mark.parametrize("engine", ENGINES)
async def test_ten_kills_in_500_scans_lose_nothing_and_double_nothing(
    engine: str, tmp_path: Path
) -> None:
    caught = await killed_and_restarted(engine, tmp_path, kills=10, seed=1)
    # A kill that never hit work in progress would prove nothing.
    assert caught >= 1


@pytest.mark.soak
@pytest.mark.parametrize("engine", ENGINES)
async def test_200_kills(engine: str, tmp_path: Path) -> None:
    rounds = int(os.environ.get("SOAK_ROUNDS", "20"))
    for seed in range(rounds):
        home = tmp_path / str(seed)
        await asyncio.to_thread(home.mkdir)
        await killed_and_restarted(engine, home, kills=10, seed=seed)
