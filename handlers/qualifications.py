"""〈qualifications〉 of one's own profile: kind, number, photo, last day; and taking one back."""

import asyncio
from io import BytesIO
from typing import Any

from domain.qualifications import read_last_day
from domain.refusals import Code, Refusal
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import qualifications, shredded_file
from usecases.file_store import MOST_PICTURE_BYTES
from usecases.paper_checks import Photo
from usecases.qualifications import MOST_NUMBER, Held

_FLOW = "qualification"
# What is asked one after the other; the kind is chosen before.
_NUMBER, _PHOTO, _DAY = "number", "photo", "day"


@table.press("quals")
async def mine(turn: Turn) -> None:
    """Show what was handed in, and what counts today."""
    turn.leave(_FLOW)
    await _show(turn)


async def _show(turn: Turn) -> None:
    found = await turn.read(qualifications.own, actor=turn.caller.account_id, now=turn.now)
    lines = [_line(turn, place, one) for place, one in enumerate(found.held, 1)]
    remove = [
        press(turn.label("button-qual-remove", number=place), "qualgone", one.qualification_id)
        for place, one in enumerate(found.held, 1)
    ]
    pairs = [remove[n : n + 2] for n in range(0, len(remove), 2)]
    add = [press(turn.label("button-qual-add"), "qualnew")]
    why = keyboards.why(turn, "qualifications.kinds")
    back = [press(turn.label("button-back"), "profile")]
    head = turn.say("quals-mine" if lines else "quals-none")
    await turn.show("\n".join([head, *lines]), rows(add, *pairs, [*why, *back]))


def _line(turn: Turn, place: int, one: Held) -> str:
    state = one.state
    if state == "valid" and not one.counts:
        state = "over"
    elif state == "valid" and one.expires_on is None:
        state = "lasting"
    reason = turn.label(f"paper-fault-{one.reason}") if one.reason else ""
    return turn.say(
        "qual-line",
        number=place,
        qualification=turn.label(f"qualification-{one.kind}"),
        state=state,
        expires_on=one.expires_on or turn.now.date(),
        reason=reason,
    )


@table.press("qualgone")
async def remove(turn: Turn) -> None:
    """Take one back for good."""
    await turn.write(
        qualifications.remove,
        actor=turn.caller.account_id,
        qualification_id=turn.number(),
        now=turn.now,
    )
    await _show(turn)


@table.press("qualnew")
async def choose_kind(turn: Turn) -> None:
    """Ask which kind it is."""
    found = await turn.read(qualifications.own, actor=turn.caller.account_id, now=turn.now)
    turn.leave(_FLOW)
    cells = [press(turn.label(f"qualification-{one}"), "qualkind", one) for one in found.kinds]
    pairs = [cells[n : n + 2] for n in range(0, len(cells), 2)]
    back = [press(turn.label("button-back"), "quals")]
    await turn.show(turn.say("qual-which"), rows(*pairs, back))


@table.press("qualkind")
async def kind_chosen(turn: Turn) -> None:
    """Ask for the certificate's number."""
    found = await turn.read(qualifications.own, actor=turn.caller.account_id, now=turn.now)
    await _ask(turn, {"field": _NUMBER, "kind": turn.word(0, *found.kinds)})


async def _ask(turn: Turn, data: dict[str, Any], lead: str = "") -> None:
    turn.go(_FLOW, "asked", **data)
    version, field = turn.next_version, data["field"]
    skip = []
    if field != _PHOTO:
        skip = [press(turn.label(f"button-qual-no-{field}"), "qualskip", version)]
    # Back to the kinds from the number, and to the number from what comes after it.
    before = ("qualnew",) if field == _NUMBER else ("qualkind", data["kind"])
    back = [press(turn.label("button-back"), *before)]
    text = turn.say(f"qual-ask-{field}", qualification=turn.label(f"qualification-{data['kind']}"))
    await turn.show("\n".join([lead, text] if lead else [text]), rows(skip, back))


@table.press("qualskip")
async def skipped(turn: Turn) -> None:
    """Go on without a number, or say that it never ends."""
    standing = turn.at(_FLOW)
    if standing is None:
        await turn.old_button()
        return
    if standing.data["field"] == _NUMBER:
        await _ask(turn, standing.data | {"field": _PHOTO, "number": ""})
    else:
        await _hand_in(turn, standing.data, "")


@table.step(_FLOW, "asked")
async def answered(turn: Turn) -> None:
    """Take number, photo or last day, whichever was asked for."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    if data["field"] == _NUMBER:
        await _number(turn, data)
    elif data["field"] == _PHOTO:
        await _photo(turn, data)
    else:
        day = read_last_day(turn.text)
        if day is None:
            await _ask(turn, data, turn.say("qual-day-wrong"))
            return
        await _hand_in(turn, data, day.isoformat())


async def _number(turn: Turn, data: dict[str, Any]) -> None:
    if not turn.text.strip() or len(turn.text) > MOST_NUMBER:
        await _ask(turn, data, turn.say("qual-number-wrong", most=MOST_NUMBER))
        return
    await turn.forget_message()
    await _ask(turn, data | {"field": _PHOTO, "number": turn.text})


async def _photo(turn: Turn, data: dict[str, Any]) -> None:
    photo = turn.message.photo[-1] if turn.message and turn.message.photo else None
    if photo is None or (photo.file_size or 0) > MOST_PICTURE_BYTES:
        await _ask(turn, data, turn.say("qual-photo-wanted"))
        return
    buffer = BytesIO()
    await turn.desk.bot.download(photo.file_id, buffer)
    content = buffer.getvalue()
    sha256, key = await asyncio.to_thread(shredded_file.keep, turn.desk.files_dir, content)
    await turn.forget_message()
    await _ask(turn, data | {"field": _DAY, "photo": [sha256, len(content), key]})


async def _hand_in(turn: Turn, data: dict[str, Any], last_day: str) -> None:
    turn.leave(_FLOW)
    try:
        await turn.write(
            qualifications.add,
            actor=turn.caller.account_id,
            kind=data["kind"],
            number=data["number"],
            photo=Photo(*data["photo"]),
            last_day=last_day,
            now=turn.now,
        )
    except Refusal as refusal:
        if refusal.refused.code is not Code.QUALIFICATION_OVER:
            raise
        # The day may be mistyped: it is asked for again, with the way back.
        await _ask(turn, data, turn.refusal(refusal.refused))
        return
    await turn.answer(turn.say("qual-handed-in"), keyboards.menu(turn))
    await _show(turn)
