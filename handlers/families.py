"""A family in the chat: who belongs to it, joining by a link, and checking in together."""

from aiogram.types import InlineKeyboardButton

from domain import tokens
from domain.permissions import Role
from domain.refusals import Code, Refusal, Refused
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import families, family_children, family_scans, rules
from usecases.checkins import Arrived, Left
from usecases.families import Home, Member
from usecases.family_scans import Gathering, Together
from usecases.scan_outcomes import CompanyAsked

_NAME = 30


@table.more("button-family", Role.VOLUNTEER)
async def mine(turn: Turn) -> None:
    """Show the family with everybody's hours, or offer to found one."""
    home = await turn.read(families.own, actor=turn.caller.account_id)
    if home is None:
        found = [press(turn.label("button-family-found"), "familyfound")]
        await turn.show(turn.say("family-none"), rows(found))
        return
    await _show(turn, home)


async def _show(turn: Turn, home: Home, *more: str) -> None:
    lines = [turn.say("family-home", count=len(home.members))]
    lines += [*(_line(turn, one) for one in home.members), *more]
    back = [press(turn.label("button-back"), "more")]
    children = await _children(turn) if home.is_head else []
    await turn.show("\n".join(lines), rows(*children, *_choices(turn, home), back))


async def _children(turn: Turn) -> list[list[InlineKeyboardButton]]:
    """Return a button for each of one's children without a telephone that is not there yet."""
    found = await turn.read(family_children.outside, actor=turn.caller.account_id, now=turn.now)
    return [
        [
            press(
                turn.label("button-family-child", name=one.name[:_NAME]),
                "familychild",
                one.guardianship_id,
            )
        ]
        for one in found
    ]


@table.press("familychild")
async def let_in(turn: Turn) -> None:
    """Let one's child without a telephone belong to the family."""
    home = await turn.write(
        family_children.join,
        actor=turn.caller.account_id,
        guardianship_id=turn.number(),
        now=turn.now,
    )
    await _show(turn, home, turn.say("family-child-in"))


def _line(turn: Turn, one: Member) -> str:
    return turn.say(
        "family-member",
        name=one.name,
        minutes=one.service_minutes,
        place="head" if one.is_head else "agreed" if one.agreed else "member",
        inside="yes" if one.inside else "no",
    )


def _choices(turn: Turn, home: Home) -> list[list[InlineKeyboardButton]]:
    end = "button-family-end" if home.is_head else "button-family-leave"
    leave = [press(turn.label(end), "familyleave")]
    if not home.is_head:
        agreed = next(one.agreed for one in home.members if one.is_self)
        key = "button-family-scan-off" if agreed else "button-family-scan-on"
        return [[press(turn.label(key), "familyscan", int(not agreed))], leave]
    off = [
        [press(turn.label("button-family-off", name=one.name[:_NAME]), "familyoff", one.member_id)]
        for one in home.members
        if not one.is_head
    ]
    together = [press(turn.label("button-together"), "together")] if off else []
    return [[press(turn.label("button-family-invite"), "familyinvite")], together, *off, leave]


@table.press("familyfound")
async def found(turn: Turn) -> None:
    """Found a family, and show how others join."""
    home = await turn.write(families.found, actor=turn.caller.account_id, now=turn.now)
    await _show(turn, home)


@table.press("familyinvite")
async def invite(turn: Turn) -> None:
    """Give a one-use link for one more."""
    code = await turn.write(families.invite, actor=turn.caller.account_id, now=turn.now)
    link = f"https://t.me/{turn.desk.bot_username}?start={code}"
    days = (await turn.read(rules.links, now=turn.now)).family_days
    await turn.answer(turn.say("family-link", link=link, days=days), keyboards.menu(turn))


@table.payload(lambda payload: tokens.random_kind(payload) is tokens.RandomKind.FAMILY)
async def invited(turn: Turn) -> None:
    """Say whose family it is and what joining means, before anything is done."""
    code = turn.args[0]
    name = await turn.read(
        families.invited_by, actor=turn.caller.account_id, code=code, now=turn.now
    )
    await turn.answer(
        turn.say("family-invited", name=name),
        rows(
            [press(turn.label("button-family-join"), "familyjoin", code)],
            [press(turn.label("button-family-decline"), "familydecline")],
        ),
    )


@table.press("familydecline")
async def decline(turn: Turn) -> None:
    """Leave it at that; the link stays good for its time."""
    await turn.show(turn.say("family-declined"))


@table.press("familyjoin")
async def join(turn: Turn) -> None:
    """Belong to the family of the link; being checked in by its head is asked apart."""
    home = await turn.write(
        families.join, actor=turn.caller.account_id, code=turn.word(0), now=turn.now
    )
    # Its button stands among the family's, and is the only one that leads on from here.
    await _show(turn, home, turn.say("family-scan-ask"))


@table.press("familyscan")
async def agree(turn: Turn) -> None:
    """Agree to be checked in by the head, or take it back."""
    home = await turn.write(
        families.agree,
        actor=turn.caller.account_id,
        agreed=turn.word(0, "0", "1") == "1",
        now=turn.now,
    )
    await _show(turn, home)


@table.press("familyleave")
async def ask_leave(turn: Turn) -> None:
    """Say what leaving means and ask once more."""
    home = await turn.read(families.own, actor=turn.caller.account_id)
    if home is None:
        await turn.old_button()
        return
    key = "family-end-ask" if home.is_head else "family-leave-ask"
    yes = "button-family-end" if home.is_head else "button-family-leave"
    await turn.show(
        turn.say(key),
        rows(
            [press(turn.label(yes), "familygone")],
            [press(turn.label("button-back"), "family")],
        ),
    )


@table.press("familygone")
async def leave(turn: Turn) -> None:
    """Leave the family, or end it as its head."""
    ended = await turn.write(families.leave, actor=turn.caller.account_id, now=turn.now)
    await turn.show(turn.say("family-ended" if ended else "family-left"))


@table.press("familyoff")
async def remove(turn: Turn) -> None:
    """Let somebody belong to the family no longer."""
    name = await turn.write(
        families.remove, actor=turn.caller.account_id, member_id=turn.number(), now=turn.now
    )
    await turn.toast(turn.label("family-removed", name=name))
    await mine(turn)


# -- together --------------------------------------------------------------------------------------


@table.press("together")
async def choose(turn: Turn) -> None:
    """Show who may come along with the scan of a moment ago; everybody does until tapped off."""
    try:
        found = await turn.read(family_scans.gathering, actor=turn.caller.account_id, now=turn.now)
    except Refusal as refusal:
        if refusal.refused.code is not Code.STEP_GONE:
            raise
        await turn.answer(turn.say("together-scan-first"), keyboards.menu(turn))
        return
    if not found.members:
        names = turn.label("comma").join(found.others)
        back = [press(turn.label("button-back"), "family")]
        await turn.show(turn.say("together-nobody", names=names), rows(back))
        return
    off = {turn.number(place) for place in range(len(turn.args))}
    await turn.show(_asked(turn, found), rows(*_ticks(turn, found, off)))


def _asked(turn: Turn, found: Gathering) -> str:
    key = "together-leave" if found.leaving else "together-arrive"
    lines = [turn.say(key, station=found.station)]
    if found.others:
        names = turn.label("comma").join(found.others)
        lines.append(turn.say("together-others", names=names))
    return "\n".join(lines)


def _ticks(turn: Turn, found: Gathering, off: set[int]) -> list[list[InlineKeyboardButton]]:
    coming = [one.member_id for one in found.members if one.member_id not in off]
    key = "button-together-leave" if found.leaving else "button-together-arrive"
    go = [press(turn.label(key, count=len(coming)), "togethergo", *coming)] if coming else []
    ticks = []
    for one in found.members:
        on = one.member_id not in off
        label = turn.label("ticked" if on else "unticked", text=one.name[:_NAME])
        rest = (off | {one.member_id}) if on else (off - {one.member_id})
        ticks.append([press(label, "together", *sorted(rest))])
    return [go, *ticks, [press(turn.label("button-back"), "family")]]


@table.press("togethergo")
async def go(turn: Turn) -> None:
    """Check them in or out, each by the same rules as by a scan of his own."""
    chosen = [turn.number(place) for place in range(len(turn.args))]
    done = await turn.write(
        family_scans.together,
        actor=turn.caller.account_id,
        member_ids=chosen,
        now=turn.now,
    )
    await turn.show("\n".join(_came(turn, one) for one in done) or turn.say("together-none"))


def _came(turn: Turn, one: Together) -> str:
    outcome = one.outcome
    if isinstance(outcome, Arrived):
        return turn.say("together-arrived", name=one.name, arrived_at=outcome.at)
    if isinstance(outcome, Left):
        return turn.say("together-left", name=one.name, minutes=outcome.minutes)
    if isinstance(outcome, CompanyAsked):
        reason = turn.reason(Refused(Code.NEEDS_COMPANY))
        return turn.say("together-refused", name=one.name, reason=reason)
    if not isinstance(outcome, Refused):
        return turn.say("together-clerk-asked", name=one.name)
    if outcome.code is Code.JUST_ARRIVED:
        return turn.say("together-in-already", name=one.name)
    if outcome.code is Code.VISIT_GONE:
        return turn.say("together-not-in", name=one.name)
    return turn.say("together-refused", name=one.name, reason=turn.reason(outcome))
