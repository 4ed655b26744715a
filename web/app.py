"""All pages in one application: the webhook, health, and the rooms that other modules add."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from documents.reading import PictureReader
from domain.clock import Clock
from usecases.database import Database
from web import check, displays, own_code, registration_form, scanning, visitors, voucher_pages
from web.frontage import HANDLERS, STATIC
from web.guard import Guard, Meter

_log = structlog.get_logger(__name__)

# Less than the patience of those who watch, which is 5 or 10 seconds as a rule.
HEALTH_SECONDS = 3.0
# Telegram's updates are small; anything larger is not Telegram's.
MOST_UPDATE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Counter:
    """What the pages need of the process."""

    db: Database
    clock: Clock
    take_updates: Callable[[list[dict[str, Any]]], Awaitable[None]]
    webhook_secret: str
    bot_token: str
    bot_username: str
    public_url: str
    pictures: PictureReader
    # Whose X-Forwarded-For is believed; empty: nobody's.
    trusted_proxy: str = ""


# Rooms of the page door; each is one file.
ROUTERS = (
    visitors.router,
    displays.router,
    scanning.router,
    own_code.router,
    voucher_pages.router,
    registration_form.router,
    check.router,
)
# Where more than a form may be posted: path -> bytes.
LARGE = dict.fromkeys(
    ("/page/scan-picture", "/page/honour-picture"), scanning.MOST_PICTURE_BYTES + 64 * 1024
)


def build_app(counter: Counter) -> FastAPI:
    """Return the application that serves every page of the city."""
    app = FastAPI(
        title="Volunteer City",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        exception_handlers=HANDLERS,
    )
    app.state.counter = counter
    app.state.pairings = Meter(displays.PAIRINGS_A_MINUTE)
    app.state.look_ups = Meter(check.LOOK_UPS_A_MINUTE)
    app.add_middleware(Guard, public_url=counter.public_url, large=LARGE)
    for router in ROUTERS:
        app.include_router(router)
    app.router.routes.append(Mount("/static", StaticFiles(directory=STATIC)))
    # A bare route: no model parses what only has to be committed.
    app.router.routes.append(Route("/webhook", webhook, methods=["POST"]))
    app.router.routes.append(Route("/health", health, methods=["GET"]))
    return app


async def webhook(request: Request) -> Response:
    """Commit an update and confirm it; 401 without the secret, 400 for what is no update."""
    counter: Counter = request.app.state.counter
    given = request.headers.get("x-telegram-bot-api-secret-token", "")
    secret = counter.webhook_secret
    if not secret or not hmac.compare_digest(given.encode("latin-1", "replace"), secret.encode()):
        return Response(status_code=401)
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MOST_UPDATE_BYTES:
            return Response(status_code=413)
    try:
        body = json.loads(raw)
        update_id = body["update_id"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return Response(status_code=400)
    if not isinstance(update_id, int) or isinstance(update_id, bool) or abs(update_id) >= 2**63:
        return Response(status_code=400)
    await counter.take_updates([body])
    return Response(status_code=200)


async def health(request: Request) -> Response:
    """Answer 200 when the process and its database can work, 503 when they cannot just now.

    Asked by way of a write, because who can only read cannot check anybody in.
    """
    counter: Counter = request.app.state.counter
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            await counter.db.write(_alive)
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is no
        _log.warning("not well", reason=type(error).__name__)
        return JSONResponse({"ok": False}, status_code=503)
    return JSONResponse({"ok": True})


def _alive(session: Any) -> None:
    session.connection().exec_driver_sql("SELECT 1")
