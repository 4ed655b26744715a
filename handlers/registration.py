"""Registering in the chat: what is done with each answer, and where the conversation goes next."""

from collections.abc import Awaitable, Callable

from domain.identity import DocumentKind
from domain.registration import Step, after, before
from handlers import keyboards, table
from handlers.keyboards import rows
from handlers.registration_questions import (
    GUARDIANS_LINES,
    LINES,
    Data,
    ask,
    button,
    place_name,
    steps,
)
from handlers.turn import Turn
from handlers.wards import to_wards
from usecases import child_registrations, guardians, proxies, registration
from usecases.registration import FLOW, ID_NUMBER, TO_REGISTER
from usecases.wards import WITH_GUARDIAN

_TICKED = ("categories", "skills", "free_times")
# Where a question has a second part, and what only the question itself needs to remember.
_PASSING = ("choosing_kind", "choosing_township", "found", "tab")


@table.menu("menu-register")
@table.press("register", "regfix")
async def start(turn: Turn) -> None:
    """Begin, go on where the person stopped, or open the line that was sent back."""
    await begin(turn)


async def begin(turn: Turn, lead: str = "") -> None:
    """Do so; `lead` stands above the question that is asked."""
    draft = turn.draft(FLOW, proxy=None)
    if turn.caller.volunteer_id is not None:
        name = turn.caller.volunteer_name or ""
        await turn.answer(turn.say("welcome-back", name=name), keyboards.menu(turn))
    elif draft is not None:
        data = dict(draft.data)
        stopped_at = data.pop("stopped_at", draft.step)
        await ask(turn, Step(stopped_at), data, lead)
    elif turn.caller.application_state == "sent_back":
        await _correct(turn)
    elif turn.caller.application_state == "submitted":
        await turn.answer(turn.say("welcome-waiting"), keyboards.menu(turn))
    elif turn.caller.application_state == WITH_GUARDIAN:
        await guardian_link(turn)
    else:
        await ask(turn, Step.CONSENT, {}, lead)


@table.press("guardianlink")
async def guardian_link(turn: Turn) -> None:
    """Give a minor a new link for his guardian, or say that none is needed any more."""
    made = await turn.write(guardians.link, actor=turn.caller.account_id, now=turn.now)
    if made.code is None:
        await turn.answer(turn.say("guardian-not-needed"), keyboards.menu(turn))
        return
    link = f"https://t.me/{turn.desk.bot_username}?start={made.code}"
    await turn.answer(turn.say("guardian-link", link=link, days=made.days), keyboards.menu(turn))


async def _correct(turn: Turn) -> None:
    back = await turn.read(registration.sent_back, actor=turn.caller.account_id)
    line = turn.label(f"line-{back.line}")
    lead = turn.say("registration-correct", line=line, reason=reason_words(turn, back.reason))
    await ask(turn, LINES[back.line], back.answers | {"fixing": True}, lead)


def reason_words(turn: Turn, reason: str) -> str:
    """Return an officer's reason: the words of a button, or what he typed."""
    return turn.label("decision-reason", reason=reason)


@table.press("reg")
async def pressed(turn: Turn) -> None:
    """Take the answer of a button, unless its question is over."""
    standing = turn.at(FLOW)
    _, what, *value = [*turn.args, "", ""][: max(3, len(turn.args))]
    if standing is None or what not in TAKE:
        await turn.old_button()
        return
    await TAKE[what](turn, dict(standing.data), ":".join(value).strip(":"))


async def onward(turn: Turn, data: Data, lead: str = "") -> None:
    """Ask the next question, or show the summary again when one line was being changed."""
    assert turn.standing is not None  # noqa: S101 - only asked within the conversation
    for key in _PASSING:
        data.pop(key, None)
    if data.pop("fixing", False):
        await ask(turn, Step.SUMMARY, data, lead)
        return
    step = Step(turn.standing.step)
    if step is Step.PLACE and data.get("unit_given"):
        data = await with_teams(turn, data)
    await ask(turn, after(step, steps(turn, data)), data, lead)


async def with_teams(turn: Turn, data: Data) -> Data:
    """Return the answers with whether there are teams for the unit and the township."""
    teams = await turn.read(
        registration.teams_for,
        unit_id=data.get("unit_id"),
        township=data.get("township", ""),
        now=turn.now,
    )
    return data | {"teams": bool(teams)}


async def again(turn: Turn, data: Data, lead: str = "") -> None:
    """Ask the same question once more."""
    assert turn.standing is not None  # noqa: S101 - only asked within the conversation
    await ask(turn, Step(turn.standing.step), data, lead)


async def back(turn: Turn, data: Data, _value: str) -> None:
    """Go back one question, or out of a question's second part."""
    assert turn.standing is not None  # noqa: S101 - only pressed within the conversation
    step = Step(turn.standing.step)
    if data.get("choosing_township") or data.get("choosing_kind") or data.get("tab") == "skills":
        for key in _PASSING:
            data.pop(key, None)
        await ask(turn, step, data)
        return
    for key in _PASSING:
        data.pop(key, None)
    if data.pop("fixing", False):
        await ask(turn, Step.SUMMARY, data)
        return
    await ask(turn, before(step, steps(turn, data)), data)


# -- consent -------------------------------------------------------------------------------------


async def _consent(turn: Turn, data: Data, kind: str) -> None:
    given = data.get("consents", [])
    kept = [one for one in given if one != kind] if kind in given else [*given, kind]
    await again(turn, data | {"consents": kept})


async def _full(turn: Turn, _data: Data, _value: str) -> None:
    form = await turn.read(registration.form, now=turn.now)
    kept = form.retention
    text = turn.say(
        "registration-full-text",
        federation=turn.label("role-federation"),
        centre=turn.label("role-centre"),
        rejected_days=kept.rejected_application_days,
        unfinished_days=kept.unfinished_application_days,
        years=kept.record_years,
        version=form.text_version,
    )
    await turn.show(text, rows([button(turn, turn.label("button-back"), "consents")]))


async def _consents(turn: Turn, data: Data, _value: str) -> None:
    await again(turn, data)


async def _agree(turn: Turn, data: Data, _value: str) -> None:
    if ID_NUMBER not in data.get("consents", []):
        await turn.toast(turn.label("registration-consent-missing"), alert=True)
        return
    kinds = [TO_REGISTER, *data["consents"]]
    await turn.write(
        proxies.agree,
        actor=turn.caller.account_id,
        applicant=data.get("proxy"),
        kinds=kinds,
        now=turn.now,
    )
    await onward(turn, data)


async def _disagree(turn: Turn, data: Data, _value: str) -> None:
    turn.leave(FLOW)
    await turn.write(
        proxies.decline,
        actor=turn.caller.account_id,
        applicant=data.get("proxy"),
        now=turn.now,
    )
    await turn.show(turn.say("child-declined" if "ward" in data else "registration-declined"))


# -- places, unit, team --------------------------------------------------------------------------


async def _county(turn: Turn, data: Data, code: str) -> None:
    form = await turn.read(registration.form, now=turn.now)
    data |= {"county": code, "township": ""}
    if form.places.townships(code):
        await again(turn, data | {"choosing_township": True})
    else:
        await onward(turn, data)


async def _township(turn: Turn, data: Data, code: str) -> None:
    await onward(turn, data | {"township": code})


async def _unit(turn: Turn, data: Data, ref: str) -> None:
    offered = [*data.get("found", []), *data.get("proposed", [])]
    names = {place["ref"]: place["name"] for place in offered}
    unit_id = int(ref) if ref in names else None
    chosen = {"unit_id": unit_id, "unit_name": names.get(ref, "")}
    chosen |= {"team_id": None, "team_name": ""}
    await onward(turn, await with_teams(turn, data | chosen))


async def _team(turn: Turn, data: Data, ref: str) -> None:
    teams = await turn.read(
        registration.teams_for,
        unit_id=data.get("unit_id"),
        township=data.get("township", ""),
        now=turn.now,
    )
    names = {str(team.ref): team.name for team in teams}
    team_id = int(ref) if ref in names else None
    await onward(turn, data | {"team_id": team_id, "team_name": names.get(ref, "")})


# -- grids ---------------------------------------------------------------------------------------


async def _tick(turn: Turn, data: Data, value: str) -> None:
    field, _, code = value.partition(":")
    code = code.replace(":", "-")
    if field not in _TICKED:
        await turn.old_button()
        return
    chosen = data.get(field, [])
    form = await turn.read(registration.form, now=turn.now)
    if code in chosen:
        chosen = [one for one in chosen if one != code]
    elif field == "categories" and len(chosen) >= form.max_categories:
        await turn.toast(turn.label("registration-categories-full", max=form.max_categories))
        return
    else:
        chosen = [*chosen, code]
    await again(turn, data | {field: chosen})


async def _tab(turn: Turn, data: Data, tab: str) -> None:
    await again(turn, data | {"tab": tab})


async def _done(turn: Turn, data: Data, _value: str) -> None:
    await onward(turn, data)


async def _keep(turn: Turn, data: Data, _value: str) -> None:
    assert turn.standing is not None  # noqa: S101 - only pressed within the conversation
    key = {
        Step.NAME: "name",
        Step.NUMBER: "number",
        Step.FORM: "number",
        Step.GUARDIAN: "guardian",
    }.get(Step(turn.standing.step))
    if key is None or not data.get(key):
        await turn.old_button()
        return
    data.pop("claimed", None)
    await onward(turn, data)


async def _kinds(turn: Turn, data: Data, _value: str) -> None:
    await again(turn, data | {"choosing_kind": True})


async def _kind(turn: Turn, data: Data, kind: str) -> None:
    data.pop("choosing_kind", None)
    if kind in set(DocumentKind) and kind != data.get("kind"):
        data.pop("number", None)
        data["kind"] = kind
    await again(turn, data)


# -- the end -------------------------------------------------------------------------------------


async def _fit(turn: Turn, data: Data, _value: str) -> None:
    await onward(turn, data | {"health": turn.now.isoformat()})


async def _oath(turn: Turn, data: Data, _value: str) -> None:
    await onward(turn, data | {"oath": turn.now.isoformat()})


async def _fix(turn: Turn, data: Data, line: str) -> None:
    lines = LINES | GUARDIANS_LINES if "ward" in data else LINES
    await ask(turn, lines.get(line, Step.SUMMARY), data | {"fixing": line in lines})


async def _submit(turn: Turn, data: Data, _value: str) -> None:
    turn.leave(FLOW)
    actor = turn.caller.account_id
    if "ward" in data:
        handed_in = await turn.write(
            child_registrations.submit,
            actor=actor,
            applicant=data["proxy"],
            answers=data,
            now=turn.now,
        )
    else:
        handed_in = await turn.write(
            proxies.submit,
            actor=actor,
            applicant=data.get("proxy"),
            answers=data,
            now=turn.now,
        )
    if handed_in.needs_guardian:
        await turn.show(turn.say("registration-with-guardian"))
        await guardian_link(turn)
        return
    form = await turn.read(registration.form, now=turn.now)
    county = form.places.get(handed_in.county)
    await turn.show(
        turn.say(
            "registration-submitted",
            county=place_name(turn, county) if county else "",
            approver=turn.label(f"role-{handed_in.approver}"),
            workdays=handed_in.reply_workdays,
            reply_by_on=handed_in.reply_by_on,
        ),
        rows([to_wards(turn)]) if "ward" in data else None,
    )


# What a button of a question does, by the word in its data.
TAKE: dict[str, Callable[[Turn, Data, str], Awaitable[None]]] = {
    "back": back,
    "consent": _consent,
    "consents": _consents,
    "full": _full,
    "agree": _agree,
    "disagree": _disagree,
    "keep": _keep,
    "kinds": _kinds,
    "kind": _kind,
    "county": _county,
    "township": _township,
    "unit": _unit,
    "team": _team,
    "tick": _tick,
    "tab": _tab,
    "interests": _done,
    "times": _done,
    "fit": _fit,
    "oath": _oath,
    "fix": _fix,
    "submit": _submit,
}
