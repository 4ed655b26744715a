"""How the parts meet: everything a running process is made of, in the order it is made."""

from dataclasses import dataclass

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import LinkPreviewOptions

from bot.floods import Floods
from bot.inbox import Inbox
from bot.introduction import introduce
from bot.line import Line
from bot.patience import Patience
from bot.presence import Alone, Presence
from bot.sending import sending
from bot.settings import Settings
from documents.reading import PictureReader
from domain.clock import Clock
from handlers.door import Door
from handlers.turn import Desk
from scheduler.jobs import Scheduler
from scheduler.limiter import LIFE, UNHURRIED, Pace
from usecases.database import Database


@dataclass(frozen=True, slots=True)
class House:
    """The parts of one process, opened together and closed together."""

    settings: Settings
    db: Database
    bot: Bot
    door: Door
    inbox: Inbox
    pictures: PictureReader
    scheduler: Scheduler
    presence: Presence

    async def close(self) -> None:
        """Finish what is under way, then let everything go."""
        await self.scheduler.close()
        await self.inbox.stop()
        await self.pictures.close()
        await self.bot.session.close()
        await self.db.close()


async def build(
    settings: Settings,
    clock: Clock,
    db: Database,
    *,
    presence: Presence | None = None,
    pace: Pace = LIFE,
) -> House:
    """Return a house that is ready to take updates; nothing runs yet.

    Without a `presence` it takes itself for the only process of this database.
    """
    presence = presence or Alone()
    deliverer = await sending(settings, clock, db, pace)
    session = Line(api=TelegramAPIServer.from_base(settings.bot_api_url))
    session.middleware(Patience(deliverer.limiter.obey))
    bot = Bot(
        settings.bot_token,
        session=session,
        default=DefaultBotProperties(
            parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True)
        ),
    )
    try:
        me = await bot.get_me()
        await introduce(bot, db.city.calendar.zone, clock.now())
    except BaseException:
        await session.close()
        raise
    pictures = PictureReader()
    desk = Desk(
        db=db,
        bot=bot,
        public_url=settings.public_url,
        bot_username=me.username or "",
        pictures=pictures,
        id_in_form=settings.id_in_form,
        files_dir=settings.files_dir,
    )
    door = Door(desk, clock, db.city.calendar.zone)
    scheduler = Scheduler(db, clock, deliverer)
    # Who plays a whole day in a second, as tests do, is in no hurry and floods nobody.
    inbox = Inbox(db, door, clock, None if pace == UNHURRIED else Floods(), presence)
    return House(settings, db, bot, door, inbox, pictures, scheduler, presence)
