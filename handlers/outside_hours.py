"""〈hours from elsewhere〉: where, how many, from when to when, the proof; and taking them back."""

from datetime import date
from typing import Any

from domain.outside import read_minutes, read_period
from domain.permissions import Role
from handlers import keyboards, papers, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import outside_hours
from usecases.file_store import Kept
from usecases.outside_hours import LIVE, MOST_PLACE, Said

_FLOW = "outside"
# What is asked one after the other.
_PLACE, _HOURS, _PERIOD, _FILE = "place", "hours", "period", "file"


@table.more("button-outside", Role.VOLUNTEER)
async def mine(turn: Turn) -> None:
    """Show what was handed in, and how far it is."""
    found = await turn.read(outside_hours.own, actor=turn.caller.account_id)
    turn.leave(_FLOW)
    lines = [
        turn.say(
            "outside-line",
            number=number,
            place=one.said.place,
            minutes=one.said.minutes,
            first_on=one.said.first_on,
            last_on=one.said.last_on,
            state=one.state,
            reason=turn.label(f"outside-fault-{one.reason}") if one.reason else "",
        )
        for number, one in enumerate(found, 1)
    ]
    back = [
        press(turn.label("button-outside-back", number=number), "outback", one.claim_id)
        for number, one in enumerate(found, 1)
        if one.state in LIVE
    ]
    pairs = [back[n : n + 2] for n in range(0, len(back), 2)]
    new = [press(turn.label("button-outside-new"), "outnew")]
    why = keyboards.why(turn, "credit.redeemable_sources")
    head = turn.say("outside-mine" if lines else "outside-none")
    await turn.show("\n".join([head, *lines]), rows(new, *pairs, why))


@table.press("outback")
async def ask_back(turn: Turn) -> None:
    """Ask before hours are taken back."""
    claim_id = turn.number()
    await turn.read(outside_hours.own, actor=turn.caller.account_id)
    yes = [press(turn.label("button-outside-yes"), "outbackyes", claim_id)]
    no = [press(turn.label("button-no"), "outside")]
    await turn.show(turn.say("outside-back-ask"), rows(yes, no))


@table.press("outbackyes")
async def take_back(turn: Turn) -> None:
    """Take one's own claim back."""
    await turn.write(
        outside_hours.take_back,
        actor=turn.caller.account_id,
        claim_id=turn.number(),
        now=turn.now,
    )
    await mine(turn)


@table.press("outnew")
async def begin(turn: Turn) -> None:
    """Ask where it was."""
    await turn.read(outside_hours.own, actor=turn.caller.account_id)
    await _ask(turn, {"field": _PLACE})


async def _ask(turn: Turn, data: dict[str, Any], lead: str = "") -> None:
    turn.go(_FLOW, "asked", **data)
    back = [press(turn.label("button-back"), "outside")]
    text = turn.say(f"outside-ask-{data['field']}")
    await turn.show("\n".join([lead, text] if lead else [text]), rows(back))


@table.step(_FLOW, "asked")
async def answered(turn: Turn) -> None:
    """Take what was asked for, and ask the next."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data, typed = dict(turn.standing.data), turn.text.strip()
    if data["field"] == _FILE:
        await _file(turn, data)
    elif data["field"] == _PLACE:
        wrong = not typed or len(typed) > MOST_PLACE
        onward: dict[str, Any] = {"place": typed, "field": _HOURS}
        await _ask(turn, data if wrong else data | onward, _wrong(turn, wrong))
    elif data["field"] == _HOURS:
        minutes = read_minutes(typed)
        onward = {"minutes": minutes, "field": _PERIOD}
        await _ask(turn, data | onward if minutes else data, _wrong(turn, not minutes))
    else:
        days = read_period(typed)
        onward = {"days": [day.isoformat() for day in days or ()], "field": _FILE}
        await _ask(turn, data | onward if days else data, _wrong(turn, not days))


def _wrong(turn: Turn, wrong: bool) -> str:
    return turn.say("outside-wrong") if wrong else ""


async def _file(turn: Turn, data: dict[str, Any]) -> None:
    message = turn.message
    kept: Kept | None = None
    if message is not None and (message.document is not None or message.photo):
        kept = await papers.fetch(turn, message)
    if kept is None:
        await _ask(turn, data, turn.say("outside-file-wanted"))
        return
    turn.go(_FLOW, "asked", **(data | {"file": kept.as_data()}))
    said = _said(data)
    text = turn.say(
        "outside-summary",
        place=said.place,
        minutes=said.minutes,
        first_on=said.first_on,
        last_on=said.last_on,
    )
    hand_in = [press(turn.label("button-hand-in"), "outsend", turn.next_version)]
    await turn.show(text, rows(hand_in, [press(turn.label("button-back"), "outside")]))


def _said(data: dict[str, Any]) -> Said:
    first_on, last_on = (date.fromisoformat(day) for day in data["days"])
    return Said(data["place"], data["minutes"], first_on, last_on)


@table.press("outsend")
async def hand_in(turn: Turn) -> None:
    """Hand in what was said, with its proof."""
    standing = turn.at(_FLOW)
    if standing is None:
        await turn.old_button()
        return
    data = standing.data
    if "file" not in data:
        await turn.old_button()
        return
    turn.leave(_FLOW)
    await turn.write(
        outside_hours.hand_in,
        actor=turn.caller.account_id,
        said=_said(data),
        file=Kept(**data["file"]),
        now=turn.now,
    )
    await turn.answer(turn.say("outside-handed-in"), keyboards.menu(turn))
