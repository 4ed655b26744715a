"""〈更正资料〉: asking for another name, telephone or document; an officer looks first."""

from aiogram.types import Contact, InlineKeyboardMarkup

from domain.identity import DocumentKind
from domain.refusals import Code, Refused
from domain.registration import form_fields, split_line
from domain.writing import read_phone
from handlers import keyboards, own_profile, table
from handlers.keyboards import page, press, rows
from handlers.registration_questions import contact_keyboard, place_name
from handlers.turn import Turn
from usecases import corrections, registration
from usecases.conversations import CORRECTION
from usecases.corrections import DOCUMENT, DOCUMENT_SAYS, LINES, NAME, PHONE, WHYS


@table.press("correct")
async def begin(turn: Turn) -> None:
    """Ask what a line shall be; of a document first why there is another."""
    line = turn.word(0, *LINES)
    await turn.read(corrections.own, actor=turn.caller.account_id)
    back = [press(turn.label("button-back"), "profedit")]
    if line == DOCUMENT:
        why = [[press(turn.label(f"correction-why-{one}"), "correctwhy", one)] for one in WHYS]
        await turn.show(turn.say("correction-why"), rows(*why, back))
        return
    turn.go(CORRECTION, "asked", line=line)
    if line == NAME:
        await turn.show(turn.say("correction-name"), rows(back))
    else:
        # The button that shares a contact can only hang under the keyboard.
        await turn.answer(turn.say("correction-phone"), contact_keyboard(turn))


@table.press("correctwhy")
async def document(turn: Turn) -> None:
    """Ask for the document: on our page, or which kind it is and then its number."""
    why = turn.word(0, *WHYS)
    await turn.read(corrections.own, actor=turn.caller.account_id)
    if turn.desk.id_in_form:
        turn.go(CORRECTION, "asked", line=DOCUMENT, why=why)
        await turn.show(turn.say("registration-form", whose="own"), _form(turn))
        return
    back = [press(turn.label("button-back"), "correct", DOCUMENT)]
    kinds = [
        [press(turn.label(f"document-{kind}"), "correctkind", why, kind)] for kind in DocumentKind
    ]
    await turn.show(turn.say("registration-kind"), rows(*kinds, back))


def _form(turn: Turn) -> InlineKeyboardMarkup:
    url = f"{turn.desk.public_url}/form"
    back = [press(turn.label("button-back"), "correct", DOCUMENT)]
    return rows([page(turn.label("button-form"), url)], back)


@table.press("correctkind")
async def number(turn: Turn) -> None:
    """Ask for the number; it does not stay in the chat."""
    why, kind = turn.word(0, *WHYS), turn.word(1, *DocumentKind)
    await turn.read(corrections.own, actor=turn.caller.account_id)
    turn.go(CORRECTION, "asked", line=DOCUMENT, why=why, kind=kind)
    back = [press(turn.label("button-back"), "correctwhy", why)]
    text = turn.say("registration-number", document=turn.label(f"document-{kind}"))
    await turn.show(text, rows(back))


@table.step(CORRECTION, "asked")
async def said(turn: Turn) -> None:
    """Take what was typed, shared or handed in by our page."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = dict(turn.standing.data)
    message = turn.message
    if message is not None and message.web_app_data is not None and data["line"] == DOCUMENT:
        await _ask(turn, data, form_fields(message.web_app_data.data))
    elif message is not None and message.contact is not None and data["line"] == PHONE:
        await _contact(turn, data, message.contact)
    elif data["line"] == PHONE and turn.text.strip() in _feet(turn):
        turn.leave(CORRECTION)
        await turn.answer(turn.say("correction-left"), keyboards.menu(turn))
        await own_profile.choose_line(turn)
    elif data["line"] == DOCUMENT and "kind" not in data:
        # It may be the number itself.
        await turn.forget_message()
        await turn.answer(turn.say("registration-in-the-form"), _form(turn))
    elif not turn.text.strip():
        await turn.answer(turn.say("registration-typed-only"))
    else:
        await turn.forget_message()
        await _ask(turn, data, _typed(turn, data))


def _feet(turn: Turn) -> tuple[str, str]:
    return turn.label("button-back"), turn.label("button-stop")


def _typed(turn: Turn, data: dict[str, str]) -> dict[str, str]:
    if data["line"] != DOCUMENT:
        return {data["line"]: turn.text}
    return dict(zip(DOCUMENT_SAYS, (data["kind"], *split_line(turn.text)), strict=True))


async def _contact(turn: Turn, data: dict[str, str], contact: Contact) -> None:
    if contact.user_id != turn.chat_id:
        await turn.answer(turn.refusal(Refused(Code.CONTACT_NOT_OWN)), contact_keyboard(turn))
        return
    phone = read_phone(contact.phone_number, from_contact=True)
    if isinstance(phone, Refused):
        await turn.answer(turn.refusal(phone), contact_keyboard(turn))
        return
    await _ask(turn, data, {PHONE: phone})


async def _ask(turn: Turn, data: dict[str, str], words: dict[str, str]) -> None:
    turn.leave(CORRECTION)
    asked = await turn.write(
        corrections.ask,
        actor=turn.caller.account_id,
        line=data["line"],
        why=data.get("why", ""),
        said=words,
        now=turn.now,
    )
    form = await turn.read(registration.form, now=turn.now)
    county = form.places.get(asked.county)
    text = turn.say(
        "correction-asked",
        line=turn.label(f"profile-line-{asked.line}"),
        county=place_name(turn, county) if county else "",
        approver=turn.label(f"role-{asked.approver}"),
    )
    await turn.answer(text, keyboards.menu(turn))


@table.press("correctstop")
async def withdraw(turn: Turn) -> None:
    """Take one's own correction back."""
    line = await turn.write(
        corrections.withdraw,
        actor=turn.caller.account_id,
        correction_id=turn.number(),
        now=turn.now,
    )
    said_of = turn.label(f"profile-line-{line}")
    back = [press(turn.label("button-back"), "profedit")]
    await turn.show(turn.say("correction-withdrawn", line=said_of), rows(back))
