"""Registering in the chat: what is typed, shared or handed in by our page, instead of pressed."""

from collections.abc import Awaitable, Callable

from domain.identity import DocumentKind
from domain.refusals import Code, Refusal, Refused
from domain.registration import SELF_TELLING, Step, form_fields, split_line
from domain.writing import clean_name, phone_tail
from handlers import keyboards, table
from handlers.registration import again, back, onward
from handlers.registration_questions import Data, ask, own_phone
from handlers.turn import Turn
from usecases import directory, proxies, registration, rosters
from usecases.registration import FLOW


@table.step(FLOW, *Step)
async def sent(turn: Turn) -> None:
    """Take what was typed, shared or handed in by our page; anything else asks for a tap."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    take = SENT.get(Step(turn.standing.step))
    if take is None:
        await again(turn, data, turn.say("registration-tap"))
        return
    await take(turn, data)


async def _phone_sent(turn: Turn, data: Data) -> None:
    phone = own_phone(turn)
    if phone is not None:
        await _contact(turn, data, phone)
    elif turn.text.strip() == turn.label("button-back"):
        await turn.answer(turn.say("registration-going-back"), keyboards.menu(turn))
        await back(turn, data, "")
    elif turn.text.strip() == turn.label("button-stop"):
        turn.stop()
        await turn.answer(turn.say("cancelled"), keyboards.menu(turn))
    else:
        await again(turn, data, turn.say("registration-phone-typed"))


async def _contact(turn: Turn, data: Data, phone: str | Refused) -> None:
    if isinstance(phone, Refused):
        await again(turn, data, turn.refusal(phone))
        return
    kept = turn.say("registration-phone-kept", tail=phone_tail(phone))
    await turn.answer(kept, keyboards.menu(turn))
    # His own telephone: whoever has put it on a list would like to see him in that unit.
    units = [] if "ward" in data else await turn.read(rosters.proposed, phone=phone)
    proposed = [{"ref": str(unit.unit_id), "name": unit.name} for unit in units]
    await onward(turn, data | {"phone": phone, "proposed": proposed})


async def _name_sent(turn: Turn, data: Data) -> None:
    await turn.forget_message()
    if not turn.text.strip():
        await again(turn, data, turn.say("registration-typed-only"))
        return
    form = await turn.read(registration.form, now=turn.now)
    name = clean_name(turn.text, max_length=form.name_max_length)
    if isinstance(name, Refused):
        await again(turn, data, turn.refusal(name))
        return
    await onward(turn, data | {"name": name}, turn.say("registration-name-kept"))


async def _number_sent(turn: Turn, data: Data) -> None:
    await turn.forget_message()
    if not turn.text.strip():
        await again(turn, data, turn.say("registration-typed-only"))
        return
    kind = data.get("kind", DocumentKind.RESIDENT_ID)
    number, sex, born_on = turn.text, "", ""
    if kind not in SELF_TELLING:
        number, sex, born_on = split_line(turn.text)
    await _identified(turn, data, kind, number, sex, born_on)


async def _form_sent(turn: Turn, data: Data) -> None:
    page_data = turn.message.web_app_data if turn.message else None
    if page_data is None:
        # It may be the number itself.
        await turn.forget_message()
        await again(turn, data, turn.say("registration-in-the-form"))
        return
    given = form_fields(page_data.data)
    form = await turn.read(registration.form, now=turn.now)
    name = clean_name(given["name"], max_length=form.name_max_length)
    if isinstance(name, Refused):
        await again(turn, data, turn.refusal(name))
        return
    said = [given[key] for key in ("kind", "number", "sex", "born_on")]
    await _identified(turn, data | {"name": name}, *said)


async def _identified(
    turn: Turn, data: Data, kind: str, number: str, sex: str, born_on: str
) -> None:
    try:
        found = await turn.read(
            proxies.identify,
            actor=turn.caller.account_id,
            applicant=data.get("proxy"),
            kind=kind,
            number=number,
            sex=sex,
            born_on=born_on,
            now=turn.now,
        )
    except Refusal as refusal:
        # Mistyped, mostly: the same question below the reason, with its ways back and out.
        await again(turn, data, turn.refusal(refusal.refused))
        return
    if isinstance(found, Refused) and found.code is Code.ALREADY_REGISTERED and "proxy" in data:
        await again(turn, data, turn.say("child-known" if "ward" in data else "proxy-known"))
        return
    if isinstance(found, Refused) and found.code is Code.ALREADY_REGISTERED:
        said = {"kind": kind, "number": number, "sex": sex, "born_on": born_on}
        await again(turn, data | {"claimed": said}, turn.say("recovery-taken"))
        return
    if isinstance(found, Refused):
        data.pop("number", None)
        await again(turn, data | {"kind": found.facts["kind"]}, turn.refusal(found))
        return
    data.pop("claimed", None)
    kept = {
        "kind": found.facts.kind.value,
        "number": found.facts.normalised,
        "sex": found.sex.value,
        "born_on": found.born_on.isoformat(),
    }
    document = turn.label(f"document-{found.facts.kind}")
    lead = turn.say("registration-document-kept", document=document)
    data = data | kept | {"senior": found.terms.health_declaration}
    if found.terms.guardian_consent:
        needs = await _what_a_minor_needs(turn, data, company=found.terms.company)
        lead = "\n".join([lead, *needs])
    if found.terms.health_declaration and data.get("fixing") and not data.get("health"):
        # Changed at the end: the question that only now applies comes before the summary.
        await ask(turn, Step.HEALTH, data, lead)
        return
    await onward(turn, data, lead)


async def _what_a_minor_needs(turn: Turn, data: Data, *, company: bool) -> list[str]:
    """Return what his age asks for; a guardian who types is told of the company alone."""
    form = await turn.read(registration.form, now=turn.now)
    if "ward" in data:
        below = turn.say("guardian-asked-company", accompany_below=form.accompany_below)
        return [below] if company else []
    said = [turn.say("registration-minor", adult_age=form.adult_age)]
    if company:
        said.append(turn.say("registration-child", accompany_below=form.accompany_below))
    return said


async def _unit_sent(turn: Turn, data: Data) -> None:
    found = await turn.read(directory.find_units, typed=turn.text)
    data["found"] = [{"ref": place.ref, "name": place.name} for place in found]
    lead = "" if found else turn.say("registration-unit-none")
    await again(turn, data, lead)


# What is done with what was sent at a question; where a question is missing, it asks for a tap.
SENT: dict[Step, Callable[[Turn, Data], Awaitable[None]]] = {
    Step.PHONE: _phone_sent,
    Step.NAME: _name_sent,
    Step.NUMBER: _number_sent,
    Step.FORM: _form_sent,
    Step.UNIT: _unit_sent,
}
