"""What a page is made of: its template, its words, its language, and how a refusal is told."""

import asyncio
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from fastapi.exceptions import RequestValidationError
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from documents.qr import qr_svg
from domain import reasons
from domain.refusals import Code, Refusal, Refused
from locales import outcomes
from locales.words import CHINESE, ENGLISH, Speaker
from usecases import seats
from web.counter import Counter

STATIC = Path(__file__).parent / "static"
_log = structlog.get_logger(__name__)
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_STATUS = {
    Code.PAGE_OVER: 401,
    Code.NOT_ALLOWED: 403,
    Code.NOT_FOUND: 404,
    Code.TOO_MANY_TRIES: 429,
}
# What every page with a script may have to say.
_COMMON = (
    "page-offline",
    "page-only-in-chat",
    "page-wait",
    "page-waiting-count",
    "page-again",
    "button-why",
)


def counter_of(request: Request) -> Counter:
    """Return what the process lends to its pages."""
    counter: Counter = request.app.state.counter
    return counter


def now_of(request: Request) -> datetime:
    """Return this request's instant: the clock is asked once."""
    if not hasattr(request.state, "now"):
        request.state.now = counter_of(request).clock.now()
    now: datetime = request.state.now
    return now


def speaker_of(request: Request) -> Speaker:
    """Return who speaks: the account's language once it is known, before that the browser's."""
    language = getattr(request.state, "language", None) or _browsers_language(request)
    city, now = counter_of(request).db.city, now_of(request)
    here = seats.named(city, now, english=language == ENGLISH)
    return Speaker(language, city.calendar.zone, now, here)


def _browsers_language(request: Request) -> str:
    """Return the first of the browser's languages that we speak; Chinese if it has none."""
    for wish in request.headers.get("accept-language", "").split(","):
        tag = wish.partition(";")[0].strip().lower()
        if tag.startswith("zh"):
            return CHINESE
        if tag.startswith("en"):
            return ENGLISH
    return CHINESE


def words_for(words: Speaker, keys: tuple[str, ...]) -> dict[str, str]:
    """Return the sentences that a page's script may need; `{n}` stands for its own numbers."""
    return {
        key: words.label(key, count="{n}") if key.endswith("-count") else words.label(key)
        for key in (*_COMMON, *keys)
    }


def page(
    request: Request, template: str, keys: tuple[str, ...] = (), status: int = 200, **facts: Any
) -> HTMLResponse:
    """Return a page in the listener's language, with the words for its script as data."""
    words = speaker_of(request)
    given = {
        "label": words.label,
        "lang": "zh-Hans" if words.locale == CHINESE else "en",
        "words": words_for(words, keys) if keys else {},
        **facts,
    }
    return HTMLResponse(_TEMPLATES.get_template(template).render(given), status_code=status)


async def drawn(text: str) -> str:
    """Return the SVG of a code, drawn beside the event loop."""
    return await asyncio.to_thread(qr_svg, text)


def told(request: Request, refused: Refused) -> str:
    """Return the sentence of a refusal as plain text."""
    words = speaker_of(request)
    return outcomes.refused(words.label, words, refused)


def reason(request: Request, refused: Refused) -> str:
    """Return the document and the article behind a refusal, or why it is done so here."""
    return because(request, reasons.of_refusal(refused))


def because(request: Request, rule: str | None) -> str:
    """Return where a rule comes from as plain text, or nothing for none."""
    policy = counter_of(request).db.city.policy(now_of(request))
    source = None if rule is None else reasons.source(policy, rule)
    if rule is None or source is None:
        return ""
    return outcomes.because(speaker_of(request).label, rule, source)


async def say_refusal(request: Request, refusal: Exception) -> Response:
    """Answer a refusal with its code and its sentence."""
    assert isinstance(refusal, Refusal)  # noqa: S101 - registered for refusals only
    refused = refusal.refused
    return JSONResponse(
        {
            "error": refused.code.value,
            "words": told(request, refused),
            "why": reason(request, refused),
        },
        status_code=_STATUS.get(refused.code, 409),
    )


async def say_malformed(_request: Request, _error: Exception) -> Response:
    """Answer what is no request of our pages; what was sent is not repeated."""
    return JSONResponse({"error": "malformed"}, status_code=400)


async def say_status(request: Request, error: Exception) -> Response:
    """Answer what is not there, too large or too much."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these only
    if request.method == "GET" and error.status_code == 404:
        return page(request, "missing.html", status=404)
    word = "malformed" if error.status_code == 400 else "refused"
    return JSONResponse({"error": word}, status_code=error.status_code, headers=error.headers)


async def say_incident(request: Request, error: Exception) -> Response:
    """Apologise with the number under which the log tells what happened."""
    incident = secrets.token_hex(4).upper()
    _log.error("page failed", incident=incident, path=request.url.path, exc_info=error)
    words = speaker_of(request).label("incident", number=incident)
    return JSONResponse({"error": "incident", "words": words}, status_code=500)


HANDLERS: dict[Any, Any] = {
    Refusal: say_refusal,
    RequestValidationError: say_malformed,
    HTTPException: say_status,
    Exception: say_incident,
}
