"""The inbox: an update is committed before it is confirmed, and done in its deed's transaction.

Updates of one person run one after the other, those of different people at the same time. What a
stopped process left undone runs again at start; what keeps failing is parked and reported.
"""

import asyncio
import secrets
from collections import deque
from typing import Any

import aiohttp
import structlog
from aiogram import Bot
from pydantic import ValidationError

from domain.clock import Clock
from handlers.door import KINDS, Door, sender
from usecases import inbox
from usecases.database import Database
from usecases.inbox import MOST_TRIES, AlreadyDoneError, Taken

_log = structlog.get_logger(__name__)

# People served at the same time; the database's queue orders the rest.
_AT_ONCE = 64
_DELAYS_SECONDS = (0.1, 0.5, 2.0, 5.0)
_LONG_POLL_SECONDS = 25


class Inbox:
    """Takes updates in and runs each through the chat door, in order per person."""

    def __init__(self, db: Database, door: Door, clock: Clock) -> None:
        self.db = db
        self.door = door
        self.clock = clock
        self._waiting: dict[int, deque[Taken]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def start(self) -> int:
        """Run again what a stopped process left undone; return how much that was."""
        left = await self.db.read(inbox.undone)
        for update in left:
            self._queue(update)
        return len(left)

    async def take(self, bodies: list[dict[str, Any]]) -> None:
        """Commit the updates; when this returns they may be confirmed. Repeats are dropped."""
        updates = [Taken(int(body["update_id"]), _person(body), body) for body in bodies]
        fresh = set(await self.db.write(inbox.take, updates=updates, now=self.clock.now()))
        for update in updates:
            if update.update_id in fresh:
                fresh.discard(update.update_id)
                self._queue(update)

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
        queue = self._waiting.get(update.person)
        if queue is not None:
            queue.append(update)
            return
        self._waiting[update.person] = deque([update])
        task = asyncio.create_task(self._serve(update.person))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, person: int) -> None:
        queue = self._waiting[person]
        try:
            while queue:
                async with self._room:
                    await self._run(queue.popleft())
        finally:
            del self._waiting[person]

    async def _run(self, update: Taken) -> None:
        for tried in range(update.tries, MOST_TRIES):
            try:
                await self.door.answer(update.body)
            except AlreadyDoneError:
                return
            except Exception as error:  # noqa: BLE001 - nothing a stranger sends may stop us
                if await self._failed(update, tried, error):
                    return
            else:
                return
            await asyncio.sleep(_DELAYS_SECONDS[min(tried, len(_DELAYS_SECONDS) - 1)])

    async def _failed(self, update: Taken, tried: int, error: Exception) -> bool:
        """Log the incident; return True when there will be no other try."""
        incident = secrets.token_hex(4).upper()
        _log.exception("update failed", incident=incident, update_id=update.update_id, tried=tried)
        state = await self.db.write(
            inbox.count_failure,
            update_id=update.update_id,
            incident=incident,
            hopeless=isinstance(error, ValidationError),
            now=self.clock.now(),
        )
        # A deed that stands is not done again; only its answer was lost, and asking again gives it.
        if state == "parked":
            try:
                await self.door.apologise(update.body, incident)
            except Exception:  # noqa: BLE001 - the messenger itself may be what fails
                _log.exception("apology failed", incident=incident)
        return state != "again"


def _person(body: dict[str, Any]) -> int:
    person = sender(body)
    return int(person["id"]) if person else 0


class Poller:
    """Asks Telegram for updates and confirms those that the inbox has committed."""

    def __init__(self, bot: Bot, into: Inbox) -> None:
        self.bot = bot
        self.into = into

    async def run(self) -> None:
        """Poll until cancelled; whatever goes wrong, wait and ask again."""
        offset, wait = 0, 0.5
        timeout = aiohttp.ClientTimeout(total=_LONG_POLL_SECONDS + 15)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                try:
                    bodies = await self._fetch(session, offset)
                    if bodies:
                        await self.into.take(bodies)
                        offset = max(int(body["update_id"]) for body in bodies) + 1
                    wait = 0.5
                except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
                    _log.warning("polling failed", reason=type(error).__name__)
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, 30.0)

    async def _fetch(self, session: aiohttp.ClientSession, offset: int) -> list[dict[str, Any]]:
        # Raw JSON on purpose: one update that a library cannot parse must not stop the others.
        url = self.bot.session.api.api_url(token=self.bot.token, method="getUpdates")
        asked = {
            "offset": offset,
            "timeout": _LONG_POLL_SECONDS,
            "allowed_updates": list(KINDS),
        }
        async with session.post(url, json=asked) as response:
            answer = await response.json(content_type=None)
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise ValueError("not an answer of the Bot API")
        return list(answer["result"])
