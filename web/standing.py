"""What a watcher asks of the process: is it alive, and may it get traffic."""

import asyncio
from collections.abc import Awaitable, Mapping
from pathlib import Path
from typing import Any, Protocol

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.clock import Clock
from usecases import migration, watch
from usecases.database import Database

_log = structlog.get_logger(__name__)

# Less than the patience of those who watch, which is 5 or 10 seconds as a rule.
HEALTH_SECONDS = 3.0


class Watched(Protocol):
    """A process as far as a watcher is concerned, with pages or without."""

    @property
    def db(self) -> Database:
        """Its database, with what it has counted."""

    @property
    def clock(self) -> Clock:
        """What tells it the time."""

    @property
    def metrics_token(self) -> str:
        """Who may read the numbers; empty: nobody."""

    @property
    def folders(self) -> Mapping[str, Path]:
        """Where its data lie on this machine: what for -> folder."""

    def told_to_stop(self) -> bool:
        """Tell whether it was told to stop."""

    def lost_workers(self) -> int:
        """Return how many children died over a picture."""


def watched(request: Request) -> Watched:
    """Return the process that is asked."""
    found: Watched = request.app.state.counter
    return found


async def health(request: Request) -> Response:
    """Answer 200 when the process and its database can work, 503 when they cannot just now.

    Asked by way of a write, because who can only read cannot check anybody in.
    """
    return await _said(watched(request).db.write(_alive))


async def ready(request: Request) -> Response:
    """Answer 200 when this process may get traffic, else 503 and why not.

    "stopping" from the moment it is told to stop; "shape" or "keys" when the database is not one
    that it can work with; "database" when that does not answer. The inbox runs before the first
    question can be asked.
    """
    process = watched(request)
    if process.told_to_stop():
        return _no("stopping")
    older = await asyncio.to_thread(migration.older)
    return await _said(process.db.write(watch.obstacle, older=older))


async def _said(asked: Awaitable[str | None]) -> Response:
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            obstacle = await asked
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is no
        _log.warning("not well", reason=type(error).__name__)
        return _no("database")
    return _no(obstacle) if obstacle else JSONResponse({"ok": True})


def _no(why: str) -> Response:
    return JSONResponse({"ok": False, "why": why}, status_code=503)


def _alive(session: Any) -> None:
    session.connection().exec_driver_sql("SELECT 1")
