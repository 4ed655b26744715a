"""What Telegram shows of the bot before anybody writes: its commands, in each language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.types import BotCommand

from locales.words import CHINESE, LOCALES, Speaker

COMMANDS = ("start", "help", "language", "cancel", "privacy")


async def introduce(bot: Bot, zone: ZoneInfo, now: datetime) -> None:
    """Set the list of commands: Chinese for everybody, other languages for who reads them."""
    for locale in LOCALES:
        words = Speaker(locale, zone, now)
        commands = [
            BotCommand(command=name, description=words.label(f"commands-{name}"))
            for name in COMMANDS
        ]
        language = None if locale == CHINESE else locale
        await bot.set_my_commands(commands, language_code=language)
