"""〈漏记了〉 in the statement, and what the clerk of the station makes of it."""

from datetime import datetime

from aiogram.types import InlineKeyboardButton

from domain.permissions import Role
from domain.records import Span
from domain.typed_day import read_day
from handlers import backfill, keyboards, minors, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import omissions
from usecases.minors import Screen
from usecases.omissions import REASONS

_FLOW = "omission"


@table.press("missed")
async def begin(turn: Turn) -> None:
    """Ask where it was."""
    found = await turn.read(omissions.stations, actor=turn.caller.account_id)
    lines = [[press(one.name[:40], "missedat", one.ref)] for one in found]
    back = [press(turn.label("button-back"), "records")]
    text = turn.say("omission-where") if found else turn.say("omission-nowhere")
    await turn.show(text, rows(*lines, back))


@table.press("missedat")
async def where(turn: Turn) -> None:
    """Ask when it was."""
    station_id = turn.number()
    await turn.read(omissions.stations, actor=turn.caller.account_id)
    turn.go(_FLOW, "asked", station=station_id)
    await turn.show(turn.say("omission-when"), rows(_back(turn)))


def _back(turn: Turn) -> list[InlineKeyboardButton]:
    return [press(turn.label("button-back"), "missed")]


@table.step(_FLOW, "asked")
async def said(turn: Turn) -> None:
    """Take day and hours, then the words."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    if "span" not in data:
        span = _read(turn)
        if span is None:
            await turn.answer(turn.say("omission-when-wrong"), rows(_back(turn)))
            return
        await turn.read(omissions.could_be, actor=turn.caller.account_id, span=span, now=turn.now)
        kept = [span.began_at.isoformat(), span.ended_at.isoformat()]
        turn.go(_FLOW, "asked", **(data | {"span": kept}))
        # A day without its year may be understood as one of last year.
        ended = turn.words.clock(span.ended_at)
        text = turn.say("omission-words", began_at=span.began_at, ended=ended)
        await turn.answer(text, rows(_back(turn)))
        return
    began_at, ended_at = (datetime.fromisoformat(end) for end in data["span"])
    turn.leave(_FLOW)
    await turn.write(
        omissions.ask,
        actor=turn.caller.account_id,
        station_id=data["station"],
        span=Span(began_at, ended_at),
        words=turn.text,
        now=turn.now,
    )
    await turn.answer(turn.say("omission-asked"), keyboards.menu(turn))


def _read(turn: Turn) -> Span | None:
    """Return what was typed as 11-20 9:00-11:30, or None."""
    day_typed, _, hours_typed = turn.text[:60].strip().partition(" ")
    day = read_day(day_typed, turn.now.astimezone(turn.words.zone).date())
    return backfill.read_hours(turn, day, hours_typed) if day is not None else None


# -- the station -----------------------------------------------------------------------------------


@table.more("button-omissions", Role.CLERK)
async def waiting(turn: Turn) -> None:
    """Show the oldest that waits."""
    await _show(turn, 0)


@table.press("missednext")
async def skip(turn: Turn) -> None:
    """Show the one behind this one."""
    await _show(turn, turn.number())


async def _show(turn: Turn, after: int) -> None:
    one = await turn.read(omissions.following, actor=turn.caller.account_id, after=after)
    if one is None:
        await turn.show(turn.say("omission-none"))
        return
    await minors.shown(turn, [(f"volunteer:{one.volunteer_id}", one.born_on)], Screen.RECORD)
    text = turn.say(
        "omission-one",
        count=one.waiting,
        name=one.name,
        number=one.number,
        began_at=one.span.began_at,
        ended=turn.words.clock(one.span.ended_at),
        words=one.words,
    )
    which = (one.omission_id, one.version)
    await turn.show(
        text,
        rows(
            [
                press(turn.label("button-omission-type"), "missedtype", one.omission_id),
                press(turn.label("button-omission-no"), "missedno", *which),
            ],
            [press(turn.label("button-next"), "missednext", one.omission_id)],
        ),
    )


@table.press("missedtype")
async def type_it(turn: Turn) -> None:
    """Begin an ordinary typed record of this person and time."""
    one = await turn.read(
        omissions.following, actor=turn.caller.account_id, after=turn.number() - 1
    )
    if one is None or one.omission_id != turn.number():
        await turn.old_button()
        return
    await backfill.begin_for(turn, one.number, one.span)


@table.press("missedno")
async def ask_reason(turn: Turn) -> None:
    """Ask why nothing is typed."""
    which = (turn.number(0), turn.version(1))
    await turn.read(omissions.following, actor=turn.caller.account_id)
    lines = [
        [press(turn.label(f"omission-fault-{one}"), "missedwhy", *which, one)] for one in REASONS
    ]
    back = [press(turn.label("button-back"), "omissions")]
    await turn.show(turn.say("omission-why-not"), rows(*lines, back))


@table.press("missedwhy")
async def refuse(turn: Turn) -> None:
    """Say no with the reason."""
    await turn.write(
        omissions.refuse,
        actor=turn.caller.account_id,
        omission_id=turn.number(0),
        version=turn.version(1),
        reason=turn.word(2, *REASONS),
        now=turn.now,
    )
    await turn.toast(turn.label("omission-refused"))
    await _show(turn, 0)
