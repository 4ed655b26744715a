"""The alarm clock: which jobs there are, when each is due next, and one that runs them all.

APScheduler only wakes us; what is due stands in tables, so a missed or a doubled alarm is
harmless. On the stage the clock is moved, and `run_due` then walks from due moment to due moment.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain.clock import Clock
from scheduler import books
from scheduler.delivery import Deliverer
from usecases import (
    ageing,
    consents,
    duty_reminders,
    forgotten,
    leavers,
    leaving,
    notices,
    oddities,
    papers_in_clear,
    pruning,
    qualification_checks,
    record_credit,
    vouchers,
)
from usecases.database import Database, UseCase

_log = structlog.get_logger(__name__)

_PROOF_AT = time(3, 10)
_DAILY_SECONDS = 86_400
_CLOSING_SECONDS = 10.0
# What is looked at so often is looked at once when the alarm begins, a moment after it.
_OFTEN_SECONDS, _SOON = 60, timedelta(seconds=0.5)
# Reading how the duties of two thousand units stand takes a third of a second.
_DUTIES_EVERY = timedelta(minutes=10)


@dataclass(slots=True)
class Quiet:
    """Between which moments nobody can have become due by the passing of time alone."""

    begins: datetime | None = None
    ends: datetime | None = None

    def covers(self, now: datetime) -> bool:
        """Tell whether `now` lies in it; a clock that was set back does not."""
        return bool(self.begins and self.ends and self.begins <= now < self.ends)


@dataclass(frozen=True, slots=True)
class Bench:
    """What a job works with."""

    db: Database
    clock: Clock
    deliverer: Deliverer
    quiet: Quiet = field(default_factory=Quiet)


@dataclass(frozen=True, slots=True)
class Job:
    """Something that becomes due: the alarm asks for it every so many seconds."""

    name: str
    every_seconds: int
    # Returns whether anything changed, so that another job may be due at another moment now.
    run: Callable[[Bench], Awaitable[bool]]
    # Given when it ran last (or the process began), it returns when it is due.
    next_at: Callable[[Bench, datetime], Awaitable[datetime | None]]


def _each(deed: UseCase[..., int]) -> Callable[[Bench], Awaitable[bool]]:
    """Return a job that does the deed, some of it at a time, until nothing is left of it."""

    async def run(bench: Bench) -> bool:
        done = False
        while await bench.db.write(deed, now=bench.clock.now()):
            done = True
        return done

    return run


async def _next_forgotten(bench: Bench, _after: datetime) -> datetime | None:
    return await bench.db.read(forgotten.next_forgotten, now=bench.clock.now())


async def _next_expiry(bench: Bench, _after: datetime) -> datetime | None:
    return await bench.db.read(vouchers.next_expiry)


async def _next_record(bench: Bench, _after: datetime) -> datetime | None:
    return await bench.db.read(record_credit.next_credit, now=bench.clock.now())


async def _remind(bench: Bench) -> bool:
    """Look through all duties when one may have become due, and every ten minutes besides."""
    now, quiet = bench.clock.now(), bench.quiet
    if quiet.covers(now):
        return False
    if await bench.db.read(duty_reminders.anyone_due, now=now):
        await bench.db.write(duty_reminders.remind, now=now)
        return True
    opens_at = await bench.db.read(duty_reminders.offices_open_at, now=now)
    quiet.begins, quiet.ends = now, min(opens_at, now + _DUTIES_EVERY)
    return False


async def _next_reminder(bench: Bench, _after: datetime) -> datetime | None:
    now = bench.clock.now()
    due = await bench.db.read(duty_reminders.next_reminder, now=now)
    if due is not None and due <= now:
        # Something has happened that made it due.
        bench.quiet.ends = now
    return due


async def _prove(bench: Bench) -> bool:
    await books.prove_nightly(bench.db)
    return False


async def _seal(bench: Bench) -> bool:
    due = await books.next_seal(bench.db)
    if due is not None and due <= bench.clock.now():
        await books.seal(bench.db, bench.clock)
    # No other job looks at seals.
    return False


async def _next_seal(bench: Bench, _after: datetime) -> datetime | None:
    return await books.next_seal(bench.db)


async def _forget(bench: Bench) -> bool:
    forgotten_some = await _each(leaving.carry_out)(bench)
    await books.witness_erasures(bench.db)
    return forgotten_some


async def _next_leaving(bench: Bench, _after: datetime) -> datetime | None:
    return await bench.db.read(leaving.next_due)


async def _next_opening(bench: Bench, after: datetime) -> datetime:
    calendar = bench.db.city.calendar
    day, opens = calendar.day_of(after), bench.db.city.policy(after).duties.office_hours_start
    due = calendar.at(day, opens)
    return due if due > after else calendar.at(day + timedelta(days=1), opens)


async def _prune(bench: Bench) -> bool:
    now = bench.clock.now()
    deeds = (pruning.prune, ageing.age, papers_in_clear.seal)
    some = [await _each(deed)(bench) for deed in deeds]
    while files := await bench.db.read(ageing.orphans, now=now):
        if not await bench.db.write(ageing.let_go, files=files, now=now):
            break
    return any(some)


async def _look_for_oddities(bench: Bench) -> bool:
    now = bench.clock.now()
    found = await bench.db.read(oddities.look, now=now)
    return bool(found) and await bench.db.write(oddities.keep, found=found, now=now) > 0


async def _next_proof(bench: Bench, after: datetime) -> datetime:
    calendar = bench.db.city.calendar
    day = calendar.day_of(after)
    due = calendar.at(day, _PROOF_AT)
    return due if due > after else calendar.at(day + timedelta(days=1), _PROOF_AT)


async def _deliver(bench: Bench) -> bool:
    return await bench.deliverer.deliver_due() > 0


async def _next_delivery(bench: Bench, _after: datetime) -> datetime | None:
    return await bench.db.read(notices.next_due)


JOBS = (
    Job("forgotten", 60, _each(forgotten.close_forgotten), _next_forgotten),
    Job("vouchers", 60, _each(vouchers.expire_due), _next_expiry),
    Job("records", 600, _each(record_credit.credit_due), _next_record),
    Job("duties", 60, _remind, _next_reminder),
    Job("seals", 600, _seal, _next_seal),
    Job("proof", _DAILY_SECONDS, _prove, _next_proof),
    Job("leavings", 60, _forget, _next_leaving),
    Job("consents", 3600, _each(consents.ask_again), _next_proof),
    Job("leavers", 3600, _each(leavers.ask), _next_opening),
    Job("qualifications", 3600, _each(qualification_checks.warn), _next_opening),
    Job("prune", 3600, _prune, _next_proof),
    Job("oddities", _DAILY_SECONDS, _look_for_oddities, _next_proof),
    # Last, so that what the others told goes out at the same moment.
    Job("delivery", 1, _deliver, _next_delivery),
)


class Scheduler:
    """Runs the jobs when they are due: by alarm in life, moment by moment on the stage."""

    def __init__(self, db: Database, clock: Clock, deliverer: Deliverer) -> None:
        self._bench = Bench(db, clock, deliverer)
        self.clock = clock
        self._busy = {job.name: asyncio.Lock() for job in JOBS}
        self._tasks: set[asyncio.Task[None]] = set()
        self._alarm: AsyncIOScheduler | None = None
        self._ran_at = dict.fromkeys(self._busy, clock.now())

    def start(self) -> None:
        """Let the alarm run. A job that is still at work is not started again."""
        self._bench.deliverer.go_on()
        zone = self._bench.db.city.calendar.zone
        alarm = AsyncIOScheduler(
            timezone=zone,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        for job in JOBS:
            if job.every_seconds == _DAILY_SECONDS:
                when = {"trigger": "cron", "hour": _PROOF_AT.hour, "minute": _PROOF_AT.minute}
            else:
                when = {"trigger": "interval", "seconds": job.every_seconds}
                if job.every_seconds <= _OFTEN_SECONDS:
                    # Also where leaders change more often than a job is due.
                    when["next_run_time"] = datetime.now(zone) + _SOON
            alarm.add_job(self._ring, args=[job], id=job.name, **when)
        alarm.start()
        self._alarm = alarm
        self._bench.db.tally.leader.value = 1

    def stop(self) -> None:
        """Ring no more and send nothing new, from now on; `start` begins again.

        What is on the wire arrives, and what was claimed is given back.
        """
        self._bench.deliverer.hold()
        self._bench.db.tally.leader.value = 0
        if self._alarm is not None:
            self._alarm.shutdown(wait=False)
            self._alarm = None

    async def close(self) -> None:
        """Ring no more, let the jobs at work end, and hang up."""
        self.stop()
        await self._bench.deliverer.close(_CLOSING_SECONDS)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_CLOSING_SECONDS)
            for task in late:
                task.cancel()

    async def deliver(self) -> None:
        """Send what is due at this moment."""
        await self._run(JOBS[-1])

    async def next_due(self) -> datetime | None:
        """Return the next moment at which any job has something to do."""
        return min(filter(None, (await self._moments({})).values()), default=None)

    async def run_due(self, to: datetime, jump: Callable[[datetime], None]) -> None:
        """Walk through every due moment up to `to`, in order; `jump` sets the clock to each."""
        not_before: dict[str, datetime] = {}
        moments = await self._moments(not_before)
        while True:
            moment = min(filter(None, moments.values()), default=None)
            if moment is None or moment > to:
                return
            if moment > self.clock.now():
                jump(moment)
            due = [job for job in JOBS if (at := moments[job.name]) and at <= self.clock.now()]
            # On most nights nothing changes, and nothing else need be asked anew.
            changed = await self._run_all(due, not_before)
            moments |= await self._moments(not_before, JOBS if changed else due)

    async def _run_all(self, due: Sequence[Job], not_before: dict[str, datetime]) -> bool:
        """Run what is due now, and return whether anything changed.

        What stays due though it ran gets its next turn as in life.
        """
        changed = False
        for job in due:
            not_before[job.name] = self.clock.now() + timedelta(seconds=min(job.every_seconds, 60))
            changed |= await self._run(job)
        if changed:
            # What they told goes out at the same moment.
            await self.deliver()
        # A halt is waited out in real time, however the stage's clock is moved.
        while halted := self._bench.deliverer.limiter.halted_for():
            await asyncio.sleep(halted)
            await self.deliver()
        return changed

    async def _moments(
        self, not_before: dict[str, datetime], jobs: Sequence[Job] = JOBS
    ) -> dict[str, datetime | None]:
        return {job.name: await self._next_of(job, not_before) for job in jobs}

    async def _next_of(self, job: Job, not_before: dict[str, datetime]) -> datetime | None:
        due = await job.next_at(self._bench, self._ran_at[job.name])
        if due is None:
            return None
        return max(due, not_before.get(job.name, due))

    async def _ring(self, job: Job) -> None:
        """Start a job unless it is at work; the alarm itself never waits."""
        if self._busy[job.name].locked():
            return
        task = asyncio.create_task(self._safely(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _safely(self, job: Job) -> None:
        try:
            await self._run(job)
        except Exception:  # noqa: BLE001 - the next alarm tries again; the process lives on
            _log.exception("job failed", job=job.name)
            self._bench.db.tally.jobs.add(job.name, "failed")
        else:
            self._bench.db.tally.jobs.add(job.name, "done")

    async def _run(self, job: Job) -> bool:
        async with self._busy[job.name]:
            self._ran_at[job.name] = self.clock.now()
            return await job.run(self._bench)
