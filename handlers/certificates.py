"""〈certificate〉: one button, a choice of time, and the PDF; officers look up and withdraw."""

import asyncio
from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from documents.certificate import CertificateFacts, CertificateWords, certificate_pdf
from domain.certificates import CODE, NUMBER, Withdrawal
from domain.months import is_month, month_of
from domain.permissions import Role
from domain.refusals import Code, Refusal
from handlers import keyboards, minors, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from locales.certificate_words import certificate_facts, certificate_words, whole_day
from locales.words import CHINESE, ENGLISH
from usecases import certificate_standing, certificates
from usecases.certificate_standing import Standing
from usecases.certificates import Choice, Issued
from usecases.minors import Screen

_FLOW = "certificate"
# Buttons of a year stand together; older years are turned to.
_MOST_MONTHS = 12
_A_ROW = 3
# A deep link where there are no pages: "c-" and the certificate's code.
_PAYLOAD = "c-"
# Stations and works that are offered one by one; with more the certificate lists all of them.
_MOST_CHOICES = 40


@table.press("certificate")
@table.command("certificate")
async def which(turn: Turn) -> None:
    """Ask for which time; the first two answers give the certificate at once."""
    months = await turn.read(certificates.months, actor=turn.caller.account_id)
    if not months:
        await turn.show(turn.say("certificate-no-hours"))
        return
    today = turn.desk.db.city.calendar.day_of(turn.now)
    this_month, january = month_of(today), f"{today:%Y}-01"
    this_year = [press(turn.label("button-cert-year"), "cert", january, this_month)]
    if months[-1] < january:
        this_year = []
    keyboard = rows(
        [*this_year, press(turn.label("button-cert-all"), "cert", months[0], this_month)],
        [press(turn.label("button-cert-months"), "certfrom", len(months) // _MOST_MONTHS)],
        [press(turn.label("button-book"), "book")],
    )
    await turn.show(turn.say("certificate-which"), keyboard)


@table.press("certfrom")
async def from_month(turn: Turn) -> None:
    """Ask for the first month, of those that have hours; older ones are turned to."""
    months = await turn.read(certificates.months, actor=turn.caller.account_id)
    page = turn.number(0)
    buttons = [press(_said(turn, one), "certuntil", one, 0) for one in _some(months, page)]
    back = [press(turn.label("button-back"), "certificate")]
    await turn.show(
        turn.say("certificate-from"),
        rows(*_grid(buttons), _turns("certfrom", "", page, months), back),
    )


@table.press("certuntil")
async def until_month(turn: Turn) -> None:
    """Ask for the last month."""
    first = _month(turn, 0)
    today = turn.desk.db.city.calendar.day_of(turn.now)
    all_months = await turn.read(certificates.months, actor=turn.caller.account_id)
    months = [one for one in all_months if first <= one < month_of(today)] + [month_of(today)]
    page = turn.number(1)
    buttons = [press(_said(turn, one), "cert", first, one) for one in _some(months, page)]
    back = [press(turn.label("button-back"), "certfrom", len(all_months) // _MOST_MONTHS)]
    await turn.show(
        turn.say("certificate-until", from_month=_said(turn, first)),
        rows(*_grid(buttons), _turns("certuntil", first, page, months), back),
    )


def _said(turn: Turn, month: str) -> str:
    """Return a month as people say it."""
    return turn.label("records-month", year=month[:4], month=int(month[5:]))


def _some(months: list[str], page: int) -> list[str]:
    return months[page * _MOST_MONTHS : (page + 1) * _MOST_MONTHS]


def _grid(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [buttons[n : n + _A_ROW] for n in range(0, len(buttons), _A_ROW)]


def _turns(prefix: str, first: str, page: int, months: list[str]) -> list[InlineKeyboardButton]:
    data = [first] if first else []
    before = [press("◀", prefix, *data, page - 1)] if page else []
    after = [press("▶", prefix, *data, page + 1)] if len(months) > (page + 1) * _MOST_MONTHS else []
    return before + after


def _month(turn: Turn, place: int) -> str:
    month = turn.word(place)
    if not is_month(month):
        raise Refusal(Code.STEP_GONE)
    return month


@table.press("cert")
async def issue(turn: Turn) -> None:
    """Issue the certificate and send it; a mask marks stations and works, none means all."""
    first, last = _month(turn, 0), _month(turn, 1)
    chosen: tuple[Choice, ...] = ()
    if len(turn.args) > 2:
        chosen = tuple(one for one, on in await _choices(turn, first, last) if on)
    made = await turn.write(
        certificates.issue,
        actor=turn.caller.account_id,
        from_month=first,
        until_month=last,
        only=chosen,
        now=turn.now,
    )
    more = [press(turn.label("button-cert-stations"), "certwhere", first, last, 0)]
    await _send(turn, made, turn.words.locale, [] if chosen else more)


@table.press("certagain")
async def again(turn: Turn) -> None:
    """Send a certificate once more, in the other language."""
    made = await turn.read(
        certificates.own,
        actor=turn.caller.account_id,
        certificate_id=turn.number(0),
        now=turn.now,
    )
    await _send(turn, made, turn.word(1, CHINESE, ENGLISH), [])


async def _send(turn: Turn, made: Issued, locale: str, more: list[InlineKeyboardButton]) -> None:
    words = replace(turn.words, locale=locale)
    said = certificate_facts(
        words,
        made.statement,
        check_url=_address(turn, made.code),
        seal_place=made.seal_place,
    )
    facts, around = CertificateFacts(**said), CertificateWords(**certificate_words(words))
    pdf = await asyncio.to_thread(certificate_pdf, facts, around)
    file = await turn.read(
        certificates.proven,
        actor=turn.caller.account_id,
        certificate_id=made.certificate_id,
        pdf=pdf,
    )
    caption = turn.say(
        "certificate-made",
        number=made.number,
        from_day=whole_day(turn.words, made.statement["from"]),
        until_day=whole_day(turn.words, made.statement["until"]),
        minutes=made.statement["minutes"],
    )
    other = CHINESE if locale == ENGLISH else ENGLISH
    label = turn.label("button-cert-chinese" if locale == ENGLISH else "button-cert-english")
    name = words.label("certificate-file", number=made.number)
    keyboard = rows([press(label, "certagain", made.certificate_id, other), *more])
    await turn.document(file, name, caption, keyboard)


def _address(turn: Turn, code: str) -> str:
    """Return what the code on the paper opens: our page, or the chat where there are no pages."""
    if turn.desk.public_url:
        return f"{turn.desk.public_url}/c/{code}"
    return f"https://t.me/{turn.desk.bot_username}?start={_PAYLOAD}{code}"


@table.press("certwhere")
async def where(turn: Turn) -> None:
    """Let stations and works be chosen one by one."""
    first, last = _month(turn, 0), _month(turn, 1)
    some = await _choices(turn, first, last)
    mask = turn.number(2)
    lines = [
        [press(f"{'✅' if on else '⬜'} {one.name}", "certwhere", first, last, mask ^ (1 << place))]
        for place, (one, on) in enumerate(some)
    ]
    done = [press(turn.label("button-certificate"), "cert", first, last, mask)]
    await turn.show(turn.say("certificate-stations"), rows(*lines, done if mask else []))


async def _choices(turn: Turn, first: str, last: str) -> list[tuple[Choice, bool]]:
    """Return what can be chosen of the time, and whether each is marked: a bit each, in order."""
    mask = turn.number(2)
    found = await turn.read(
        certificates.choices,
        actor=turn.caller.account_id,
        from_month=first,
        until_month=last,
        now=turn.now,
    )
    marked = [(one, bool(mask >> place & 1)) for place, one in enumerate(found)]
    return marked[:_MOST_CHOICES]


# -- looking one up --------------------------------------------------------------------------------


@table.payload(lambda text: text.startswith(_PAYLOAD) and CODE.fullmatch(text[2:]) is not None)
async def opened(turn: Turn) -> None:
    """Show whoever has scanned a certificate how it stands, where there are no pages."""
    found = await turn.read(certificate_standing.look_up, code=turn.args[0].removeprefix(_PAYLOAD))
    unknown = turn.say("certificate-page-unknown")
    text = unknown if found is None else _found(turn, found)
    await turn.answer(text, keyboards.menu(turn))


@table.more("button-cert-check", Role.FEDERATION, Role.OFFICE)
async def ask_number(turn: Turn) -> None:
    """Ask an officer for the number of a certificate."""
    turn.go(_FLOW, "number")
    await turn.show(turn.say("certificate-ask-number"))


@table.step(_FLOW, "number")
async def number_typed(turn: Turn) -> None:
    """Show the certificate of a typed number; it may be withdrawn."""
    typed = NUMBER.search(turn.text.upper())
    if typed is None:
        await turn.answer(turn.say("certificate-number-wrong"))
        return
    found = await turn.read(
        certificate_standing.find, actor=turn.caller.account_id, number=typed[0]
    )
    await minors.numbered(turn, [found.volunteer], Screen.CERTIFICATE)
    turn.leave(_FLOW)
    withdraw = press(turn.label("button-cert-withdraw"), "certend", found.number)
    await turn.answer(_found(turn, found), rows([] if found.withdrawn else [withdraw]))


def _found(turn: Turn, found: Standing) -> str:
    lines = [
        turn.say(
            "certificate-found",
            number=found.number,
            name=found.masked_name,
            from_day=whole_day(turn.words, found.from_on),
            until_day=whole_day(turn.words, found.until_on),
            minutes=found.minutes,
            issued_day=whole_day(turn.words, found.issued_on),
            issuer=found.issuer_en if turn.words.locale == ENGLISH else found.issuer,
        )
    ]
    if found.withdrawn:
        lines.append(
            turn.say(
                "certificate-found-withdrawn",
                withdrawn_at=found.withdrawn.at,
                role=turn.label(f"role-{found.withdrawn.role}"),
                why=turn.label(f"certificate-why-{found.withdrawn.kind}"),
            )
        )
    if found.corrected:
        lines.append(turn.say("certificate-found-corrected"))
    return "\n".join(lines)


@table.press("certend")
async def ask_why(turn: Turn) -> None:
    """Ask why a certificate is withdrawn; the answer withdraws it."""
    found = await turn.read(
        certificate_standing.find, actor=turn.caller.account_id, number=turn.word(0)
    )
    buttons = [
        [press(turn.label(f"certificate-why-{why}"), "certended", found.certificate_id, why.value)]
        for why in Withdrawal
    ]
    no = [press(turn.label("button-no"), "certkept", found.number)]
    await turn.show(turn.say("certificate-withdraw-why", number=found.number), rows(*buttons, no))


@table.press("certkept")
async def kept(turn: Turn) -> None:
    """Show the certificate again; it stands as it stood."""
    found = await turn.read(
        certificate_standing.find, actor=turn.caller.account_id, number=turn.word(0)
    )
    await turn.show(_found(turn, found))


@table.press("certended")
async def withdraw(turn: Turn) -> None:
    """Withdraw a certificate."""
    number = await turn.write(
        certificate_standing.withdraw,
        actor=turn.caller.account_id,
        certificate_id=turn.number(0),
        kind=Withdrawal(turn.word(1, *Withdrawal)),
        now=turn.now,
    )
    await turn.show(turn.say("certificate-withdrawn-done", number=number))
