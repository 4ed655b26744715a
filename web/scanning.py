"""The scanners: a volunteer scans the station's screen, a clerk scans volunteers, one by one.

A page makes a random word for each scan and repeats it when an answer was lost: the same word is
the same scan, so that a bad network never counts twice.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, UploadFile
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from documents.reading import Unreadable
from domain import tokens
from domain.admission import Means
from domain.credit import RULE_OF, Reduction
from domain.permissions import Role
from domain.refusals import Code, Refused
from domain.writing import mask_name
from locales import outcomes
from locales.words import Speaker
from usecases import checkins, locations, minors, scan_outcomes, visits
from usecases.checkins import Arrived, ClerkAsked, Left, LocationAsked, Outcome
from usecases.file_store import MOST_PICTURE_BYTES
from usecases.page_sessions import Visitor
from usecases.scan_outcomes import Accompanied, CompanyAsked
from usecases.visits import DayLine, StationDay
from web.frontage import because, counter_of, now_of, page, reason, speaker_of, told
from web.visitors import PAGE_WORDS, Acting, Nonce, request_id_of

router = APIRouter()
# A phone's photo; more is refused before it is read.
_LAST = 5
PAGE_WORDS["scan"] = (
    "scan-title",
    "scan-hint",
    "scan-how",
    "scan-open",
    "scan-photo",
    "scan-camera-off",
    "scan-done",
    "scan-move",
    "page-close",
)
PAGE_WORDS["scanner"] = (
    "scanner-title",
    "scanner-hint",
    "scanner-how",
    "scanner-last",
    "scanner-kept",
    "scanner-no-photo",
    "scanner-again",
    "scan-open",
    "scan-photo",
    "scan-camera-off",
    "page-close",
)


class Scanned(BaseModel):
    """What a camera read; `desk` is a clerk's page, which takes volunteers' codes only."""

    code: str = Field(min_length=1, max_length=512)
    nonce: Nonce
    desk: bool = False


class Line(BaseModel):
    """One of the last visits, as it may be shown over a counter."""

    name: str
    words: str
    inside: bool


class Day(BaseModel):
    """How the day of the clerk's station stands."""

    station: str
    words: str
    lines: list[Line]
    station_id: int | None = None
    # What our clock says, so that a page without a network knows what its own is off.
    clock_ms: int | None = None


class Answer(BaseModel):
    """What came of a scan, in the reader's words."""

    outcome: str
    good: bool
    words: str
    name: str | None = None
    # Which rule decided, where one did: the page opens it under 〈why?〉.
    why: str = ""
    may_move: bool = False
    day: Day | None = None


@router.get("/scan", include_in_schema=False)
async def volunteers_page(request: Request) -> Response:
    """Show the volunteer's scanner."""
    return page(request, "scan.html", PAGE_WORDS["scan"], room="scan")


@router.get("/scanner", include_in_schema=False)
async def clerks_page(request: Request) -> Response:
    """Show the clerk's scanner, which stays open."""
    return page(request, "scan.html", PAGE_WORDS["scanner"], room="scanner")


@router.post("/page/scan")
async def scan(request: Request, visitor: Acting, scanned: Scanned) -> Answer:
    """Open or close a visit by a code; the same nonce gets the same answer again."""
    text = tokens.payload_of(scanned.code)
    means = Means.TYPED if tokens.as_typed(text) else Means.SCANNER
    return await _scan(request, visitor, text, means, scanned.nonce, desk=scanned.desk)


@router.post("/page/scan-picture", response_model=Answer)
async def scan_picture(
    request: Request,
    visitor: Acting,
    picture: UploadFile,
    nonce: Annotated[Nonce, Form()],
    desk: Annotated[bool, Form()] = False,
) -> Answer | JSONResponse:
    """Read the one code in a photo and use it."""
    text = await read_picture(request, picture)
    if isinstance(text, JSONResponse):
        return text
    return await _scan(request, visitor, text, Means.PHOTO, nonce, desk=desk)


async def read_picture(request: Request, picture: UploadFile) -> str | JSONResponse:
    """Return the code in a photo, or the answer that says why there is none."""
    if (picture.size or 0) > MOST_PICTURE_BYTES:
        raise HTTPException(413)
    reading = await counter_of(request).pictures.read(await picture.read())
    if isinstance(reading, Unreadable):
        code = f"picture-{reading.reason.replace('_', '-')}"
        words = speaker_of(request).label(code)
        return JSONResponse({"error": code, "words": words}, status_code=409)
    return tokens.payload_of(reading.text)


async def _scan(
    request: Request, visitor: Visitor, text: str, means: Means, nonce: str, *, desk: bool
) -> Answer:
    counter, now = counter_of(request), now_of(request)
    outcome = await counter.db.write(
        checkins.scan,
        actor=visitor.account_id,
        token=text,
        means=means,
        request_id=request_id_of(visitor, nonce),
        at_desk=desk,
        now=now,
    )
    counter.db.tally.scans.add("page", scan_outcomes.name_of(outcome))
    if isinstance(outcome, LocationAsked) and not desk:
        await _ask_in_chat(request, visitor, request_id_of(visitor, nonce))
    if not desk:
        return _for_the_volunteer(request, outcome)
    answer = _for_the_clerk(request, outcome)
    answer.day = await _day(request, visitor, now)
    return answer


async def _ask_in_chat(request: Request, visitor: Visitor, request_id: str) -> None:
    """Ask for a location: a page says of itself where it is, in the chat the messenger says it."""
    await counter_of(request).db.write(
        locations.call, actor=visitor.account_id, request_id=request_id, now=now_of(request)
    )


def _for_the_volunteer(request: Request, outcome: Outcome) -> Answer:
    words, rule = speaker_of(request), None
    if isinstance(outcome, Refused):
        may_move = outcome.code is Code.OPEN_ELSEWHERE
        return _refused(request, outcome, may_move=may_move)
    if isinstance(outcome, Arrived):
        text = outcomes.arrived(words.label, outcome)
    elif isinstance(outcome, Left):
        text = outcomes.left(words.label, words, outcome)
        rule = RULE_OF[Reduction(outcome.reduction)] if outcome.reduction else None
    elif isinstance(outcome, LocationAsked):
        text = words.label("location-asked-on-page", station=outcome.station)
    elif isinstance(outcome, Accompanied):
        text = outcomes.accompanied(words.label, outcome)
    elif isinstance(outcome, CompanyAsked):
        text = words.label(
            "company-asked",
            station=outcome.station,
            until_at=outcome.until_at,
            below=outcome.below,
        )
        rule = "registration.accompany_below"
    else:
        text = words.label("checkin-clerk-asked", station=outcome.station, arrived_at=outcome.at)
        rule = outcome.rule or None
    said = scan_outcomes.name_of(outcome)
    return Answer(outcome=said, good=True, words=text, why=because(request, rule))


def _for_the_clerk(request: Request, outcome: Outcome) -> Answer:
    words = speaker_of(request)
    if isinstance(outcome, CompanyAsked):
        text = words.label("company-asked-by-clerk", until_at=outcome.until_at)
        return Answer(outcome=scan_outcomes.name_of(outcome), good=False, words=text)
    if isinstance(outcome, Refused | ClerkAsked | LocationAsked | Accompanied):
        refused = outcome if isinstance(outcome, Refused) else Refused(Code.CODE_NOT_FOR_CLERK)
        return _refused(request, refused)
    if isinstance(outcome, Arrived):
        text = words.label("scanner-arrived", arrived_at=outcome.at)
    else:
        text = words.label("scanner-left", minutes=outcome.minutes)
    name = mask_name(outcome.volunteer)
    return Answer(outcome=scan_outcomes.name_of(outcome), good=True, words=text, name=name)


def _refused(request: Request, refused: Refused, *, may_move: bool = False) -> Answer:
    return Answer(
        outcome=refused.code.value,
        good=False,
        words=told(request, refused),
        why=reason(request, refused),
        may_move=may_move,
    )


class Move(BaseModel):
    """The scan that was refused because a visit is open elsewhere."""

    nonce: Nonce


@router.post("/page/move")
async def move(request: Request, visitor: Acting, asked: Move) -> Answer:
    """End the visit elsewhere and check in here, by the scan of a moment ago."""
    refused = request_id_of(visitor, asked.nonce)
    outcome = await counter_of(request).db.write(
        visits.move_here,
        actor=visitor.account_id,
        refused_request_id=refused,
        now=now_of(request),
    )
    if isinstance(outcome, LocationAsked):
        await _ask_in_chat(request, visitor, visits.moved(refused))
    return _for_the_volunteer(request, outcome)


@router.post("/page/day")
async def day(request: Request, visitor: Acting) -> Day:
    """Return how the day of the clerk's station stands; refuses `not-allowed` to others."""
    found = await seen_by(request, visitor, now_of(request))
    return told_day(speaker_of(request), found, now_of(request))


async def _day(request: Request, visitor: Visitor, now: datetime) -> Day | None:
    if not visitor.caller.holds(Role.CLERK):
        return None
    return told_day(speaker_of(request), await seen_by(request, visitor, now), now_of(request))


async def seen_by(request: Request, visitor: Visitor, now: datetime) -> StationDay:
    """Return the day of the clerk's station; that minors stand on it is written down (K18)."""
    db = counter_of(request).db
    found = await db.read(visits.station_day, actor=visitor.account_id, now=now)
    people = [(f"volunteer:{line.volunteer_id}", line.born_on) for line in found.lines]
    young = minors.among(db.city, people, now)
    if young:
        await db.write(
            minors.looked,
            actor=visitor.account_id,
            subjects=young,
            screen=minors.Screen.DAY,
            now=now,
        )
    return found


def told_day(words: Speaker, day: StationDay, now: datetime) -> Day:
    """Return the day in words."""
    newest = sorted(day.lines, key=lambda line: line.closed_at or line.opened_at, reverse=True)
    count = len({line.volunteer_id for line in day.lines})
    text = words.label("scanner-nobody")
    if count:
        text = words.label("scanner-count", count=count, inside=day.inside)
    lines = [
        Line(
            name=mask_name(line.volunteer),
            words=_line(words, line),
            inside=line.closed_at is None,
        )
        for line in newest[:_LAST]
    ]
    return Day(
        station=day.station,
        station_id=day.station_id,
        words=text,
        lines=lines,
        clock_ms=int(now.timestamp() * 1000),
    )


def _line(words: Speaker, line: DayLine) -> str:
    if line.closed_at is None:
        return words.label("scanner-line-in", opened_at=line.opened_at)
    if line.to_settle:
        return words.label("scanner-line-forgot", opened_at=line.opened_at)
    return words.label("scanner-line-left", closed_at=line.closed_at, minutes=line.minutes or 0)
