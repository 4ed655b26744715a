"""Transfers in the chat: a volunteer asks, the two sides agree, he looks at his new details."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import InlineKeyboardButton

from domain.permissions import Role
from domain.relocation import MOVES_HOME, Belonging
from handlers import keyboards, minors, queue, table
from handlers.keyboards import press, rows
from handlers.registration_questions import address, place_name
from handlers.turn import Turn
from usecases import directory, registration, relocations
from usecases.minors import Screen
from usecases.relocations import REFUSALS

_FLOW = "relocation"
_NONE, _SAME = "0", "same"
Data = dict[str, Any]
Buttons = list[list[InlineKeyboardButton]]


@table.more("button-relocation", Role.VOLUNTEER)
async def begin(turn: Turn) -> None:
    """Ask why, or show the request that waits."""
    own = await turn.read(relocations.own, actor=turn.caller.account_id, now=turn.now)
    if own.state:
        form = await turn.read(registration.form, now=turn.now)
        text = turn.say(
            "relocation-waits",
            state=own.state,
            unit=own.to_unit or turn.label("none"),
            place=address(turn, own.to_township or own.to_county, form),
        )
        stop = [press(turn.label("button-relocation-stop"), "relocationstop")]
        await turn.show(text, rows(stop))
        return
    data = {
        "county": own.belonging.county,
        "township": own.belonging.township,
        "unit_id": own.belonging.unit_id,
        "old_unit_id": own.belonging.unit_id,
        "unit": own.unit,
        "old_unit": own.unit,
        "team_id": None,
        "reasons": list(own.reasons),
    }
    await _ask_reason(turn, data)


@table.press("relocationstop")
async def withdraw(turn: Turn) -> None:
    """Take the open request back."""
    await turn.write(relocations.withdraw, actor=turn.caller.account_id, now=turn.now)
    await turn.show(turn.say("relocation-withdrawn"))


def _button(turn: Turn, text: str, what: str, value: object = "") -> InlineKeyboardButton:
    return press(text, "moving", turn.next_version, what, value)


async def _show(turn: Turn, step: str, text: str, buttons: Buttons) -> None:
    stop = press(turn.label("button-stop"), "cancel")
    back = [] if step == "reason" else [_button(turn, turn.label("button-back"), "back")]
    await turn.show(text, rows(*buttons, [*back, stop]))


async def _ask_reason(turn: Turn, data: Data, lead: str = "") -> None:
    turn.go(_FLOW, "reason", **data)
    reasons = [
        [_button(turn, turn.label(f"relocation-reason-{one}"), "reason", one)]
        for one in data["reasons"]
    ]
    await _show(turn, "reason", lead + turn.say("relocation-why"), reasons)


async def _ask_place(turn: Turn, data: Data, lead: str = "") -> None:
    turn.go(_FLOW, "place", **data)
    form = await turn.read(registration.form, now=turn.now)
    county = data.get("choosing")
    places = form.places.townships(county) if county else form.places.counties
    what = "township" if county else "county"
    cells = [_button(turn, place_name(turn, one), what, one.code) for one in places]
    pairs = [cells[n : n + 2] for n in range(0, len(cells), 2)]
    await _show(turn, "place", lead + turn.say("relocation-where"), pairs)


async def _ask_unit(turn: Turn, data: Data, lead: str = "") -> None:
    turn.go(_FLOW, "unit", **data)
    found = [[_button(turn, one["name"][:60], "unit", one["ref"])] for one in data.get("found", [])]
    found.append([_button(turn, turn.label("button-no-unit"), "unit", _NONE)])
    if data["old_unit_id"] is not None and data["reason"] in MOVES_HOME:
        found.append([_button(turn, turn.label("button-same-unit"), "unit", _SAME)])
    await _show(turn, "unit", lead + turn.say("relocation-unit"), found)


async def _ask_team(turn: Turn, data: Data, lead: str = "") -> None:
    teams = await turn.read(
        registration.teams_for, unit_id=data["unit_id"], township=data["township"], now=turn.now
    )
    if not teams:
        await _ask_sure(turn, data, lead)
        return
    turn.go(_FLOW, "team", **data)
    buttons = [[_button(turn, team.name[:60], "team", team.ref)] for team in teams]
    buttons.append([_button(turn, turn.label("button-team-later"), "team", _NONE)])
    await _show(turn, "team", lead + turn.say("registration-team"), buttons)


async def _ask_sure(turn: Turn, data: Data, lead: str = "") -> None:
    turn.go(_FLOW, "summary", **data)
    form = await turn.read(registration.form, now=turn.now)
    text = turn.say(
        "relocation-summary",
        reason=turn.label(f"relocation-reason-{data['reason']}"),
        from_unit=data["old_unit"] or turn.label("none"),
        to_unit=data["unit"] or turn.label("none"),
        place=address(turn, data["township"] or data["county"], form),
    )
    send = [[_button(turn, turn.label("button-submit"), "submit")]]
    await _show(turn, "summary", lead + text, send)


_ASK: dict[str, Callable[[Turn, Data, str], Awaitable[None]]] = {
    "reason": _ask_reason,
    "place": _ask_place,
    "unit": _ask_unit,
    "team": _ask_team,
    "summary": _ask_sure,
}


@table.press("moving")
async def pressed(turn: Turn) -> None:
    """Take the answer of a button, unless its question is over."""
    standing = turn.at(_FLOW, *_ASK)
    if standing is None:
        await turn.old_button()
        return
    await _TAKE[turn.word(1, *_TAKE)](turn, dict(standing.data), turn.word(2))


async def _reason(turn: Turn, data: Data, value: str) -> None:
    data["reason"] = turn.word(2, *data["reasons"])
    await (_ask_place if value in MOVES_HOME else _ask_unit)(turn, data)


async def _county(turn: Turn, data: Data, value: str) -> None:
    form = await turn.read(registration.form, now=turn.now)
    data |= {"county": value, "township": ""}
    if form.places.townships(value):
        await _ask_place(turn, data | {"choosing": value})
    else:
        await _ask_unit(turn, data)


async def _township(turn: Turn, data: Data, value: str) -> None:
    data.pop("choosing", None)
    await _ask_unit(turn, data | {"township": value})


async def _unit(turn: Turn, data: Data, value: str) -> None:
    names = {one["ref"]: one["name"] for one in data.pop("found", [])}
    if value == _SAME:
        data |= {"unit_id": data["old_unit_id"], "unit": data["old_unit"]}
    else:
        data |= {
            "unit_id": int(value) if value in names else None,
            "unit": names.get(value, ""),
        }
    await _ask_team(turn, data | {"team_id": None})


async def _team(turn: Turn, data: Data, value: str) -> None:
    await _ask_sure(turn, data | {"team_id": turn.number(2) if value != _NONE else None})


async def _back(turn: Turn, data: Data, _value: str) -> None:
    assert turn.standing is not None  # noqa: S101 - only pressed within the conversation
    step = turn.standing.step
    if step == "place" and data.pop("choosing", None):
        await _ask_place(turn, data)
    elif step in ("team", "summary"):
        await _ask_unit(turn, data)
    elif step == "unit" and data["reason"] in MOVES_HOME:
        await _ask_place(turn, data)
    else:
        await _ask_reason(turn, data)


async def _submit(turn: Turn, data: Data, _value: str) -> None:
    turn.leave(_FLOW)
    await turn.write(
        relocations.ask,
        actor=turn.caller.account_id,
        reason=data["reason"],
        wanted=Belonging(data["unit_id"], data["team_id"], data["county"], data["township"]),
        now=turn.now,
    )
    await turn.show(turn.say("relocation-asked"))


_TAKE: dict[str, Callable[[Turn, Data, str], Awaitable[None]]] = {
    "reason": _reason,
    "county": _county,
    "township": _township,
    "unit": _unit,
    "team": _team,
    "back": _back,
    "submit": _submit,
}


@table.step(_FLOW, "reason", "place", "unit", "team", "summary")
async def sent(turn: Turn) -> None:
    """Look for the unit whose name was typed; everywhere else a button answers."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    step, data = turn.standing.step, dict(turn.standing.data)
    if step != "unit":
        await _ASK[step](turn, data, turn.say("registration-tap") + "\n")
        return
    found = await turn.read(directory.find_units, typed=turn.text)
    data["found"] = [{"ref": place.ref, "name": place.name} for place in found]
    lead = "" if found else turn.say("registration-unit-none") + "\n"
    await _ask_unit(turn, data, lead)


# -- the two sides ---------------------------------------------------------------------------------


@queue.further(
    "button-relocations",
    relocations.waiting,
    Role.UNIT_CONTACT,
    Role.FEDERATION,
    Role.COUNTY_OFFICE,
    Role.OFFICE,
)
async def waiting(turn: Turn) -> None:
    """Show the oldest request."""
    await _show_next(turn, 0)


@table.press("movingnext")
async def skip(turn: Turn) -> None:
    """Show the request behind this one."""
    await _show_next(turn, turn.number(0))


async def _show_next(turn: Turn, after: int) -> None:
    one = await turn.read(relocations.following, actor=turn.caller.account_id, after=after)
    if one is None:
        await turn.answer(turn.say("relocation-none"), keyboards.menu(turn))
        return
    await minors.numbered(turn, [one.number], Screen.MOVE)
    form = await turn.read(registration.form, now=turn.now)
    none = turn.label("none")
    text = turn.say(
        "relocation-release" if one.releases else "relocation-accept",
        count=one.count,
        name=one.name,
        number=one.number,
        reason=turn.label(f"relocation-reason-{one.reason}"),
        from_unit=one.from_unit or none,
        to_unit=one.to_unit or none,
        team=one.to_team or none,
        place=address(turn, one.to_township or one.to_county, form),
        asked_at=one.asked_at,
        within="yes" if one.from_unit and one.from_unit == one.to_unit else "no",
    )
    which = (one.relocation_id, one.version)
    yes = "button-let-go" if one.releases else "button-take-in"
    await turn.answer(
        text,
        rows(
            [
                press(turn.label(yes), "movingyes", *which),
                press(turn.label("button-refuse"), "movingno", *which),
            ],
            [press(turn.label("button-next"), "movingnext", one.relocation_id)],
        ),
    )


@table.press("movingyes")
async def agree(turn: Turn) -> None:
    """Let go, or take in."""
    await _decide(turn, "")


@table.press("movingno")
async def ask_refusal(turn: Turn) -> None:
    """Ask why it is refused."""
    which = (turn.number(0), turn.version(1))
    await turn.read(relocations.waiting, actor=turn.caller.account_id, now=turn.now)
    buttons = [
        [press(turn.label(f"relocation-refusal-{one}"), "movingbecause", *which, one)]
        for one in REFUSALS
    ]
    back = [press(turn.label("button-back"), "relocations")]
    await turn.show(turn.say("relocation-why-not"), rows(*buttons, back))


@table.press("movingbecause")
async def refuse(turn: Turn) -> None:
    """Refuse with a reason."""
    await _decide(turn, turn.word(2, *REFUSALS))


async def _decide(turn: Turn, refusal: str) -> None:
    moved = await turn.write(
        relocations.decide,
        actor=turn.caller.account_id,
        relocation_id=turn.number(0),
        version=turn.version(1),
        refusal=refusal,
        now=turn.now,
    )
    key = "relocation-done" if moved else "relocation-let-go"
    await turn.show(turn.say("relocation-refused" if refusal else key))
    await _show_next(turn, 0)


@table.press("detailsright")
async def confirm(turn: Turn) -> None:
    """Keep that the volunteer finds his details right after a transfer."""
    await turn.write(relocations.confirm, actor=turn.caller.account_id, now=turn.now)
    await turn.toast(turn.label("relocation-confirmed"), alert=True)
