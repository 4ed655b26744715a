"""〈honours of the year〉: units nominate, the Office opens, closes and awards (SM3-7d)."""

from typing import Any

from domain.permissions import Role
from domain.policy_shape import Policy
from domain.writing import public_text
from handlers import keyboards, minors, table
from handlers.backfill_end import stop
from handlers.honours import named
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import honour_drives
from usecases.honour_drives import MOST_WORDS, Drive, Nominated
from usecases.minors import Screen

_FLOW = "nomination"
_RULE = "honours.unit_categories"


def _held(policy: Policy) -> bool:
    return policy.honours.held


@table.more("button-honour-year", Role.UNIT_CONTACT, Role.OFFICE, where=_held)
async def year(turn: Turn) -> None:
    """Show a contact his unit's part, and the Office the drive."""
    turn.leave(_FLOW)
    if turn.role is Role.OFFICE:
        drive = await turn.read(honour_drives.standing, actor=turn.caller.account_id, now=turn.now)
        await _show_drive(turn, drive)
    else:
        await _show_unit(turn)


# -- the Office ------------------------------------------------------------------------------------


async def _show_drive(turn: Turn, drive: Drive) -> None:
    text = turn.say(
        "honour-drive",
        year=str(drive.year),
        state=drive.state,
        nominated=drive.nominated,
        awarded=drive.awarded,
    )
    deed = []
    if drive.state == "none" or (drive.state == "closed" and not drive.awarded):
        deed = [press(turn.label("button-honour-open"), "honopen")]
    elif drive.state == "open":
        deed = [press(turn.label("button-honour-close"), "honclose")]
    look = [press(turn.label("button-honour-look"), "honsee", 0)] if drive.nominated else []
    # After a deed too the way leads back to 〈more〉.
    back = [press(turn.label("button-back"), "more")]
    await turn.show(text, rows([*look, *deed], keyboards.why(turn, _RULE), back))


@table.press("honopen")
async def open_drive(turn: Turn) -> None:
    """Open this year's nominations."""
    drive = await turn.write(honour_drives.open_drive, actor=turn.caller.account_id, now=turn.now)
    await _show_drive(turn, drive)


@table.press("honclose")
async def close_drive(turn: Turn) -> None:
    """End the nominations."""
    drive = await turn.write(honour_drives.close_drive, actor=turn.caller.account_id, now=turn.now)
    await _show_drive(turn, drive)


@table.press("honsee")
async def see(turn: Turn) -> None:
    """Show the nomination behind this one; it can be awarded once the drive is closed."""
    actor = turn.caller.account_id
    one = await turn.read(honour_drives.following, actor=actor, after=turn.number(0), now=turn.now)
    drive = await turn.read(honour_drives.standing, actor=actor, now=turn.now)
    if one is None:
        await _show_drive(turn, drive)
        return
    if one.volunteer_id:
        whose = [(f"volunteer:{one.volunteer_id}", one.born_on)]
        await minors.shown(turn, whose, Screen.PEOPLE)
    which = (one.honour_id, one.version)
    decide = []
    if drive.state == "closed":
        decide = [
            press(turn.label("button-honour-give"), "hongive", *which, 1),
            press(turn.label("button-honour-not"), "hongive", *which, 0),
        ]
    on = [press(turn.label("button-next"), "honsee", one.honour_id)]
    back = [press(turn.label("button-back"), "honour-year")]
    text = "\n".join([turn.say("honour-nominated", count=drive.nominated), _line(turn, one)])
    await turn.show(text, rows(decide, [*on, *back]))


def _line(turn: Turn, one: Nominated) -> str:
    return turn.say(
        "honour-nomination",
        category=turn.label(f"honour-category-{one.category}"),
        whose="person" if one.volunteer_id else "unit",
        name=one.name,
        number=one.number,
        unit=one.unit,
        words=one.words,
        state=one.state,
    )


@table.press("hongive")
async def give(turn: Turn) -> None:
    """Give an honour, or not, and show the next nomination."""
    await turn.write(
        honour_drives.award,
        actor=turn.caller.account_id,
        honour_id=turn.number(0),
        version=turn.version(1),
        given=turn.word(2, "0", "1") == "1",
        now=turn.now,
    )
    turn.args = ["0"]
    await see(turn)


# -- a unit's contact ------------------------------------------------------------------------------


async def _show_unit(turn: Turn) -> None:
    found = await turn.read(honour_drives.of_unit, actor=turn.caller.account_id, now=turn.now)
    is_open = found.drive.state == "open"
    lines = [
        turn.say(
            "honour-unit", unit=found.unit, year=str(found.drive.year), state=found.drive.state
        )
    ]
    lines += [_line(turn, one) for one in found.nominations]
    people = [
        (f"volunteer:{one.volunteer_id}", one.born_on)
        for one in found.nominations
        if one.volunteer_id
    ]
    await minors.shown(turn, people, Screen.PEOPLE)
    if found.honours:
        lines.append(turn.say("honour-unit-has"))
    lines += [
        turn.say(
            "honour-has",
            honour=named(turn, one),
            giver=one.giver,
            given_on=one.given_on or turn.now.date(),
        )
        for one in found.honours
    ]
    rules = turn.desk.db.city.policy(turn.now).honours
    new = [
        [press(turn.label(f"honour-category-{code}"), "honnew", whose, code)]
        for whose, codes in (
            ("unit", rules.unit_categories),
            ("person", rules.volunteer_categories),
        )
        for code in codes
    ]
    back = [
        press(turn.label("button-honour-back", number=number), "honback", one.honour_id)
        for number, one in enumerate(found.nominations, 1)
    ]
    pairs = [back[n : n + 2] for n in range(0, len(back), 2)]
    feet = [keyboards.why(turn, _RULE), [press(turn.label("button-back"), "more")]]
    await turn.show("\n".join(lines), rows(*(new + pairs if is_open else []), *feet))


@table.press("honback")
async def take_back(turn: Turn) -> None:
    """Take a nomination back."""
    await turn.write(
        honour_drives.take_back,
        actor=turn.caller.account_id,
        honour_id=turn.number(),
        now=turn.now,
    )
    await _show_unit(turn)


@table.press("honnew")
async def begin(turn: Turn) -> None:
    """Ask for whom, or at once why the unit deserves it."""
    await turn.read(honour_drives.of_unit, actor=turn.caller.account_id, now=turn.now)
    rules = turn.desk.db.city.policy(turn.now).honours
    whose = turn.word(0, "unit", "person")
    codes = rules.unit_categories if whose == "unit" else rules.volunteer_categories
    data = {"category": turn.word(1, *codes), "number": "", "name": ""}
    if whose == "person":
        turn.go(_FLOW, "who", **data)
        await turn.show(turn.say("honour-ask-who"), rows([*_back(turn), *stop(turn)]))
    else:
        await _ask_why(turn, data)


def _back(turn: Turn) -> Any:
    return [press(turn.label("button-back"), "honour-year")]


@table.step(_FLOW, "who")
async def who_typed(turn: Turn) -> None:
    """Take a volunteer's number."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    number = turn.text.strip()[:40]
    volunteer_id, born_on, name = await turn.read(
        honour_drives.person, actor=turn.caller.account_id, number=number
    )
    await minors.shown(turn, [(f"volunteer:{volunteer_id}", born_on)], Screen.PEOPLE)
    await _ask_why(turn, turn.standing.data | {"number": number, "name": name})


async def _ask_why(turn: Turn, data: dict[str, Any], lead: str = "") -> None:
    turn.go(_FLOW, "words", **data)
    text = turn.say(
        "honour-ask-words",
        category=turn.label(f"honour-category-{data['category']}"),
        name=data["name"],
        most=MOST_WORDS,
    )
    lines = [lead, text] if lead else [text]
    await turn.show("\n".join(lines), rows([*_back(turn), *stop(turn)]))


@table.step(_FLOW, "words")
async def words_typed(turn: Turn) -> None:
    """Take the reason and nominate."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    if not isinstance(public_text(turn.text, max_length=MOST_WORDS), str):
        await _ask_why(turn, data, turn.say("training-wrong"))
        return
    turn.leave(_FLOW)
    await turn.write(
        honour_drives.nominate,
        actor=turn.caller.account_id,
        category=data["category"],
        number=data["number"],
        words=turn.text,
        now=turn.now,
    )
    await turn.answer(turn.say("honour-nominated-done"), keyboards.menu(turn))
    await _show_unit(turn)
