"""The registration form on paper: masked in the chat, whole over a link for the officer."""

import asyncio
from dataclasses import asdict

from documents.forms import RegistrationForm, registration_form_pdf
from domain.permissions import Role
from handlers import paper_links, table
from handlers.turn import Turn
from locales.form_words import registration_form
from usecases import registration_papers
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
    await paper_links.hand_over(
        turn, f"paper/{token}", sentence="regform-link", label="button-regform-open"
    )


async def _send(turn: Turn, facts: FormFacts) -> None:
    form = RegistrationForm(**registration_form(turn.words, asdict(facts)))
    pdf = await asyncio.to_thread(registration_form_pdf, form)
    await turn.document(pdf, turn.label("regform-file"), turn.say("regform-made"))
