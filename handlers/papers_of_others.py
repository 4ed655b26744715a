"""Papers of people for whom others act: the one they sign, their card, a copy of their data."""

import asyncio
from io import BytesIO

from aiogram.types import InlineKeyboardButton

from documents.card import CardFacts, CardWords, card_pdf
from documents.code_picture import code_picture
from documents.own_data import own_data_xlsx
from handlers import keyboards
from handlers.turn import Turn
from locales.card_words import card_words
from locales.own_copy import about
from locales.words import ENGLISH
from usecases import rules, shredded_file
from usecases.file_store import MOST_PICTURE_BYTES
from usecases.holdings import HOLDINGS
from usecases.own_data import Links, OwnData
from usecases.profile import Card
from usecases.proxies import SignedPaper


async def fetch(turn: Turn) -> SignedPaper | None:
    """Keep the photo that was sent where only its key opens it; None for one that is too large."""
    assert turn.message is not None  # noqa: S101 - the caller looked
    assert turn.message.photo  # noqa: S101
    photo = turn.message.photo[-1]
    if (photo.file_size or 0) > MOST_PICTURE_BYTES:
        return None
    buffer = BytesIO()
    await turn.desk.bot.download(photo.file_id, buffer)
    sha256, key = await asyncio.to_thread(
        shredded_file.keep, turn.desk.files_dir, buffer.getvalue()
    )
    return SignedPaper(sha256, key)


async def show_paper(turn: Turn, paper: SignedPaper) -> None:
    """Show a signed paper, or say that its days are over."""
    content = await asyncio.to_thread(
        shredded_file.read, turn.desk.files_dir, paper.sha256, paper.key
    )
    if content is None:
        await turn.answer(turn.say("proxy-paper-gone"), keyboards.menu(turn))
        return
    await turn.picture(content, turn.say("proxy-paper"), name="paper.jpg")


async def show_link(turn: Turn, code: str) -> None:
    """Show the one-use link for a relative's telephone, as a code for its camera too."""
    link = f"https://t.me/{turn.desk.bot_username}?start={code}"
    minutes = (await turn.read(rules.links, now=turn.now)).relative_minutes
    png = await asyncio.to_thread(code_picture, link, "", [turn.label("proxy-scan-me")])
    await turn.picture(png, turn.say("proxy-relative", link=link, minutes=minutes))


async def print_card(turn: Turn, own: Card, caption: str) -> None:
    """Send a card to be printed: visits are scanned from it."""
    city = await turn.read(rules.city_name, now=turn.now, english=turn.words.locale == ENGLISH)
    facts = CardFacts(
        name=own.name,
        number=own.number,
        city_name=city,
        unit_name=own.unit,
        team_name=own.team,
        registered_on=own.approved_on,
        star=turn.label(f"star-{own.star}") if own.star else "",
        qr_text=f"{turn.desk.public_url}/v/{own.code}" if turn.desk.public_url else own.code,
    )
    words = CardWords(**card_words(turn.words))
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
