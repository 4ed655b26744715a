"""〈record hours〉: who keeps a station, a unit or the city types service that no scan saw.

One question at a time; every button carries the version of its question, so an old one is told
apart. Nothing is kept but the conversation until 〈hand in〉.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.permissions import Role
from domain.records import NO_SERVICE, WRITTEN, Span
from domain.refusals import Refused
from domain.typed_day import read_day
from domain.writing import public_text
from handlers import keyboards, minors, table
from handlers.backfill_end import (
    FLOW,
    ask_papers,
    feet,
    file,
    headed,
    papers_done,
    pressed_with,
    reason,
    span_of,
    stop,
    summary,
)
from handlers.keyboards import rows
from handlers.turn import Turn
from usecases import records
from usecases.minors import Screen
from usecases.records import MOST, MOST_PEOPLE

_BETWEEN = re.compile(r"\s*(?:[-–—~～]|至|到|\bto\b)\s*")
_DAYS_SHOWN = 6


@table.more("button-backfill", Role.CLERK, Role.UNIT_CONTACT, Role.FEDERATION)
async def begin(turn: Turn) -> None:
    """Ask whom it is about."""
    data = {"opened": turn.update_id, "role": (turn.role or Role.VOLUNTEER).value}
    await _ask_who(turn, data, "")


async def begin_for(turn: Turn, number: str, span: Span) -> None:
    """Begin a record of somebody and a time that are known already: he missed it himself."""
    ends = [span.began_at.isoformat(), span.ended_at.isoformat()]
    data = {"opened": turn.update_id, "role": Role.CLERK.value, "span": ends}
    data["day"] = span.began_at.astimezone(turn.words.zone).date().isoformat()
    turn.go(FLOW, "who", **data)
    await _about(turn, data, number)


async def _ask_who(turn: Turn, data: dict[str, Any], after: str) -> None:
    people = await turn.read(
        records.people,
        actor=turn.caller.account_id,
        role=Role(data["role"]),
        now=turn.now,
        after=after,
    )
    await minors.numbered(turn, [one.number for one in people], Screen.RECORD)
    turn.go(FLOW, "who", **data)
    buttons = [
        [pressed_with(turn, f"{one.name} {one.number}", "who", one.number)] for one in people
    ]
    if len(people) == MOST_PEOPLE:
        buttons.append(
            [pressed_with(turn, turn.label("button-more-people"), "more", people[-1].number)]
        )
    asked = headed(turn, "who", turn.say("backfill-who", count=len(people)))
    await turn.show(asked, rows(*buttons, stop(turn)))


@table.press("bf")
async def pressed(turn: Turn) -> None:
    """Take a button of the question that is asked now."""
    standing = turn.at(FLOW)
    if standing is None:
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


@table.step(FLOW, "who")
async def number_typed(turn: Turn) -> None:
    """Take a volunteer's number."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    await _about(turn, dict(turn.standing.data), turn.text[:40])


async def _about(turn: Turn, data: dict[str, Any], number: str) -> None:
    begun = await turn.read(
        records.about, actor=turn.caller.account_id, role=Role(data["role"]), number=number
    )
    await minors.numbered(turn, [begun.person.number], Screen.RECORD)
    data |= {
        "volunteer_id": begun.person.volunteer_id,
        "person": begun.person.name,
        "number": begun.person.number,
        "proposed": {"place": begun.place, "organizer": begun.organizer},
    }
    if "span" in data:
        # The same service of another person: everything else is said already.
        await _take_span(turn, data, span_of(data))
        return
    await _ask_day(turn, data)


async def _ask_day(turn: Turn, data: dict[str, Any]) -> None:
    turn.go(FLOW, "day", **data)
    today = _today(turn)
    days = [today - timedelta(days=back) for back in range(_DAYS_SHOWN)]
    buttons = [pressed_with(turn, turn.words.day(day), "day", day.isoformat()) for day in days]
    text = turn.say("backfill-day", person=data["person"], number=data["number"])
    await turn.show(headed(turn, "day", text), rows(buttons[:3], buttons[3:], feet(turn)))


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.words.zone).date()


async def _day(turn: Turn, data: dict[str, Any]) -> None:
    day = read_day(turn.word(2), _today(turn))
    if day is None:
        await turn.old_button()
        return
    await _ask_hours(turn, data, day)


@table.step(FLOW, "day")
async def day_typed(turn: Turn) -> None:
    """Take a typed day."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    day = read_day(turn.text, _today(turn))
    if day is None:
        await turn.answer(turn.say("backfill-day-wrong"), rows(feet(turn)))
        return
    await _ask_hours(turn, dict(turn.standing.data), day)


async def _ask_hours(turn: Turn, data: dict[str, Any], day: date) -> None:
    turn.go(FLOW, "hours", **(data | {"day": day.isoformat()}))
    asked = headed(turn, "hours", turn.say("backfill-hours", served_on=day))
    await turn.show(asked, rows(feet(turn)))


@table.step(FLOW, "hours")
async def hours_typed(turn: Turn) -> None:
    """Take typed hours: 9:00-11:30."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    span = read_hours(turn, date.fromisoformat(data["day"]), turn.text)
    if span is None:
        await turn.answer(turn.say("backfill-hours-wrong"), rows(feet(turn)))
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
        await summary(turn, data)
        return
    await _ask_field(turn, data | {"said": {}, "mandatory": await _mandatory(turn)})


# -- what ------------------------------------------------------------------------------------------


async def _mandatory(turn: Turn) -> list[str]:
    asked = await turn.read(records.asked_for, now=turn.now)
    return list(asked.mandatory)


def _next_field(data: dict[str, Any]) -> str | None:
    return next((field for field in WRITTEN if field not in data["said"]), None)


async def _ask_field(turn: Turn, data: dict[str, Any], lead: str = "") -> None:
    field = _next_field(data)
    if field is None:
        await _ask_denial(turn, data | {"denied": []})
        return
    turn.go(FLOW, "field", **data)
    proposed = data["proposed"].get(field)
    buttons = [[pressed_with(turn, proposed, "proposed")]] if proposed else []
    skip = []
    if field not in data["mandatory"]:
        skip = [pressed_with(turn, turn.label("button-skip"), "skip")]
    back = [pressed_with(turn, turn.label("button-back"), "back")]
    asked = headed(turn, field, turn.say(f"backfill-field-{field}"))
    text = f"{lead}\n{asked}" if lead else asked
    await turn.show(text, rows(*buttons, [*back, *skip], stop(turn)))


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


@table.step(FLOW, "field")
async def field_typed(turn: Turn) -> None:
    """Take the words of a field."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    field = _next_field(data) or ""
    text = public_text(turn.text, max_length=MOST[field])
    if isinstance(text, Refused):
        await _ask_field(turn, data, turn.refusal(text))
        return
    await _ask_field(turn, data | {"said": data["said"] | {field: text}})


# -- that it was service ---------------------------------------------------------------------------


async def _ask_denial(turn: Turn, data: dict[str, Any]) -> None:
    asked = await turn.read(records.asked_for, now=turn.now)
    left = [one for one in asked.not_service if one not in data["denied"]]
    if not left:
        await ask_papers(turn, data | {"files": data.get("files", [])})
        return
    turn.go(FLOW, "denial", **data)
    answers = [
        pressed_with(turn, turn.label("button-it-is-not"), "no", left[0]),
        pressed_with(turn, turn.label("button-it-is"), "yes"),
    ]
    number = len(asked.not_service) - len(left) + 1
    question = turn.say(f"backfill-not-{left[0]}", number=number, count=len(asked.not_service))
    why = keyboards.why(turn, "records.not_service")
    await turn.show(headed(turn, "denial", question), rows(answers, why, feet(turn)))


async def _not(turn: Turn, data: dict[str, Any]) -> None:
    await _ask_denial(turn, data | {"denied": [*data["denied"], turn.word(2)]})


async def _denial_back(turn: Turn, data: dict[str, Any]) -> None:
    """Go back one question: to what was denied last, or to the last field."""
    if data["denied"]:
        await _ask_denial(turn, data | {"denied": data["denied"][:-1]})
    else:
        await _field_back(turn, data)


async def _day_back(turn: Turn, data: dict[str, Any]) -> None:
    await _ask_who(turn, data, "")


async def _it_is(turn: Turn, _data: dict[str, Any]) -> None:
    """End here: what is no service is not recorded (Order 67 Art 19)."""
    turn.leave(FLOW)
    await turn.answer(turn.refusal(NO_SERVICE), keyboards.menu(turn))


@table.step(FLOW, "denial", "summary")
async def only_buttons(turn: Turn) -> None:
    """Say that this is answered with the buttons."""
    await turn.answer(turn.say("backfill-press"), rows(feet(turn)))


async def _again(turn: Turn, data: dict[str, Any]) -> None:
    await _ask_who(turn, data, "")


@table.step(FLOW, "again")
async def after(turn: Turn) -> None:
    """Answer as if nothing were going on: the record is handed in."""
    await turn.answer(turn.say("unknown"), keyboards.menu(turn))


_TAKES = {
    ("who", "who"): _who,
    ("who", "more"): _more,
    ("day", "day"): _day,
    ("day", "back"): _day_back,
    ("hours", "back"): _hours_back,
    ("field", "proposed"): _proposed,
    ("field", "skip"): _skip,
    ("field", "back"): _field_back,
    ("denial", "no"): _not,
    ("denial", "yes"): _it_is,
    ("denial", "back"): _denial_back,
    ("papers", "back"): _denial_back,
    ("papers", "done"): papers_done,
    ("reason", "back"): ask_papers,
    ("late", "back"): papers_done,
    ("reason", "reason"): reason,
    ("summary", "file"): file,
    ("summary", "back"): papers_done,
    ("again", "again"): _again,
}
