"""Time that costs nothing: an event loop whose clock jumps to whatever is due next."""

import asyncio
import selectors
from collections.abc import Callable
from typing import Any


class _Patient(selectors.DefaultSelector):
    """A selector that never waits: it moves its loop's clock instead."""

    loop: "VirtualLoop"

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("everybody waits and nothing will ever happen")
        self.loop.moment += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs callbacks like any loop; a sleep of an hour is over at once, in its order.

    Work for threads is done on the spot: one thread means one order.
    """

    def __init__(self) -> None:
        self.moment = 0.0
        selector = _Patient()
        super().__init__(selector)
        selector.loop = self

    def time(self) -> float:
        """Return the seconds since this loop began."""
        return self.moment

    def run_in_executor(  # type: ignore[override]
        self, _executor: object, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Do it now and return what came of it."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - it belongs to whoever awaits
            future.set_exception(error)
        return future
