"""Files that are sent in a conversation: fetched, kept by their hash, named safely."""

import asyncio
from io import BytesIO

from aiogram.types import Message

from domain.writing import clean_text
from handlers.turn import Turn
from usecases import sealed_papers
from usecases.file_store import Kept

# Telegram hands no larger file to a bot.
MOST_FILE_BYTES = 20_000_000
_MOST_NAME = 120


async def fetch(turn: Turn, message: Message) -> Kept | None:
    """Fetch the file and keep it by its hash; None when Telegram hands out no file so large."""
    if message.document is not None:
        file, name = message.document, message.document.file_name or ""
        media_type = message.document.mime_type or ""
        size = message.document.file_size or 0
        file_id = file.file_id
    else:
        assert message.photo  # noqa: S101 - the caller asked
        photo = message.photo[-1]
        file_id, size = photo.file_id, photo.file_size or 0
        name, media_type = f"{message.message_id}.jpg", "image/jpeg"
    if size > MOST_FILE_BYTES:
        return None
    buffer = BytesIO()
    await turn.desk.bot.download(file_id, buffer)
    content = buffer.getvalue()
    sha256 = await asyncio.to_thread(
        sealed_papers.keep, turn.desk.files_dir, content, turn.desk.db.city.keys
    )
    return Kept(sha256, len(content), _media_type(media_type), _name(name))


async def opened(turn: Turn, sha256: str) -> bytes:
    """Return the content of a paper; raises FileNotFoundError for one that is gone."""
    keys = turn.desk.db.city.keys
    return await asyncio.to_thread(sealed_papers.read, turn.desk.files_dir, sha256, keys)


async def send(turn: Turn, kept: Kept, caption: str | None = None) -> None:
    """Send a paper that was handed in; say so if it is gone: a restore may not have brought it."""
    try:
        content = await opened(turn, kept.sha256)
    except FileNotFoundError:
        await turn.answer(turn.say("check-paper-gone", name=kept.name))
        return
    await turn.document(content, kept.name, caption)


def _name(given: str) -> str:
    """Return a sender's file name as it may be shown and sent on; it never becomes a path."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1].replace("\n", " ").replace("\t", " ")
    cleaned = clean_text(last[-_MOST_NAME:], max_length=_MOST_NAME)
    return cleaned if isinstance(cleaned, str) and cleaned.strip(". ") else "file"


def _media_type(given: str) -> str:
    fits = given.isascii() and given.isprintable() and len(given) <= 100 and "/" in given
    return given if fits else "application/octet-stream"
