"""Papers of people for whom others act: their card, a copy of their data."""

import asyncio
from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from documents.card import CardFacts, CardWords, card_pdf
from documents.own_data import own_data_xlsx
from handlers import keyboards
from handlers.turn import Turn
from locales.card_words import card_words
from locales.own_copy import about
from locales.words import ENGLISH
from usecases import rules
from usecases.holdings import HOLDINGS
from usecases.own_data import Links, OwnData
from usecases.profile import Card


async def print_card(turn: Turn, own: Card, caption: str, language: str = "") -> None:
    """Send a card to be printed, for visits, in the language of who will carry it."""
    spoken = replace(turn.words, locale=language or turn.words.locale)
    city = await turn.read(rules.city_name, now=turn.now, english=spoken.locale == ENGLISH)
    facts = CardFacts(
        name=own.name,
        number=own.number,
        city_name=city,
        unit_name=own.unit,
        team_name=own.team,
        registered_on=own.approved_on,
        star=spoken.label(f"star-{own.star}") if own.star else "",
        qr_text=f"{turn.desk.public_url}/v/{own.code}" if turn.desk.public_url else own.code,
    )
    words = CardWords(**card_words(spoken))
    pdf = await asyncio.to_thread(card_pdf, facts, words)
    await turn.document(pdf, f"{own.number}.pdf", caption)


def copy_buttons(turn: Turn, made: Links) -> list[InlineKeyboardButton]:
    """Return a button for each form of a copy of somebody's data."""
    base = f"{turn.desk.public_url}/my-data"
    return [
        keyboards.link(turn.label(f"button-my-data-{form}"), f"{base}/{form}/{word}")
        for form, word in made.words.items()
    ]


async def send_copy(turn: Turn, found: OwnData) -> None:
    """Send a copy as it may go through a chat: as a workbook, and as JSON."""
    groups = {name: HOLDINGS[name].group.value for name in found.tables}
    name, lines = about(turn.words, groups, found.made_at)
    xlsx = await asyncio.to_thread(own_data_xlsx, found.tables, about=name, lines=lines)
    await turn.answer(turn.say("my-data-in-chat"))
    await turn.document(xlsx, "my-data.xlsx")
    await turn.document(found.as_json(), "my-data.json")
