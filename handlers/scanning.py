"""A code that came as a photo or as typed characters: whose it is decides what it does."""

from documents.reading import Unreadable
from domain import tokens
from domain.admission import Means
from handlers import keyboards, table
from handlers.checkin import scanned
from handlers.turn import Turn


async def use_code(turn: Turn, text: str, means: Means) -> None:
    """Do what the code is for."""
    await scanned(turn, text, means)


def _has_picture(turn: Turn) -> bool:
    message = turn.message
    if message is None:
        return False
    document = message.document
    media_type = (document.mime_type or "") if document else ""
    return message.photo is not None or media_type.startswith("image/")


@table.loose(_has_picture)
async def photo(turn: Turn) -> None:
    """Read the one code in a photo and use it."""
    reading = await turn.read_picture()
    if isinstance(reading, Unreadable):
        reason = reading.reason.replace("_", "-")
        await turn.answer(turn.say(f"picture-{reason}"), keyboards.menu(turn))
        return
    await use_code(turn, tokens.payload_of(reading.text), Means.PHOTO)


@table.loose(lambda turn: tokens.as_typed(turn.text) is not None)
async def typed(turn: Turn) -> None:
    """Take the 12 characters that stand under a code."""
    await use_code(turn, turn.text, Means.TYPED)
