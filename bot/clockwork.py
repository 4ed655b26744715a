"""A scheduler alone: a light process that answers nobody and never imports the chat door."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from functools import partial

import structlog

from bot.among_others import present
from bot.city import open_database, read_city
from bot.clock import SystemClock
from bot.leading import ringing, while_leading
from bot.presence import Office
from bot.sending import sending
from bot.settings import Settings, SettingsError
from domain.clock import Clock
from scheduler.jobs import Scheduler
from usecases import migration
from usecases.database import Database

_log = structlog.get_logger(__name__)


async def serve_scheduler(settings: Settings) -> None:
    """Stand for the scheduler's office until SIGTERM or SIGINT; do its work while it is ours."""
    if settings.database_url.startswith("sqlite"):
        raise SettingsError(
            "DATABASE_URL names a file, which serves one process: `python -m bot` runs its "
            "scheduler. A scheduler alone needs PostgreSQL."
        )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    clock = SystemClock()
    city = read_city(settings, clock)
    await asyncio.to_thread(migration.migrate, settings.database_url)
    db = open_database(settings, city)
    try:
        scheduler = Scheduler(db, clock, await sending(settings, clock, db))
        async with (
            present(settings.database_url) as presence,
            _watched(settings, db, clock, stop.is_set),
        ):
            candidacy = presence.stand_for(Office.SCHEDULER)
            leading = asyncio.create_task(while_leading(candidacy, partial(ringing, scheduler)))
            _log.info("running", updates="none")
            await stop.wait()
            _log.info("stopping")
            leading.cancel()
            await asyncio.gather(leading, return_exceptions=True)
            # What is on the wire arrives and is settled before another begins.
            await scheduler.close()
    finally:
        await db.close()


@contextlib.asynccontextmanager
async def _watched(
    settings: Settings, db: Database, clock: Clock, stopping: Callable[[], bool]
) -> AsyncIterator[None]:
    """Answer watchers on PORT, where METRICS_TOKEN says that there are any."""
    if not settings.metrics_token:
        yield
        return
    # Only now: a scheduler that nobody watches carries no server.
    from bot.serving import folders_of, serving, taken_port
    from web.watching import Pageless, build_watch

    process = Pageless(db, clock, stopping, settings.metrics_token, folders_of(settings))
    with taken_port(settings) as port:
        async with serving(build_watch(process), port, settings):
            yield
