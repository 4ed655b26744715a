"""Disputes about hours, on the other side: the recorder answers, an officer decides."""

from typing import Any

from aiogram.types import InlineKeyboardButton

from domain.permissions import Role
from domain.records import Span
from handlers import keyboards, queue, table
from handlers.backfill import read_hours
from handlers.keyboards import press, rows
from handlers.lines import is_wordless
from handlers.turn import Turn
from usecases import dispute_answers, dispute_decisions
from usecases.dispute_decisions import Ruling
from usecases.lines import Line

_ANSWER, _RULING = "answer", "ruling"
_REASONS = ("register", "agreed")


def _stop(turn: Turn, queue_of: str, *which: object) -> list[InlineKeyboardButton]:
    """Return the way back to the dispute that is asked about, and the way out."""
    return [
        press(turn.label("button-back"), queue_of, *which),
        press(turn.label("button-stop"), "cancel"),
    ]


def _place(turn: Turn) -> tuple[int, int]:
    """Return behind which dispute the next is wanted, and which one once more; 0 is none."""
    return (turn.number(0) if turn.args else 0, turn.number(1) if len(turn.args) > 1 else 0)


def _line(turn: Turn, line: Line) -> dict[str, Any]:
    return {
        "volunteer": line.volunteer,
        "title": line.title,
        "began_at": line.began_at,
        "ended": turn.words.clock(line.ended_at) if line.ended_at else "…",
        "counted": turn.label("counted-so-far", counted_minutes=line.minutes)
        if line.minutes
        else turn.label("counted-nothing"),
    }


# -- the recorder ----------------------------------------------------------------------------------


@table.more("button-answer", Role.CLERK, Role.UNIT_CONTACT, Role.FEDERATION)
async def to_answer(turn: Turn) -> None:
    """Show the oldest dispute that waits for this recorder's answer."""
    turn.leave(_ANSWER)
    after, same = _place(turn)
    one = await turn.read(
        dispute_answers.to_answer, actor=turn.caller.account_id, after=after, same=same
    )
    if one is None:
        await turn.answer(turn.say("answer-none"), keyboards.menu(turn))
        return
    text = turn.say(
        "answer-one",
        **_line(turn, one.line),
        what=turn.label(f"dispute-{one.what}"),
        words=one.words,
        waiting=one.waiting,
    )
    buttons = [press(turn.label("button-explain"), "explain", one.dispute_id, one.version)]
    if one.waiting > 1:
        buttons.append(press(turn.label("button-next"), "answer", one.dispute_id))
    await turn.answer(text, rows(buttons))


@table.press("explain")
async def explain(turn: Turn) -> None:
    """Ask how it came about."""
    turn.go(_ANSWER, "words", dispute_id=turn.number(0), version=turn.version(1))
    await turn.show(turn.say("answer-words"), rows(_stop(turn, "answer", 0, turn.number(0))))


@table.step(_ANSWER, "words")
async def explained(turn: Turn) -> None:
    """Keep the answer; an officer decides then."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    if await is_wordless(turn, _stop(turn, "answer", 0, data["dispute_id"])):
        return
    turn.leave(_ANSWER)
    await turn.write(
        dispute_answers.answer,
        actor=turn.caller.account_id,
        dispute_id=data["dispute_id"],
        version=data["version"],
        words=turn.text,
        now=turn.now,
    )
    more = [press(turn.label("button-next"), "answer", data["dispute_id"])]
    await turn.answer(turn.say("answer-kept"), rows(more))


# -- the officer -----------------------------------------------------------------------------------


@queue.further(
    "button-disputes-queue",
    dispute_decisions.waiting,
    Role.FEDERATION,
    Role.COUNTY_OFFICE,
    Role.OFFICE,
)
async def waiting(turn: Turn) -> None:
    """Show the oldest dispute that this officer can decide, or the one behind."""
    turn.leave(_RULING)
    after, same = _place(turn)
    one = await turn.read(
        dispute_decisions.following,
        actor=turn.caller.account_id,
        after=after,
        same=same,
        now=turn.now,
    )
    if one is None:
        await turn.answer(turn.say("ruling-none"), keyboards.menu(turn))
        return
    answer = turn.say("ruling-answer", words=one.answer) if one.answer else turn.say("ruling-mute")
    text = turn.say(
        "ruling-one",
        **_line(turn, one.line),
        what=turn.label(f"dispute-{one.what}"),
        words=one.words,
        waiting=one.waiting,
    )
    if one.reply:
        answer += "\n" + turn.say("line-replied", words=one.reply)
    which = (one.dispute_id, one.version)
    buttons = [
        press(turn.label(f"button-rule-{ruling}"), "rule", ruling, *which) for ruling in Ruling
    ]
    onward = (
        [press(turn.label("button-next"), "disputes-queue", one.dispute_id)]
        if one.waiting > 1
        else []
    )
    await turn.answer(f"{text}\n{answer}", rows(buttons, onward))


@table.press("rule")
async def rule(turn: Turn) -> None:
    """Ask for the right times of a correction, else for the reason."""
    ruling = turn.word(0, *Ruling)
    data = {"ruling": ruling, "dispute_id": turn.number(1), "version": turn.version(2)}
    if ruling != Ruling.CORRECTED:
        await _ask_reason(turn, data)
        return
    turn.go(_RULING, "times", **data)
    await turn.show(turn.say("ruling-times"), rows(_back(turn, data)))


@table.step(_RULING, "times")
async def times(turn: Turn) -> None:
    """Take the right times, on the day of the line."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    began_at = await turn.read(
        dispute_decisions.day_of, actor=turn.caller.account_id, dispute_id=data["dispute_id"]
    )
    span = read_hours(turn, began_at.astimezone(turn.words.zone).date(), turn.text)
    if span is None:
        await turn.answer(turn.say("backfill-hours-wrong"), rows(_back(turn, data)))
        return
    await _ask_reason(turn, data | {"span": [one.isoformat() for one in _ends(span)]})


def _ends(span: Span) -> tuple[Any, Any]:
    return span.began_at, span.ended_at


def _back(turn: Turn, data: dict[str, Any]) -> list[InlineKeyboardButton]:
    return _stop(turn, "disputes-queue", 0, data["dispute_id"])


async def _ask_reason(turn: Turn, data: dict[str, Any]) -> None:
    turn.go(_RULING, "reason", **data)
    buttons = [
        [press(turn.label(f"ruling-reason-{one}"), "rulewhy", turn.next_version, one)]
        for one in _REASONS
    ]
    text = turn.say("ruling-reason")
    if "span" in data:
        span = Span.parsed(data["span"])
        ended = turn.words.clock(span.ended_at)
        text = turn.say("ruling-right", began_at=span.began_at, ended=ended) + "\n" + text
    await turn.show(text, rows(*buttons, _back(turn, data)))


@table.press("rulewhy")
async def reason_pressed(turn: Turn) -> None:
    """Decide with the reason of a button."""
    if turn.at(_RULING, "reason") is None:
        await turn.old_button()
        return
    await _decide(turn, turn.label(f"ruling-reason-{turn.word(1, *_REASONS)}"))


@table.step(_RULING, "reason")
async def reason_typed(turn: Turn) -> None:
    """Decide with a typed reason."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    if await is_wordless(turn, _back(turn, turn.standing.data)):
        return
    await _decide(turn, turn.text)


async def _decide(turn: Turn, reason: str) -> None:
    assert turn.standing is not None  # noqa: S101 - the callers looked it up
    data = turn.standing.data
    turn.leave(_RULING)
    decided = await turn.write(
        dispute_decisions.decide,
        actor=turn.caller.account_id,
        dispute_id=data["dispute_id"],
        version=data["version"],
        ruling=Ruling(data["ruling"]),
        span=Span.parsed(data["span"]) if "span" in data else None,
        reason=reason,
        now=turn.now,
    )
    text = turn.say(
        f"ruling-done-{decided.ruling}", volunteer=decided.line.volunteer, minutes=decided.minutes
    )
    more = [press(turn.label("button-next"), "disputes-queue", data["dispute_id"])]
    await turn.answer(text, rows(more))
