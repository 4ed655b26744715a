"""〈record hours〉, its last part: papers, the reason, everything once more, and handing in."""

from datetime import date
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.permissions import Role
from domain.records import WRITTEN, Span
from domain.refusals import Code, Refusal, Refused
from domain.writing import public_text
from handlers import keyboards, papers, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import records
from usecases.file_store import Kept
from usecases.records import MOST, MOST_FILES

FLOW = "backfill"
_REASONS = ("forgot", "offline", "outside")
# Every question in its order; the fields are questions each.
_ORDER = ("who", "day", "hours", *WRITTEN, "denial", "papers", "reason", "summary")


def pressed_with(turn: Turn, text: str, what: str, *more: object) -> InlineKeyboardButton:
    """Return a button that carries the version of its question."""
    return press(text, "bf", turn.next_version, what, *more)


def stop(turn: Turn) -> list[InlineKeyboardButton]:
    """Return the row that stops the conversation."""
    return [press(turn.label("button-stop"), "cancel")]


def feet(turn: Turn) -> list[InlineKeyboardButton]:
    """Return the last row of a question: back, and stop here."""
    return [pressed_with(turn, turn.label("button-back"), "back"), *stop(turn)]


def headed(turn: Turn, question: str, text: str) -> str:
    """Return a question with how far one has come above it."""
    n, m = _ORDER.index(question) + 1, len(_ORDER)
    return turn.say("registration-progress", n=n, m=m) + "\n" + text


def span_of(data: dict[str, Any]) -> Span:
    """Return the time that was said."""
    return Span.parsed(data["span"])


async def ask_papers(turn: Turn, data: dict[str, Any]) -> None:
    """Ask for photos and files, or for one more."""
    turn.go(FLOW, "papers", **data)
    count = len(data["files"])
    done = [pressed_with(turn, turn.label("button-papers-done"), "done")] if count else []
    key = "backfill-papers-so-far" if count else "backfill-papers"
    facts = {"count": count} if count else {}
    await turn.show(headed(turn, "papers", turn.say(key, **facts)), rows(done, feet(turn)))


@table.step(FLOW, "papers")
async def paper_sent(turn: Turn) -> None:
    """Take one more photo or file."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    assert turn.message is not None  # noqa: S101
    data = dict(turn.standing.data)
    if turn.message.document is None and not turn.message.photo:
        await ask_papers(turn, data)
        return
    if len(data["files"]) >= MOST_FILES:
        await turn.answer(turn.say("backfill-papers-many", count=MOST_FILES), _done(turn))
        return
    kept = await papers.fetch(turn, turn.message)
    if kept is None:
        await turn.answer(turn.say("backfill-papers-large"), rows(feet(turn)))
        return
    await ask_papers(turn, data | {"files": [*data["files"], kept.as_data()]})


def _done(turn: Turn) -> InlineKeyboardMarkup:
    return rows([pressed_with(turn, turn.label("button-papers-done"), "done")], feet(turn))


async def papers_done(turn: Turn, data: dict[str, Any]) -> None:
    """Ask why it was not scanned."""
    turn.go(FLOW, "reason", **data)
    buttons = [
        [pressed_with(turn, turn.label(f"backfill-reason-{one}"), "reason", one)]
        for one in _REASONS
    ]
    asked = headed(turn, "reason", turn.say("backfill-reason"))
    await turn.show(asked, rows(*buttons, feet(turn)))


async def reason(turn: Turn, data: dict[str, Any]) -> None:
    """Take a reason from a button."""
    words = turn.label(f"backfill-reason-{turn.word(2, *_REASONS)}")
    await summary(turn, data | {"reason": words, "late_reason": ""})


@table.step(FLOW, "reason")
async def reason_typed(turn: Turn) -> None:
    """Take a typed reason."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    text = public_text(turn.text, max_length=MOST["reason"])
    if isinstance(text, Refused):
        await turn.answer(turn.refusal(text), rows(feet(turn)))
        return
    await summary(turn, dict(turn.standing.data) | {"reason": text, "late_reason": ""})


async def _ask_why_late(turn: Turn, data: dict[str, Any]) -> None:
    turn.go(FLOW, "late", **data)
    why = keyboards.why(turn, "records.deadline_workdays")
    due_on = date.fromisoformat(data["due_on"])
    await turn.show(turn.say("backfill-why-late", due_on=due_on), rows(why, feet(turn)))


@table.step(FLOW, "late")
async def why_late_typed(turn: Turn) -> None:
    """Take the reason why it comes after its working days."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    text = public_text(turn.text, max_length=MOST["late_reason"])
    if isinstance(text, Refused):
        await turn.answer(turn.refusal(text), rows(feet(turn)))
        return
    await summary(turn, dict(turn.standing.data) | {"late_reason": text})


async def summary(turn: Turn, data: dict[str, Any]) -> None:
    """Show everything once more before it is handed in; what comes late says why first."""
    if data["late"] and not data.get("late_reason"):
        await _ask_why_late(turn, data)
        return
    turn.go(FLOW, "summary", **data)
    span = span_of(data)
    text = turn.say(
        "backfill-summary",
        person=data["person"],
        number=data["number"],
        served_on=date.fromisoformat(data["day"]),
        began=turn.words.clock(span.began_at),
        ended=turn.words.clock(span.ended_at),
        lines="\n".join(field_lines(turn, data["said"])),
        reason=data["reason"],
        count=len(data["files"]),
    )
    if data["late"]:
        text += "\n" + turn.say("backfill-late-reason", reason=data["late_reason"])
    hand_in = [pressed_with(turn, turn.label("button-hand-in"), "file")]
    await turn.show(headed(turn, "summary", text), rows(hand_in, feet(turn)))


def field_lines(turn: Turn, said: dict[str, str]) -> list[str]:
    """Return the fields that say something, each on its line."""
    return [
        turn.label("record-field", field=turn.label(f"record-{field}"), text=said[field])
        for field in WRITTEN
        if said.get(field)
    ]


async def file(turn: Turn, data: dict[str, Any]) -> None:
    """Hand it in; what has become late meanwhile is asked why it did."""
    try:
        await _hand_in(turn, data)
    except Refusal as refusal:
        if refusal.refused.code is not Code.RECORD_WHY_LATE:
            raise
        await _ask_why_late(turn, data | {"late": True})


async def _hand_in(turn: Turn, data: dict[str, Any]) -> None:
    """Hand it in; then the same service of somebody else is one number away."""
    again = {key: value for key, value in data.items() if key not in ("volunteer_id", "person")}
    turn.go(FLOW, "again", **(again | {"opened": turn.update_id}))
    filed = await turn.write(
        records.file_record,
        actor=turn.caller.account_id,
        role=Role(data["role"]),
        volunteer_id=data["volunteer_id"],
        span=span_of(data),
        said=data["said"],
        denied=data["denied"],
        reason=data["reason"],
        files=[Kept(**file) for file in data["files"]],
        request_id=f"backfill/{data['opened']}",
        late_reason=data.get("late_reason", ""),
        now=turn.now,
    )
    key = "backfill-filed-late" if filed.late else "backfill-filed"
    text = turn.say(key, person=filed.person.name, spent_minutes=filed.span.minutes)
    same = [pressed_with(turn, turn.label("button-same-again"), "again")]
    asked = await turn.read(records.asked_for, now=turn.now)
    confirm = []
    if asked.recipient_confirm != "off":
        confirm = [press(turn.label("button-recipient"), "recipient", filed.record_id)]
    if asked.recipient_confirm == "required":
        text += "\n" + turn.say("recipient-required")
    await turn.answer(text, rows(confirm, same, keyboards.why(turn, "records.notice_days")))
