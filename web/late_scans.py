"""The clerk's scanner without a network: its worker, and what it sends when there is one again."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from domain import tokens
from usecases import late_scans
from usecases.late_scans import Kept
from web.frontage import STATIC, counter_of, now_of, speaker_of
from web.scanning import Day, seen_by, told_day
from web.visitors import Acting, Nonce, request_id_of

router = APIRouter()
# A page sends so many at once, and the rest after them.
MOST_AT_ONCE = 50
# 2001 to 2100: what no device's clock says is no time.
Milliseconds = Annotated[int, Field(ge=978_307_200_000, le=4_102_444_800_000)]


class LateScan(BaseModel):
    """A scan that was kept; `ahead_ms` is what our clock was ahead when it last heard from us."""

    code: str = Field(min_length=1, max_length=512)
    nonce: Nonce
    at_ms: Milliseconds
    ahead_ms: int | None = Field(default=None, ge=-(10**13), le=10**13)
    station_id: int | None = Field(default=None, ge=1, le=2**53)


class LateScans(BaseModel):
    """What a page has kept, in its order; `clock_ms` is what its clock says now."""

    scans: list[LateScan] = Field(min_length=1, max_length=MOST_AT_ONCE)
    clock_ms: Milliseconds


class Received(BaseModel):
    """Which were taken, how many of them a clerk has to look at, and how the day stands."""

    nonces: list[str]
    odd: int
    words: str
    day: Day


@router.get("/scanner-worker.js", include_in_schema=False)
async def worker(_request: Request) -> Response:
    """Return the worker that opens the scanner without a network; its folder is what it serves."""
    return FileResponse(
        STATIC / "scanner-worker.js",
        media_type="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )


@router.post("/page/scans-later")
async def take(request: Request, visitor: Acting, sent: LateScans) -> Received:
    """Count what a page kept without a network; the same nonce counts once, however it comes."""
    counter, now = counter_of(request), now_of(request)
    taken = await counter.db.write(
        late_scans.take,
        actor=visitor.account_id,
        scans=[
            Kept(
                request_id_of(visitor, one.nonce),
                tokens.payload_of(one.code),
                _instant(one.at_ms),
                None if one.ahead_ms is None else one.ahead_ms / 1000,
                one.station_id,
            )
            for one in sent.scans
        ],
        device_now=_instant(sent.clock_ms),
        now=now,
    )
    counter.db.tally.scans.add("page", "late")
    day = await seen_by(request, visitor, now)
    odd = sum(one.doubt is not None for one in taken)
    words = speaker_of(request)
    key = "scanner-sent-odd" if odd else "scanner-sent"
    facts = {"odd": odd} if odd else {}
    return Received(
        nonces=[one.nonce for one in sent.scans],
        odd=odd,
        words=words.label(key, count=len(taken), **facts),
        day=told_day(words, day, now),
    )


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
