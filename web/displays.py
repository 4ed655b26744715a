"""The station's screen: paired once by a clerk's link, then a code that changes every few seconds.

The one-use code stands behind the # of the link, so no server or proxy ever logs it. The page
makes the secret, keeps it in the browser and sends it in a header.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from locales.words import LOCALES, Speaker
from usecases import displays
from web.frontage import counter_of, drawn, now_of, page
from web.guard import Meter, caller_address

router = APIRouter()
_WORDS = (
    "display-title",
    "display-unpaired",
    "display-unpaired-how",
    "display-code-used",
    "display-code-used-how",
    "display-cut-off",
    "display-cut-off-how",
    "display-offline",
    "display-offline-how",
    "display-slow",
)
PAIRINGS_A_MINUTE = 20


class Pairing(BaseModel):
    """A browser's secret, and the one-use code of the link it was opened by."""

    code: str = Field(pattern=r"^[A-Za-z0-9_-]{23}$")
    secret: str = Field(pattern=r"^[A-Za-z0-9_-]{22,64}$")


@router.get("/display", include_in_schema=False)
async def display(request: Request) -> Response:
    """Show the page; which station it is for, the browser knows."""
    return page(request, "display.html", _WORDS)


@router.post("/display/pair")
async def pair(request: Request, asked: Pairing) -> dict[str, str]:
    """Pair this browser; refuses `invite-invalid` for unknown, used and expired codes alike."""
    counter = counter_of(request)
    meter: Meter = request.app.state.pairings
    wait = meter.wait_seconds(caller_address(request, counter.trusted_proxy))
    if wait:
        raise HTTPException(429, headers={"Retry-After": str(wait)})
    station = await counter.db.write(
        displays.pair, code=asked.code, secret=asked.secret, now=now_of(request)
    )
    return {"station": station}


@router.post("/display/code")
async def code(
    request: Request, secret: Annotated[str, Header(alias="X-Display-Secret", max_length=64)]
) -> dict[str, Any]:
    """Return the code of this slot, drawn; refuses `code-revoked` to all but paired browsers."""
    counter = counter_of(request)
    shown = await counter.db.read(displays.shown, secret=secret, now=now_of(request))
    zone = counter.db.city.calendar.zone
    chinese, english = (Speaker(locale, zone, shown.now) for locale in LOCALES)
    local = shown.now.astimezone(zone)
    return {
        "station": shown.station,
        "svg": await drawn(f"https://t.me/{counter.bot_username}?start={shown.code}"),
        "now": shown.now.timestamp(),
        "changes_at": shown.changes_at.timestamp(),
        "slot_seconds": shown.slot_seconds,
        "clock": f"{local:%H:%M}",
        "lines": [_lines(words, shown.inside) for words in (chinese, english)],
    }


def _lines(words: Speaker, inside: int) -> dict[str, str]:
    weekday = words.now.astimezone(words.zone).weekday()
    return {
        "day": words.label(
            "display-day",
            day=words.label(
                "day-of-year",
                month=words.now.astimezone(words.zone).month,
                day=words.now.astimezone(words.zone).day,
            ),
            weekday=words.label(f"weekday-{weekday}"),
        ),
        "how": words.label("display-how"),
        "leaving": words.label("display-leaving"),
        "inside": words.label("display-inside", count=inside),
    }
