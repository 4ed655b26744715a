"""A running process: the inbox, the pages and the scheduler, until it is told to stop."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator

import structlog
import uvicorn

from bot.city import open_database, read_city
from bot.clock import SystemClock
from bot.inbox import Poller
from bot.settings import Settings
from bot.wiring import House, build
from domain.clock import Clock
from handlers.door import KINDS
from usecases import migration
from web.app import Counter, build_app

_log = structlog.get_logger(__name__)


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; what is under way then has ten seconds to end."""
    clock = SystemClock()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with opened(settings, clock) as house, asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(_updates(house))]
        running.append(tasks.create_task(_pages(house, clock)))
        _log.info("running", updates="webhook" if settings.by_webhook else "polling")
        await stop.wait()
        for task in running:
            task.cancel()


@contextlib.asynccontextmanager
async def opened(settings: Settings, clock: Clock) -> AsyncIterator[House]:
    """Migrate, open the house, run again what a stopped process left undone; close at the end."""
    city = read_city(settings, clock)
    await asyncio.to_thread(migration.migrate, settings.database_url)
    db = open_database(settings, city)
    house = await build(settings, clock, db)
    try:
        left = await house.inbox.start()
        if left:
            _log.info("running again", updates=left)
        yield house
    finally:
        await house.close()


async def _updates(house: House) -> None:
    settings = house.settings
    if settings.by_webhook:
        await house.bot.set_webhook(
            f"{settings.public_url}/webhook",
            secret_token=settings.webhook_secret,
            allowed_updates=list(KINDS),
        )
        return
    await house.bot.delete_webhook()
    await Poller(house.bot, house.inbox).run()


async def _pages(house: House, clock: Clock) -> None:
    settings = house.settings
    app = build_app(counter(house, clock))
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        # uvicorn would believe anyone's X-Forwarded-For from this machine; TRUSTED_PROXY decides.
        proxy_headers=False,
        server_header=False,
    )
    server = uvicorn.Server(config)
    # The process has its own signal handlers; uvicorn's would take them away.
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    try:
        await server.serve()
    finally:
        server.should_exit = True


def counter(house: House, clock: Clock) -> Counter:
    """Return what the pages need of this house."""
    return Counter(
        db=house.db,
        clock=clock,
        take_updates=house.inbox.take,
        webhook_secret=house.settings.webhook_secret,
        bot_token=house.settings.bot_token,
        bot_username=house.door.desk.bot_username,
        public_url=house.settings.public_url,
        pictures=house.pictures,
        trusted_proxy=house.settings.trusted_proxy,
    )
