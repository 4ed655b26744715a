"""Doing what only one process may do, for as long as this one is it."""

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import structlog

from bot.presence import Candidacy
from scheduler.jobs import Scheduler

_log = structlog.get_logger(__name__)


async def while_leading(
    candidacy: Candidacy, work: Callable[[], AbstractAsyncContextManager[object]]
) -> None:
    """Open `work` whenever this process leads, and close it at once when it leads no more."""
    office = candidacy.office.name.lower()
    while True:
        await candidacy.won()
        _log.info("leads", office=office)
        async with work():
            await candidacy.lost()
        _log.warning("leads no more", office=office)


@contextlib.asynccontextmanager
async def ringing(scheduler: Scheduler) -> AsyncIterator[None]:
    """Let the alarm run until the block ends."""
    scheduler.start()
    try:
        yield
    finally:
        scheduler.stop()
