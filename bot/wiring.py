"""How the parts meet: everything a running process is made of, in the order it is made."""

from dataclasses import dataclass

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import LinkPreviewOptions

from bot.inbox import Inbox
from bot.secrets import read_secrets
from bot.settings import Settings, SettingsError
from documents.reading import PictureReader
from domain.civil_time import CityCalendar
from domain.clock import Clock
from domain.holidays import read_holidays
from domain.places import read_places
from domain.policy import POLICIES, PolicyBook, PolicyError
from handlers.door import Door
from handlers.turn import Desk
from usecases import keycheck
from usecases.city import City
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

    async def close(self) -> None:
        """Finish what is under way, then let everything go."""
        await self.inbox.stop()
        await self.pictures.close()
        await self.bot.session.close()
        await self.db.close()


def read_city(settings: Settings, clock: Clock) -> City:
    """Return the city of the settings: its policies, its calendar, its keys."""
    try:
        policies = PolicyBook.load(settings.policy)
    except PolicyError as error:
        raise SettingsError(f"POLICY {error}") from None
    now = clock.now()
    calendar = CityCalendar.of(policies.on(now.date()), read_holidays())
    places = read_places(POLICIES / policies.on(now.date()).city.places_file)
    return City(policies, calendar, places, read_secrets(settings.secrets_file))


def open_database(settings: Settings, city: City) -> Database:
    """Return the database of the settings; its tables must stand already."""
    return Database(settings.database_url, city)


async def build(settings: Settings, clock: Clock, db: Database) -> House:
    """Return a house that is ready to take updates."""
    await db.write(keycheck.check)
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url))
    bot = Bot(
        settings.bot_token,
        session=session,
        default=DefaultBotProperties(
            parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True)
        ),
    )
    me = await bot.get_me()
    pictures = PictureReader()
    desk = Desk(
        db=db,
        bot=bot,
        public_url=settings.public_url,
        bot_username=me.username or "",
        pictures=pictures,
        id_in_form=settings.id_in_form,
    )
    door = Door(desk, clock, db.city.calendar.zone)
    return House(settings, db, bot, door, Inbox(db, door, clock), pictures)
