"""All pages in one application: the webhook, health, and the rooms that other modules add."""

import secrets
from functools import partial

import structlog
from fastapi import FastAPI
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from usecases import put_aside
from usecases.file_store import MOST_PICTURE_BYTES
from web import (
    certificates,
    check,
    displays,
    entry_sheets,
    late_scans,
    mailbox,
    metrics,
    my_data,
    own_code,
    papers,
    registration_form,
    scanning,
    visitors,
    voucher_pages,
    watching,
)
from web.counter import Counter
from web.frontage import HANDLERS, STATIC
from web.guard import Guard, Meter

_log = structlog.get_logger(__name__)


# Rooms of the page door; each is one file.
ROUTERS = (
    visitors.router,
    displays.router,
    scanning.router,
    late_scans.router,
    own_code.router,
    my_data.router,
    voucher_pages.router,
    registration_form.router,
    check.router,
    entry_sheets.router,
    certificates.router,
    papers.router,
)
# Where more than a form may be posted: path -> bytes.
LARGE = dict.fromkeys(
    ("/page/scan-picture", "/page/honour-picture"), MOST_PICTURE_BYTES + 64 * 1024
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
    counts = metrics.answered(_paths(), counter.db.tally)
    app.add_middleware(Guard, public_url=counter.public_url, large=LARGE, answered=counts)
    app.add_middleware(
        mailbox.Mailbox,
        secret=counter.webhook_secret,
        take=counter.take_updates,
        put_aside=partial(_put_aside, counter),
        answered=counts,
    )
    for router in ROUTERS:
        app.include_router(router)
    app.router.routes.append(Mount("/static", StaticFiles(directory=STATIC)))
    # Bare: no model parses what is only asked for.
    app.router.routes += watching.ROUTES
    return app


async def _put_aside(counter: Counter, body: object) -> None:
    """Keep what is no update, and say under which number it is found; repeats are dropped."""
    incident = secrets.token_hex(4).upper()
    now = counter.clock.now()
    if await counter.db.write(put_aside.keep, body=body, incident=incident, now=now):
        counter.db.tally.updates.add("parked")
        _log.error("what came is no update", incident=incident)


def _paths() -> list[str]:
    """Return every path of ours."""
    routes = [route for router in ROUTERS for route in router.routes]
    return [
        "/static/",
        mailbox.PATH,
        *(route.path for route in (*routes, *watching.ROUTES) if isinstance(route, Route)),
    ]
