"""Where Telegram posts updates: asked before everything else, because nothing is asked as often.

Routes, headers for browsers and request objects cost more than taking the update in, and mean
nothing to Telegram (docs/decisions.md).
"""

import hmac
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from web.guard import App, Receive, Scope, Send

PATH = "/webhook"
# Telegram's updates are small; anything larger is not Telegram's.
MOST_UPDATE_BYTES = 1_000_000
# What fits the 64 bits of a row's key.
_MOST_ID = 2**63
_SECRET = b"x-telegram-bot-api-secret-token"


class Mailbox:
    """Commits a posted update and confirms it; every other request goes on to the pages."""

    def __init__(
        self,
        app: App,
        *,
        secret: str,
        take: Callable[[list[dict[str, Any]]], Awaitable[None]],
        put_aside: Callable[[object], Awaitable[None]],
        answered: Callable[[str, int, float], None],
    ) -> None:
        """Refuse everybody where `secret` is empty; let `answered` hear path, status, seconds.

        `put_aside` keeps what is no update, for us to look at.
        """
        self.app = app
        self._secret = secret.encode()
        self._take = take
        self._put_aside = put_aside
        self._answered = answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 200 once it is committed, 401 without the secret, 400 for what is no JSON.

        What is JSON has come as it was sent: sent again it would be the same, so that it is kept,
        put aside and confirmed (F10). What is none was spoiled on the way, and may come again.
        """
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        began = time.monotonic()
        status = await self._taken(scope, receive)
        self._answered(PATH, status, time.monotonic() - began)
        headers = [(b"content-length", b"0")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def _taken(self, scope: Scope, receive: Receive) -> int:
        given = next((value for name, value in scope["headers"] if name == _SECRET), b"")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            return 401
        raw, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return 400
            raw += message.get("body", b"")
            if len(raw) > MOST_UPDATE_BYTES:
                return 413
            more = message.get("more_body", False)
        try:
            body = json.loads(raw)
        except (ValueError, RecursionError):
            return 400
        update_id = body.get("update_id") if isinstance(body, dict) else None
        if type(update_id) is int and abs(update_id) < _MOST_ID:
            await self._take([body])
        else:
            await self._put_aside(body)
        return 200
