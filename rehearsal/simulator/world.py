"""One run: a city, its people, a process that dies and comes back, and the time between."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from sqlalchemy.exc import OperationalError

from domain.duties import is_office_hour
from domain.refusals import Refusal, Refused
from rehearsal.simulator.fate import Fate
from rehearsal.simulator.process import CityClock, Process, task_factory
from rehearsal.simulator.store import Store
from rehearsal.simulator.telegram import Telegram
from rehearsal.simulator.watch import Watch

# So long a person keeps asking a page that does not answer.
_MOST_ASKED = 6
_BATCH = 5
_ON_ITS_WAY_SECONDS = (0.0, 0.0, 0.5, 30.0)
# An update is done or parked by then; rows that are done are forgotten after some days.
_SOON_SECONDS, _DAY_SECONDS = 400.0, 80_000.0
# Pruning costs more than all other jobs together, and rarely finds anything so soon after.
_SHARE_PRUNED = 0.4
_TO_REST_SECONDS = (130.0, 700.0, 3600.0)


class Gone(Exception):  # noqa: N818
    """The process died while somebody waited for its answer."""


@dataclass
class World:
    """Everything of one run."""

    seed: int
    store: Store
    fate: Fate
    clock: CityClock
    telegram: Telegram
    watch: Watch
    by_webhook: bool
    # What the run is mostly about.
    theme: int = 0
    trace: list[str] = field(default_factory=list)
    step: int = 0
    process: Process | None = None
    _waiting: list[asyncio.Future[Any]] = field(default_factory=list)
    _up: asyncio.Event = field(default_factory=asyncio.Event)
    _sent: asyncio.Event = field(default_factory=asyncio.Event)
    _helpers: list[asyncio.Task[Any]] = field(default_factory=list)
    # What people keep in their hands.
    photos: list[str] = field(default_factory=list)
    pressed: dict[int, str] = field(default_factory=dict)
    accounts: dict[int, int] = field(default_factory=dict)
    serial: int = 0

    def notes(self, line: str) -> None:
        """Write a line of the trace."""
        self.trace.append(f"{self.step:3} {asyncio.get_running_loop().time():>10.3f}  {line}")

    def account(self, person: int) -> int:
        """Return the account of somebody who may have come after the beginning; 0 for none yet."""
        if person not in self.accounts:
            self.accounts.update(
                self.store.rows("SELECT external_id, id FROM account WHERE messenger = 'telegram'")
            )
        return self.accounts.get(person, 0)

    def number(self) -> int:
        """Return the next number of a request."""
        self.serial += 1
        return self.serial

    # -- the process ---------------------------------------------------------------------------

    async def begins(self) -> None:
        """Start the process and everything that goes on beside the steps."""
        loop = asyncio.get_running_loop()
        loop.set_task_factory(cast(Any, task_factory))
        self.accounts = dict(self.store.rows("SELECT external_id, id FROM account"))
        self._start()
        self._helpers.append(loop.create_task(self._carry()))
        await self._up.wait()

    def _start(self) -> None:
        self.process = Process(
            city=self.store.city,
            store=self.store,
            fate=self.fate,
            telegram=self.telegram,
            clock=self.clock,
            watch=self.watch,
            on_death=self._died,
        )
        self._helpers.append(asyncio.get_running_loop().create_task(self._started(self.process)))

    async def _started(self, process: Process) -> None:
        while True:
            try:
                await self._of(process, process.inbox.start)
            except Gone:
                return
            except OperationalError:
                # A start that fails is begun anew by whatever supervises it.
                await asyncio.sleep(1)
            else:
                break
        self._up.set()

    async def dies(self, how: str) -> None:
        """End the process in the middle of what it is doing."""
        assert self.process is not None  # noqa: S101 - it is calling
        await self.process.die(f"dies {how}")

    def _died(self, process: Process, how: str) -> None:
        self.notes(f"the process {how}")
        self._up.clear()
        self.watch.dies()
        # Nothing that the dead had in mind goes on.
        asyncio.get_running_loop().call_soon(self._bury, process, context=Context())

    def _bury(self, process: Process) -> None:
        process.bury()
        self.store.reopen()
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_exception(Gone())
        self._helpers.append(asyncio.get_running_loop().create_task(self._come_back()))

    async def _come_back(self) -> None:
        await asyncio.sleep(self.fate.choice((0.1, 1.0, 30.0)))
        self.notes("the process starts again")
        self._start()

    async def _of(self, process: Process, work: Callable[[], Awaitable[Any]]) -> Any:
        """Return what the process makes of some work; Gone when it dies over it."""
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)

        async def does() -> None:
            try:
                outcome = await work()
            except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
                if not answer.done():
                    answer.set_exception(error)
            else:
                if not answer.done():
                    answer.set_result(outcome)

        process.does(does())
        try:
            return await answer
        finally:
            if answer in self._waiting:
                self._waiting.remove(answer)

    async def living(self) -> Process:
        """Return the process, waiting until there is one."""
        await self._up.wait()
        assert self.process is not None  # noqa: S101 - it is up
        return self.process

    # -- Telegram's side -----------------------------------------------------------------------

    def sends(self) -> None:
        """Let Telegram know that something is on its way."""
        self._sent.set()

    async def _carry(self) -> None:
        """Bring updates to the bot until they are confirmed, as Telegram does."""
        while True:
            await self._sent.wait()
            self._sent.clear()
            while self.telegram.updates:
                if self.by_webhook:
                    # Meanwhile others come, which may overtake.
                    await asyncio.sleep(self.fate.choice(_ON_ITS_WAY_SECONDS))
                process = await self.living()
                batch = self._batch()
                new = self.watch.takes(batch)
                try:
                    await self._of(process, partial(process.inbox.take, batch))
                except (Gone, OperationalError):
                    self.watch.takes_not(new)
                    await asyncio.sleep(0.5)
                    continue
                if self.fate.strikes("confirmation lost"):
                    continue
                self._confirm(batch)
                await asyncio.sleep(0)

    def _batch(self) -> list[dict[str, Any]]:
        updates = self.telegram.updates
        batch = updates[: 1 if self.by_webhook else self.fate.lot.randint(1, _BATCH)]
        if self.by_webhook and len(updates) > 1 and self.fate.strikes("updates reordered"):
            batch = [updates[1]]
        if self.fate.strikes("update repeated"):
            batch = [*batch, self.fate.choice(batch)]
        return batch

    def _confirm(self, batch: list[dict[str, Any]]) -> None:
        ids = {body["update_id"] for body in batch}
        self.telegram.confirmed |= ids
        self.telegram.updates[:] = [
            one for one in self.telegram.updates if one["update_id"] not in ids
        ]

    # -- pages ---------------------------------------------------------------------------------

    async def asks(
        self,
        what: str,
        deed: Callable[..., Any],
        /,
        *,
        look: bool = False,
        anew: bool = False,
        **facts: Any,
    ) -> Any:
        """Ask a page, again and again until an answer comes; return outcome or Refused.

        What comes out `anew` each time, a code for instance, is not compared with itself.
        """
        request_id = str(facts.get("request_id", f"{what}/{self.number()}"))
        for _ in range(_MOST_ASKED):
            await self.fate.pause()
            process = await self.living()
            given = dict(facts)
            if "now" in given:
                given["now"] = self.clock.now()
            run = process.db.read if look else process.db.write
            try:
                outcome = await self._of(process, partial(run, deed, **given))
            except Refusal as refusal:
                outcome = refusal.refused
            except (Gone, OperationalError):
                await asyncio.sleep(0.3)
                continue
            except Exception as error:  # noqa: BLE001 - a page that breaks is a finding
                self.watch.says(f"{what} {request_id} broke: {type(error).__name__}: {error}")
                return None
            if not anew:
                self.watch.answered(what, request_id, outcome, keyed="request_id" in facts)
            if not look and self.fate.strikes("page's answer lost"):
                continue
            self.notes(f"{what} {request_id}: {_short(outcome)}")
            return outcome
        self.notes(f"{what} {request_id}: no answer")
        return None

    # -- time ----------------------------------------------------------------------------------

    async def passes(self, seconds: float) -> None:
        """Let time go by, and the alarm ring at the end of it."""
        # Looked at before it is long ago: rows that are done are forgotten after some days.
        await asyncio.sleep(min(seconds, _SOON_SECONDS))
        self.watch.look()
        await asyncio.sleep(max(seconds - _SOON_SECONDS, 0.0))
        if self.process is not None and not self.process.dead:
            self.process.does(self.process.ring(self._due(seconds)))
        await asyncio.sleep(2.0)

    def _due(self, seconds: float) -> frozenset[str]:
        """Return the jobs whose alarm is heard: after a short while not all of them."""
        city, now = self.store.city, self.clock.now()
        long = self.fate.calm or seconds > _SOON_SECONDS
        # Asked beforehand, because most alarms find nothing and each costs a look.
        names = {
            "forgotten": long and self._any("visit WHERE closed_at IS NULL"),
            "duties": long and is_office_hour(now, city.policy(now).duties, city.calendar),
            "vouchers": long and self._any("voucher WHERE state = 'live'"),
            "prune": seconds > _DAY_SECONDS and self.fate.lot.random() < _SHARE_PRUNED,
            "records": long and self._any("service_record WHERE state = 'published'"),
            "leavings": long and self._any("leaving WHERE undone_at IS NULL AND done_at IS NULL"),
            "seals": seconds > _DAY_SECONDS,
        }
        due = {name for name, heard in names.items() if heard}
        if due or self._any("notice WHERE state = 'pending'"):
            due.add("delivery")
        return frozenset(due)

    def _any(self, of: str) -> bool:
        return bool(self.store.rows(f"SELECT 1 FROM {of} LIMIT 1"))  # noqa: S608 - our own words

    async def comes_to_rest(self) -> None:
        """Let nothing go wrong any more, until everything that waits has been done."""
        self.fate.calm = True
        self.clock.off_seconds = 0.0
        self.notes("everything comes to rest")
        await self.living()
        self.sends()
        for seconds in _TO_REST_SECONDS:
            await self.passes(seconds)

    def ends(self) -> None:
        """Stop everything."""
        if self.process is not None:
            self.process.bury()
        for helper in self._helpers:
            helper.cancel()


def _short(outcome: Any) -> str:
    if isinstance(outcome, Refused):
        return f"refused {outcome.code}"
    return type(outcome).__name__
