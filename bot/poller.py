"""The poller: asks Telegram for updates and confirms what the inbox has committed."""

import asyncio
from typing import Any

import aiohttp
import structlog
from aiogram import Bot

from bot.inbox import MOST_ID, Inbox
from handlers.door import KINDS

_log = structlog.get_logger(__name__)

_LONG_POLL_SECONDS = 25


class PollRefusedError(Exception):
    """Telegram gave no updates: 401 a dead token, 409 another process that asks with it."""

    def __init__(self, code: int) -> None:
        super().__init__(f"HTTP {code}")
        self.code = code


class Poller:
    """Asks Telegram for updates and confirms those that the inbox has committed."""

    def __init__(self, bot: Bot, into: Inbox) -> None:
        self.bot = bot
        self.into = into

    async def run(self) -> None:
        """Poll until cancelled; whatever goes wrong, wait and ask again."""
        offset, wait = 0, 0.5
        timeout = aiohttp.ClientTimeout(total=_LONG_POLL_SECONDS + 15)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                try:
                    bodies = await self._fetch(session, offset)
                    if bodies:
                        await self.into.take(bodies)
                        offset = max(body["update_id"] for body in bodies) + 1
                    wait = 0.5
                except Exception as error:  # noqa: BLE001 - a bot that stops asking is deaf
                    # Also when our database is away: nothing is confirmed, all of it comes again.
                    code = error.code if isinstance(error, PollRefusedError) else None
                    _log.warning("polling failed", reason=type(error).__name__, code=code)
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, 30.0)

    async def _fetch(self, session: aiohttp.ClientSession, offset: int) -> list[dict[str, Any]]:
        # Raw JSON on purpose: one update that a library cannot parse must not stop the others.
        url = self.bot.session.api.api_url(token=self.bot.token, method="getUpdates")
        asked = {
            "offset": offset,
            "timeout": _LONG_POLL_SECONDS,
            "allowed_updates": list(KINDS),
        }
        async with session.post(url, json=asked) as response:
            answer = await response.json(content_type=None)
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise PollRefusedError(response.status)
        return [body for body in answer["result"] if _is_update(body)]


def _is_update(body: object) -> bool:
    """Tell whether the body can be kept: one that cannot must not stop those around it."""
    update_id = body.get("update_id") if isinstance(body, dict) else None
    return type(update_id) is int and -MOST_ID < update_id < MOST_ID
