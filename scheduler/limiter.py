"""How fast we talk.

The limiter that python-telegram-bot ships lets 64 messages out in the first second, knows no limit
per person, and ends a `retry_after` halt early (PTB#5338). Here messages leave evenly spaced, and a
halt halts them all. It stands in front of the library, not in its seam for limiters: that seam
brings `telegram.ext`, 2.3 MiB of a process that only sends.
Only a monotonic clock is asked, so that nobody who moves the wall clock makes us faster.
"""

import asyncio
import math
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from telegram.error import RetryAfter

# Opts into python-telegram-bot's coming type of `retry_after`; without it each 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_REMEMBERED_CHATS = 1000


@dataclass(frozen=True, slots=True)
class Pace:
    """The least distance, in seconds, between two messages: overall, to a person, to a group."""

    overall_seconds: float
    person_seconds: float
    group_seconds: float


# Telegram takes about 30 a second: 25 leave room for answers to people who are waiting. It takes
# one a second to a chat and 20 a minute to a group; a little more keeps clear of the edge.
LIFE = Pace(1 / 25, 1.05, 3.05)
UNHURRIED = Pace(0.0, 0.0, 0.0)


# Awaited when a message's turn has come, just before it goes; it may raise to keep it back.
BeforeIt = Callable[[], Awaitable[None]]
_Said = TypeVar("_Said")


class Limiter:
    """Lets one message after the other go, and none while Telegram wants us to wait."""

    def __init__(
        self,
        pace: Pace = LIFE,
        *,
        on_halt: Callable[[float], Awaitable[None]] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep the pace; `on_halt` hears of each halt, in seconds, so that others heed it too."""
        self._pace = pace
        self._on_halt = on_halt
        self._monotonic = monotonic
        self._next = 0.0
        self._next_to: dict[int, float] = {}
        self._turns: dict[int, asyncio.Lock] = {}
        self._halted_until = 0.0

    def halt(self, seconds: float) -> None:
        """Let nothing go for so many seconds; a shorter halt does not end a longer one."""
        self._halted_until = max(self._halted_until, self._monotonic() + seconds)

    async def obey(self, seconds: float) -> None:
        """Halt because Telegram asked for it, whoever was asked, and let the others heed it."""
        self.halt(seconds)
        if self._on_halt is not None:
            await self._on_halt(seconds)

    def halted_for(self) -> float:
        """Return the seconds until messages may go again, 0 when they may."""
        return max(0.0, self._halted_until - self._monotonic())

    async def send(
        self, chat: int, call: Callable[[], Awaitable[_Said]], before: BeforeIt | None = None
    ) -> _Said:
        """Send in turn. During a halt it raises RetryAfter at once: nothing was sent."""
        await self._turn(chat)
        if before is not None:
            await before()
        try:
            return await call()
        except RetryAfter as told:
            await self.obey(seconds_of(told))
            raise

    async def _turn(self, chat: int) -> None:
        """Wait for this chat's turn first, so that a slow group keeps nobody else waiting."""
        self._forget_idle_chats()
        async with self._turns.setdefault(chat, asyncio.Lock()):
            await self._until(self._next_to.get(chat, 0.0))
            mine = max(self._next, self._monotonic())
            self._next = mine + self._pace.overall_seconds
            await self._until(mine)
            gap = self._pace.group_seconds if chat < 0 else self._pace.person_seconds
            self._next_to[chat] = self._monotonic() + gap

    async def _until(self, moment: float) -> None:
        wait = moment - self._monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        halted = self.halted_for()
        if halted:
            raise RetryAfter(math.ceil(halted))

    def _forget_idle_chats(self) -> None:
        if len(self._next_to) < _REMEMBERED_CHATS:
            return
        now = self._monotonic()
        for chat in [chat for chat, at in self._next_to.items() if at <= now]:
            if not self._turns[chat].locked():
                del self._next_to[chat], self._turns[chat]


def seconds_of(told: RetryAfter) -> float:
    """Return the seconds that Telegram wants us to wait."""
    waits = told.retry_after
    return waits if isinstance(waits, int) else waits.total_seconds()
