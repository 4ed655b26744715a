"""The page that any camera opens from a printed card: whether its holder is a volunteer here."""

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from locales.words import ENGLISH, Speaker
from usecases import cards, rules
from web.frontage import counter_of, now_of, page, speaker_of
from web.guard import Meter, caller_address

router = APIRouter()
LOOK_UPS_A_MINUTE = 30


@router.get("/v/{token}", include_in_schema=False)
async def check(request: Request, token: str) -> Response:
    """Show the card's standing; unknown and forged ones are answered alike, floods with 429."""
    counter, now, words = counter_of(request), now_of(request), speaker_of(request)
    meter: Meter = request.app.state.look_ups
    wait = meter.wait_seconds(caller_address(request, counter.trusted_proxy))
    if wait:
        answer = page(request, "check.html", status=429, card=None, too_many=True)
        answer.headers["Retry-After"] = str(wait)
        return answer
    card = await counter.db.read(cards.check, token=token, now=now)
    city = await counter.db.read(rules.city_name, now=now, english=words.locale == ENGLISH)
    return page(
        request,
        "check.html",
        status=200 if card else 404,
        card=card,
        too_many=False,
        city=city,
        since=_day(words, card.registered_on) if card else "",
    )


def _day(words: Speaker, day: date) -> str:
    """Return the day with its year: a card is read years later."""
    return words.label("day-of-any-year", year=str(day.year), month=day.month, day=day.day)
