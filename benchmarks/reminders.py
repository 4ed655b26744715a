"""Reminders at full rate: our scheduler, a stage with Telegram's limits, real seconds.

The digests of ten thousand contacts go out as on the morning on which they are due. The scheduler
is a process of its own; what it costs is set beside python-telegram-bot sending the same words with
nothing behind it.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from benchmarks.city import CITY, FIRST_PERSON
from benchmarks.figures import Figure, Goal, Size
from benchmarks.processes import ROOT, TOKEN
from domain.permissions import Role
from models.columns import table_of
from models.people import Account, RoleGrant
from models.places import Unit
from models.traffic import Notice
from rehearsal.stage import Stage
from rehearsal.staging import staged
from usecases import duties, duty_reminders, migration
from usecases.city import CitySession
from usecases.database import Database

OUR_RATE = 25.0
_AUTUMN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_REMINDERS = {Size.FULL: 10_000, Size.QUICK: 500, Size.TINY: 10}
_UNITS = {Size.FULL: 2_000, Size.QUICK: 2_000, Size.TINY: 4}
_BARE = {Size.FULL: 100, Size.QUICK: 40, Size.TINY: 2}
_NOTICES = table_of(Notice)

# The scheduler with a clock that stands in office hours and runs on from there.
_SCHEDULER = """
import asyncio, json, sys, time
from datetime import datetime, timedelta
from benchmarks.city import CITY
from scheduler.delivery import Deliverer
from scheduler.jobs import Scheduler
from scheduler.limiter import UNHURRIED
from usecases.database import Database

given = json.loads(sys.argv[1])

class Clock:
    base, since = datetime.fromisoformat(given["now"]), time.monotonic()
    def now(self):
        return self.base + timedelta(seconds=time.monotonic() - self.since)

def deliverer(db, clock, **more):
    return Deliverer(db, clock, token=given["token"], api_url=given["api_url"], **more)

async def bare(db, clock):
    bot = deliverer(db, clock, pace=UNHURRIED)._bot
    for _ in range(given["rounds"]):
        before = time.process_time()
        for person in range(given["bare"]):
            await bot.send_message(given["first_person"] + person, "x" * 200)
        print("bare", (time.process_time() - before) * 1000 / given["bare"], flush=True)

async def told(clock):
    while True:
        print("spent", clock.now().timestamp(), time.process_time(), flush=True)
        await asyncio.sleep(0.2)

async def stand():
    db, clock = Database(given["url"], CITY), Clock()
    await bare(db, clock)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    scheduler = Scheduler(db, clock, deliverer(db, clock))
    telling = asyncio.create_task(told(clock))
    await scheduler.deliver()
    telling.cancel()
    print("spent", clock.now().timestamp(), time.process_time(), flush=True)
    await scheduler.close()
    await db.close()

asyncio.run(stand())
"""


def at_full_rate(size: Size) -> list[Figure]:
    """Measure messages a second and the processor's time for each; a round is a fifth of them."""
    return asyncio.run(_measured(size))


async def _measured(size: Size) -> list[Figure]:
    stage = Stage(token=TOKEN, limits=False)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'city.db'}"
        await asyncio.to_thread(migration.migrate, url)
        now = await _queued(url, _UNITS[size], _REMINDERS[size])
        for number in range(max(_REMINDERS[size], _BARE[size])):
            person = stage.person("联络员", telegram_id=FIRST_PERSON + number)
            person.chat.open = True
        async with staged(stage) as address:
            given = {
                "url": url,
                "now": now.isoformat(),
                "token": TOKEN,
                "api_url": address,
                "rounds": size.rounds,
                "bare": _BARE[size],
                "first_person": FIRST_PERSON,
            }
            bare, spent = await asyncio.to_thread(_played, given, stage)
        sent = await _sent(url)
    if len(sent) != _REMINDERS[size]:
        raise RuntimeError(f"{len(sent)} sent of {_REMINDERS[size]}")
    refused = sum(call.status == 429 for call in stage.calls)
    fifths = list(_rounds(sent, size.rounds))
    rates = [((len(one) - 1) / (one[-1] - one[0]), OUR_RATE) for one in fifths]
    costs = [
        ((spent.at(one[-1]) - spent.at(one[0])) * 1000 / (len(one) - 1), limit)
        for one, limit in zip(fifths, bare, strict=True)
    ]
    return [
        Figure(
            "reminders",
            f"messages/s of {len(sent):,} (our own pace; {refused} times refused by Telegram)",
            rates,
            Goal(at_least=0.95),
        ),
        Figure("reminders_cpu", "ms of the scheduler's processor a message (bare ExtBot)", costs),
    ]


class _Spent:
    """The processor's time of the scheduler, second by second."""

    def __init__(self) -> None:
        self._moments: list[float] = []
        self._seconds: list[float] = []

    def note(self, moment: float, seconds: float) -> None:
        self._moments.append(moment)
        self._seconds.append(seconds)

    def at(self, moment: float) -> float:
        """Return what was spent by then, between two notes in proportion."""
        after = min(max(bisect_left(self._moments, moment), 1), len(self._moments) - 1)
        (m0, m1), (s0, s1) = (
            self._moments[after - 1 : after + 1],
            self._seconds[after - 1 : after + 1],
        )
        return s0 + (s1 - s0) * (moment - m0) / (m1 - m0)


def _played(given: dict[str, Any], stage: Stage) -> tuple[list[float], _Spent]:
    """Run the scheduler to its end; return what bare sending cost, and what ours cost."""
    bare, spent = [], _Spent()
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _SCHEDULER, json.dumps(given)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        assert process.stdin is not None  # noqa: S101
        try:
            for line in process.stdout:
                word, *figures = line.split()
                if word == "bare":
                    bare.append(float(figures[0]))
                elif word == "ready":
                    stage.world.limits.on = True
                    process.stdin.write("\n")
                    process.stdin.flush()
                else:
                    spent.note(float(figures[0]), float(figures[1]))
            if process.wait():
                raise RuntimeError("the scheduler failed")
        finally:
            process.kill()
    return bare, spent


def _rounds(sent: list[float], rounds: int) -> Iterator[list[float]]:
    each = len(sent) // rounds
    for number in range(rounds):
        yield sent[number * each : (number + 1) * each]


async def _queued(url: str, units: int, reminders: int) -> datetime:
    """Let so many contacts have a digest that is due; return the moment at which it is."""
    db = Database(url, CITY)
    try:
        await db.write(_found, units, reminders)
        now = await db.read(duty_reminders.next_reminder, now=_AUTUMN)
        assert now is not None  # noqa: S101 - the new year at the latest
        queued = await db.write(duty_reminders.remind, now=now)
        if queued != reminders:
            raise RuntimeError(f"{queued} digests of {reminders}")
        return now
    finally:
        await db.close()


def _found(session: CitySession, units: int, contacts: int) -> None:
    """Let every member unit owe its year, and the contacts belong to the first units, five each."""
    connection = session.connection()
    connection.execute(
        insert(table_of(Unit)),
        [
            {
                "code": f"unit-{n}",
                "name": f"单位{n}",
                "aliases": [],
                "kind": "bureau",
                "affiliation": "city",
                "county": "530802",
                "is_member": True,
            }
            for n in range(units)
        ],
    )
    connection.execute(
        insert(table_of(Account)),
        [
            {
                "messenger": "telegram",
                "external_id": FIRST_PERSON + n,
                "language": "zh-hans",
                "first_seen_at": _AUTUMN,
            }
            for n in range(contacts)
        ],
    )
    unit_ids = connection.scalars(select(table_of(Unit).c.id).order_by(table_of(Unit).c.id)).all()
    accounts = connection.scalars(select(table_of(Account).c.id)).all()
    connection.execute(
        insert(table_of(RoleGrant)),
        [
            {
                "account_id": account,
                "role": Role.UNIT_CONTACT.value,
                "scope_ref": str(unit_ids[number // 5 % units]),
                "granted_at": _AUTUMN,
            }
            for number, account in enumerate(accounts)
        ],
    )
    duties.impose(session, now=_AUTUMN)


async def _sent(url: str) -> list[float]:
    """Return when each reminder was sent, in order."""
    db = Database(url, CITY)
    try:
        times = await db.read(_sent_at)
    finally:
        await db.close()
    return sorted(at.timestamp() for at in times)


def _sent_at(session: CitySession) -> list[datetime]:
    sent = select(_NOTICES.c.sent_at).where(_NOTICES.c.state == "sent")
    return list(session.connection().scalars(sent))
