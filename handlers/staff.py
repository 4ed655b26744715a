"""Coming in by a one-use link: the first administrator, clerks, officers, contacts, merchants."""

from domain import tokens
from domain.permissions import Role, needs_place
from domain.refusals import Refused
from domain.writing import clean_text
from handlers import keyboards, stations, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import directory, invites, rules

_FLOW = "invite"
# Longer than the name of any place.
_MOST_TYPED = 50
# Whom an administrator may bring in.
_ROLES = tuple(role for role in Role if role not in (Role.ANYONE, Role.VOLUNTEER))


@table.payload(lambda payload: tokens.random_kind(payload) is tokens.RandomKind.INVITE)
async def accept(turn: Turn) -> None:
    """Take the role of a one-use link."""
    invited = await turn.write(
        invites.accept, actor=turn.caller.account_id, code=turn.args[0], now=turn.now
    )
    turn.hear(await turn.read(directory.caller, actor=turn.caller.account_id))
    role = turn.label(f"role-{invited.role}")
    place = await turn.read(directory.name_of, role=invited.role, scope_ref=invited.scope_ref)
    if place:
        text = turn.say("invite-accepted-at", role=role, place=place)
    else:
        text = turn.say("invite-accepted", role=role)
    await turn.answer(text, keyboards.menu(turn))
    if invited.role in (Role.CLERK, Role.STATION_HEAD):
        await stations.ask(turn)


@table.menu("menu-invite")
@table.press("invite")
async def invite(turn: Turn) -> None:
    """Ask which role the new colleague shall have."""
    await turn.read(invites.may_invite, actor=turn.caller.account_id)
    turn.go(_FLOW, "role")
    buttons = [[press(turn.label(f"role-{role}"), "inviterole", role)] for role in _ROLES]
    stop = [press(turn.label("button-stop"), "cancel")]
    await turn.show(turn.say("invite-which"), rows(*buttons, stop))


@table.press("inviterole")
async def chosen_role(turn: Turn) -> None:
    """Ask for the place, or give the link where the role counts in the whole city."""
    await turn.read(invites.may_invite, actor=turn.caller.account_id)
    role = Role(turn.word(0, *_ROLES))
    if not needs_place(role):
        await _link(turn, role, "")
        return
    turn.go(_FLOW, "place", role=role.value)
    await _ask_place(turn, role)


async def _ask_place(turn: Turn, role: Role) -> None:
    back = [press(turn.label("button-back"), "invite")]
    name = turn.label(f"role-{role}")
    await turn.show(turn.say("invite-where", role=name), rows(back))


@table.step(_FLOW, "role", "place")
async def typed_place(turn: Turn) -> None:
    """Offer the places whose name contains what was typed."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    if turn.standing.step == "role":
        await invite(turn)
        return
    await turn.read(invites.may_invite, actor=turn.caller.account_id)
    role = Role(turn.standing.data["role"])
    typed = clean_text(turn.text[:_MOST_TYPED], max_length=_MOST_TYPED)
    if isinstance(typed, Refused):
        await _ask_place(turn, role)
        return
    found = await turn.read(directory.find, role=role, typed=typed)
    if not found:
        back = [press(turn.label("button-back"), "invite")]
        await turn.answer(turn.say("invite-none", typed=typed), rows(back))
        return
    buttons = [[press(place.name, "inviteplace", role, place.ref)] for place in found]
    await turn.show(turn.say("invite-found"), rows(*buttons))


@table.press("inviteplace")
async def chosen_place(turn: Turn) -> None:
    """Give the link for the role at this place."""
    await _link(turn, Role(turn.word(0, *_ROLES)), turn.word(1))


async def _link(turn: Turn, role: Role, scope_ref: str) -> None:
    turn.leave(_FLOW)
    code = await turn.write(
        invites.invite,
        actor=turn.caller.account_id,
        role=role,
        scope_ref=scope_ref,
        now=turn.now,
    )
    link = f"https://t.me/{turn.desk.bot_username}?start={code}"
    days = (await turn.read(rules.links, now=turn.now)).staff_days
    text = turn.say("invite-made", role=turn.label(f"role-{role}"), link=link, days=days)
    await turn.answer(text, keyboards.menu(turn))
