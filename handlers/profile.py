"""What a person sees of himself: card and details."""

import asyncio

from documents.card import CardFacts, CardWords, card_png
from domain.permissions import Role
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.registration_questions import address, free_time
from handlers.turn import Turn
from locales.card_words import card_words
from locales.words import ENGLISH
from usecases import national, own_wards, profile, registration, rules


@table.command("card")
@table.more("button-card", Role.VOLUNTEER)
async def card(turn: Turn) -> None:
    """Send the volunteer's card as a picture; its code is good for a clerk's scan only."""
    own = await turn.read(profile.card, actor=turn.caller.account_id, now=turn.now)
    city = await turn.read(rules.city_name, now=turn.now, english=turn.words.locale == ENGLISH)
    code = f"{turn.desk.public_url}/v/{own.code}" if turn.desk.public_url else own.code
    facts = CardFacts(
        name=own.name,
        number=own.number,
        city_name=city,
        unit_name=own.unit,
        team_name=own.team,
        registered_on=own.approved_on,
        qr_text=code,
        star=turn.label(f"star-{own.star}") if own.star else "",
    )
    words = CardWords(**card_words(turn.words))
    png = await asyncio.to_thread(card_png, facts, words)
    await turn.picture(png, turn.say("card-caption"), keyboards.menu(turn), name="card.png")


@table.command("profile")
@table.more("button-profile", Role.VOLUNTEER)
async def mine(turn: Turn) -> None:
    """Show one's own details, masked."""
    own = await turn.read(profile.own, actor=turn.caller.account_id)
    form = await turn.read(registration.form, now=turn.now)
    comma, none = turn.label("comma"), turn.label("none")
    text = turn.say(
        "profile-mine",
        name=own.name,
        number=own.number,
        document=turn.label(f"document-{own.document}"),
        id_tail=own.document_tail,
        tail=own.phone_tail,
        place=address(turn, own.township or own.county, form),
        unit=own.unit or none,
        team=own.team or none,
        categories=comma.join(turn.label(f"category-{code}") for code in own.categories) or none,
        skills=comma.join(turn.label(f"skill-{code}") for code in own.skills) or none,
        times=comma.join(free_time(turn, code) for code in own.free_times) or none,
        approved_on=own.approved_on,
    )
    minor = await turn.read(own_wards.is_minor, actor=turn.caller.account_id, now=turn.now)
    guardian = [press(turn.label("button-guardian-link"), "guardianlink")] if minor else []
    entry = await turn.read(national.own, actor=turn.caller.account_id, now=turn.now)
    if entry is not None:
        text += "\n" + turn.say(
            "national-own",
            state=entry.state,
            national_number=entry.national_number,
            entered_on=entry.entered_on or own.approved_on,
            settled_on=entry.settled_on or own.approved_on,
        )
    edit = [
        press(turn.label("button-profile-edit"), "profedit"),
        press(turn.label("button-quals"), "quals"),
    ]
    more = [
        press(turn.label("button-groups"), "groups"),
        press(turn.label("button-privacy"), "privacy"),
    ]
    records = [
        press(turn.label("button-my-trainings"), "mytrainings"),
        press(turn.label("button-my-honours"), "myhonours"),
    ]
    await turn.show(text, rows(edit, records, guardian, more))
