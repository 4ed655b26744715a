"""HTTP as the Bot API speaks it: /bot<token>/<method> and /file/bot<token>/<path>.

A bare ASGI function, because a benchmark sends thousands of these a second.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.datastructures import UploadFile
from starlette.requests import Request

from rehearsal.api_error import JSON, ApiError
from rehearsal.botapi import BotApi
from rehearsal.faults import Fault
from rehearsal.fields import Upload
from rehearsal.files import DOWNLOAD_BYTES, UPLOAD_BYTES

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

_BODY_BYTES = UPLOAD_BYTES + 1024 * 1024
_PAGE = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
_PAGES = {"html_502": (502, "502 Bad Gateway"), "html_403": (403, "403 Forbidden")}


class BotDoor:
    """Answers for one token."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        token = api.world.token
        self._methods = f"/bot{token}/"
        self._files = f"/file/bot{token}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path: str = scope["path"]
        if path.startswith("/file/"):
            await self._download(path, send)
            return
        if not path.startswith(self._methods):
            # Telegram's word for a token that is not one, and for one that is revoked.
            known = path.count("/") > 1 and ":" in path.split("/")[1]
            error = ApiError(401, "Unauthorized") if known else ApiError(404, "Not Found")
            await _answer(send, error.code, error.body())
            return
        try:
            given, uploads = await _read(scope, receive)
        except ApiError as refused:
            await _answer(send, refused.code, refused.body())
            return
        method = path[len(self._methods) :]
        if method.lower() == "getupdates":
            outcome = await _while_connected(self.api.call(method, given, uploads), receive)
            if outcome is None:
                return
        else:
            outcome = await self.api.call(method, given, uploads)
        status, body, fault = outcome
        if fault is None:
            await _answer(send, status, body)
        else:
            await _act_out(fault, send, status, body)

    async def _download(self, path: str, send: Send) -> None:
        kept = None
        if path.startswith(self._files):
            kept = self.api.world.files.at(unquote(path[len(self._files) :]))
        if kept is None or kept.size > DOWNLOAD_BYTES:
            await _answer(send, 404, ApiError(404, "Not Found").body())
            return
        content = self.api.world.files.content(kept)
        await _send(send, 200, content, b"application/octet-stream")


async def _while_connected(
    call: Awaitable[tuple[int, JSON, Fault | None]], receive: Receive
) -> tuple[int, JSON, Fault | None] | None:
    """Return the outcome, or None when the client hung up while it was waited for."""
    working = asyncio.ensure_future(call)
    leaving = asyncio.ensure_future(receive())
    both: set[asyncio.Future[Any]] = {working, leaving}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        return None
    finally:
        for each in both:
            each.cancel()
        for each in both:
            with suppress(asyncio.CancelledError):
                await each


async def _read(scope: Scope, receive: Receive) -> tuple[JSON, dict[str, Upload]]:
    """Return the fields of the query and the body, and the files."""
    given: JSON = dict(_pairs(scope["query_string"]))
    if scope["method"] not in ("GET", "POST"):
        raise ApiError(405, "Method Not Allowed")
    headers = dict(scope["headers"])
    kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    if kind == b"multipart/form-data":
        if int(headers.get(b"content-length", b"0")) > _BODY_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        return await _read_parts(given, scope, receive)
    body = await _body(receive)
    if not body:
        return given, {}
    if kind == b"application/json":
        given |= _read_json(body)
    else:
        given |= dict(_pairs(body))
    return given, {}


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(raw.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as wrong:
        raise ApiError(400, "Bad Request: strings must be encoded in UTF-8") from wrong


def _read_json(body: bytes) -> JSON:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise ApiError(400, "Bad Request: can't parse JSON object") from wrong
    if not isinstance(read, dict):
        raise ApiError(400, "Bad Request: JSON object expected")
    return {key: each for key, each in read.items() if each is not None}


async def _body(receive: Receive) -> bytes:
    pieces, size = [], 0
    while True:
        message = await receive()
        piece = message.get("body", b"")
        pieces.append(piece)
        size += len(piece)
        if size > _BODY_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        if not message.get("more_body"):
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)


async def _read_parts(
    given: JSON, scope: Scope, receive: Receive
) -> tuple[JSON, dict[str, Upload]]:
    uploads: dict[str, Upload] = {}
    form = await Request(scope, receive).form(max_part_size=_BODY_BYTES)
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            mime = value.content_type or "application/octet-stream"
            uploads[name] = Upload(value.filename or name, await value.read(), mime)
        else:
            given[name] = value
    await form.close()
    return given, uploads


async def _act_out(fault: Fault, send: Send, status: int, body: JSON) -> None:
    """Let the reply be lost, late, or a proxy's page."""
    if fault.kind == "drop_reply":
        await _hang_up(send)
        return
    if fault.kind in ("delay", "hang"):
        await asyncio.sleep(fault.seconds)
        if fault.kind == "hang":
            await _hang_up(send)
            return
    if fault.kind in _PAGES:
        status, title = _PAGES[fault.kind]
        await _send(send, status, _PAGE.format(title).encode(), b"text/html")
        return
    await _answer(send, status, body)


async def _hang_up(send: Send) -> None:
    """Cut the connection without a word. ASGI has no message for it, so uvicorn is asked."""
    cycle = getattr(send, "__self__", None)
    if cycle is None:
        raise RuntimeError("a reply can be dropped only under uvicorn")
    cycle.transport.abort()
    await asyncio.sleep(0.01)


async def _answer(send: Send, status: int, body: JSON) -> None:
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "backslashreplace"
    )
    await _send(send, status, written, b"application/json")


async def _send(send: Send, status: int, body: bytes, kind: bytes) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
