"""What a person may ask of the city about himself: what is kept, a copy, taking back, leaving."""

from dataclasses import asdict

from handlers import keyboards, papers_of_others, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from locales.words import ENGLISH
from usecases import consents, leaving, own_data, privacy, rules
from usecases.consents import Given
from usecases.holdings import Group
from usecases.person_groups import CONSENT


@table.command("privacy")
@table.press("privacy")
async def told(turn: Turn) -> None:
    """Say what is kept, why, how long, who sees it, and what was agreed to."""
    kept = await turn.read(privacy.told, actor=turn.caller.account_id, now=turn.now)
    city = await turn.read(rules.city_name, now=turn.now, english=turn.words.locale == ENGLISH)
    comma = turn.label("comma")
    lines = [turn.say("privacy-title", city=city)]
    for group in kept.groups:
        why = turn.label(f"privacy-why-{group.group}")
        # A family sees each other's hours; whoever joins is told so.
        nobody = turn.label("privacy-home" if group.group is Group.FAMILY else "privacy-nobody")
        seen_by = comma.join(turn.label(f"role-{role}") for role in group.seen_by) or nobody
        if group.group is Group.HOURS:
            seen_by = turn.label("privacy-home-too", offices=seen_by)
        lines.append(turn.say("privacy-group", why=why, seen_by=seen_by))
    lines.append(turn.say("privacy-long", **asdict(kept.retention)))
    if kept.contact is not None:
        lines.append(turn.say("privacy-contact", contact=kept.contact))
    else:
        lines.append(turn.say("privacy-contact-here"))
    lines.append(turn.say(f"privacy-national-{kept.onward}"))
    for nth, one in enumerate(kept.consents, 1):
        kind = _consent_name(turn, one)
        lines.append(turn.say("privacy-consent", n=nth, kind=kind, given_at=one.given_at))
    takes_back = [
        press(turn.label("button-withdraw", n=nth), "withdraw", one.consent_id)
        for nth, one in enumerate(kept.consents, 1)
    ]
    corrects = [press(turn.label("button-correct-details"), "profedit")]
    await turn.show(
        "\n".join(lines),
        rows(
            corrects if turn.caller.volunteer_id is not None else [],
            *(takes_back[place : place + 3] for place in range(0, len(takes_back), 3)),
            [
                press(turn.label("button-my-data"), "mydata"),
                press(turn.label("button-children"), "children"),
            ],
            [press(turn.label("button-leave"), "leave")],
        ),
    )


def _consent_name(turn: Turn, one: Given) -> str:
    if one.group:
        return turn.label("consent-person-group", group=turn.label(f"group-{one.group}"))
    return turn.label(f"consent-{one.kind}")


@table.press("children")
async def children(turn: Turn) -> None:
    """Show the special rule for people under 14 and what holds for minors (K7, K19)."""
    ages = (await turn.read(privacy.told, actor=turn.caller.account_id, now=turn.now)).ages
    text = turn.say(
        "privacy-children",
        child=ages.accompany_below,
        minor=ages.consent_below,
        youngest=ages.minor_min_age,
    )
    why = keyboards.why(turn, "registration.consent_below")
    await turn.show(text, rows(why, [press(turn.label("button-back"), "privacy")]))


# -- taking a consent back -------------------------------------------------------------------------


@table.press("withdraw")
async def withdraw(turn: Turn) -> None:
    """Say what taking a consent back does, before it is done."""
    one = await turn.read(consents.one, actor=turn.caller.account_id, consent_id=turn.number())
    text = turn.say(f"withdraw-{one.kind}")
    if one.needed:
        does = press(turn.label("button-leave"), "leave")
    else:
        does = press(turn.label("button-withdraw-yes"), "withdrawyes", one.consent_id)
    await turn.show(text, rows([does], [press(turn.label("button-back"), "privacy")]))


@table.press("withdrawyes")
async def withdraw_it(turn: Turn) -> None:
    """Take the consent back and say so."""
    await turn.write(
        consents.withdraw,
        actor=turn.caller.account_id,
        consent_id=turn.number(),
        now=turn.now,
    )
    await turn.toast(turn.label("privacy-withdrawn"))
    await told(turn)


@table.press("reconsent")
async def reconsent(turn: Turn) -> None:
    """Show what would be agreed to in the new wording."""
    kinds = await turn.read(consents.old, actor=turn.caller.account_id, now=turn.now)
    if not kinds:
        await told(turn)
        return
    comma = turn.label("comma")
    names = [turn.label(f"consent-{kind}") for kind in kinds if kind != CONSENT]
    if CONSENT in kinds:
        names.append(turn.label("consent-again-group"))
    listed = comma.join(names)
    await turn.show(
        turn.say("consent-again", kinds=listed),
        rows(
            [press(turn.label("button-agree-again"), "renew")],
            [press(turn.label("button-each-alone"), "privacy")],
        ),
    )


@table.press("renew")
async def renew(turn: Turn) -> None:
    """Agree to the new wording of what was agreed to before."""
    await turn.write(consents.renew, actor=turn.caller.account_id, now=turn.now)
    await turn.toast(turn.label("consent-renewed"))
    await told(turn)


# -- a copy ----------------------------------------------------------------------------------------


@table.press("mydata")
async def my_data(turn: Turn) -> None:
    """Give a copy: by links of our pages, or without number and telephone in the chat."""
    if not turn.desk.public_url:
        await _in_chat(turn)
        return
    made = await turn.write(own_data.links, actor=turn.caller.account_id, now=turn.now)
    await turn.show(
        turn.say("my-data-links", minutes=made.minutes),
        rows(
            papers_of_others.copy_buttons(turn, made),
            [press(turn.label("button-back"), "privacy")],
        ),
    )


async def _in_chat(turn: Turn) -> None:
    found = await turn.write(own_data.in_chat, actor=turn.caller.account_id, now=turn.now)
    await papers_of_others.send_copy(turn, found)


# -- leaving ---------------------------------------------------------------------------------------


@table.press("leave")
async def leave(turn: Turn) -> None:
    """Say what goes, what stays and why, before anything is done."""
    seen = await turn.read(leaving.outlook, actor=turn.caller.account_id, now=turn.now)
    if seen.due_at is not None:
        await _leaving(turn)
        return
    lines = [turn.say("leave-is", days=seen.days, years=seen.years)]
    if seen.service_minutes:
        lines.append(turn.say("leave-hours", service_minutes=seen.service_minutes))
    if seen.vouchers:
        lines.append(turn.say("leave-vouchers", count=seen.vouchers))
    if seen.roles:
        lines.append(turn.say("leave-roles", count=seen.roles))
    if seen.wards:
        lines.append(turn.say("leave-wards", count=seen.wards))
    await turn.show(
        "\n".join(lines),
        rows(
            [press(turn.label("button-leave-yes"), "leaveyes")],
            keyboards.why(turn, "retention.record_years"),
            [press(turn.label("button-back"), "privacy")],
        ),
    )


@table.press("leaveyes")
async def leave_it(turn: Turn) -> None:
    """Begin to leave; it can be taken back until its day."""
    await turn.write(leaving.ask, actor=turn.caller.account_id, now=turn.now)
    await _leaving(turn)


async def _leaving(turn: Turn) -> None:
    seen = await turn.read(leaving.outlook, actor=turn.caller.account_id, now=turn.now)
    stay = [press(turn.label("button-stay"), "stay")]
    await turn.show(turn.say("leave-asked", due_at=seen.due_at), rows(stay))


@table.press("stay")
async def stay(turn: Turn) -> None:
    """Take the leaving back."""
    await turn.write(leaving.undo, actor=turn.caller.account_id, now=turn.now)
    await turn.show(turn.say("leave-undone"))
