"""The national system's queue in the chat: the sheet, the number of each, and what came of it."""

from typing import Any

from aiogram.types import InlineKeyboardButton

from domain.months import last_months
from domain.permissions import Role
from handlers import keyboards, minors, paper_links, queue, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import national, national_hours
from usecases.minors import Screen
from usecases.national import One

_FLOW = "national"
_OFFICERS = (Role.FEDERATION, Role.COUNTY_OFFICE, Role.OFFICE)
_REASONS = ("exists", "not-matching", "incomplete")


@queue.further("button-national-waiting", national.waiting, *_OFFICERS)
@table.more("button-national", Role.UNIT_CONTACT, *_OFFICERS)
async def standing(turn: Turn) -> None:
    """Show how many are to be entered, and what can be done about it."""
    turn.leave(_FLOW)
    found = await turn.read(national.standing, actor=turn.caller.account_id, now=turn.now)
    text = turn.say(
        "national-standing",
        open=found.to_enter + found.returned,
        returned=found.returned,
        entered=found.entered,
        accepted=found.accepted,
    )
    sheet, enter, result = [], [], []
    if found.to_enter + found.returned:
        sheet = [press(turn.label("button-national-sheet"), "nationalsheet")]
        enter = [press(turn.label("button-national-enter"), "nationalenter", 0)]
    if found.entered:
        result = [press(turn.label("button-national-result"), "nationalresult", 0)]
    there = found.entered + found.accepted
    hours = [press(turn.label("button-national-hours"), "nationalhours")] if there else []
    await turn.show(text, rows(sheet, [*enter, *result], hours))


@table.press("nationalsheet")
async def sheet(turn: Turn) -> None:
    """Give a link to the workbook: ID numbers do not pass through the chat."""
    if not turn.desk.public_url:
        await turn.answer(turn.say("national-no-pages"), keyboards.menu(turn))
        return
    token = await turn.write(national.link, actor=turn.caller.account_id, now=turn.now)
    await _hand_over(turn, f"entry-sheet/{token}")


async def _hand_over(turn: Turn, path: str) -> None:
    await paper_links.hand_over(turn, path, sentence="national-sheet", label="button-national-open")


@table.press("nationalhours")
async def which_month(turn: Turn) -> None:
    """Ask of which month the hours shall be typed in there."""
    today = turn.now.astimezone(turn.words.zone).date()
    months = []
    for month in last_months(today, 2):
        year, number = month.split("-")
        label = turn.label("records-month", year=year, month=int(number))
        months.append(press(label, "nationalmonth", month))
    back = [press(turn.label("button-back"), "national")]
    await turn.show(turn.say("national-which-month"), rows(months, back))


@table.press("nationalmonth")
async def hours(turn: Turn) -> None:
    """Give a link to the month's hours."""
    if not turn.desk.public_url:
        await turn.answer(turn.say("national-no-pages"), keyboards.menu(turn))
        return
    token = await turn.write(
        national_hours.link, actor=turn.caller.account_id, month=turn.word(0), now=turn.now
    )
    await _hand_over(turn, f"hours-sheet/{token}")


@table.press("nationalenter")
async def enter(turn: Turn) -> None:
    """Ask for the national number of the next one."""
    await _ask_number(turn, turn.number())


async def _ask_number(turn: Turn, after: int, lead: str = "") -> None:
    one = await turn.read(
        national.following,
        actor=turn.caller.account_id,
        entered=False,
        after=after,
        now=turn.now,
    )
    back = [press(turn.label("button-back"), "national")]
    if one is None:
        turn.leave(_FLOW)
        await turn.show(lead + turn.say("national-all-entered"), rows(back))
        return
    await minors.numbered(turn, [one.number], Screen.NATIONAL)
    turn.go(_FLOW, "number", entry_id=one.entry_id, version=one.version)
    text = lead + turn.say("national-ask-number", name=one.name, number=one.number)
    if one.reason:
        text += "\n" + turn.say("national-was-returned", reason=_reason(turn, one.reason))
    skip = [press(turn.label("button-national-next"), "nationalenter", one.entry_id)]
    await turn.show(text, rows(skip, back))


def _reason(turn: Turn, reason: str) -> str:
    return turn.label("national-reason", reason=reason)


@table.step(_FLOW, "number")
async def numbered(turn: Turn) -> None:
    """Keep the typed number, and go on to the next."""
    data = _data(turn)
    one = await turn.write(
        national.enter,
        actor=turn.caller.account_id,
        entry_id=data["entry_id"],
        version=data["version"],
        number=turn.text,
        now=turn.now,
    )
    kept = turn.say("national-entered", name=one.name, national_number=one.national_number)
    await _ask_number(turn, one.entry_id, kept + "\n")


def _data(turn: Turn) -> dict[str, Any]:
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    return turn.standing.data


@table.press("nationalresult")
async def result(turn: Turn) -> None:
    """Ask what the national system has said to the next one that was entered."""
    await _ask_result(turn, turn.number())


async def _ask_result(turn: Turn, after: int, lead: str = "") -> None:
    turn.leave(_FLOW)
    one = await turn.read(
        national.following,
        actor=turn.caller.account_id,
        entered=True,
        after=after,
        now=turn.now,
    )
    back = [press(turn.label("button-back"), "national")]
    if one is None:
        await turn.show(lead + turn.say("national-none-entered"), rows(back))
        return
    await minors.numbered(turn, [one.number], Screen.NATIONAL)
    await turn.show(lead + _entered(turn, one), rows(*_verdicts(turn, one), back))


def _entered(turn: Turn, one: One) -> str:
    return turn.say(
        "national-ask-result",
        name=one.name,
        number=one.number,
        national_number=one.national_number,
        entered_on=one.entered_on or turn.now.date(),
    )


def _verdicts(turn: Turn, one: One) -> list[list[InlineKeyboardButton]]:
    which = (one.entry_id, one.version)
    return [
        [press(turn.label("button-national-accepted"), "nationalyes", *which)],
        [
            press(turn.label("button-national-returned"), "nationalno", *which),
            press(turn.label("button-national-next"), "nationalresult", one.entry_id),
        ],
    ]


@table.press("nationalyes")
async def accepted(turn: Turn) -> None:
    """Keep that somebody is registered there, and go on."""
    await _settle(turn, turn.number(0), turn.version(1), reason="", accepted=True)


@table.press("nationalno")
async def returned(turn: Turn) -> None:
    """Ask why it came back."""
    entry_id, version = turn.number(0), turn.version(1)
    turn.go(_FLOW, "reason", entry_id=entry_id, version=version)
    buttons = [
        [press(_reason(turn, reason), "nationalwhy", turn.next_version, reason)]
        for reason in _REASONS
    ]
    back = [press(turn.label("button-back"), "nationalresult", 0)]
    await turn.show(turn.say("national-why"), rows(*buttons, back))


@table.press("nationalwhy")
async def why(turn: Turn) -> None:
    """Take the reason of a button."""
    if turn.at(_FLOW, "reason") is None:
        await turn.old_button()
        return
    await _returned(turn, turn.word(1, *_REASONS))


@table.step(_FLOW, "reason")
async def why_typed(turn: Turn) -> None:
    """Take a typed reason."""
    await _returned(turn, turn.text)


async def _returned(turn: Turn, reason: str) -> None:
    data = _data(turn)
    turn.leave(_FLOW)
    await _settle(turn, data["entry_id"], data["version"], reason=reason, accepted=False)


async def _settle(turn: Turn, entry_id: int, version: int, *, reason: str, accepted: bool) -> None:
    one = await turn.write(
        national.settle,
        actor=turn.caller.account_id,
        entry_id=entry_id,
        version=version,
        accepted=accepted,
        reason=reason,
        now=turn.now,
    )
    key = "national-accepted" if accepted else "national-returned"
    await _ask_result(turn, entry_id, turn.say(key, name=one.name) + "\n")
