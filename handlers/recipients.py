"""The word of those who were served: asked for by the recorder, given by a one-use link."""

from typing import Any

from aiogram.types import InlineKeyboardButton

from domain import tokens
from handlers import keyboards, papers, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import recipients
from usecases.file_store import Kept

_FLOW = "recipient"
_MOST_STARS = 5


def _stop(turn: Turn) -> list[InlineKeyboardButton]:
    return [press(turn.label("button-stop"), "cancel")]


# -- the recorder ----------------------------------------------------------------------------------


@table.press("recipient")
async def ask(turn: Turn) -> None:
    """Give a one-use link for who was served, and offer the signed page instead."""
    record_id = turn.number(0)
    link = await turn.write(
        recipients.ask, actor=turn.caller.account_id, record_id=record_id, now=turn.now
    )
    text = turn.say(
        "recipient-link",
        link=f"https://t.me/{turn.desk.bot_username}?start={link.code}",
        until_at=link.expires_at,
    )
    signed = [press(turn.label("button-signed-page"), "signedpage", record_id)]
    await turn.answer(text, rows(signed, keyboards.why(turn, "records.recipient_confirm")))


@table.press("signedpage")
async def ask_page(turn: Turn) -> None:
    """Ask for the photo of the page that was signed."""
    record_id = turn.number(0)
    await turn.read(
        recipients.may_sign, actor=turn.caller.account_id, record_id=record_id, now=turn.now
    )
    turn.go(_FLOW, "page", record_id=record_id)
    await turn.show(turn.say("recipient-page"), rows(_stop(turn)))


@table.step(_FLOW, "page")
async def page_sent(turn: Turn) -> None:
    """Keep the photo of the signed page."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    assert turn.message is not None  # noqa: S101
    if turn.message.document is None and not turn.message.photo:
        await turn.answer(turn.say("recipient-page"), rows(_stop(turn)))
        return
    kept = await papers.fetch(turn, turn.message)
    if kept is None:
        await turn.answer(turn.say("backfill-papers-large"), rows(_stop(turn)))
        return
    turn.go(_FLOW, "page", **(turn.standing.data | {"file": kept.as_data()}))
    hand_in = [press(turn.label("button-hand-in"), "pagekeep", turn.next_version)]
    await turn.answer(turn.say("recipient-page-seen"), rows(hand_in, _stop(turn)))


@table.press("pagekeep")
async def keep_page(turn: Turn) -> None:
    """Keep the photo of the signed page."""
    standing = turn.at(_FLOW, "page")
    if standing is None:
        await turn.old_button()
        return
    turn.leave(_FLOW)
    await turn.write(
        recipients.signed,
        actor=turn.caller.account_id,
        record_id=standing.data["record_id"],
        file=Kept(**standing.data["file"]),
        now=turn.now,
    )
    await turn.answer(turn.say("recipient-page-kept"), keyboards.menu(turn))


# -- who was served --------------------------------------------------------------------------------


@table.payload(lambda payload: tokens.random_kind(payload) is tokens.RandomKind.RECIPIENT)
async def opened(turn: Turn) -> None:
    """Show what was written down, and ask whether it is true and how good it was."""
    await _ask_stars(turn, turn.args[0])


async def _ask_stars(turn: Turn, code: str) -> None:
    one = await turn.read(recipients.asked, actor=turn.caller.account_id, code=code, now=turn.now)
    turn.go(_FLOW, "stars", code=code)
    text = turn.say(
        "recipient-asked",
        volunteer=one.volunteer,
        name=one.name,
        content=one.content or turn.label("book-on-duty"),
        place=one.place,
        began_at=one.span.began_at,
        ended=turn.words.clock(one.span.ended_at),
    )
    stars = [
        press(f"{count} ⭐️", "recstars", turn.next_version, count)
        for count in range(1, _MOST_STARS + 1)
    ]
    untrue = [press(turn.label("button-untrue"), "untrue", turn.next_version)]
    await turn.show(text, rows(stars, untrue))


def _at(turn: Turn) -> dict[str, Any] | None:
    """Return the data of the question for stars, if the button is of it."""
    standing = turn.at(_FLOW, "stars")
    return None if standing is None else standing.data


@table.press("recstars")
async def stars(turn: Turn) -> None:
    """Take one to five stars, which confirms it, and ask for words."""
    data = _at(turn)
    if data is None:
        await turn.old_button()
        return
    word_id = await turn.write(
        recipients.confirm,
        actor=turn.caller.account_id,
        code=data["code"],
        stars=turn.number(1),
        now=turn.now,
    )
    turn.go(_FLOW, "words", word_id=word_id)
    skip = [press(turn.label("button-skip"), "recdone")]
    await turn.show(turn.say("recipient-words"), rows(skip))


@table.press("recdone")
async def done(turn: Turn) -> None:
    """Leave it at the stars."""
    turn.leave(_FLOW)
    await turn.show(turn.say("recipient-thanks"))


@table.press("untrue")
async def untrue(turn: Turn) -> None:
    """Ask what was not so."""
    data = _at(turn)
    if data is None:
        await turn.old_button()
        return
    turn.go(_FLOW, "words", code=data["code"])
    back = press(turn.label("button-back"), "recback", turn.next_version)
    await turn.show(turn.say("recipient-untrue"), rows([back, *_stop(turn)]))


@table.press("recback")
async def after_all(turn: Turn) -> None:
    """Ask for stars once more: who pressed 〈not true〉 by mistake has said nothing yet."""
    standing = turn.at(_FLOW, "words")
    if standing is None or "code" not in standing.data:
        await turn.old_button()
        return
    await _ask_stars(turn, standing.data["code"])


@table.step(_FLOW, "stars")
async def only_buttons(turn: Turn) -> None:
    """Say that this is answered with the buttons."""
    await turn.answer(turn.say("backfill-press"))


@table.step(_FLOW, "words")
async def words(turn: Turn) -> None:
    """Keep the words: of praise, or why it was not so."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    turn.leave(_FLOW)
    who = turn.caller.account_id
    if "code" in data:
        await turn.write(
            recipients.deny, actor=who, code=data["code"], words=turn.text, now=turn.now
        )
    else:
        await turn.write(
            recipients.add_words,
            actor=who,
            word_id=data["word_id"],
            words=turn.text,
            now=turn.now,
        )
    await turn.answer(turn.say("recipient-thanks"), keyboards.menu(turn))
