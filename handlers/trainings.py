"""〈trainings〉: entered once for several people, looked at, corrected, struck (B10)."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from domain.outside import read_minutes
from domain.permissions import Role
from domain.typed_day import read_day
from domain.writing import public_text
from handlers import keyboards, minors, table
from handlers.backfill_end import stop
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import training_changes, trainings
from usecases.minors import Screen
from usecases.training_changes import PAGE
from usecases.trainings import FIELDS, MOST, MOST_MINUTES, MOST_PEOPLE, Said

_FLOW = "training"
# So many bad lines are told one by one; the rest is counted.
_MOST_FAULTS = 20
_MOST_NAMED = 30

_Take = Callable[[Turn, dict[str, Any], str | int], Awaitable[None]]


@table.more(
    "button-trainings",
    Role.UNIT_CONTACT,
    Role.STATION_HEAD,
    Role.COUNTY_OFFICE,
    Role.FEDERATION,
    Role.CENTRE,
    Role.OFFICE,
)
async def listing(turn: Turn) -> None:
    """Show what was entered, the newest first, and the way to a new one."""
    turn.leave(_FLOW)
    page = turn.number(0) if turn.args else 0
    found, more = await turn.read(training_changes.entered, actor=turn.caller.account_id, page=page)
    lines = [
        turn.say(
            "training-line",
            number=number,
            name=one.said.name,
            held_on=one.said.held_on,
            people=one.people,
        )
        for number, one in enumerate(found, page * PAGE + 1)
    ]
    cells = [
        press(str(number), "training", one.first_id)
        for number, one in enumerate(found, page * PAGE + 1)
    ]
    turns = [press("◀", "trainings", page - 1)] if page else []
    turns += [press("▶", "trainings", page + 1)] if more else []
    new = [press(turn.label("button-training-new"), "trainnew")]
    why = keyboards.why(turn, "B10")
    head = turn.say("trainings-entered" if lines else "trainings-none")
    await turn.show("\n".join([head, *lines]), rows(new, cells[:4], cells[4:], turns, why))


# -- a new one, question by question ---------------------------------------------------------------


@table.press("trainnew")
async def begin(turn: Turn) -> None:
    """Ask for the name."""
    await turn.read(training_changes.entered, actor=turn.caller.account_id, page=0)
    await _ask(turn, {"said": {}, "corrects": 0, "opened": turn.update_id})


def _next(data: dict[str, Any]) -> str | None:
    if data["corrects"]:
        return str(data["field"])
    return next((field for field in FIELDS if field not in data["said"]), None)


async def _ask(turn: Turn, data: dict[str, Any], lead: str = "") -> None:
    field = _next(data)
    if field is None:
        await _ask_people(turn, data | {"people": []}, [])
        return
    turn.go(_FLOW, "asked", **data)
    back = [press(turn.label("button-back"), "trainback", turn.next_version)]
    text = turn.say(f"training-ask-{field}")
    await turn.show("\n".join([lead, text] if lead else [text]), rows([*back, *stop(turn)]))


@table.press("trainback")
async def back(turn: Turn) -> None:
    """Go back one question: to the field before, or to the list."""
    data = _asked(turn, "asked", "people")
    if data is None:
        await turn.old_button()
        return
    said = dict(data["said"])
    if data["corrects"] or not said:
        turn.args = []
        await listing(turn)
        return
    said.popitem()
    await _ask(turn, data | {"said": said})


def _asked(turn: Turn, *steps: str) -> dict[str, Any] | None:
    """Return what was said so far, or None for a button of another question."""
    standing = turn.at(_FLOW, *steps)
    return None if standing is None else dict(standing.data)


@table.step(_FLOW, "asked")
async def answered(turn: Turn) -> None:
    """Take what was asked for, and ask the next, or correct by it."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    field = _next(data) or ""
    value = _read(turn, field)
    if value is None:
        await _ask(turn, data, turn.say("training-wrong"))
    elif data["corrects"]:
        await _correct(turn, data, field, value)
    else:
        await _ask(turn, data | {"said": data["said"] | {field: value}})


def _read(turn: Turn, field: str) -> str | int | None:
    """Return what was typed into a field as a conversation keeps it, or None."""
    if field in MOST:
        text = public_text(turn.text.replace("\n", " "), max_length=MOST[field])
        return text if isinstance(text, str) else None
    if field == "learning_minutes":
        minutes = read_minutes(turn.text)
        return minutes if minutes and minutes <= MOST_MINUTES else None
    today = turn.desk.db.city.calendar.day_of(turn.now)
    day = read_day(turn.text, today)
    return day.isoformat() if day and day <= today else None


def _said(kept: dict[str, Any]) -> Said:
    return Said(**(kept | {"held_on": date.fromisoformat(kept["held_on"])}))


def _facts(said: Said) -> dict[str, Any]:
    return {field: getattr(said, field) for field in FIELDS}


async def _ask_people(turn: Turn, data: dict[str, Any], faults: list[str]) -> None:
    turn.go(_FLOW, "people", **data)
    version = turn.next_version
    lines = [turn.say("training-summary", **_facts(_said(data["said"])))]
    if faults:
        lines += ["", *faults[:_MOST_FAULTS]]
        if len(faults) > _MOST_FAULTS:
            lines.append(turn.say("training-more-faults", count=len(faults) - _MOST_FAULTS))
    if data["people"]:
        lines += ["", turn.say("training-listed", count=len(data["people"]))]
        lines.append(_named(turn, [name for _, name in data["people"]]))
    lines += ["", turn.say("training-ask-people", most=MOST_PEOPLE)]
    save = [press(turn.label("button-training-save"), "trainsave", version)]
    leads = [press(turn.label("button-back"), "trainback", version), *stop(turn)]
    await turn.show("\n".join(lines), rows(save if data["people"] else [], leads))


def _named(turn: Turn, names: list[str]) -> str:
    some = turn.label("comma").join(names[-_MOST_NAMED:])
    return turn.say("training-names", names=some)


@table.step(_FLOW, "people")
async def people_typed(turn: Turn) -> None:
    """Take typed numbers, one a line: good ones are kept, of each bad one it is said why."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    people = [tuple(one) for one in data["people"]]
    found = await turn.read(
        trainings.read_lines,
        actor=turn.caller.account_id,
        said=_said(data["said"]),
        typed=turn.text,
        known=[who for who, _ in people],
    )
    good = [one.person for one in found if one.person]
    shown = [(f"volunteer:{one.volunteer_id}", one.born_on) for one in good]
    await minors.shown(turn, shown, Screen.RECORD)
    people += [(one.volunteer_id, f"{one.name} {one.number}") for one in good]
    faults = [
        turn.say(
            "training-bad-line", typed=one.typed, why=turn.label(f"training-fault-{one.fault}")
        )
        for one in found
        if one.fault
    ]
    if not found:
        faults = [turn.say("training-wrong")]
    await _ask_people(turn, data | {"people": people}, faults)


@table.press("trainsave")
async def save(turn: Turn) -> None:
    """Enter it for everybody on the list."""
    data = _asked(turn, "people")
    if data is None or not data["people"]:
        await turn.old_button()
        return
    turn.leave(_FLOW)
    made = await turn.write(
        trainings.save,
        actor=turn.caller.account_id,
        said=_said(data["said"]),
        volunteer_ids=[who for who, _ in data["people"]],
        request_id=f"training/{turn.caller.account_id}/{data['opened']}",
        now=turn.now,
    )
    text = turn.say("training-saved", name=made.said.name, people=made.people)
    await turn.show(text, rows([press(turn.label("button-trainings"), "trainings")]))


# -- one that was entered --------------------------------------------------------------------------


@table.press("training")
async def look(turn: Turn) -> None:
    """Show one with its people and what was said of it before."""
    turn.leave(_FLOW)
    await _show(turn, turn.number(0))


async def _show(turn: Turn, training_id: int, lead: str = "") -> None:
    whole = await turn.read(
        training_changes.look, actor=turn.caller.account_id, training_id=training_id
    )
    shown = [(f"volunteer:{one.volunteer_id}", one.born_on) for one in whole.people]
    await minors.shown(turn, shown[-_MOST_NAMED:], Screen.RECORD)
    lines = [lead] if lead else []
    lines.append(turn.say("training-summary", **_facts(whole.entered.said)))
    lines += [turn.say("training-before", **_facts(one)) for one in whole.before]
    lines.append(turn.say("training-listed", count=whole.entered.people))
    lines.append(_named(turn, [f"{one.name} {one.number}" for one in whole.people]))
    which = whole.entered.first_id
    await turn.show(
        "\n".join(lines),
        rows(
            [press(turn.label("button-training-fix"), "trainfix", which)],
            [
                press(turn.label("button-training-one"), "trainone", which),
                press(turn.label("button-training-all"), "trainall", which),
            ],
            [press(turn.label("button-back"), "trainings")],
        ),
    )


@table.press("trainfix")
async def which_field(turn: Turn) -> None:
    """Ask what is to be corrected."""
    which = turn.number(0)
    await turn.read(training_changes.look, actor=turn.caller.account_id, training_id=which)
    cells = [press(turn.label(f"training-field-{one}"), "trainfield", which, one) for one in FIELDS]
    leads = [press(turn.label("button-back"), "training", which)]
    await turn.show(turn.say("training-fix"), rows(cells[:2], cells[2:4], cells[4:], leads))


@table.press("trainfield")
async def field_chosen(turn: Turn) -> None:
    """Ask for what is right."""
    which, field = turn.number(0), turn.word(1, *FIELDS)
    await turn.read(training_changes.look, actor=turn.caller.account_id, training_id=which)
    data = {"said": {}, "corrects": which, "field": field, "opened": turn.update_id}
    await _ask(turn, data)


async def _correct(turn: Turn, data: dict[str, Any], field: str, value: str | int) -> None:
    whole = await turn.read(
        training_changes.look, actor=turn.caller.account_id, training_id=data["corrects"]
    )
    facts = _facts(whole.entered.said) | {"held_on": whole.entered.said.held_on.isoformat()}
    turn.leave(_FLOW)
    made = await turn.write(
        training_changes.correct,
        actor=turn.caller.account_id,
        training_id=data["corrects"],
        said=_said(facts | {field: value}),
        request_id=f"training/{turn.caller.account_id}/{data['opened']}",
        now=turn.now,
    )
    await _show(turn, made.first_id, turn.say("training-corrected", people=made.people))


@table.press("trainall")
async def ask_all(turn: Turn) -> None:
    """Ask before it is struck for everybody."""
    which = turn.number(0)
    whole = await turn.read(training_changes.look, actor=turn.caller.account_id, training_id=which)
    yes = [press(turn.label("button-training-yes"), "trainallyes", which)]
    no = [press(turn.label("button-no"), "training", which)]
    text = turn.say(
        "training-strike-ask", name=whole.entered.said.name, people=whole.entered.people
    )
    await turn.show(text, rows([*yes, *no]))


@table.press("trainallyes")
async def strike_all(turn: Turn) -> None:
    """Strike it for everybody."""
    await _strike(turn, turn.number(0), "")


@table.press("trainone")
async def ask_one(turn: Turn) -> None:
    """Ask for whom it is struck."""
    which = turn.number(0)
    await turn.read(training_changes.look, actor=turn.caller.account_id, training_id=which)
    turn.go(_FLOW, "one", training=which)
    leads = [press(turn.label("button-back"), "training", which)]
    await turn.show(turn.say("training-ask-one"), rows([*leads, *stop(turn)]))


@table.step(_FLOW, "one")
async def one_typed(turn: Turn) -> None:
    """Strike it for the person of a typed number."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    which = int(turn.standing.data["training"])
    whole = await turn.read(training_changes.look, actor=turn.caller.account_id, training_id=which)
    number = turn.text.strip()[:40]
    if number not in {one.number for one in whole.people}:
        leads = [press(turn.label("button-back"), "training", which)]
        await turn.answer(turn.say("training-not-there"), rows([*leads, *stop(turn)]))
        return
    turn.leave(_FLOW)
    await _strike(turn, which, number)


async def _strike(turn: Turn, which: int, number: str) -> None:
    people = await turn.write(
        training_changes.strike,
        actor=turn.caller.account_id,
        training_id=which,
        number=number,
        now=turn.now,
    )
    text = turn.say("training-struck", people=people)
    await turn.show(text, rows([press(turn.label("button-trainings"), "trainings")]))
