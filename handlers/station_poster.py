"""The poster of a station as A3 PDF; what is missing of its four texts is asked for first."""

import asyncio
from typing import Any

from documents.poster import PosterFacts, PosterWords, poster_pdf
from handlers import table
from handlers.keyboards import press, rows
from handlers.station_register import whereabouts
from handlers.turn import Turn
from locales import station_words
from locales.words import ENGLISH
from usecases import registration, rules, stations
from usecases.stations import StationCard

_FLOW = "station"


@table.press("stposter")
async def poster(turn: Turn) -> None:
    """Send the poster, or ask for the first text that it lacks (PU9-T11d)."""
    await _go_on(turn, turn.number())


async def text_given(turn: Turn, data: dict[str, Any]) -> None:
    """Keep a text that the poster lacked, and go on."""
    turn.leave(_FLOW)
    await turn.write(
        stations.change,
        actor=turn.caller.account_id,
        station_id=data["station_id"],
        field=data["field"],
        value=turn.text,
        now=turn.now,
    )
    await _go_on(turn, data["station_id"])


async def _go_on(turn: Turn, station_id: int) -> None:
    found = await turn.read(
        stations.card, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    back = [press(turn.label("button-back"), "stcard", station_id)]
    if found.missing_texts:
        field = found.missing_texts[0]
        turn.go(_FLOW, "asked", field=field, station_id=station_id, for_poster=True)
        missing = turn.say("station-poster-missing", count=len(found.missing_texts))
        question = turn.say(f"station-ask-{field.replace('_', '-')}")
        await turn.show(f"{missing}\n{question}", rows(back))
        return
    turn.leave(_FLOW)
    pdf = await asyncio.to_thread(poster_pdf, *await _printed(turn, found))
    await turn.document(pdf, f"{found.name}.pdf", turn.say("station-poster-ready"), rows(back))


async def _printed(turn: Turn, found: StationCard) -> tuple[PosterFacts, PosterWords]:
    form = await turn.read(registration.form, now=turn.now)
    city = await turn.read(rules.city_name, now=turn.now, english=turn.words.locale == ENGLISH)
    texts = {name: text or "" for name, text in found.texts.items()}
    facts = PosterFacts(
        city_name=city,
        station_name=found.name,
        place=whereabouts(turn, form, found.township, found.community, found.address),
        hours="\n".join(station_words.hours_lines(turn.words, found.opening)),
        # It opens the station's card: a printed code never changes and can check nobody in.
        qr_text=f"https://t.me/{turn.desk.bot_username}?start=s{found.station_id}",
        **texts,
    )
    return facts, PosterWords(**station_words.poster_words(turn.words))
