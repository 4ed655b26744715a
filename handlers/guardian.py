"""A guardian's chat: agreeing by a child's one-use link."""

from typing import Any

from aiogram.types import InlineKeyboardButton

from domain import tokens
from domain.guardians import Relation
from domain.refusals import Refused
from domain.writing import clean_name, phone_tail
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.registration_questions import contact_keyboard, declaration, own_phone
from handlers.turn import Turn
from handlers.wards import explanation, to_wards
from usecases import guardians, own_wards, registration
from usecases.wards import WITH_GUARDIAN

FLOW = "guardian"
_STEPS = ("relation", "name", "phone", "agree")
Data = dict[str, Any]
_ONWARD = "guardian-tick-onward"


@table.payload(lambda payload: tokens.random_kind(payload) is tokens.RandomKind.GUARDIAN)
async def opened(turn: Turn) -> None:
    """Show what the child's registration keeps and asks, and who the guardian is to it.

    A child who waits for its own guardian is told to pass the link on.
    """
    if turn.caller.application_state == WITH_GUARDIAN:
        anew = [press(turn.label("button-guardian-link"), "guardianlink")]
        text = f"{turn.say('refusal-own-link')}\n{turn.say('guardian-link-anew')}"
        await turn.answer(text, rows(anew, keyboards.why(turn, "registration.consent_below")))
        return
    await _explain(turn, {"code": turn.args[0]})


async def _explain(turn: Turn, data: Data, lead: str = "") -> None:
    asked = await turn.read(
        guardians.asked, actor=turn.caller.account_id, code=data["code"], now=turn.now
    )
    lines = _go(turn, "relation", data, lead)
    lines.append(explanation(turn, asked))
    if asked.onward:
        lines.append(turn.say("guardian-asked-onward"))
    if asked.company:
        lines.append(turn.say("guardian-asked-company", accompany_below=asked.accompany_below))
    lines.append(turn.say("guardian-asked-relation"))
    relations = [
        _button(turn, f"guardian-relation-{each}", "guardianis", each) for each in Relation
    ]
    stop = [press(turn.label("button-stop"), "cancel")]
    await turn.show("\n".join(lines), rows(relations, [_no(turn)], stop))


def _go(turn: Turn, step: str, data: Data, lead: str = "") -> list[str]:
    """Move on to a question, and return the lines above it: how far the guardian has come."""
    turn.go(FLOW, step, **data)
    n, m = _STEPS.index(step) + 1, len(_STEPS)
    return [*([lead] if lead else []), turn.say("registration-progress", n=n, m=m)]


def _button(turn: Turn, label: str, what: str, *value: object) -> InlineKeyboardButton:
    return press(turn.label(label), what, turn.next_version, *value)


def _no(turn: Turn) -> InlineKeyboardButton:
    return _button(turn, "button-guardian-no", "guardianno")


def _feet(turn: Turn) -> list[InlineKeyboardButton]:
    stop = press(turn.label("button-stop"), "cancel")
    return [_button(turn, "button-back", "guardianback"), stop]


@table.press("guardianback")
async def back(turn: Turn) -> None:
    """Ask the question before this one again."""
    data = _data(turn)
    if data is None or turn.standing is None:
        await turn.old_button()
    elif turn.standing.step == "agree":
        await _ask_phone(turn, data)
    else:
        await _explain(turn, data)


def _data(turn: Turn) -> Data | None:
    """Return what was answered so far, or None for the button of a question that is over."""
    standing = turn.at(FLOW)
    return None if standing is None else dict(standing.data)


@table.press("guardianis")
async def relation(turn: Turn) -> None:
    """Keep what the guardian is to the child, and ask for his name."""
    data = _data(turn)
    if data is None or "code" not in data:
        await turn.old_button()
        return
    await _ask_name(turn, data | {"relation": turn.word(1, *Relation)})


async def _ask_name(turn: Turn, data: Data, lead: str = "") -> None:
    lines = _go(turn, "name", data, lead)
    # A message of its own: what he is asked to consent to stays above it until he does.
    await turn.answer(
        "\n".join([*lines, turn.say("guardian-name")]), rows([_no(turn)], _feet(turn))
    )


@table.step(FLOW, "relation", "agree")
async def tap(turn: Turn) -> None:
    """Say that a button answers here, and ask again."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data, lead = dict(turn.standing.data), turn.say("registration-tap")
    if turn.standing.step == "relation":
        await _explain(turn, data, lead)
    else:
        await _ask_consent(turn, data, lead)


@table.step(FLOW, "name")
async def named(turn: Turn) -> None:
    """Keep the guardian's name, and ask for his telephone."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    form = await turn.read(registration.form, now=turn.now)
    name = clean_name(turn.text, max_length=form.name_max_length)
    if isinstance(name, Refused):
        await _ask_name(turn, data, turn.refusal(name))
        return
    await _ask_phone(turn, data | {"name": name})


async def _ask_phone(turn: Turn, data: Data, lead: str = "") -> None:
    lines = _go(turn, "phone", data, lead)
    await turn.answer("\n".join([*lines, turn.say("guardian-phone")]), contact_keyboard(turn))


@table.step(FLOW, "phone")
async def phone_sent(turn: Turn) -> None:
    """Keep the guardian's own telephone, and ask for his consent."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    phone = own_phone(turn)
    if turn.text.strip() == turn.label("button-stop"):
        turn.leave(FLOW)
        await turn.answer(turn.say("guardian-stopped"), keyboards.menu(turn))
        return
    if turn.text.strip() == turn.label("button-back"):
        await turn.answer(turn.say("registration-going-back"), keyboards.menu(turn))
        await _ask_name(turn, data)
        return
    if phone is None:
        await _ask_phone(turn, data, turn.say("registration-phone-typed"))
        return
    if isinstance(phone, Refused):
        await _ask_phone(turn, data, turn.refusal(phone))
        return
    kept = turn.say("registration-phone-kept", tail=phone_tail(phone))
    await turn.answer(kept, keyboards.menu(turn))
    await _ask_consent(turn, data | {"phone": phone})


async def _ask_consent(turn: Turn, data: Data, lead: str = "") -> None:
    asked = await turn.read(
        guardians.asked, actor=turn.caller.account_id, code=data["code"], now=turn.now
    )
    lines = _go(turn, "agree", data, lead)
    lines.append(declaration(turn, data["name"], data["relation"], asked.name))
    yes = [_button(turn, "button-guardian-yes", "guardianyes")]
    buttons = [yes, [_no(turn)], _feet(turn)]
    if asked.onward:
        # A consent of its own, which nobody has ticked for him.
        lines.append(turn.say("guardian-consent-onward"))
        ticked = turn.label(
            "ticked" if data.get("onward") else "unticked", text=turn.label(_ONWARD)
        )
        buttons.insert(0, [press(ticked, "guardianonward", turn.next_version)])
    await turn.show("\n".join(lines), rows(*buttons))


@table.press("guardianonward")
async def tick_onward(turn: Turn) -> None:
    """Let the child be entered in the national system too, or not after all."""
    data = _data(turn)
    if data is None or "phone" not in data:
        await turn.old_button()
        return
    await _ask_consent(turn, data | {"onward": not data.get("onward", False)})


@table.press("guardianyes")
async def agree(turn: Turn) -> None:
    """Agree for the child."""
    data = _data(turn)
    if data is None or "phone" not in data:
        await turn.old_button()
        return
    turn.leave(FLOW)
    which = await turn.write(
        guardians.agree,
        actor=turn.caller.account_id,
        code=data["code"],
        name=data["name"],
        phone=data["phone"],
        relation=data["relation"],
        onward=data.get("onward", False),
        now=turn.now,
    )
    mine = await turn.read(own_wards.own_wards, actor=turn.caller.account_id, now=turn.now)
    waits = any(ward.waits for ward in mine if ward.guardianship_id == which)
    text = turn.say("guardian-thanks-waits" if waits else "guardian-thanks")
    await turn.show(text, rows([to_wards(turn)]))


@table.press("guardianno")
async def decline(turn: Turn) -> None:
    """Refuse, in one tap as agreeing is; nothing of the guardian is kept."""
    data = _data(turn)
    if data is None or "code" not in data:
        await turn.old_button()
        return
    turn.leave(FLOW)
    await turn.write(
        guardians.decline, actor=turn.caller.account_id, code=data["code"], now=turn.now
    )
    await turn.show(turn.say("guardian-declined"))
