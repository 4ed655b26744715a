"""How somebody without a telephone agrees: the paper, the link, the code that is read out.

Registering for others and errands share these screens; `whose` names the row that the proof is of.
"""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

from documents.code_picture import code_picture
from domain import tokens
from domain.refusals import Refused
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import rules, shredded_file
from usecases.consent_proofs import SignedPaper
from usecases.file_store import MOST_PICTURE_BYTES

Deed = Callable[..., Any]


async def show_link(turn: Turn, link: Deed, **whose: int) -> None:
    """Show the one-use link for a relative's telephone, as a code for its camera too."""
    code = await turn.write(link, actor=turn.caller.account_id, now=turn.now, **whose)
    address = f"https://t.me/{turn.desk.bot_username}?start={code}"
    minutes = (await turn.read(rules.links, now=turn.now)).relative_minutes
    png = await asyncio.to_thread(code_picture, address, "", [turn.label("proxy-scan-me")])
    await turn.picture(png, turn.say("proxy-relative", link=address, minutes=minutes))


async def take(turn: Turn, keep_paper: Deed, take_code: Deed, **whose: int) -> tuple[bool, str]:
    """Take what was sent: whether it proves that the person agrees, and what is said to it."""
    actor = turn.caller.account_id
    if turn.message is not None and turn.message.photo:
        paper = await _fetch(turn)
        if paper is None:
            return False, turn.say("picture-too-large")
        await turn.write(keep_paper, actor=actor, paper=paper, now=turn.now, **whose)
        await turn.forget_message()
        return True, turn.say("proxy-signed")
    typed = tokens.as_typed(turn.text)
    if typed is None:
        return False, turn.say("proxy-proof-neither")
    wrong = await turn.write(take_code, actor=actor, typed=typed, now=turn.now, **whose)
    if isinstance(wrong, Refused):
        return False, turn.refusal(wrong)
    return True, turn.say("proxy-agreed")


async def _fetch(turn: Turn) -> SignedPaper | None:
    """Keep the photo that was sent where only its key opens it; None for one that is too large."""
    assert turn.message is not None  # noqa: S101 - the caller looked
    assert turn.message.photo  # noqa: S101
    photo = turn.message.photo[-1]
    if (photo.file_size or 0) > MOST_PICTURE_BYTES:
        return None
    buffer = BytesIO()
    await turn.desk.bot.download(photo.file_id, buffer)
    content = buffer.getvalue()
    kept, key = await asyncio.to_thread(shredded_file.keep, turn.desk.files_dir, content)
    return SignedPaper(kept, key, sha256(content).hexdigest())


async def show_paper(turn: Turn, paper: SignedPaper) -> None:
    """Show a signed paper, or say that its days are over."""
    content = await asyncio.to_thread(
        shredded_file.read, turn.desk.files_dir, paper.sha256, paper.key
    )
    if content is None:
        await turn.answer(turn.say("proxy-paper-gone"), keyboards.menu(turn))
        return
    await turn.picture(content, turn.say("proxy-paper"), name="paper.jpg")


# -- on the relative's telephone -------------------------------------------------------------------


async def ask(turn: Turn, text: str, agrees: str, code: str) -> None:
    """Say what the person who holds the telephone now agrees to, with the button `agrees`."""
    await turn.answer(
        text,
        rows(
            [press(turn.label("button-proxy-agree"), agrees, code)],
            [press(turn.label("button-disagree"), "proxydecline")],
        ),
    )


async def show_code(turn: Turn, agree: Deed) -> None:
    """Show the code that is read out to the clerk."""
    shown = await turn.write(
        agree,
        actor=turn.caller.account_id,
        code=turn.word(0),
        now=turn.now,
    )
    typed = tokens.grouped(shown.typed)
    await turn.show(turn.say("proxy-code", typed=typed, until_at=shown.expires_at))


@table.press("proxydecline")
async def declined(turn: Turn) -> None:
    """Leave it at that; nothing is kept."""
    await turn.show(turn.say("proxy-declined"))
