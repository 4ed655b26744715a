"""The children whom a guardian answers for: what he agreed to, taking it back, their teachers."""

from collections.abc import Callable

from aiogram.types import InlineKeyboardButton

from domain.permissions import Role
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import own_wards
from usecases.guardians import Asked
from usecases.own_wards import Ward

_TEACHER = "t_"


def to_wards(turn: Turn) -> InlineKeyboardButton:
    """Return the button that shows one's children."""
    return press(turn.label("button-wards"), "wards")


@table.press("wards")
async def wards(turn: Turn) -> None:
    """Show the children that the person answers for, each with what can be done."""
    found = await turn.read(own_wards.own_wards, actor=turn.caller.account_id, now=turn.now)
    another = [press(turn.label("button-child"), "child")]
    if not found:
        await turn.show(turn.say("wards-none"), rows(another))
        return
    lines = [turn.say("wards-list")]
    buttons = []
    for ward in found:
        lines.append(_line(turn, ward))
        agreed = ward.consents or ward.waits
        if ward.by_guardian:
            text = turn.label("button-ward-of", name=ward.name)
            buttons.append([press(text, "wardof", ward.guardianship_id)])
        label = "button-ward-withdraw" if agreed else "button-ward-agree"
        what = "wardend" if agreed else "wardagain"
        buttons.append([press(turn.label(label, name=ward.name), what, ward.guardianship_id)])
        buttons += _onward_buttons(turn, ward)
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
    await turn.show("\n".join(lines), rows(*buttons, another))


def _onward_buttons(turn: Turn, ward: Ward) -> list[list[InlineKeyboardButton]]:
    if not (ward.wishes_onward and (ward.consents or ward.waits)):
        return []
    label = "button-ward-no-onward" if ward.onward else "button-ward-onward"
    what = "wardkeep" if ward.onward else "wardonward"
    return [[press(turn.label(label, name=ward.name), what, ward.guardianship_id)]]


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
    if ward.wishes_onward:
        text += "\n" + turn.say("wards-onward", state="yes" if ward.onward else "no")
    if ward.company:
        teachers = turn.label("comma").join(
            turn.label("wards-teacher", name=one.name, unit=one.unit) for one in ward.teachers
        )
        teachers = teachers or turn.label("wards-no-teacher")
        text += "\n" + turn.say("wards-company", teachers=teachers)
    return text


@table.press("wardnew")
async def reworded(turn: Turn) -> None:
    """Show what a guardian agrees to in the new wording, child by child."""
    found = await turn.read(own_wards.reworded, actor=turn.caller.account_id, now=turn.now)
    if not found:
        await wards(turn)
        return
    texts = [explanation(turn, asked) for asked in found]
    yes = [press(turn.label("button-guardian-yes"), "wardrenew")]
    await turn.show("\n".join([turn.say("wards-reworded"), *texts]), rows(yes, [to_wards(turn)]))


def explanation(turn: Turn, asked: Asked) -> str:
    """Return what a guardian is told before he agrees."""
    return turn.say(
        "guardian-asked",
        name=asked.name,
        age=asked.age,
        days=asked.retention.rejected_application_days,
        years=asked.retention.record_years,
        version=asked.text_version,
    )


@table.press("wardrenew")
async def renew(turn: Turn) -> None:
    """Agree to the new wording of what was agreed to before."""
    await turn.write(own_wards.renew, actor=turn.caller.account_id, now=turn.now)
    await turn.toast(turn.label("consent-renewed"))
    await wards(turn)


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
    await _change(turn, own_wards.withdraw)
    await turn.show(turn.say("wards-withdrawn"), rows([to_wards(turn)]))


@table.press("wardagain")
async def agree_again(turn: Turn) -> None:
    """Give a consent again that was taken back."""
    ward = await _change(turn, own_wards.agree_again)
    text = turn.say("guardian-thanks-waits" if ward.waits else "wards-agreed-again")
    if ward.wishes_onward:
        text += "\n" + turn.say("wards-onward", state="yes" if ward.onward else "no")
    await turn.show(text, rows(*_onward_buttons(turn, ward), [to_wards(turn)]))


@table.press("wardonward")
async def allow_onward(turn: Turn) -> None:
    """Let the child be entered in the national system."""
    await _change(turn, own_wards.allow_onward)
    await turn.show(turn.say("wards-onward-agreed"), rows([to_wards(turn)]))


@table.press("wardkeep")
async def stop_onward(turn: Turn) -> None:
    """Take back that the child may be entered in the national system."""
    await _change(turn, own_wards.stop_onward)
    await turn.show(turn.say("wards-onward-ended"), rows([to_wards(turn)]))


async def _change(turn: Turn, deed: Callable[..., Ward]) -> Ward:
    return await turn.write(
        deed, actor=turn.caller.account_id, guardianship_id=turn.number(0), now=turn.now
    )


# -- teachers --------------------------------------------------------------------------------------


@table.more("button-pupils", Role.VOLUNTEER, of_age=True)
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
    await turn.show(turn.say("teacher-allowed"), rows([to_wards(turn)]))


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
