"""What every process that sends begins with, whether it answers in the chat or not."""

from bot.settings import Settings
from domain.clock import Clock
from scheduler.delivery import Deliverer
from scheduler.limiter import LIFE, Pace
from usecases import duties, keycheck, standing
from usecases.database import Database


async def sending(settings: Settings, clock: Clock, db: Database, pace: Pace = LIFE) -> Deliverer:
    """Return who delivers, once the database is known to be the city's and has its duties.

    Raises NotTheCityError where it has moved or is not whole, WrongKeysError under other keys.
    """
    await db.read(standing.check)
    await db.write(keycheck.check)
    await db.write(duties.prepare, now=clock.now())
    return Deliverer(
        db,
        clock,
        token=settings.bot_token,
        api_url=settings.bot_api_url,
        public_url=settings.public_url,
        pace=pace,
    )
