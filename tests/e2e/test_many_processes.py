"""Three bots and two schedulers on one PostgreSQL behind nginx, while processes or server go down.

Carries P1, P2, P4 and P5 for many processes, F3 (order per person), F12 (killed while sending),
F14 (many at once), F18 (restarts of PostgreSQL), F19 (connections that die near a commit).
"""

import asyncio
import os
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select

from benchmarks.machine import resident_mib
from benchmarks.startup import SCHEDULER_MIB
from bot.clockwork import serve_scheduler
from bot.settings import SettingsError, load_settings
from models.columns import table_of
from models.traffic import InboxUpdate, Notice
from models.visits import Visit
from rehearsal.clock import StageClock
from rehearsal.people import Person
from rehearsal.stage import Stage
from rehearsal.staging import staged
from tests.cast import CITY, StationWithDisplay, a_station, a_volunteer, an_account, station_code
from tests.databases import fresh_database, own_server
from tests.e2e.lives import Lives
from tests.e2e.test_kill import write_secrets
from tests.proxy import free_port, needs_nginx, proxied
from tests.test_house import ROOT
from usecases import inbox, notices, proof
from usecases.city import CitySession
from usecases.database import Database

VOLUNTEERS = 30
VISITS_EACH = 3
STAYED_MINUTES = 45
REMINDED = 20
REMINDERS_EACH = 6
_SECRET = "a-secret-of-the-webhook"
_INBOX, _NOTICES, _VISITS = table_of(InboxUpdate), table_of(Notice), table_of(Visit)


@dataclass
class Town:
    """The processes, the people, and what is measured of them."""

    stage: Stage
    db: Database
    url: str
    station: StationWithDisplay
    lives: list[Lives]
    people: list[Person]
    reminded: list[Person]
    chance: random.Random
    kills: int = 0
    doubled: int = 0
    without_leader_seconds: list[float] = field(default_factory=list)

    async def leader(self) -> int | None:
        """Return the process that holds the scheduler's office."""
        found = await self.server.execute(
            "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND classid = 5308 AND objid = 1 AND objsubid = 2 "
            "AND granted AND datname = current_database()"
        )
        row = await found.fetchone()
        return int(row[0].rsplit(" ", 1)[1]) if row else None

    async def connect(self) -> None:
        address = self.url.replace("postgresql+psycopg://", "postgresql://", 1)
        self.server = await psycopg.AsyncConnection.connect(address, autocommit=True)

    async def kill_one(self) -> None:
        """Kill the leader every other time, anyone else otherwise, and start him again."""
        leading = await self.until_led()
        leader = [one for one in self.lives if one.pid == leading]
        others = [one for one in self.lives if one.pid != leading]
        victim = self.chance.choice(leader if leader and self.kills % 2 == 0 else others)
        began = time.monotonic()
        await victim.end()
        self.kills += 1
        if victim in leader:
            await self.until_led()
            self.without_leader_seconds.append(time.monotonic() - began)
        victim.begin()

    async def until_led(self) -> int:
        async with asyncio.timeout(20):
            while (leading := await self.leader()) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return leading


@asynccontextmanager
async def a_town(home: Path, url: str, *, seed: int) -> AsyncIterator[Town]:
    write_secrets(home / "secrets.json")
    # Within the eight hours after which the scheduler takes a visit for forgotten.
    clock = StageClock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=6), running=False)
    stage = Stage(clock=clock, limits=False)
    stage.settle = None
    ports = [free_port() for _ in range(3)]
    db = Database(url, CITY)
    station = await db.write(a_station)
    people = [stage.person(f"志愿者{n}") for n in range(VOLUNTEERS)]
    reminded = [stage.person(f"联系人{n}") for n in range(REMINDED)]
    await db.write(_register, people, reminded)
    async with staged(stage) as address, proxied(home / "nginx", ports) as proxy:
        stage.api.real_url = lambda wanted: wanted.replace("https://puer.example", proxy)
        common = {"token": stage.token, "api_url": address, "database_url": url, "home": home}
        webhook = {"public_url": "https://puer.example", "webhook_secret": _SECRET}
        lives = [Lives(**common, **webhook, port=port) for port in ports]  # type: ignore[arg-type]
        lives += [Lives(**common, scheduler_alone=True) for _ in range(2)]  # type: ignore[arg-type]
        town = Town(stage, db, url, station, lives, people, reminded, random.Random(seed))
        await town.connect()
        for one in lives:
            one.begin()
        try:
            yield town
        finally:
            for one in lives:
                await one.end()
            await town.server.close()
            await db.close()


def _register(session: CitySession, people: list[Person], reminded: list[Person]) -> None:
    for person in people:
        a_volunteer(session, person.id, person.name)
    for person in reminded:
        an_account(session, person.id)


def _remind(session: CitySession, people: list[Person], over_seconds: float) -> None:
    """Queue reminders that fall due one after the other; each names its number."""
    now = datetime.now(UTC)
    many = len(people) * REMINDERS_EACH
    for number in range(many):
        who = an_account(session, people[number % len(people)].id)
        notices.tell(
            session,
            kind="visit-forgotten",
            account_id=who.account_id,
            dedupe_key=f"reminder/{number}",
            facts={"visit_id": 0, "station": f"<{number}>", "since_at": now.isoformat()},
            due_at=now + timedelta(seconds=over_seconds * number / many),
        )


async def _come_and_go(town: Town, over_seconds: float) -> None:
    """Let everybody scan at each moment of the day, a little apart from each other."""
    begins, walk = town.stage.clock.now(), timedelta(minutes=60)
    moments = [
        begins + n * walk + part
        for n in range(VISITS_EACH)
        for part in (timedelta(), timedelta(minutes=STAYED_MINUTES))
    ]
    pause = over_seconds / (len(moments) * len(town.people))
    for moment in moments:
        town.stage.clock.jump(moment)
        code = station_code(town.station, moment)
        for person in town.people:
            await person.opens(code)
            await asyncio.sleep(pause)


async def _kill(town: Town, times: int, every_seconds: float) -> None:
    for _ in range(times):
        await asyncio.sleep(every_seconds * town.chance.uniform(0.5, 1.5))
        await town.kill_one()


Disturb = Callable[[Town], Coroutine[Any, Any, None]]


async def played(town: Town, disturb: Disturb, play_seconds: float) -> int:
    """Play a day of the town; return how many scans and reminders that were.

    Everything that is promised must be true at the end, whatever `disturb` does meanwhile.
    """
    async with asyncio.timeout(30):
        while not town.stage.world.deliveries.webhook_url:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    await town.until_led()
    for person in town.reminded:
        await person.says("/start")
    await town.db.write(_remind, town.reminded, play_seconds)
    disturbing = asyncio.create_task(disturb(town))
    await _come_and_go(town, play_seconds)
    await disturbing
    scans = VOLUNTEERS * VISITS_EACH * 2 + REMINDED
    await _until(town, _INBOX.c.done_at.is_not(None), scans)
    await _until(town, _NOTICES.c.kind == "visit-forgotten", 0, _NOTICES.c.state == "pending")
    await _every_visit_exactly_once(town)
    await _every_reminder_once(town)
    return scans


async def _until(town: Town, where: object, number: int, also: object = None) -> None:
    rows = _NOTICES if also is not None else _INBOX
    query = select(func.count()).select_from(rows).where(where)  # type: ignore[arg-type]
    if also is not None:
        query = query.where(also)  # type: ignore[arg-type]
    found = -1
    try:
        async with asyncio.timeout(40):
            while found != number:
                await asyncio.sleep(0.1)
                found = await town.db.read(lambda s: s.connection().scalar(query) or 0)
    except TimeoutError:
        pytest.fail(f"{rows.name}: {found} of {number}, {await town.db.read(inbox.standing)}")


async def _every_visit_exactly_once(town: Town) -> None:
    """No scan lost, none twice, none before an earlier one of the same person (P1, P2, F3)."""
    query = select(_VISITS.c.volunteer_id, _VISITS.c.minutes)
    visits = await town.db.read(lambda s: s.connection().execute(query).all())
    assert {row.minutes for row in visits} == {STAYED_MINUTES}
    assert set(Counter(row.volunteer_id for row in visits).values()) == {VISITS_EACH}
    assert len(visits) == VOLUNTEERS * VISITS_EACH
    parked = await town.db.read(inbox.standing)
    assert parked == {"waiting": 0, "parked": 0}
    found = await town.db.read(proof.prove)
    assert found.holds, found.contradictions


async def _every_reminder_once(town: Town) -> None:
    """Each came; twice only what its sender could not note any more, because he was killed."""
    rows = await town.db.read(lambda s: s.connection().execute(select(_NOTICES)).all())
    assert {row.state for row in rows} == {"sent"}
    came: Counter[int] = Counter()
    for person in town.reminded:
        for message in person.messages:
            if "<" in message.text:
                came[int(message.text.split("<")[1].split(">")[0])] += 1
    assert set(came) == set(range(REMINDED * REMINDERS_EACH))
    tries = {int(row.dedupe_key.split("/")[1]): row.tries for row in rows}
    doubled = {number: times for number, times in came.items() if times > 1}
    assert all(times <= tries[number] for number, times in doubled.items())
    town.doubled = len(doubled)


async def killed(home: Path, *, seed: int, times: int, every_seconds: float) -> str:
    """Play a town through kills of its processes; return what was measured."""
    with fresh_database("postgresql") as url:
        async with a_town(home, url, seed=seed) as town:
            scans = await played(
                town, lambda each: _kill(each, times, every_seconds), times * every_seconds
            )
            waits = sorted(town.without_leader_seconds)
            assert waits[-1] < 1.0
            return (
                f"{town.kills} kills of {len(town.lives)} processes, {scans} updates, "
                f"{REMINDED * REMINDERS_EACH} reminders ({town.doubled} twice); without a leader "
                f"{waits[len(waits) // 2]:.2f} s, at most {waits[-1]:.2f} s ({len(waits)} times)"
            )


@needs_nginx
@pytest.mark.proof
@pytest.mark.timeout(150)
async def test_five_processes_with_one_killed_every_second_keep_what_is_promised(
    tmp_path: Path, measured: Callable[[str], None]
) -> None:
    measured(await killed(tmp_path, seed=1, times=10, every_seconds=0.9))


@needs_nginx
@pytest.mark.soak
async def test_five_processes_killed_for_long(
    tmp_path: Path, measured: Callable[[str], None]
) -> None:
    for seed in range(int(os.environ.get("SOAK_ROUNDS", "20"))):
        home = tmp_path / str(seed)
        await asyncio.to_thread(home.mkdir)
        measured(await killed(home, seed=seed, times=30, every_seconds=2))


@needs_nginx
@pytest.mark.proof
@pytest.mark.timeout(150)
async def test_restarts_of_postgresql_under_load_lose_and_double_nothing(
    tmp_path: Path, measured: Callable[[str], None]
) -> None:
    took: list[float] = []

    async def restart(_town: Town) -> None:
        for mode in ("fast", "immediate"):
            await asyncio.sleep(1.5)
            began = time.monotonic()
            await asyncio.to_thread(server.restart, mode)
            took.append(time.monotonic() - began)

    with own_server() as server:
        async with a_town(tmp_path, server.url, seed=2) as town:
            scans = await played(town, restart, 6)
            assert len(took) == 2
            measured(
                f"2 restarts of {min(took):.1f} to {max(took):.1f} s, {scans} updates and "
                f"{REMINDED * REMINDERS_EACH} reminders, {town.doubled} of them twice"
            )


@pytest.mark.proof
async def test_a_scheduler_alone_is_light_leads_and_stops_when_told(
    tmp_path: Path, measured: Callable[[str], None]
) -> None:
    write_secrets(tmp_path / "secrets.json")
    with fresh_database("postgresql") as url:
        environment = {
            "PATH": os.environ["PATH"],
            "BOT_TOKEN": Stage().token,
            "BOT_API_URL": "http://127.0.0.1:9",
            "DATABASE_URL": url,
            "SECRETS_FILE": str(tmp_path / "secrets.json"),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "scheduler",
            cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert process.stderr is not None
            async with asyncio.timeout(60):
                while b'"leads"' not in (line := await process.stderr.readline()):
                    assert line, "it has ended"
            # One ring of every job that is looked at each minute.
            await asyncio.sleep(2)
            mib = resident_mib(process.pid)
            measured(f"{mib:.1f} MiB resident, limit {SCHEDULER_MIB:.0f}")
            assert mib <= SCHEDULER_MIB
            process.terminate()
            _, said = await asyncio.wait_for(process.communicate(), 15)
            assert (process.returncode, b"Traceback" in said) == (0, False), said.decode()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def test_a_scheduler_alone_is_refused_on_a_file_with_a_sentence(tmp_path: Path) -> None:
    settings = load_settings(_env_file=None, database_url=f"sqlite:///{tmp_path / 'city.db'}")
    with pytest.raises(SettingsError, match=r"^DATABASE_URL names a file"):
        await serve_scheduler(settings)
    with pytest.raises(SettingsError, match=r"SCHEDULER=elsewhere needs PostgreSQL"):
        load_settings(_env_file=None, scheduler="elsewhere")
