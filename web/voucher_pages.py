"""A voucher's code on the volunteer's phone, and the merchant's scanner that honours it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain import tokens
from domain.refusals import Refused
from locales.words import Speaker
from usecases import honouring, vouchers
from usecases.honouring import MerchantDay
from usecases.page_sessions import Visitor
from web.frontage import counter_of, now_of, page, reason, speaker_of, told
from web.own_code import OwnCode, renewing
from web.scanning import Answer, Day, Line, read_picture
from web.visitors import PAGE_WORDS, Acting, Looking, Nonce, request_id_of

router = APIRouter()
PAGE_WORDS["voucher"] = ("voucher-page-title", "voucher-page-show")
PAGE_WORDS["honour"] = (
    "honour-title",
    "honour-hint",
    "honour-how",
    "scanner-last",
    "scan-open",
    "scan-photo",
    "scan-camera-off",
    "page-close",
)
_LAST = 5


class Asked(BaseModel):
    """Which of the visitor's vouchers."""

    voucher_id: int = Field(gt=0, lt=2**53)


@router.get("/voucher/{voucher_id}", include_in_schema=False)
async def voucher_page(request: Request, voucher_id: int) -> Response:
    """Show the page of a voucher's code; whose it is, the session tells later."""
    return page(
        request,
        "code.html",
        PAGE_WORDS["voucher"],
        room="voucher",
        source="/page/voucher-code",
        voucher_id=voucher_id,
    )


@router.post("/page/voucher-code")
async def voucher_code(request: Request, visitor: Looking, asked: Asked) -> OwnCode:
    """Return the voucher's code of this slot; refuses `not-found` for another's, and voucher-*."""
    counter, now, words = counter_of(request), now_of(request), speaker_of(request)
    token = await counter.db.read(
        vouchers.renewing_code, actor=visitor.account_id, voucher_id=asked.voucher_id, now=now
    )
    voucher = await counter.db.read(
        vouchers.show, actor=visitor.account_id, voucher_id=asked.voucher_id
    )
    until = words.label("voucher-until", until=_day(words, voucher.until_on))
    return await renewing(
        request,
        token,
        name=voucher.title,
        standing=f"{voucher.merchant} · {until}",
    )


def _day(words: Speaker, day: date) -> str:
    return words.label("day-of-any-year", year=str(day.year), month=day.month, day=day.day)


class Shown(BaseModel):
    """A voucher's code as the merchant's camera read it."""

    code: str = Field(min_length=1, max_length=512)
    nonce: Nonce


@router.get("/honour", include_in_schema=False)
async def honour_page(request: Request) -> Response:
    """Show the merchant's scanner, which stays open."""
    return page(request, "scan.html", PAGE_WORDS["honour"], room="honour")


@router.post("/page/honour")
async def honour(request: Request, visitor: Acting, shown: Shown) -> Answer:
    """Honour a voucher once; the same nonce gets the same answer again."""
    return await _honour(request, visitor, tokens.payload_of(shown.code), shown.nonce)


@router.post("/page/honour-picture", response_model=Answer)
async def honour_picture(
    request: Request, visitor: Acting, picture: UploadFile, nonce: Annotated[Nonce, Form()]
) -> Answer | JSONResponse:
    """Read the one code in a photo and honour its voucher."""
    text = await read_picture(request, picture)
    if isinstance(text, JSONResponse):
        return text
    return await _honour(request, visitor, text, nonce)


async def _honour(request: Request, visitor: Visitor, code: str, nonce: str) -> Answer:
    words = speaker_of(request)
    outcome = await counter_of(request).db.write(
        honouring.honour,
        actor=visitor.account_id,
        code=code,
        request_id=request_id_of(visitor, nonce),
        now=now_of(request),
    )
    if isinstance(outcome, Refused):
        answer = Answer(
            outcome=outcome.code.value,
            good=False,
            words=told(request, outcome),
            why=reason(request, outcome),
        )
    else:
        text = words.label("honour-done", count=outcome.count_today)
        if outcome.terms:
            text += f"\n{outcome.terms}"
        answer = Answer(outcome="honoured", good=True, words=text, name=outcome.title)
    answer.day = await honoured_day(request, visitor)
    return answer


@router.post("/page/honoured-day")
async def honoured_day(request: Request, visitor: Acting) -> Day:
    """Return what the merchant has honoured today; refuses `not-allowed` to others."""
    day = await counter_of(request).db.read(
        honouring.honoured_today, actor=visitor.account_id, now=now_of(request)
    )
    return _told(speaker_of(request), day)


def _told(words: Speaker, day: MerchantDay) -> Day:
    newest = day.lines[: -_LAST - 1 : -1]
    return Day(
        station=words.label("comma").join(day.merchants),
        words=words.label("honour-count", count=len(day.lines)),
        lines=[Line(name=title, words=words.moment(at), inside=False) for title, at in newest],
    )
