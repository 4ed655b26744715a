"""Registering somebody who sits in front of the clerk: how he agrees, and what becomes of it."""

import asyncio
from io import BytesIO

from documents.card import CardFacts, CardWords, card_pdf
from documents.code_picture import code_picture
from domain import tokens
from domain.permissions import Role
from domain.refusals import Refused
from domain.registration import Step
from domain.writing import phone_tail, read_phone
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.registration import TAKE, again, onward, reason_words
from handlers.registration_questions import ASK, LINES, Data, ask, button, feet
from handlers.registration_sent import SENT
from handlers.turn import Turn
from locales.card_words import card_words
from locales.words import ENGLISH
from usecases import applications, proxies, registration, rules, shredded_file
from usecases.conversations import Standing
from usecases.file_store import MOST_PICTURE_BYTES
from usecases.proxies import SignedPaper
from usecases.registration import FLOW, Form


def _draft(turn: Turn) -> Standing | None:
    """Return the registration of somebody else that was begun and not handed in, or None."""
    for one in turn.standing.drafts if turn.standing else ():
        if one.flow == FLOW and one.data.get("proxy") is not None:
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
    code = await turn.write(
        proxies.link, actor=turn.caller.account_id, applicant=data["proxy"], now=turn.now
    )
    link = f"https://t.me/{turn.desk.bot_username}?start={code}"
    minutes = (await turn.read(rules.links, now=turn.now)).relative_minutes
    lines = [turn.label("proxy-scan-me")]
    png = await asyncio.to_thread(code_picture, link, "", lines)
    await turn.picture(png, turn.say("proxy-relative", link=link, minutes=minutes))


async def _proof_sent(turn: Turn, data: Data) -> None:
    message = turn.message
    if message is not None and message.photo:
        await _paper(turn, data)
        return
    if tokens.as_typed(turn.text) is None:
        await again(turn, data, turn.say("proxy-proof-neither"))
        return
    wrong = await turn.write(
        proxies.take_code,
        actor=turn.caller.account_id,
        applicant=data["proxy"],
        typed=tokens.as_typed(turn.text) or "",
        now=turn.now,
    )
    if isinstance(wrong, Refused):
        await again(turn, data, turn.refusal(wrong))
        return
    await onward(turn, data, turn.say("proxy-agreed"))


async def _paper(turn: Turn, data: Data) -> None:
    assert turn.message is not None  # noqa: S101 - the caller looked
    assert turn.message.photo  # noqa: S101
    photo = turn.message.photo[-1]
    if (photo.file_size or 0) > MOST_PICTURE_BYTES:
        await again(turn, data, turn.say("picture-too-large"))
        return
    buffer = BytesIO()
    await turn.desk.bot.download(photo.file_id, buffer)
    sha256, key = await asyncio.to_thread(
        shredded_file.keep, turn.desk.files_dir, buffer.getvalue()
    )
    await turn.write(
        proxies.keep_paper,
        actor=turn.caller.account_id,
        applicant=data["proxy"],
        paper=SignedPaper(sha256, key),
        now=turn.now,
    )
    await turn.forget_message()
    await onward(turn, data, turn.say("proxy-signed"))


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
    await (phone_typed if "proxy" in data else _own_phone)(turn, data)


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
    await turn.answer(
        text,
        rows(
            [press(turn.label("button-proxy-agree"), "proxyagree", code)],
            [press(turn.label("button-disagree"), "proxydecline")],
        ),
    )


@table.press("proxyagree")
async def agreed(turn: Turn) -> None:
    """Show the code that is read out to the clerk."""
    shown = await turn.write(
        proxies.agree_on_telephone,
        actor=turn.caller.account_id,
        code=turn.word(0),
        now=turn.now,
    )
    typed = tokens.grouped(shown.typed)
    await turn.show(turn.say("proxy-code", typed=typed, until_at=shown.expires_at))


@table.press("proxydecline")
async def declined(turn: Turn) -> None:
    """Leave it at that; nothing is kept."""
    await turn.show(turn.say("proxy-declined"))


# -- afterwards ------------------------------------------------------------------------------------


@table.press("proxycard")
async def card(turn: Turn) -> None:
    """Send the card to be printed: visits are scanned from it."""
    own = await turn.write(
        proxies.card, actor=turn.caller.account_id, applicant=turn.number(), now=turn.now
    )
    city = await turn.read(rules.city_name, now=turn.now, english=turn.words.locale == ENGLISH)
    facts = CardFacts(
        name=own.name,
        number=own.number,
        city_name=city,
        unit_name=own.unit,
        team_name=own.team,
        registered_on=own.approved_on,
        star=turn.label(f"star-{own.star}") if own.star else "",
        qr_text=f"{turn.desk.public_url}/v/{own.code}" if turn.desk.public_url else own.code,
    )
    words = CardWords(**card_words(turn.words))
    pdf = await asyncio.to_thread(card_pdf, facts, words)
    await turn.document(pdf, f"{own.number}.pdf", turn.say("proxy-card"))


@table.press("apppaper")
async def signed_paper(turn: Turn) -> None:
    """Show the officer the paper that was signed."""
    paper = await turn.write(
        applications.signed_paper,
        actor=turn.caller.account_id,
        application_id=turn.number(),
        now=turn.now,
    )
    content = await asyncio.to_thread(
        shredded_file.read, turn.desk.files_dir, paper.sha256, paper.key
    )
    if content is None:
        await turn.answer(turn.say("proxy-paper-gone"), keyboards.menu(turn))
        return
    await turn.picture(content, turn.say("proxy-paper"), name="paper.jpg")
