"""The stage's clock: it runs on with real time and can be moved forward, never back."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta


class StageClock:
    """The one clock that bot, scheduler, pages and stage ask during a rehearsal."""

    def __init__(self, start: datetime | None = None, *, running: bool = True) -> None:
        """Start at `start` (aware; default: this moment); with `running=False` stand still."""
        start = start or datetime.now(UTC)
        if start.tzinfo is None:
            raise ValueError("a stage clock starts at an aware instant")
        self._base = start.astimezone(UTC)
        self._since = time.monotonic()
        self._running = running
        # Runs what is due up to an instant, moving the clock from moment to moment by `jump`.
        self.run_due: Callable[[datetime], Awaitable[None]] | None = None
        # Tells the next moment at which something falls due, None when nothing does.
        self.next_due: Callable[[], Awaitable[datetime | None]] | None = None
        self.listeners: list[Callable[[datetime], None]] = []

    def now(self) -> datetime:
        """Return this moment on the stage, aware, in UTC."""
        if not self._running:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    def jump(self, to: datetime) -> None:
        """Stand at `to` from now on and tell the listeners; nothing due is run.

        A moment that has already passed leaves the clock as it is.
        """
        if to > self.now():
            self._base, self._since = to.astimezone(UTC), time.monotonic()
        for listener in self.listeners:
            listener(self.now())

    async def advance(self, to: datetime) -> datetime:
        """Run through every due moment up to `to` in order and stand there; return now."""
        if to.tzinfo is None:
            raise ValueError("the clock is moved to an aware instant")
        if to < self.now():
            raise ValueError("the clock only moves forward")
        if self.run_due is not None:
            await self.run_due(to)
        self.jump(to)
        return self.now()

    async def advance_to_next(self) -> bool:
        """Run what is due next and stand at its moment; False when nothing is due."""
        due = None if self.next_due is None else await self.next_due()
        if due is None:
            return False
        await self.advance(max(due, self.now()))
        return True
