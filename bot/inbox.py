"""The inbox: an update is committed before it is confirmed, and done in its deed's transaction.

Updates of one person run one after the other, those of different people at the same time; where
several processes take updates, one of them is in charge of a person at a time (`presence.py`). What
a stopped process left undone runs again at start; what keeps failing is parked and reported.
"""

import asyncio
import contextlib
import secrets
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from pydantic import ValidationError

from bot.floods import Floods
from bot.presence import Alone, Charge, Presence
from domain.clock import Clock
from handlers.door import Door, sender
from usecases import inbox
from usecases.database import Database, DatabaseStoppedError
from usecases.database_errors import is_away
from usecases.inbox import AlreadyDoneError, Taken

_log = structlog.get_logger(__name__)

# People served at the same time; the database's queue orders the rest.
_AT_ONCE = 64
_DELAYS_SECONDS = (0.1, 0.5, 2.0, 5.0)
# An answer that does not get through (after the patience of the line itself): Telegram's outages
# last minutes, and a question must not be given up before.
_LINE = (TelegramNetworkError, TelegramRetryAfter, TelegramServerError, ClientDecodeError)
_LINE_DELAYS_SECONDS = (2.0, 10.0, 30.0, 60.0)
# Where the database or the messenger is away, no update is to blame: longer waits, no count.
_AWAY_SECONDS, _LONGEST_AWAY_SECONDS = 0.2, 30.0
# How long a start waits for those that run alone.
_ALONE_SECONDS = 10.0
# What fits the 64 bits of a row's key.
MOST_ID = 2**63


class Inbox:
    """Takes updates in and runs each through the chat door, in order per person."""

    def __init__(
        self,
        db: Database,
        door: Door,
        clock: Clock,
        floods: Floods | None = None,
        presence: Presence | None = None,
    ) -> None:
        """Take in what `floods` lets in, or everything; be the only process without `presence`."""
        self.db = db
        self.door = door
        self.clock = clock
        self._floods = floods
        self._presence = presence or Alone()
        # Per person, by the update's id, in order of arrival.
        self._waiting: dict[int, dict[int, Taken]] = {}
        self._running: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def start(self) -> int:
        """Run again what a stopped process left undone; return how much that was.

        A row that no longer opens is parked and reported, so that it stops nobody else. What
        another living process is in charge of is left to it.
        """
        self._presence.watch(self._take_over)
        left = await self.db.read(inbox.undone)
        await self._park(left.unreadable)
        await self._one_by_one([update for update in left.updates if update.tries])
        for update in left.updates:
            if not update.tries:
                self._queue(update)
        return len(left.updates)

    async def _one_by_one(self, suspects: list[Taken]) -> None:
        """Run each alone, before anything else, so that nobody shares the tries of a killer.

        Only what was left before, or has failed before, is a suspect; those who need long, because
        the messenger is away, go on beside the others.
        """
        waiting = deque(suspects)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ALONE_SECONDS):
                while waiting:
                    self._queue(waiting.popleft())
                    await asyncio.wait(self._tasks)
        for update in waiting:
            self._queue(update)

    @property
    def waiting(self) -> int:
        """Return of how many people something is under way; nobody else is kept in memory."""
        return len(self._waiting)

    async def take(self, bodies: list[dict[str, Any]]) -> None:
        """Commit the updates; when this returns they may be confirmed. Repeats are dropped."""
        updates = [Taken(int(body["update_id"]), _person(body), body) for body in bodies]
        if self._floods is not None:
            updates = [update for update in updates if self._let_in(self._floods, update)]
            self.db.tally.updates.add("unread", by=len(bodies) - len(updates))
        try:
            fresh = set(await self.db.write(inbox.take, updates=updates, now=self.clock.now()))
        except BaseException:
            # They come again, and nobody shall have sent them twice.
            if self._floods is not None:
                self._floods.give_back([update.person for update in updates])
            raise
        left = await self._left_behind([one for one in updates if one.update_id not in fresh])
        for update in updates:
            known = update.update_id not in fresh
            self.db.tally.updates.add("repeated" if known else "taken")
            if not known:
                fresh.discard(update.update_id)
                self._queue(update)
            elif update.update_id in left:
                self._queue(left.pop(update.update_id))

    async def _left_behind(self, repeats: list[Taken]) -> dict[int, Taken]:
        """Return the repeats that are kept and not done, and that nobody here is doing.

        The commit may have stood although the database said that it had not. Then Telegram was not
        told either and asks again, and without this nobody would do it before the next start.
        """
        asked = [one.update_id for one in repeats if not self._is_here(one)]
        if not asked:
            return {}
        found = await self.db.read(inbox.undone, of=asked)
        return {one.update_id: replace(one, left=False) for one in found.updates}

    def _is_here(self, update: Taken) -> bool:
        return update.update_id in self._running or (
            update.update_id in self._waiting.get(update.person, ())
        )

    def _let_in(self, floods: Floods, update: Taken) -> bool:
        """Tell whether this one is taken in; of a flood the sender is told once what becomes of it.

        Updates of nobody have no allowance to share.
        """
        if not update.person or floods.lets_in(update.person, update.body):
            return True
        if floods.first_refused(update.person):
            _log.warning("a flood is not taken in")
            telling = asyncio.create_task(self._tell_of_flood(update))
            self._tasks.add(telling)
            telling.add_done_callback(self._tasks.discard)
        return False

    async def _tell_of_flood(self, update: Taken) -> None:
        try:
            await self.door.slow_down(update.body)
        except Exception:  # noqa: BLE001 - he goes on to flood, or is gone
            _log.warning("a flood's sender cannot be told")

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self, seconds: float = 10.0) -> None:
        """Let what is under way end; what does not in time runs again at the next start."""
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
            for task in late:
                task.cancel()

    def _queue(self, update: Taken) -> None:
        if update.update_id in self._running:
            return
        self._wait_for(update.person)[update.update_id] = update

    def _take_over(self, people: list[int]) -> None:
        """See to people of whom another process has left something when it ended."""
        for person in people:
            self._wait_for(person, left=True)

    def _wait_for(self, person: int, *, left: bool = False) -> dict[int, Taken]:
        """Return what waits of a person; somebody sees to it from now on."""
        mine = self._waiting.get(person)
        if mine is None:
            mine = self._waiting[person] = {}
            task = asyncio.create_task(self._serve(person, mine, left=left))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return mine

    async def _serve(self, person: int, mine: dict[int, Taken], *, left: bool) -> None:
        """Run what waits of a person, here or anywhere, unless another process does.

        `left` tells what to think of those that others took: that their process has ended, perhaps
        because of them, or that they came while somebody else was in charge.
        """
        try:
            more = True
            while more or mine:
                asked = list(mine)
                charge = await self._presence.take(person, asked)
                if charge is None:
                    # Whoever is in charge looks once more when he has done.
                    _drop(mine, asked)
                    more = False
                    continue
                try:
                    _drop(mine, set(asked).difference(charge.updates))
                    await self._work_off(charge, mine, left=left)
                finally:
                    ended = self._presence.leave(charge)
                more, left = await ended, False
        finally:
            del self._waiting[person]

    async def _work_off(self, charge: Charge, mine: dict[int, Taken], *, left: bool) -> None:
        """Run the updates of a charge in order, as long as it is ours."""
        strange = [one for one in charge.updates if one not in mine]
        others = {} if not strange else await self._of_others(strange, left=left)
        for update_id in charge.updates:
            if not self._presence.holds(charge):
                return
            update = mine.pop(update_id, None) or others.get(update_id)
            if update is not None:
                self._running.add(update_id)
                try:
                    await self._run(update)
                finally:
                    self._running.discard(update_id)

    async def _of_others(self, updates: list[int], *, left: bool) -> dict[int, Taken]:
        wait = _AWAY_SECONDS
        while True:
            try:
                found = await self.db.read(inbox.undone, of=updates)
                await self._park(found.unreadable)
            except DatabaseStoppedError:
                return {}
            except Exception:  # noqa: BLE001 - the database is away; the person must not be lost
                _log.exception("what others took cannot be read")
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_AWAY_SECONDS)
            else:
                return {one.update_id: replace(one, left=left) for one in found.updates}

    async def _park(self, unreadable: list[int]) -> None:
        for update_id in unreadable:
            incident = _new_incident()
            _log.error("update cannot be opened", incident=incident, update_id=update_id)
            await self._count(update_id, incident, hopeless=True)

    async def _run(self, update: Taken) -> None:
        tried, away, left = update.tries, _AWAY_SECONDS, update.left
        tally = self.db.tally
        while True:
            try:
                # Whoever waits for another try does not keep the others out.
                async with self._room:
                    if left and not await self._may_run_again(update):
                        return
                    left = False
                    began = time.monotonic()
                    await self.door.answer(update.body)
                    tally.update_seconds.observe(time.monotonic() - began)
            except AlreadyDoneError:
                return
            except Exception as error:  # noqa: BLE001 - nothing a stranger sends may stop us
                state, failure = await self._failed(update, tried, error), error
                if state in ("away", "stopped"):
                    tally.updates.add(state)
            else:
                tally.updates.add("done")
                return
            if state == "again":
                delays = _LINE_DELAYS_SECONDS if isinstance(failure, _LINE) else _DELAYS_SECONDS
                await asyncio.sleep(delays[min(tried, len(delays) - 1)])
                tried += 1
            elif state == "away":
                await asyncio.sleep(away)
                away = min(away * 2, _LONGEST_AWAY_SECONDS)
            else:
                return

    async def _may_run_again(self, update: Taken) -> bool:
        """Count the try that ended with its process; False when it was the last, or done after all.

        It is counted when it runs and not for all at the start: whoever only waited behind what
        ended the process is not to blame.
        """
        incident = _new_incident()
        state = await self._count(update.update_id, incident)
        if state == "parked":
            _log.error(
                "update parked: the process ended at each try",
                incident=incident,
                update_id=update.update_id,
            )
            await self._apologise(update, incident)
        return state == "again"

    async def _failed(self, update: Taken, tried: int, error: Exception) -> str:
        """Log the incident; return "again", "away", or what ends this update here."""
        incident = _new_incident()
        if isinstance(error, DatabaseStoppedError):
            return "stopped"
        _log.exception("update failed", incident=incident, update_id=update.update_id, tried=tried)
        if is_away(error):
            return "away"
        try:
            hopeless = isinstance(error, ValidationError)
            state = await self._count(update.update_id, incident, hopeless=hopeless)
        except DatabaseStoppedError:
            return "stopped"
        except Exception:  # noqa: BLE001 - the row stays undone and runs again
            _log.exception("failure not counted", incident=incident)
            return "away"
        # A deed that stands is not done again; only its answer was lost, and asking again gives it.
        if state == "parked":
            await self._apologise(update, incident)
        return state

    async def _count(self, update_id: int, incident: str, *, hopeless: bool = False) -> str:
        state = await self.db.write(
            inbox.count_failure,
            update_id=update_id,
            incident=incident,
            hopeless=hopeless,
            now=self.clock.now(),
        )
        self.db.tally.updates.add(state)
        return state

    async def _apologise(self, update: Taken, incident: str) -> None:
        try:
            await self.door.apologise(update.body, incident)
        except Exception:  # noqa: BLE001 - the messenger itself may be what fails
            _log.exception("apology failed", incident=incident)


def _drop(waiting: dict[int, Taken], updates: Iterable[int]) -> None:
    for update_id in updates:
        waiting.pop(update_id, None)


def _new_incident() -> str:
    return secrets.token_hex(4).upper()


def _person(body: dict[str, Any]) -> int:
    person = sender(body)
    return int(person["id"]) if person and 0 < person["id"] < MOST_ID else 0
