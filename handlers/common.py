"""Beginnings and ends: /start, /help, /language, /cancel, 〈more〉, 〈why?〉, the unknown."""

from domain.permissions import Role
from domain.registration import Step
from handlers import drafts, keyboards, table
from handlers.guardian import FLOW as GUARDIAN
from handlers.keyboards import press, rows
from handlers.locations import ask as ask_location
from handlers.turn import Turn
from locales import outcomes
from locales.words import ENGLISH, LOCALES
from usecases import locations, own_wards, people, rules
from usecases.conversations import STOPPED
from usecases.registration import FLOW
from usecases.wards import WITH_GUARDIAN


@table.command("start", "menu")
async def start(turn: Turn) -> None:
    """Greet by name, say the one next thing to do, and show the menu."""
    menu = keyboards.menu(turn)
    if turn.role is None and turn.caller.application_state == WITH_GUARDIAN:
        link = [press(turn.label("button-guardian-link"), "guardianlink")]
        await turn.answer(turn.say("welcome-with-guardian"), menu)
        await turn.answer(turn.say("guardian-link-anew"), rows(link))
    elif turn.role is None and turn.caller.application_state is not None:
        await turn.answer(turn.say("welcome-waiting"), menu)
    elif turn.role is None and turn.standing is None and await _is_guardian(turn):
        await turn.answer(turn.say("welcome-guardian"), menu)
    elif turn.role is None:
        city = await turn.read(rules.city_name, now=turn.now, english=turn.words.locale == ENGLISH)
        await turn.answer(turn.say("welcome", city=city), menu)
    elif turn.role is Role.VOLUNTEER:
        await turn.answer(turn.say("welcome-back", name=turn.caller.volunteer_name or ""), menu)
    else:
        roles = turn.label("comma").join(turn.label(f"role-{role}") for role in _named(turn))
        await turn.answer(turn.say("welcome-staff", roles=roles), menu)
    await drafts.offer(turn)


def _named(turn: Turn) -> list[Role]:
    """Return the roles as he is greeted by them: who is head of a station is no mere clerk."""
    head = turn.caller.holds(Role.STATION_HEAD)
    return [
        Role.STATION_HEAD if head and role is Role.CLERK else role for role in turn.caller.menus()
    ]


async def _is_guardian(turn: Turn) -> bool:
    return await turn.read(own_wards.has_wards, actor=turn.caller.account_id)


@table.command("help")
@table.press("help")
async def help_(turn: Turn) -> None:
    """Say in five lines what this person can do here."""
    key = {
        None: "help-newcomer",
        Role.VOLUNTEER: "help-volunteer",
        Role.CLERK: "help-clerk",
        Role.MERCHANT: "help-merchant",
    }
    await turn.answer(turn.say(key.get(turn.role, "help-staff")), keyboards.menu(turn))


@table.command("language")
@table.press("language")
async def language(turn: Turn) -> None:
    """Offer the languages, or take the one that was pressed."""
    if not turn.args:
        names = [press("中文", "language", "zh-hans"), press("English", "language", "en")]
        await turn.answer(turn.say("language-ask"), rows(names))
        return
    caller = await turn.write(
        people.speak, actor=turn.caller.account_id, language=turn.word(0, *LOCALES)
    )
    turn.hear(caller)
    standing = turn.standing
    midway = standing is not None and standing.step != STOPPED and standing.draft is None
    await turn.answer(
        turn.say("language-set-midway" if midway else "language-set"), keyboards.menu(turn)
    )
    await drafts.offer(turn)


@table.command("cancel")
@table.press("cancel")
async def cancel(turn: Turn) -> None:
    """Stop the conversation; only a draft is kept, and the words say which of the two it is."""
    standing = turn.standing
    if standing is None or standing.step == STOPPED:
        await turn.answer(turn.say("nothing-to-cancel"), keyboards.menu(turn))
    elif standing.draft is not None:
        turn.stop()
        await turn.answer(turn.say("cancelled"), keyboards.menu(turn))
    else:
        turn.leave(standing.flow)
        said = "guardian-stopped" if standing.flow == GUARDIAN else "cancelled-whole"
        await turn.answer(turn.say(said), keyboards.menu(turn))


@table.menu("menu-more")
@table.press("more")
async def more(turn: Turn) -> None:
    """Show what else there is, and the other roles of the person."""
    lines = [
        [
            press(turn.label("button-language"), "language"),
            press(turn.label("button-help"), "help"),
        ],
        [press(turn.label("button-privacy"), "privacy")],
    ]
    mine = {turn.role}
    if turn.role is Role.CLERK and turn.caller.holds(Role.STATION_HEAD):
        mine.add(Role.STATION_HEAD)
    policy = turn.desk.db.city.policy(turn.now)
    # A dict, because some buttons are there for both of a head's roles.
    offered = dict.fromkeys(table.offered(policy, *mine))
    young = turn.role is Role.VOLUNTEER and not await turn.read(
        own_wards.of_age, actor=turn.caller.account_id, now=turn.now
    )
    own = [
        press(turn.label(label), data)
        for label, data in offered
        if not (young and data in table.OF_AGE)
    ]
    lines[:0] = [own[place : place + 2] for place in range(0, len(own), 2)]
    if turn.role not in (None, Role.VOLUNTEER) and turn.caller.volunteer_id is None:
        lines.insert(0, [press(turn.label("menu-register"), "register")])
    if turn.role is None:
        if turn.caller.application_state != WITH_GUARDIAN:
            lines.insert(0, [press(turn.label("button-child"), "child")])
        lines.append([press(turn.label("button-recover"), "recover")])
    if await _is_guardian(turn):
        lines.insert(0, [press(turn.label("button-wards"), "wards")])
    for role in turn.caller.menus():
        if role is not turn.role:
            name = turn.label(f"role-{role}")
            lines.append([press(turn.label("button-role", role=name), "role", role)])
    say = turn.answer if turn.press is None else turn.show
    await say(turn.say("more-is"), rows(*lines))


@table.press("role")
async def act_as(turn: Turn) -> None:
    """Switch the menu to another role that the person holds."""
    caller = await turn.write(people.act_as, actor=turn.caller.account_id, role=turn.word(0))
    turn.hear(caller)
    name = turn.label(f"role-{turn.role}")
    await turn.answer(turn.say("role-switched", role=name), keyboards.menu(turn))


@table.press("why")
async def why(turn: Turn) -> None:
    """Name the document and the article that decided."""
    rule = ":".join(turn.args)
    source = await turn.read(rules.explain, rule=rule, now=turn.now)
    await turn.answer(outcomes.because(turn.say, rule, source))


async def edited(turn: Turn) -> None:
    """Say that only new messages are read; one that may hold a name or a number is deleted."""
    standing = turn.standing
    if standing and standing.flow == FLOW and standing.step in (Step.NAME, Step.NUMBER):
        await turn.forget_message()
    await turn.answer(turn.say("edited"))


async def unknown(turn: Turn) -> None:
    """Answer what fits nothing with what can be done now; a location that is waited for first."""
    if turn.caller.volunteer_id is not None:
        asked = await turn.read(locations.waiting, actor=turn.caller.account_id, now=turn.now)
        if asked is not None:
            # The menu would take away the one button that sends it.
            await ask_location(turn, asked)
            return
    await turn.answer(turn.say("unknown"), keyboards.menu(turn))
