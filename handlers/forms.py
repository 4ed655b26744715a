"""The registration form on paper: masked in the chat, whole over a link for the officer."""

import asyncio
from dataclasses import asdict

from aiogram.types import InlineKeyboardButton

from documents.forms import RegistrationForm, registration_form_pdf
from domain.permissions import Role
from handlers import table
from handlers.keyboards import rows
from handlers.turn import Turn
from locales.form_words import registration_form
from usecases import registration_papers, rules
from usecases.registration_papers import FormFacts


@table.more("button-regform", Role.VOLUNTEER)
async def own(turn: Turn) -> None:
    """Send the volunteer his own form."""
    await _send(
        turn, await turn.read(registration_papers.own, actor=turn.caller.account_id, now=turn.now)
    )


@table.press("appform")
async def for_officer(turn: Turn) -> None:
    """Give the officer a link to the whole form; without pages of ours, the masked one."""
    actor, application_id = turn.caller.account_id, turn.number(0)
    if not turn.desk.public_url:
        facts = await turn.write(
            registration_papers.masked, actor=actor, application_id=application_id, now=turn.now
        )
        await _send(turn, facts)
        return
    token = await turn.write(
        registration_papers.link, actor=actor, application_id=application_id, now=turn.now
    )
    url = f"{turn.desk.public_url}/paper/{token}"
    button = InlineKeyboardButton(text=turn.label("button-regform-open"), url=url)
    lives = (await turn.read(rules.links, now=turn.now)).paper_minutes
    await turn.answer(turn.say("regform-link", lives_minutes=lives), rows([button]))


async def _send(turn: Turn, facts: FormFacts) -> None:
    form = RegistrationForm(**registration_form(turn.words, asdict(facts)))
    pdf = await asyncio.to_thread(registration_form_pdf, form)
    await turn.document(pdf, turn.label("regform-file"), turn.say("regform-made"))
