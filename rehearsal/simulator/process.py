"""One life of the product's process: its inbox, its chat door, its scheduler, until it dies.

They are the product's own. What is put in their place is what they stand on: the database's
threads, both lines to Telegram, the clock. Death takes everything but the committed rows.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextvars import ContextVar
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar, cast
from unittest import mock

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.types import LinkPreviewOptions
from sqlalchemy.exc import OperationalError

from bot import line  # noqa: F401 - holds the types by which replies are read
from bot.floods import Floods
from bot.inbox import Inbox
from bot.patience import Patience
from documents.reading import PictureReader
from domain.clock import Clock
from domain.tally import Tally
from handlers.door import Door
from handlers.turn import Desk
from rehearsal.simulator.fate import ON_COMMIT, Fate
from rehearsal.simulator.store import Deed, Store, busy, unsure
from rehearsal.simulator.telegram import BulkLine, ChatLine, Telegram, forever
from scheduler import delivery
from scheduler.delivery import Deliverer
from scheduler.jobs import JOBS, Scheduler
from scheduler.writers import Written
from usecases.city import City
from usecases.database import Database
from usecases.notices import Claimed
from usecases.outgoing_words import ToSay

T = TypeVar("T")
TOKEN = "42:TEST"  # noqa: S105 - it opens nothing
_LIFE: ContextVar["Process | None"] = ContextVar("life", default=None)
# What the deliverer is sending just now: the notice, and what it says.
SENDING: ContextVar[tuple[Claimed, ToSay] | None] = ContextVar("sending", default=None)


class CityClock:
    """The clock of the bot's machine: true time, and how far somebody has set it off."""

    def __init__(self, begins: datetime) -> None:
        self._begins = begins
        self.off_seconds = 0.0

    def true(self) -> datetime:
        """Return the instant that everybody else's clock shows."""
        return self._begins + timedelta(seconds=asyncio.get_running_loop().time())

    def now(self) -> datetime:
        """Return what the machine believes."""
        return self.true() + timedelta(seconds=self.off_seconds)


class _Backend:
    """Runs deeds on the store; a process may die, or hear nothing, at every commit."""

    def __init__(self, store: Store, fate: Fate, die: Callable[[str], Awaitable[None]]) -> None:
        self._store = store
        self._fate = fate
        self._die = die

    async def write(self, run: Deed[T]) -> T:
        await self._fate.pause()
        wrong = self._fate.one_of(ON_COMMIT)
        if wrong == "database busy":
            raise busy()
        outcome = self._store.write(run, commit=wrong != "dies before the commit")
        if wrong.startswith("dies"):
            await self._die(wrong)
        if wrong:
            raise unsure()
        await self._fate.pause()
        return outcome

    async def read(self, run: Deed[T]) -> T:
        await self._fate.pause()
        return self._store.read(run)

    glance = read

    def close(self) -> None:
        """Leave the store to the next life."""


class CityDatabase(Database):
    """The product's database over the store."""

    def __init__(self, city: City, backend: _Backend) -> None:
        self.url = "memory"
        self.city = city
        self.tally = Tally()
        self._backend = cast(Any, backend)


class _Deliverer(Deliverer):
    """The product's deliverer, which lets the line know what it is sending."""

    async def _write(self, notice: Claimed, said: ToSay) -> Written | None:
        SENDING.set((notice, said))
        return await super()._write(notice, said)


class Doorway:
    """Stands before the chat door and writes down who passes and what breaks."""

    def __init__(self, door: Door, watch: Any) -> None:
        self._door = door
        self._watch = watch

    async def answer(self, body: dict[str, Any]) -> None:
        """Let an update through."""
        self._watch.begins(body)
        try:
            await self._door.answer(body)
        except Exception as error:
            self._watch.broke(body, error)
            raise
        finally:
            self._watch.ends(body)

    async def apologise(self, body: dict[str, Any], incident: str) -> None:
        """Let an apology through."""
        await self._door.apologise(body, incident)

    async def slow_down(self, body: dict[str, Any]) -> None:
        """Let a word to somebody who floods through."""
        await self._door.slow_down(body)


class Process:
    """The product at work."""

    def __init__(
        self,
        *,
        city: City,
        store: Store,
        fate: Fate,
        telegram: Telegram,
        clock: CityClock,
        watch: Any,
        on_death: Callable[["Process", str], None],
    ) -> None:
        self.dead = False
        self.tasks: list[asyncio.Task[Any]] = []
        self._on_death = on_death
        self.clock: Clock = clock
        token = _LIFE.set(self)
        try:
            self.db = CityDatabase(city, _Backend(store, fate, self.die))
            deliverer = _Deliverer(self.db, clock, token=TOKEN, api_url="http://telegram")
            deliverer.limiter._monotonic = asyncio.get_running_loop().time
            session = ChatLine(telegram)
            session.middleware(Patience(deliverer.limiter.obey))
            bot = Bot(
                TOKEN,
                session=session,
                default=DefaultBotProperties(
                    parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True)
                ),
            )
            desk = Desk(
                db=self.db,
                bot=bot,
                public_url="",
                bot_username="city_bot",
                pictures=cast(PictureReader, None),
                files_dir=Path("nowhere"),
            )
            door = Doorway(Door(desk, clock, city.calendar.zone), watch)
            floods = Floods(monotonic=asyncio.get_running_loop().time)
            self.inbox = Inbox(self.db, cast(Door, door), clock, floods)
            self.scheduler = Scheduler(self.db, clock, deliverer)
        finally:
            _LIFE.reset(token)

    def does(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Let the process do something; it ends with the process."""
        token = _LIFE.set(self)
        try:
            return asyncio.get_running_loop().create_task(work)
        finally:
            _LIFE.reset(token)

    async def die(self, how: str) -> None:
        """End everything here and now; whoever called never hears of it."""
        if not self.dead:
            self.dead = True
            self._on_death(self, how)
        await forever()

    def bury(self) -> None:
        """Take away what was in memory."""
        for task in self.tasks:
            task.cancel()
        self.tasks.clear()

    async def ring(self, names: frozenset[str]) -> None:
        """Ring for these jobs, as the alarm does when their minute has come."""
        for job in JOBS:
            if job.name in names:
                await self.scheduler._ring(job)


def task_factory(
    loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **given: Any
) -> "asyncio.Task[Any]":
    """Make a task and write it down under the life that it belongs to."""
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **given)
    life = _LIFE.get()
    if life is not None:
        if len(life.tasks) > 200:
            life.tasks = [one for one in life.tasks if not one.done()]
        life.tasks.append(task)
    return task


@contextlib.contextmanager
def stand_ins(
    random_bytes: Callable[[int], bytes], telegram: Telegram, loop: asyncio.AbstractEventLoop
) -> Iterator[None]:
    """Put seeded things in the place of the machine's own: random numbers, clocks, lines.

    Pictures are not drawn: they cost more than the rest of a run together.
    """
    import handlers.checkin
    import handlers.vouchers

    with (
        mock.patch("random._urandom", random_bytes),
        mock.patch.object(delivery, "HTTPXRequest", return_value=BulkLine(telegram)),
        mock.patch.object(delivery, "time", SimpleNamespace(monotonic=loop.time)),
        mock.patch.object(handlers.checkin, "code_picture", return_value=b"picture"),
        mock.patch.object(handlers.vouchers, "code_picture", return_value=b"picture"),
    ):
        yield


def was_injected(error: BaseException | None) -> bool:
    """Tell whether an error comes from a fault of ours, or is a bug."""
    from aiogram.exceptions import (
        ClientDecodeError,
        TelegramNetworkError,
        TelegramRetryAfter,
        TelegramServerError,
    )

    broken = (ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError)
    return isinstance(error, (*broken, OperationalError))
