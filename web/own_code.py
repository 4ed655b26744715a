"""The volunteer's own code on his phone: it renews itself, so that a picture of it is worthless."""

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from domain import tokens
from domain.writing import mask_name
from usecases import codes, visits
from web.frontage import counter_of, drawn, now_of, page, speaker_of
from web.visitors import PAGE_WORDS, Looking

router = APIRouter()
PAGE_WORDS["me"] = ("code-title", "code-show")


class OwnCode(BaseModel):
    """A code that is good for `seconds` more, and whether its owner is in."""

    svg: str
    seconds: float
    slot_seconds: int
    name: str
    renews: str
    standing: str
    inside: bool


@router.get("/me", include_in_schema=False)
async def my_page(request: Request) -> Response:
    """Show the page of the renewing code."""
    return page(
        request,
        "code.html",
        PAGE_WORDS["me"],
        room="me",
        source="/page/my-code",
        voucher_id=0,
    )


@router.post("/page/my-code")
async def my_code(request: Request, visitor: Looking) -> OwnCode:
    """Return the code of this slot; refuses `not-registered` and `not-yet-approved`."""
    counter, now, words = counter_of(request), now_of(request), speaker_of(request)
    token = await counter.db.read(codes.renewing, actor=visitor.account_id, now=now)
    open_now = await counter.db.read(visits.open_now, actor=visitor.account_id)
    standing = words.label("code-outside")
    if open_now is not None:
        standing = words.label(
            "code-inside", since_at=open_now.opened_at, station=open_now.station_name
        )
    name = mask_name(visitor.caller.volunteer_name or "")
    return await renewing(request, token, name=name, standing=standing, inside=bool(open_now))


async def renewing(
    request: Request, token: str, *, name: str, standing: str, inside: bool = False
) -> OwnCode:
    """Return a code of this slot as the page shows it, with how long it is good."""
    now = now_of(request)
    slot_seconds = counter_of(request).db.city.policy(now).checkin.personal_slot_seconds
    ends = (tokens.slot_of(now, slot_seconds) + 1) * slot_seconds
    return OwnCode(
        svg=await drawn(token),
        seconds=ends - now.timestamp(),
        slot_seconds=slot_seconds,
        name=name,
        renews=speaker_of(request).label("code-renews", seconds=slot_seconds),
        standing=standing,
        inside=inside,
    )
