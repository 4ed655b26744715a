"""Registering somebody who sits in front of the clerk: how he agrees, and what becomes of it."""

from domain import tokens
from domain.permissions import Role
from domain.refusals import Refused
from domain.registration import Step
from domain.writing import phone_tail, read_phone
from handlers import consent_proofs, papers_of_others, table
from handlers.keyboards import press, rows
from handlers.registration import TAKE, again, onward, reason_words
from handlers.registration_questions import ASK, LINES, Data, ask, button, feet
from handlers.registration_sent import SENT
from handlers.turn import Turn
from locales.words import CHINESE
from usecases import applications, proxies, registration
from usecases.conversations import Standing
from usecases.registration import FLOW, Form


def _draft(turn: Turn) -> Standing | None:
    """Return the registration that a clerk began for somebody else, not handed in yet, or None."""
    return draft_for_another(turn, ward=False)


def draft_for_another(turn: Turn, *, ward: bool) -> Standing | None:
    """Return the draft of a registration for somebody else, or for a ward of one's own."""
    for one in turn.standing.drafts if turn.standing else ():
        others = one.flow == FLOW and one.data.get("proxy") is not None
        if others and ("ward" in one.data) is ward:
            return one
    return None


@table.more("button-proxy", Role.CLERK)
async def begin(turn: Turn) -> None:
    """Go on with the one that was begun, or begin with somebody who sits there now."""
    draft = _draft(turn)
    if draft is None:
        await anew(turn)
        return
    data = dict(draft.data)
    step = Step(data.pop("stopped_at", draft.step))
    await ask(turn, step, data, turn.say("proxy-goes-on"))
    other = [press(turn.label("button-proxy-anew"), "proxynew")]
    await turn.answer(turn.say("proxy-or-another"), rows(other))


@table.press("proxynew")
async def anew(turn: Turn) -> None:
    """Begin with somebody else; what was filled in for the one before is given up."""
    if turn.standing is not None and turn.standing.data.get("proxy") is not None:
        turn.leave(FLOW)
    applicant = await turn.write(proxies.begin, actor=turn.caller.account_id, now=turn.now)
    await ask(turn, Step.CONSENT, {"proxy": applicant}, turn.say("proxy-read-out"))


@table.press("proxyfix")
async def correct(turn: Turn) -> None:
    """Open the line that an office sent back."""
    applicant = turn.number()
    back = await turn.read(proxies.sent_back, actor=turn.caller.account_id, applicant=applicant)
    line = turn.label(f"line-{back.line}")
    lead = turn.say("registration-correct", line=line, reason=reason_words(turn, back.reason))
    answers = back.answers | {"fixing": True, "proxy": applicant}
    await ask(turn, LINES[back.line], answers, lead)


# -- how the person agrees -------------------------------------------------------------------------


async def _ask_proof(turn: Turn, _data: Data, _form: Form, head: str) -> None:
    relative = [button(turn, turn.label("button-proxy-relative"), "relative")]
    await turn.show(head + turn.say("proxy-proof"), rows(relative, feet(turn)))


async def _relative(turn: Turn, data: Data, _value: str) -> None:
    await consent_proofs.show_link(turn, proxies.link, applicant=data["proxy"])


async def _proof_sent(turn: Turn, data: Data) -> None:
    proven, words = await consent_proofs.take(
        turn, proxies.keep_paper, proxies.take_code, applicant=data["proxy"]
    )
    await (onward if proven else again)(turn, data, words)


async def phone_typed(turn: Turn, data: Data) -> None:
    """Take the telephone under which the person can be reached; it does not stay in the chat."""
    await turn.forget_message()
    phone = read_phone(turn.text)
    if isinstance(phone, Refused):
        await again(turn, data, turn.refusal(phone))
        return
    kept = turn.say("registration-phone-kept", tail=phone_tail(phone))
    await onward(turn, data | {"phone": phone}, kept)


async def _phone_sent(turn: Turn, data: Data) -> None:
    types_it = "proxy" in data and "ward" not in data
    await (phone_typed if types_it else _own_phone)(turn, data)


_own_phone = SENT[Step.PHONE]
ASK[Step.PROOF] = _ask_proof
SENT[Step.PROOF] = _proof_sent
SENT[Step.PHONE] = _phone_sent
TAKE["relative"] = _relative


# -- on the relative's telephone -------------------------------------------------------------------


@table.payload(lambda payload: tokens.random_kind(payload) is tokens.RandomKind.PROXY)
async def asked(turn: Turn) -> None:
    """Say on the relative's telephone what the person who holds it now agrees to."""
    code = turn.args[0]
    station = await turn.read(proxies.asked, actor=turn.caller.account_id, code=code, now=turn.now)
    form = await turn.read(registration.form, now=turn.now)
    text = turn.say("proxy-asked", station=station) + "\n\n"
    text += turn.say(
        "registration-consent",
        days=form.retention.rejected_application_days,
        years=form.retention.record_years,
    )
    await consent_proofs.ask(turn, text, "proxyagree", code)


@table.press("proxyagree")
async def agreed(turn: Turn) -> None:
    """Show the code that is read out to the clerk."""
    await consent_proofs.show_code(turn, proxies.agree_on_telephone)


# -- afterwards ------------------------------------------------------------------------------------


@table.press("proxycard")
async def card(turn: Turn) -> None:
    """Send the card to be printed: visits are scanned from it."""
    own = await turn.write(
        proxies.card, actor=turn.caller.account_id, applicant=turn.number(), now=turn.now
    )
    await papers_of_others.print_card(turn, own, turn.say("proxy-card"), CHINESE)


@table.press("apppaper")
async def signed_paper(turn: Turn) -> None:
    """Show the officer the paper that was signed."""
    paper = await turn.write(
        applications.signed_paper,
        actor=turn.caller.account_id,
        application_id=turn.number(),
        now=turn.now,
    )
    await consent_proofs.show_paper(turn, paper)
