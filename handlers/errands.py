"""〈代办〉: finding somebody without a telephone, his word, and what is done for him."""

from aiogram.types import InlineKeyboardButton

from documents.reading import PictureText
from domain import tokens
from domain.permissions import Role
from handlers import consent_proofs, papers_of_others, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from handlers.visit_lines import to_visits
from locales.words import CHINESE
from usecases import consents, errand_deeds, errands
from usecases.person_groups import CONSENT

_FLOW = "errand"
_WHO, _PROOF, _WORDS = "who", "proof", "words"


@table.more("button-errand", Role.CLERK, Role.FEDERATION, Role.COUNTY_OFFICE, Role.OFFICE)
async def begin(turn: Turn) -> None:
    """Ask who it is."""
    await turn.read(errands.find, actor=turn.caller.account_id, typed="")
    turn.go(_FLOW, "asked", field=_WHO)
    await turn.show(turn.say("errand-who"), rows(_stop(turn)))


def _stop(turn: Turn) -> list[InlineKeyboardButton]:
    return [press(turn.label("button-stop"), "cancel")]


@table.step(_FLOW, "asked")
async def said(turn: Turn) -> None:
    """Take what was asked for: who it is, the proof, or the words of an objection."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    if data["field"] == _WHO:
        await _who(turn)
    elif data["field"] == _PROOF:
        await _proof(turn, data["errand"])
    else:
        await _objection(turn, data["errand"], data["cause"])


async def _who(turn: Turn) -> None:
    typed = turn.text.strip()
    if turn.message is not None and turn.message.photo:
        picture = await turn.read_picture()
        typed = picture.text if isinstance(picture, PictureText) else ""
    elif typed:
        # A name and the end of a telephone do not stay in the chat.
        await turn.forget_message()
    found = await turn.read(errands.find, actor=turn.caller.account_id, typed=typed)
    if not found:
        await turn.answer(turn.say("errand-nobody"), rows(_stop(turn)))
    elif len(found) == 1:
        await _serve(turn, found[0].volunteer_id)
    else:
        lines = [
            [press(f"{one.name} {one.number}", "errandfor", one.volunteer_id)] for one in found
        ]
        await turn.answer(turn.say("errand-which"), rows(*lines, _stop(turn)))


@table.press("errandfor")
async def chosen(turn: Turn) -> None:
    """Serve the one who was meant."""
    await _serve(turn, turn.number())


async def _serve(turn: Turn, volunteer_id: int) -> None:
    errand_id = await turn.write(
        errands.begin, actor=turn.caller.account_id, volunteer_id=volunteer_id, now=turn.now
    )
    turn.go(_FLOW, "asked", field=_PROOF, errand=errand_id)
    await _ask_proof(turn, errand_id)


async def _ask_proof(turn: Turn, errand_id: int, lead: str = "") -> None:
    who = await turn.read(
        errand_deeds.standing, actor=turn.caller.account_id, errand_id=errand_id, now=turn.now
    )
    relative = [press(turn.label("button-proxy-relative"), "errandlink", errand_id)]
    text = turn.say("errand-proof", name=who.name, number=who.number)
    await turn.answer("\n".join(filter(None, (lead, text))), rows(relative, _stop(turn)))


@table.press("errandlink")
async def link(turn: Turn) -> None:
    """Show the link for a relative's telephone."""
    await consent_proofs.show_link(turn, errands.link, errand_id=turn.number())


async def _proof(turn: Turn, errand_id: int) -> None:
    proven, words = await consent_proofs.take(
        turn, errands.keep_paper, errands.take_code, errand_id=errand_id
    )
    if proven:
        turn.leave(_FLOW)
        await _menu(turn, errand_id, words)
    else:
        await _ask_proof(turn, errand_id, words)


# -- on the relative's telephone -------------------------------------------------------------------


@table.payload(lambda payload: tokens.random_kind(payload) is tokens.RandomKind.ERRAND)
async def served(turn: Turn) -> None:
    """Say on the relative's telephone for whom something is done, and where."""
    code = turn.args[0]
    name, station = await turn.read(
        errands.asked, actor=turn.caller.account_id, code=code, now=turn.now
    )
    text = turn.say("errand-asked", name=name, station=station or turn.label("errand-office"))
    await consent_proofs.ask(turn, text, "errandagree", code)


@table.press("errandagree")
async def agreed(turn: Turn) -> None:
    """Show the code that is read out to the clerk."""
    await consent_proofs.show_code(turn, errands.agree_on_telephone)


# -- what is done for him --------------------------------------------------------------------------


@table.press("errandmenu")
async def menu(turn: Turn) -> None:
    """Show what can be done."""
    turn.leave(_FLOW)
    await _menu(turn, turn.number())


async def _menu(turn: Turn, errand_id: int, lead: str = "") -> None:
    who = await turn.read(
        errand_deeds.standing, actor=turn.caller.account_id, errand_id=errand_id, now=turn.now
    )
    lines = [lead] if lead else []
    lines.append(turn.say("errand-menu", name=who.name, number=who.number))
    if who.leaves_at is not None:
        lines.append(turn.say("errand-leaves", due_at=who.leaves_at))
    elif who.leaving:
        lines.append(turn.say("errand-leave-waits"))
    wrong = [press(turn.label("button-errand-wrong"), "errandlines", errand_id)]
    ends = press(turn.label("button-errand-leave"), "errandleave", errand_id)
    if who.leaving:
        ends = press(turn.label("button-errand-stay"), "errandstay", errand_id)
    await turn.show(
        "\n".join(lines),
        rows(
            [
                press(turn.label("button-errand-card"), "errandcard", errand_id),
                press(turn.label("button-errand-copy"), "errandcopy", errand_id),
            ],
            [
                press(turn.label("button-errand-consents"), "errandconsents", errand_id),
                *(wrong if who.at_station else []),
            ],
            [ends],
        ),
    )


@table.press("errandcard")
async def card(turn: Turn) -> None:
    """Print a new card; the older ones are worthless."""
    own = await turn.write(
        errand_deeds.new_card, actor=turn.caller.account_id, errand_id=turn.number(), now=turn.now
    )
    await papers_of_others.print_card(turn, own, turn.say("errand-card"), CHINESE)


@table.press("errandcopy")
async def copy(turn: Turn) -> None:
    """Give the copy to be printed: by links of our pages, or masked in the chat."""
    errand_id, actor = turn.number(), turn.caller.account_id
    if not turn.desk.public_url:
        found = await turn.write(
            errand_deeds.copy_in_chat, actor=actor, errand_id=errand_id, now=turn.now
        )
        await papers_of_others.send_copy(turn, found)
        return
    made = await turn.write(errand_deeds.copy_links, actor=actor, errand_id=errand_id, now=turn.now)
    back = [press(turn.label("button-back"), "errandmenu", errand_id)]
    buttons = papers_of_others.copy_buttons(turn, made)
    await turn.show(turn.say("errand-copy", minutes=made.minutes), rows(buttons, back))


@table.press("errandconsents")
async def given(turn: Turn) -> None:
    """Show the consents that can be taken back."""
    errand_id = turn.number()
    found = await turn.read(
        errand_deeds.given, actor=turn.caller.account_id, errand_id=errand_id, now=turn.now
    )
    back = [press(turn.label("button-back"), "errandmenu", errand_id)]
    lines = [
        [press(_consent(turn, one), "errandwithdraw", errand_id, one.consent_id)] for one in found
    ]
    text = turn.say("errand-consents") if found else turn.say("errand-no-consents")
    await turn.show(text, rows(*lines, back))


def _consent(turn: Turn, one: consents.Given) -> str:
    if one.kind == CONSENT:
        return turn.label("consent-person-group", group=turn.label(f"group-{one.group}"))
    return turn.label(f"consent-{one.kind}")


@table.press("errandwithdraw")
async def withdraw(turn: Turn) -> None:
    """Take one of them back."""
    await turn.write(
        errand_deeds.withdraw,
        actor=turn.caller.account_id,
        errand_id=turn.number(0),
        consent_id=turn.number(1),
        now=turn.now,
    )
    await _menu(turn, turn.number(0), turn.say("privacy-withdrawn"))


@table.press("errandlines")
async def visits(turn: Turn) -> None:
    """Show his latest visits to object to."""
    errand_id = turn.number()
    found = await turn.read(
        errand_deeds.latest, actor=turn.caller.account_id, errand_id=errand_id, now=turn.now
    )
    lines = to_visits(turn, found, "errandwrong", errand_id)
    back = [press(turn.label("button-back"), "errandmenu", errand_id)]
    text = turn.say("errand-lines") if found else turn.say("errand-no-lines")
    await turn.show(text, rows(*lines, back))


@table.press("errandwrong")
async def wrong(turn: Turn) -> None:
    """Ask what is wrong about the visit."""
    errand_id, visit_id = turn.number(0), turn.number(1)
    await turn.read(
        errand_deeds.standing, actor=turn.caller.account_id, errand_id=errand_id, now=turn.now
    )
    turn.go(_FLOW, "asked", field=_WORDS, errand=errand_id, cause=f"visit:{visit_id}")
    back = [press(turn.label("button-back"), "errandlines", errand_id)]
    await turn.show(turn.say("dispute-words"), rows(back))


async def _objection(turn: Turn, errand_id: int, cause: str) -> None:
    turn.leave(_FLOW)
    await turn.write(
        errand_deeds.dispute,
        actor=turn.caller.account_id,
        errand_id=errand_id,
        cause=cause,
        words=turn.text,
        now=turn.now,
    )
    await _menu(turn, errand_id, turn.say("errand-disputed"))


@table.press("errandleave")
async def leave(turn: Turn) -> None:
    """Say what leaving means before it is asked for."""
    errand_id = turn.number()
    seen = await turn.read(
        errand_deeds.outlook, actor=turn.caller.account_id, errand_id=errand_id, now=turn.now
    )
    text = turn.say("leave-is", days=seen.days, years=seen.years)
    if seen.service_minutes:
        text += "\n" + turn.say("leave-hours", service_minutes=seen.service_minutes)
    back = [press(turn.label("button-back"), "errandmenu", errand_id)]
    yes = [press(turn.label("button-leave-yes"), "errandleaveyes", errand_id)]
    await turn.show(text + "\n" + turn.say("errand-leave-second"), rows(yes, back))


@table.press("errandleaveyes")
async def leave_it(turn: Turn) -> None:
    """Ask for it; an officer confirms."""
    await turn.write(
        errand_deeds.leave, actor=turn.caller.account_id, errand_id=turn.number(), now=turn.now
    )
    await _menu(turn, turn.number())


@table.press("errandstay")
async def stay(turn: Turn) -> None:
    """Take the leaving back."""
    await turn.write(
        errand_deeds.stay, actor=turn.caller.account_id, errand_id=turn.number(), now=turn.now
    )
    await _menu(turn, turn.number(), turn.say("errand-stays"))
