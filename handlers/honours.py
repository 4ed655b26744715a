"""〈my honours〉 of one's own details: handed in with proof, looked at, taken back (B11)."""

import asyncio
from datetime import date
from io import BytesIO
from typing import Any

from domain.typed_day import read_day
from domain.writing import public_text
from handlers import keyboards, table
from handlers.backfill_end import stop
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import honours, shredded_file
from usecases.file_store import MOST_PICTURE_BYTES
from usecases.honours import MOST, Held
from usecases.paper_checks import Photo

_FLOW = "honour"
_PAGE = 8
# What is asked one after the other.
_ASKED = ("name", "giver", "day", "photo")


def named(turn: Turn, one: Held) -> str:
    """Return what an honour is called: its own name, or its category's."""
    return turn.label(f"honour-category-{one.category}") if one.category else one.name


@table.press("myhonours")
async def mine(turn: Turn) -> None:
    """Show one's own, the latest first."""
    turn.leave(_FLOW)
    page = turn.number(0) if turn.args else 0
    found = await turn.read(honours.own, actor=turn.caller.account_id)
    some = list(enumerate(found, 1))[page * _PAGE : (page + 1) * _PAGE]
    lines = [
        turn.say(
            "honour-line",
            number=number,
            honour=named(turn, one),
            giver=one.giver,
            given_on=one.given_on or turn.now.date(),
            state=one.state,
            reason=turn.label(f"paper-fault-{one.reason}") if one.reason else "",
        )
        for number, one in some
    ]
    remove = [
        press(turn.label("button-qual-remove", number=number), "honourgone", one.honour_id)
        for number, one in some
        if not one.category
    ]
    pairs = [remove[n : n + 2] for n in range(0, len(remove), 2)]
    turns = [press("◀", "myhonours", page - 1)] if page else []
    turns += [press("▶", "myhonours", page + 1)] if len(found) > (page + 1) * _PAGE else []
    new = [press(turn.label("button-honour-add"), "honournew")]
    leads = [*keyboards.why(turn, "B11"), press(turn.label("button-back"), "profile")]
    head = turn.say("honours-mine" if found else "honours-none")
    await turn.show("\n".join([head, *lines]), rows(new, *pairs, turns, leads))


@table.press("honourgone")
async def remove(turn: Turn) -> None:
    """Take one back for good."""
    await turn.write(
        honours.remove, actor=turn.caller.account_id, honour_id=turn.number(), now=turn.now
    )
    turn.args = []
    await mine(turn)


@table.press("honournew")
async def begin(turn: Turn) -> None:
    """Ask what the honour is called."""
    await turn.read(honours.own, actor=turn.caller.account_id)
    await _ask(turn, {"said": {}})


async def _ask(turn: Turn, data: dict[str, Any], lead: str = "") -> None:
    turn.go(_FLOW, "asked", **data)
    field = _next(data)
    back = [press(turn.label("button-back"), "honourback", turn.next_version)]
    text = turn.say(f"honour-ask-{field}")
    await turn.show("\n".join([lead, text] if lead else [text]), rows([*back, *stop(turn)]))


def _next(data: dict[str, Any]) -> str:
    return next(field for field in _ASKED if field not in data["said"])


@table.press("honourback")
async def back(turn: Turn) -> None:
    """Go back one question, or to the list."""
    standing = turn.at(_FLOW)
    if standing is None:
        await turn.old_button()
        return
    said = dict(standing.data["said"])
    if said:
        said.popitem()
        await _ask(turn, {"said": said})
    else:
        turn.args = []
        await mine(turn)


@table.step(_FLOW, "asked")
async def answered(turn: Turn) -> None:
    """Take what was asked for, and ask the next; the photo hands it in."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    field = _next(data)
    if field == "photo":
        await _photo(turn, data["said"])
        return
    value = _read(turn, field)
    if value is None:
        await _ask(turn, data, turn.say("training-wrong"))
        return
    await _ask(turn, {"said": data["said"] | {field: value}})


def _read(turn: Turn, field: str) -> str | None:
    if field in MOST:
        text = public_text(turn.text.replace("\n", " "), max_length=MOST[field])
        return text if isinstance(text, str) else None
    today = turn.desk.db.city.calendar.day_of(turn.now)
    day = read_day(turn.text, today)
    return day.isoformat() if day and day <= today else None


async def _photo(turn: Turn, said: dict[str, str]) -> None:
    photo = turn.message.photo[-1] if turn.message and turn.message.photo else None
    if photo is None or (photo.file_size or 0) > MOST_PICTURE_BYTES:
        await _ask(turn, {"said": said}, turn.say("honour-photo-wanted"))
        return
    buffer = BytesIO()
    await turn.desk.bot.download(photo.file_id, buffer)
    content = buffer.getvalue()
    sha256, key = await asyncio.to_thread(shredded_file.keep, turn.desk.files_dir, content)
    turn.leave(_FLOW)
    await turn.write(
        honours.add,
        actor=turn.caller.account_id,
        name=said["name"],
        giver=said["giver"],
        given_on=date.fromisoformat(said["day"]),
        photo=Photo(sha256, len(content), key),
        now=turn.now,
    )
    await turn.answer(turn.say("qual-handed-in"), keyboards.menu(turn))
    await mine(turn)
