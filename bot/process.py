"""A running process: the inbox, the pages and the scheduler, until it is told to stop."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from functools import partial

import structlog
from aiogram.exceptions import AiogramError, TelegramUnauthorizedError

from bot.among_others import present
from bot.city import open_database, read_city
from bot.clock import SystemClock
from bot.leading import ringing, while_leading
from bot.poller import Poller
from bot.presence import Office, Presence, the_only_one
from bot.serving import first, folders_of, serving, taken_port
from bot.settings import Settings, SettingsError
from bot.wiring import House, build
from domain.clock import Clock
from handlers.door import KINDS
from scheduler.books import prove_at_start, seal
from usecases import migration, silence
from usecases.city import City
from usecases.database import Database
from web.app import build_app
from web.counter import Counter

_log = structlog.get_logger(__name__)

_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 1.0, 60.0
# Rows that find no seal in that time get it from the next process.
_SEALING_SECONDS = 2


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; what is under way then has ten seconds to end."""
    clock = SystemClock()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with taken_port(settings) as port:
        async with (
            opened(settings, clock) as house,
            serving(build_app(counter(house, clock, stop.is_set)), port, settings),
        ):
            async with working(house) as failed:
                _log.info("running", updates="webhook" if settings.by_webhook else "polling")
                await first(stop.wait(), failed)
                await asyncio.sleep(settings.linger_seconds)
            _log.info("stopping")


@contextlib.asynccontextmanager
async def opened(settings: Settings, clock: Clock) -> AsyncIterator[House]:
    """Migrate, open the house, run again what a stopped process left undone; close at the end."""
    city = read_city(settings, clock)
    with the_only_one(settings.database_url):
        await asyncio.to_thread(_brought_up, settings.database_url)
        async with (
            present(settings.database_url) as presence,
            _built(settings, clock, city, presence) as house,
        ):
            yield house


def _brought_up(url: str) -> None:
    """Bring the database to the newest shape, unless it is damaged."""
    try:
        migration.look_over(url)
    except migration.DamagedError:
        raise SettingsError(
            "DATABASE_URL is damaged and nothing was written to it. Keep the file, and restore the "
            "last backup."
        ) from None
    migration.migrate(url)


async def tell_of_silence(db: Database, now: datetime) -> None:
    """Say at a start for how long nothing has come in, if that was longer than Telegram keeps."""
    silent = await db.write(silence.look, now=now)
    if silent is None:
        return
    db.tally.silence_before_start_seconds.value = silent.total_seconds()
    if silent > silence.KEPT:
        _log.warning(
            "nothing came in for more than a day; if this bot was away, Telegram has dropped what "
            "was sent more than 24 hours ago: ask the stations for check-ins of that time",
            since=f"{now - silent:%Y-%m-%d %H:%M} UTC",
        )


@contextlib.asynccontextmanager
async def _built(
    settings: Settings, clock: Clock, city: City, presence: Presence
) -> AsyncIterator[House]:
    db = open_database(settings, city)
    try:
        house = await build(settings, clock, db, presence=presence)
    except TelegramUnauthorizedError:
        await db.close()
        raise SettingsError("BOT_TOKEN is refused by Telegram; ask BotFather for it.") from None
    except BaseException:
        await db.close()
        raise
    # Beside whoever is answered already: a ledger that does not hold stops nobody (P3).
    proving = asyncio.create_task(prove_at_start(house.db))
    try:
        await tell_of_silence(db, clock.now())
        left = await house.inbox.start()
        if left:
            _log.info("running again", updates=left)
        yield house
    finally:
        await asyncio.gather(proving, return_exceptions=True)
        await _sealed(house)
        await house.close()


async def _sealed(house: House) -> None:
    """Close the ledger's last page before the process ends, if that can be done in time."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_SEALING_SECONDS):
            await seal(house.db, house.scheduler.clock, alone=True)


@contextlib.asynccontextmanager
async def working(house: House) -> AsyncIterator["asyncio.Task[None]"]:
    """Take updates and let the alarm clock run until the block ends.

    Of several processes one lets the alarm clock run, and one asks for updates where they are not
    posted. Yields the task that does all this: it ends by itself only when it has failed.
    """
    work = asyncio.create_task(_work(house))
    try:
        yield work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def _work(house: House) -> None:
    async with asyncio.TaskGroup() as group:
        if house.settings.scheduler == "here":
            leads = house.presence.stand_for(Office.SCHEDULER)
            group.create_task(while_leading(leads, partial(ringing, house.scheduler)))
        if house.settings.by_webhook:
            group.create_task(_updates(house))
        else:
            polls = house.presence.stand_for(Office.POLLER)
            group.create_task(while_leading(polls, partial(_polling, house)))


@contextlib.asynccontextmanager
async def _polling(house: House) -> AsyncIterator[None]:
    polling = asyncio.create_task(_updates(house))
    try:
        yield
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


async def _updates(house: House) -> None:
    """Have Telegram post updates, or ask for them; whatever fails is tried again."""
    settings = house.settings
    wait = _FIRST_WAIT_SECONDS
    while True:
        try:
            if settings.by_webhook:
                await house.bot.set_webhook(
                    f"{settings.public_url}/webhook",
                    secret_token=settings.webhook_secret,
                    allowed_updates=list(KINDS),
                )
            else:
                await house.bot.delete_webhook()
            break
        except AiogramError as error:
            _log.warning("cannot say how updates shall come", reason=type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
    if settings.by_webhook:
        _log.info("webhook is set")
        await asyncio.Event().wait()
    await Poller(house.bot, house.inbox).run()


def counter(house: House, clock: Clock, stopping: Callable[[], bool] = lambda: False) -> Counter:
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
        stopping=stopping,
        metrics_token=house.settings.metrics_token,
        folders=folders_of(house.settings),
    )
