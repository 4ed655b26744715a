"""The stage's own pages: the phones, what happens on them, the clock, the faults."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from rehearsal.faults import TIMED
from rehearsal.phone_routes import body_of, phone_routes
from rehearsal.seeing import texts_in
from rehearsal.stage import Stage

_PAGE = Path(__file__).parent / "page"
_SCAN_BYTES = 20 * 1024 * 1024


class _Page(StaticFiles):
    """The page's files; a browser asks each time whether they changed, or it would mix versions."""

    def file_response(self, *given: Any, **more: Any) -> Response:
        response = super().file_response(*given, **more)
        response.headers["Cache-Control"] = "no-cache"
        return response


def stage_pages(stage: Stage) -> Starlette:
    """Return the app below /stage; with no product mounted, / leads there."""
    routes: list[BaseRoute] = [*_stage_routes(stage), *phone_routes(stage)]
    routes.append(Mount("/stage", _Page(directory=_PAGE, html=True, check_dir=False)))
    routes.append(Route("/", _to_stage))
    return Starlette(routes=routes, exception_handlers={HTTPException: _said})


async def _to_stage(_request: Request) -> Response:
    return RedirectResponse("/stage/")


async def _said(_request: Request, wrong: Exception) -> Response:
    status = wrong.status_code if isinstance(wrong, HTTPException) else 500
    detail = wrong.detail if isinstance(wrong, HTTPException) else str(wrong)
    return JSONResponse({"error": detail}, status_code=status)


def _stage_routes(stage: Stage) -> list[BaseRoute]:
    return [
        Route("/stage/api/state", _state(stage)),
        Route("/stage/api/events", _events(stage)),
        Route("/stage/api/clock", _clock(stage), methods=["POST"]),
        Route("/stage/api/fault", _fault(stage), methods=["POST"]),
        Route("/stage/api/faults", _faults(stage), methods=["GET", "DELETE"]),
        Route("/stage/api/scan", _scan, methods=["POST"]),
        Route("/stage/api/file/{file_id}", _file(stage)),
    ]


def _state(stage: Stage) -> Any:
    async def state(_request: Request) -> Response:
        return JSONResponse(
            {
                "now": stage.clock.now().isoformat(),
                "seq": stage.world.events.seq,
                "zone": stage.zone,
                "bot": {
                    "username": stage.world.bot["username"],
                    "name": stage.world.bot["first_name"],
                },
                "public_url": stage.public_url,
                "people": [stage.card(each) for each in stage.people.values()],
                "screens": stage.screens,
                "places": stage.places,
                "can_next": stage.clock.next_due is not None,
                "captions": stage.captions,
            }
        )

    return state


def _events(stage: Stage) -> Any:
    async def lines(after: int) -> AsyncIterator[str]:
        yield ": the stage\n\n"
        async for event in stage.world.events.follow(after):
            yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n" if event else ": \n\n"

    async def events(request: Request) -> Response:
        asked = request.query_params.get("after") or request.headers.get("last-event-id", "")
        after = int(asked) if asked.isdigit() else stage.world.events.seq
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(lines(after), media_type="text/event-stream", headers=headers)

    return events


def _clock(stage: Stage) -> Any:
    async def clock(request: Request) -> Response:
        asked = await body_of(request)
        try:
            if asked.get("next"):
                moved = await stage.clock.advance_to_next()
                return JSONResponse({"now": stage.clock.now().isoformat(), "moved": moved})
            if "to" in asked:
                to = datetime.fromisoformat(asked["to"])
            else:
                to = stage.clock.now() + timedelta(minutes=float(asked["forward_minutes"]))
            now = await stage.clock.advance(to)
        except (KeyError, TypeError, ValueError, OverflowError) as wrong:
            raise HTTPException(400, f"the clock cannot be moved: {wrong}") from wrong
        return JSONResponse({"now": now.isoformat()})

    return clock


def _fault(stage: Stage) -> Any:
    async def fault(request: Request) -> Response:
        asked = await body_of(request)
        count, seconds = asked.get("count"), asked.get("seconds")
        try:
            # `seconds` is how late a reply comes, or, with no count, how long the fault lasts.
            lasts = not count and asked["kind"] not in TIMED
            stage.faults.inject(
                asked["kind"],
                method=asked.get("method") or None,
                count=int(count) if count else None,
                lasts_seconds=float(seconds) if seconds and lasts else None,
                seconds=float(asked.get("retry_after") or seconds or 5),
                chat_id=asked.get("chat_id"),
            )
        except (KeyError, TypeError, ValueError) as wrong:
            raise HTTPException(400, f"no such fault: {wrong}") from wrong
        return JSONResponse({"faults": stage.faults.shown()})

    return fault


def _faults(stage: Stage) -> Any:
    async def faults(request: Request) -> Response:
        if request.method == "DELETE":
            stage.faults.clear()
        return JSONResponse({"faults": stage.faults.shown()})

    return faults


async def _scan(request: Request) -> Response:
    async with request.form() as form:
        picture = form.get("picture")
        if not isinstance(picture, UploadFile) or (picture.size or 0) > _SCAN_BYTES:
            raise HTTPException(400, "a picture is needed")
        content = await picture.read()
    return JSONResponse({"texts": await asyncio.to_thread(texts_in, content)})


def _file(stage: Stage) -> Any:
    async def file(request: Request) -> Response:
        kept = stage.world.files.find(request.path_params["file_id"])
        if kept is None:
            raise HTTPException(404, "no such file")
        # Files come from anyone: only pictures are shown, everything else is saved.
        headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
        if not kept.mime.startswith("image/") or "svg" in kept.mime:
            headers["Content-Disposition"] = "attachment"
        content = stage.world.files.content(kept)
        return Response(content, media_type=kept.mime, headers=headers)

    return file
