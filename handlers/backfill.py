"""〈record hours〉: who keeps a station, a unit or the city types service that no scan saw.

One question at a time; every button carries the version of its question, so an old one is told
apart. Nothing is kept but the conversation until 〈hand in〉.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.permissions import Role
from domain.records import WRITTEN, Span
from domain.refusals import Code, Refusal, Refused
from domain.typed_day import read_day
from domain.writing import public_text
from handlers import keyboards, papers, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import records
from usecases.file_store import Kept
from usecases.records import MOST, MOST_FILES, MOST_PEOPLE

_FLOW = "backfill"
_BETWEEN = re.compile(r"\s*(?:[-–—~～]|至|到)\s*")
_DAYS_SHOWN = 6
_REASONS = ("forgot", "offline", "outside")


@table.more("button-backfill", Role.CLERK, Role.UNIT_CONTACT, Role.FEDERATION)
async def begin(turn: Turn) -> None:
    """Ask whom it is about."""
    data = {"opened": turn.update_id, "role": (turn.role or Role.VOLUNTEER).value}
    await _ask_who(turn, data, "")


async def _ask_who(turn: Turn, data: dict[str, Any], after: str) -> None:
    people = await turn.read(
        records.people,
        actor=turn.caller.account_id,
        role=Role(data["role"]),
        now=turn.now,
        after=after,
    )
    turn.go(_FLOW, "who", **data)
    buttons = [[_press(turn, f"{one.name} {one.number}", "who", one.number)] for one in people]
    if len(people) == MOST_PEOPLE:
        buttons.append([_press(turn, turn.label("button-more-people"), "more", people[-1].number)])
    await turn.show(turn.say("backfill-who"), rows(*buttons, _stop(turn)))


def _press(turn: Turn, text: str, what: str, *more: object) -> InlineKeyboardButton:
    return press(text, "bf", turn.next_version, what, *more)


def _stop(turn: Turn) -> list[InlineKeyboardButton]:
    return [press(turn.label("button-stop"), "cancel")]


@table.press("bf")
async def pressed(turn: Turn) -> None:
    """Take a button of the question that is asked now."""
    standing = turn.standing
    if standing is None or standing.flow != _FLOW or turn.word(0) != str(standing.version):
        await turn.old_button()
        return
    step, what = standing.step, turn.word(1)
    taken = _TAKES.get((step, what))
    if taken is None:
        await turn.old_button()
        return
    await taken(turn, dict(standing.data))


# -- whom, and when --------------------------------------------------------------------------------


async def _more(turn: Turn, data: dict[str, Any]) -> None:
    await _ask_who(turn, data, turn.word(2))


async def _who(turn: Turn, data: dict[str, Any]) -> None:
    await _about(turn, data, turn.word(2))


@table.step(_FLOW, "who")
async def number_typed(turn: Turn) -> None:
    """Take a volunteer's number."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    await _about(turn, dict(turn.standing.data), turn.text[:40])


async def _about(turn: Turn, data: dict[str, Any], number: str) -> None:
    begun = await turn.read(
        records.about, actor=turn.caller.account_id, role=Role(data["role"]), number=number
    )
    data |= {
        "volunteer_id": begun.person.volunteer_id,
        "person": begun.person.name,
        "number": begun.person.number,
        "proposed": {"place": begun.place, "organizer": begun.organizer},
    }
    if "span" in data:
        # The same service of another person: everything else is said already.
        await _take_span(turn, data, _span(data))
        return
    await _ask_day(turn, data)


async def _ask_day(turn: Turn, data: dict[str, Any]) -> None:
    turn.go(_FLOW, "day", **data)
    today = _today(turn)
    days = [today - timedelta(days=back) for back in range(_DAYS_SHOWN)]
    buttons = [_press(turn, turn.words.day(day), "day", day.isoformat()) for day in days]
    text = turn.say("backfill-day", person=data["person"], number=data["number"])
    await turn.show(text, rows(buttons[:3], buttons[3:], _stop(turn)))


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.words.zone).date()


async def _day(turn: Turn, data: dict[str, Any]) -> None:
    day = read_day(turn.word(2), _today(turn))
    if day is None:
        await turn.old_button()
        return
    await _ask_hours(turn, data, day)


@table.step(_FLOW, "day")
async def day_typed(turn: Turn) -> None:
    """Take a typed day."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    day = read_day(turn.text, _today(turn))
    if day is None:
        await turn.answer(turn.say("backfill-day-wrong"), rows(_stop(turn)))
        return
    await _ask_hours(turn, dict(turn.standing.data), day)


async def _ask_hours(turn: Turn, data: dict[str, Any], day: date) -> None:
    turn.go(_FLOW, "hours", **(data | {"day": day.isoformat()}))
    back = [_press(turn, turn.label("button-back"), "back")]
    await turn.show(turn.say("backfill-hours", served_on=day), rows([*back, *_stop(turn)]))


@table.step(_FLOW, "hours")
async def hours_typed(turn: Turn) -> None:
    """Take typed hours: 9:00-11:30."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    span = read_hours(turn, date.fromisoformat(data["day"]), turn.text)
    if span is None:
        back = [_press(turn, turn.label("button-back"), "back")]
        await turn.answer(turn.say("backfill-hours-wrong"), rows([*back, *_stop(turn)]))
        return
    await _take_span(turn, data, span)


def read_hours(turn: Turn, day: date, typed: str) -> Span | None:
    """Return the time of a day that was typed as 9:00-11:30, or None."""
    noon = datetime.combine(day, time(12), turn.words.zone)
    parts = _BETWEEN.split(typed[:40].strip())
    ends = [turn.words.time_on(noon, part) for part in parts]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    return Span(ends[0], ends[1])


def _span(data: dict[str, Any]) -> Span:
    return Span.parsed(data["span"])


async def _take_span(turn: Turn, data: dict[str, Any], span: Span) -> None:
    """Go on if a record can be of this time; a refusal leaves the question as it stands."""
    data |= {"span": [span.began_at.isoformat(), span.ended_at.isoformat()]}
    timely = await turn.write(
        records.at_that_time,
        actor=turn.caller.account_id,
        role=Role(data["role"]),
        volunteer_id=data["volunteer_id"],
        span=span,
        now=turn.now,
    )
    data |= {"late": timely.late, "due_on": timely.due_on.isoformat()}
    if timely.late:
        why = keyboards.why(turn, "records.deadline_workdays")
        await turn.answer(turn.say("backfill-late", due_on=timely.due_on), rows(why))
    if "reason" in data:
        await _summary(turn, data)
        return
    await _ask_field(turn, data | {"said": {}, "mandatory": await _mandatory(turn)})


# -- what ------------------------------------------------------------------------------------------


async def _mandatory(turn: Turn) -> list[str]:
    asked = await turn.read(records.asked_for, now=turn.now)
    return list(asked.mandatory)


def _next_field(data: dict[str, Any]) -> str | None:
    return next((field for field in WRITTEN if field not in data["said"]), None)


async def _ask_field(turn: Turn, data: dict[str, Any]) -> None:
    field = _next_field(data)
    if field is None:
        await _ask_denial(turn, data | {"denied": []})
        return
    turn.go(_FLOW, "field", **data)
    proposed = data["proposed"].get(field)
    buttons = [[_press(turn, proposed, "proposed")]] if proposed else []
    skip = []
    if field not in data["mandatory"]:
        skip = [_press(turn, turn.label("button-skip"), "skip")]
    back = [_press(turn, turn.label("button-back"), "back")]
    text = turn.say(f"backfill-field-{field}")
    await turn.show(text, rows(*buttons, [*back, *skip], _stop(turn)))


async def _proposed(turn: Turn, data: dict[str, Any]) -> None:
    field = _next_field(data) or ""
    said = data["said"] | {field: data["proposed"].get(field, "")}
    await _ask_field(turn, data | {"said": said})


async def _skip(turn: Turn, data: dict[str, Any]) -> None:
    field = _next_field(data)
    if field is None or field in data["mandatory"]:
        await turn.old_button()
        return
    await _ask_field(turn, data | {"said": data["said"] | {field: ""}})


async def _field_back(turn: Turn, data: dict[str, Any]) -> None:
    """Go back one question: to the field before, or to the hours."""
    said = dict(data["said"])
    if not said:
        await _ask_hours(turn, data, date.fromisoformat(data["day"]))
        return
    said.popitem()
    await _ask_field(turn, data | {"said": said})


async def _hours_back(turn: Turn, data: dict[str, Any]) -> None:
    await _ask_day(turn, data)


@table.step(_FLOW, "field")
async def field_typed(turn: Turn) -> None:
    """Take the words of a field."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    field = _next_field(data) or ""
    text = public_text(turn.text, max_length=MOST[field])
    if isinstance(text, Refused):
        await turn.answer(turn.refusal(text), rows(_stop(turn)))
        return
    await _ask_field(turn, data | {"said": data["said"] | {field: text}})


# -- that it was service ---------------------------------------------------------------------------


async def _ask_denial(turn: Turn, data: dict[str, Any]) -> None:
    asked = await turn.read(records.asked_for, now=turn.now)
    left = [one for one in asked.not_service if one not in data["denied"]]
    if not left:
        await _ask_papers(turn, data | {"files": []})
        return
    turn.go(_FLOW, "denial", **data)
    answers = [
        _press(turn, turn.label("button-it-is-not"), "no", left[0]),
        _press(turn, turn.label("button-it-is"), "yes"),
    ]
    number = len(asked.not_service) - len(left) + 1
    question = turn.say(f"backfill-not-{left[0]}", number=number, count=len(asked.not_service))
    why = keyboards.why(turn, "records.not_service")
    await turn.show(question, rows(answers, [*why, *_stop(turn)]))


async def _not(turn: Turn, data: dict[str, Any]) -> None:
    await _ask_denial(turn, data | {"denied": [*data["denied"], turn.word(2)]})


async def _it_is(turn: Turn, _data: dict[str, Any]) -> None:
    """End here: what is no service is not recorded (Order 67 Art 19)."""
    turn.leave(_FLOW)
    refused = Refused(Code.RECORD_NO_SERVICE, rule="records.not_service")
    await turn.answer(turn.refusal(refused), keyboards.menu(turn))


@table.step(_FLOW, "denial", "summary")
async def only_buttons(turn: Turn) -> None:
    """Say that this is answered with the buttons."""
    await turn.answer(turn.say("backfill-press"), rows(_stop(turn)))


# -- papers, reason, handing in --------------------------------------------------------------------


async def _ask_papers(turn: Turn, data: dict[str, Any]) -> None:
    turn.go(_FLOW, "papers", **data)
    count = len(data["files"])
    done = [_press(turn, turn.label("button-papers-done"), "done")] if count else []
    key = "backfill-papers-so-far" if count else "backfill-papers"
    facts = {"count": count} if count else {}
    await turn.show(turn.say(key, **facts), rows(done, _stop(turn)))


@table.step(_FLOW, "papers")
async def paper_sent(turn: Turn) -> None:
    """Take one more photo or file."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    assert turn.message is not None  # noqa: S101
    data = dict(turn.standing.data)
    if turn.message.document is None and not turn.message.photo:
        await turn.answer(turn.say("backfill-papers"), rows(_stop(turn)))
        return
    if len(data["files"]) >= MOST_FILES:
        await turn.answer(turn.say("backfill-papers-many", count=MOST_FILES), _done(turn))
        return
    kept = await papers.fetch(turn, turn.message)
    if kept is None:
        await turn.answer(turn.say("backfill-papers-large"), rows(_stop(turn)))
        return
    await _ask_papers(turn, data | {"files": [*data["files"], kept.as_data()]})


def _done(turn: Turn) -> InlineKeyboardMarkup:
    return rows([_press(turn, turn.label("button-papers-done"), "done")], _stop(turn))


async def _papers_done(turn: Turn, data: dict[str, Any]) -> None:
    turn.go(_FLOW, "reason", **data)
    buttons = [
        [_press(turn, turn.label(f"backfill-reason-{one}"), "reason", one)] for one in _REASONS
    ]
    await turn.show(turn.say("backfill-reason"), rows(*buttons, _stop(turn)))


async def _reason(turn: Turn, data: dict[str, Any]) -> None:
    words = turn.label(f"backfill-reason-{turn.word(2, *_REASONS)}")
    await _summary(turn, data | {"reason": words, "late_reason": ""})


@table.step(_FLOW, "reason")
async def reason_typed(turn: Turn) -> None:
    """Take a typed reason."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    text = public_text(turn.text, max_length=MOST["reason"])
    if isinstance(text, Refused):
        await turn.answer(turn.refusal(text), rows(_stop(turn)))
        return
    await _summary(turn, dict(turn.standing.data) | {"reason": text, "late_reason": ""})


async def _ask_why_late(turn: Turn, data: dict[str, Any]) -> None:
    turn.go(_FLOW, "late", **data)
    why = keyboards.why(turn, "records.deadline_workdays")
    due_on = date.fromisoformat(data["due_on"])
    await turn.show(turn.say("backfill-why-late", due_on=due_on), rows([*why, *_stop(turn)]))


@table.step(_FLOW, "late")
async def why_late_typed(turn: Turn) -> None:
    """Take the reason why it comes after its working days."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    text = public_text(turn.text, max_length=MOST["late_reason"])
    if isinstance(text, Refused):
        await turn.answer(turn.refusal(text), rows(_stop(turn)))
        return
    await _summary(turn, dict(turn.standing.data) | {"late_reason": text})


async def _summary(turn: Turn, data: dict[str, Any]) -> None:
    if data["late"] and not data.get("late_reason"):
        await _ask_why_late(turn, data)
        return
    turn.go(_FLOW, "summary", **data)
    span = _span(data)
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
    hand_in = [_press(turn, turn.label("button-hand-in"), "file")]
    back = [_press(turn, turn.label("button-back"), "back")]
    await turn.show(text, rows(hand_in, [*back, *_stop(turn)]))


def field_lines(turn: Turn, said: dict[str, str]) -> list[str]:
    """Return the fields that say something, each on its line."""
    return [
        turn.label("record-field", field=turn.label(f"record-{field}"), text=said[field])
        for field in WRITTEN
        if said.get(field)
    ]


async def _file(turn: Turn, data: dict[str, Any]) -> None:
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
    turn.go(_FLOW, "again", **(again | {"opened": turn.update_id}))
    filed = await turn.write(
        records.file_record,
        actor=turn.caller.account_id,
        role=Role(data["role"]),
        volunteer_id=data["volunteer_id"],
        span=_span(data),
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
    same = [_press(turn, turn.label("button-same-again"), "again")]
    asked = await turn.read(records.asked_for, now=turn.now)
    confirm = []
    if asked.recipient_confirm != "off":
        confirm = [press(turn.label("button-recipient"), "recipient", filed.record_id)]
    if asked.recipient_confirm == "required":
        text += "\n" + turn.say("recipient-required")
    await turn.answer(text, rows(confirm, same, keyboards.why(turn, "records.notice_days")))


async def _again(turn: Turn, data: dict[str, Any]) -> None:
    await _ask_who(turn, data, "")


@table.step(_FLOW, "again")
async def after(turn: Turn) -> None:
    """Answer as if nothing were going on: the record is handed in."""
    await turn.answer(turn.say("unknown"), keyboards.menu(turn))


_TAKES = {
    ("who", "who"): _who,
    ("who", "more"): _more,
    ("day", "day"): _day,
    ("hours", "back"): _hours_back,
    ("field", "proposed"): _proposed,
    ("field", "skip"): _skip,
    ("field", "back"): _field_back,
    ("denial", "no"): _not,
    ("denial", "yes"): _it_is,
    ("papers", "done"): _papers_done,
    ("reason", "reason"): _reason,
    ("summary", "file"): _file,
    ("summary", "back"): _papers_done,
    ("again", "again"): _again,
}
