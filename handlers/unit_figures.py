"""How many people a unit has: its contact types it, and what was typed before stays."""

import re

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers import table
from handlers.keyboards import press, rows
from handlers.share_words import unit_lines, whys
from handlers.turn import Turn
from usecases import shares, unit_figures
from usecases.unit_figures import MOST_PEOPLE, OwnUnit

_FLOW = "headcount"


async def beside(turn: Turn, unit_id: int) -> tuple[list[str], list[list[InlineKeyboardButton]]]:
    """Return the lines that stand beside a unit's roster, and the buttons to their clauses."""
    own = await _own(turn, unit_id)
    if own.headcount is None:
        return [_line(turn, own)], []
    figures = await turn.read(
        shares.own, actor=turn.caller.account_id, unit_id=unit_id, now=turn.now
    )
    return [_line(turn, own), *unit_lines(turn, figures)], whys(turn, figures)


async def _own(turn: Turn, unit_id: int) -> OwnUnit:
    return await turn.read(
        unit_figures.own, actor=turn.caller.account_id, unit_id=unit_id, now=turn.now
    )


def _line(turn: Turn, own: OwnUnit) -> str:
    count = own.headcount
    if count is None:
        return turn.say("headcount-none")
    return turn.say(
        "headcount-line",
        staff=count.staff,
        pupils=count.pupils,
        kind=_kind(own),
        entered_on=count.entered_at.astimezone(turn.words.zone).date(),
    )


def _kind(own: OwnUnit) -> str:
    """Return of whom the figure is: a school's, a community's, or any other's."""
    return "school" if own.has_pupils else "community" if own.kind == "community" else "other"


@table.press("headcount")
async def ask(turn: Turn) -> None:
    """Ask how many people the unit has."""
    own = await _own(turn, turn.number())
    turn.go(_FLOW, "staff", unit_id=own.unit_id)
    await turn.show(turn.say("headcount-ask", unit=own.name, kind=_kind(own)), _back(turn, own))


def _back(turn: Turn, own: OwnUnit) -> InlineKeyboardMarkup:
    return rows([press(turn.label("button-back"), "roster", own.unit_id)])


@table.step(_FLOW, "staff", "pupils")
async def typed(turn: Turn) -> None:
    """Take a figure: a school's staff, then its pupils; any other unit's people."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    own = await _own(turn, int(turn.standing.data["unit_id"]))
    said = re.fullmatch(r"[0-9]{1,9}", turn.text.strip(), re.ASCII)
    people = int(said[0]) if said else -1
    staff = turn.standing.data.get("staff")
    # A school without staff of its own may have pupils, and the other way round.
    least = 0 if own.has_pupils and staff != 0 else 1
    if not least <= people <= MOST_PEOPLE:
        await turn.show(turn.say("headcount-wrong"), _back(turn, own))
        return
    if own.has_pupils and staff is None:
        turn.go(_FLOW, "pupils", unit_id=own.unit_id, staff=people)
        await turn.show(turn.say("headcount-ask-pupils", unit=own.name), _back(turn, own))
        return
    turn.leave(_FLOW)
    await turn.write(
        unit_figures.enter,
        actor=turn.caller.account_id,
        unit_id=own.unit_id,
        staff=people if staff is None else staff,
        pupils=0 if staff is None else people,
        now=turn.now,
    )
    back = rows([press(turn.label("button-to-roster"), "roster", own.unit_id)])
    await turn.answer(_line(turn, await _own(turn, own.unit_id)), back)
