"""A guardian's chat: agreeing by a child's one-use link, and the children he answers for."""

from typing import Any

from aiogram.types import InlineKeyboardButton

from domain import tokens
from domain.guardians import Relation
from domain.permissions import Role
from domain.refusals import Code, Refused
from domain.writing import clean_name, phone_tail, read_phone
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.registration_questions import contact_keyboard
from handlers.turn import Turn
from usecases import guardians, own_wards, registration
from usecases.own_wards import Ward

FLOW = "guardian"
_STEPS = ("relation", "name", "phone", "agree")
Data = dict[str, Any]
_TEACHER = "t_"


@table.payload(lambda payload: tokens.random_kind(payload) is tokens.RandomKind.GUARDIAN)
async def opened(turn: Turn) -> None:
    """Show what the child's registration keeps and asks, and who the guardian is to it."""
    await _explain(turn, {"code": turn.args[0]})


async def _explain(turn: Turn, data: Data, lead: str = "") -> None:
    asked = await turn.read(
        guardians.asked, actor=turn.caller.account_id, code=data["code"], now=turn.now
    )
    lines = _go(turn, "relation", data, lead)
    lines.append(
        turn.say(
            "guardian-asked",
            name=asked.name,
            age=asked.age,
            days=asked.retention.rejected_application_days,
            years=asked.retention.record_years,
            version=asked.text_version,
        )
    )
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
    standing = turn.standing
    if standing is None or standing.flow != FLOW or turn.word(0) != str(standing.version):
        return None
    return dict(standing.data)


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
    contact = turn.message.contact if turn.message else None
    if turn.text.strip() == turn.label("button-stop"):
        turn.leave(FLOW)
        await turn.answer(turn.say("guardian-stopped"), keyboards.menu(turn))
        return
    if turn.text.strip() == turn.label("button-back"):
        await turn.answer(turn.say("registration-going-back"), keyboards.menu(turn))
        await _ask_name(turn, data)
        return
    if contact is None:
        await _ask_phone(turn, data, turn.say("registration-phone-typed"))
        return
    if contact.user_id != turn.chat_id:
        await _ask_phone(turn, data, turn.refusal(Refused(Code.CONTACT_NOT_OWN)))
        return
    phone = read_phone(contact.phone_number, from_contact=True)
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
    # The standard's code is a number in the sentence that chooses by it.
    relation = data["relation"]
    lines.append(
        turn.say(
            "guardian-consent",
            guardian=data["name"],
            relation=int(relation) if relation.isdecimal() else relation,
            name=asked.name,
        )
    )
    yes = [_button(turn, "button-guardian-yes", "guardianyes")]
    await turn.show("\n".join(lines), rows(yes, [_no(turn)], _feet(turn)))


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
        now=turn.now,
    )
    mine = await turn.read(own_wards.own_wards, actor=turn.caller.account_id, now=turn.now)
    waits = any(ward.waits for ward in mine if ward.guardianship_id == which)
    text = turn.say("guardian-thanks-waits" if waits else "guardian-thanks")
    await turn.show(text, rows([_wards(turn)]))


def _wards(turn: Turn) -> InlineKeyboardButton:
    return press(turn.label("button-wards"), "wards")


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


# -- the children ----------------------------------------------------------------------------------


@table.press("wards")
async def wards(turn: Turn) -> None:
    """Show the children that the person answers for, each with what can be done."""
    found = await turn.read(own_wards.own_wards, actor=turn.caller.account_id, now=turn.now)
    if not found:
        await turn.show(turn.say("wards-none"))
        return
    lines = [turn.say("wards-list")]
    buttons = []
    for ward in found:
        lines.append(_line(turn, ward))
        agreed = ward.consents or ward.waits
        label = "button-ward-withdraw" if agreed else "button-ward-agree"
        what = "wardend" if agreed else "wardagain"
        buttons.append([press(turn.label(label, name=ward.name), what, ward.guardianship_id)])
        if ward.consents:
            buttons += [
                [
                    press(
                        turn.label("button-teacher-stop", name=teacher.name),
                        "teacherend",
                        ward.guardianship_id,
                        teacher.volunteer_id,
                    )
                ]
                for teacher in ward.teachers
            ]
    await turn.show("\n".join(lines), rows(*buttons))


def _line(turn: Turn, ward: Ward) -> str:
    state = "registered" if ward.registered else "waiting"
    if not ward.consents:
        state = "confirming" if ward.waits else "ended"
    text = turn.say(
        "wards-ward",
        name=ward.name,
        age=ward.age,
        state=state,
    )
    if ward.company:
        teachers = turn.label("comma").join(
            turn.label("wards-teacher", name=one.name, unit=one.unit) for one in ward.teachers
        )
        teachers = teachers or turn.label("wards-no-teacher")
        text += "\n" + turn.say("wards-company", teachers=teachers)
    return text


@table.press("wardend")
async def ask_withdraw(turn: Turn) -> None:
    """Say what taking the consent back does, before it is done."""
    which = turn.number(0)
    sure = [press(turn.label("button-ward-sure"), "wardended", which)]
    back = [press(turn.label("button-back"), "wards")]
    await turn.read(own_wards.has_wards, actor=turn.caller.account_id)
    await turn.show(turn.say("wards-withdraw"), rows(sure, back))


@table.press("wardended")
async def withdraw(turn: Turn) -> None:
    """Take the consent back."""
    await turn.write(
        own_wards.withdraw,
        actor=turn.caller.account_id,
        guardianship_id=turn.number(0),
        now=turn.now,
    )
    await turn.show(turn.say("wards-withdrawn"), rows([_wards(turn)]))


@table.press("wardagain")
async def agree_again(turn: Turn) -> None:
    """Give a consent again that was taken back."""
    ward = await turn.write(
        own_wards.agree_again,
        actor=turn.caller.account_id,
        guardianship_id=turn.number(0),
        now=turn.now,
    )
    text = turn.say("guardian-thanks-waits" if ward.waits else "wards-agreed-again")
    await turn.show(text, rows([_wards(turn)]))


# -- teachers --------------------------------------------------------------------------------------


@table.more("button-pupils", Role.VOLUNTEER)
async def pupils(turn: Turn) -> None:
    """Give a volunteer the link by which parents let him take their children along."""
    number = await turn.read(own_wards.teachers_number, actor=turn.caller.account_id, now=turn.now)
    link = f"https://t.me/{turn.desk.bot_username}?start={_TEACHER}{number}"
    await turn.answer(turn.say("teacher-link", link=link), keyboards.menu(turn))


@table.payload(lambda payload: payload.startswith(_TEACHER))
async def teacher(turn: Turn) -> None:
    """Ask a guardian for which of his children this teacher may come along."""
    found = await turn.read(
        own_wards.teacher,
        actor=turn.caller.account_id,
        number=turn.args[0].removeprefix(_TEACHER),
        now=turn.now,
    )
    children = await turn.read(own_wards.own_wards, actor=turn.caller.account_id, now=turn.now)
    buttons = [
        [
            press(
                turn.label("button-teacher-yes", name=ward.name),
                "teacheryes",
                ward.guardianship_id,
                found.volunteer_id,
            )
        ]
        for ward in children
        if ward.consents
    ]
    no = [press(turn.label("button-guardian-no"), "wards")]
    text = turn.say("teacher-asked", name=found.name, unit=found.unit or turn.label("none"))
    await turn.answer(text, rows(*buttons, no))


@table.press("teacheryes")
async def allow_teacher(turn: Turn) -> None:
    """Let the teacher take the child along."""
    await turn.write(
        own_wards.allow_teacher,
        actor=turn.caller.account_id,
        guardianship_id=turn.number(0),
        teacher_id=turn.number(1),
        now=turn.now,
    )
    await turn.show(turn.say("teacher-allowed"), rows([_wards(turn)]))


@table.press("teacherend")
async def stop_teacher(turn: Turn) -> None:
    """Take back that the teacher may take the child along."""
    await turn.write(
        own_wards.stop_teacher,
        actor=turn.caller.account_id,
        guardianship_id=turn.number(0),
        teacher_id=turn.number(1),
        now=turn.now,
    )
    await wards(turn)
