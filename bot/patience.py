"""Patience with the messenger: an answer that did not get through is sent again, within limits.

The Bot API has no idempotency key: when the reply to a send was lost, the person may read the same
answer twice. That is better than no answer to somebody who stands at the counter.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

_log = structlog.get_logger(__name__)

_TRIES = 3
_WAIT_SECONDS = 0.5
# A longer halt is for the scheduler to sit out; a person at the counter has gone by then.
_LONGEST_HALT_SECONDS = 20


class Patience(BaseRequestMiddleware):
    """Sends again after a halt, a broken connection or a proxy's page; other refusals stand."""

    def __init__(self, obey: Callable[[float], Awaitable[None]]) -> None:
        """Tell `obey` of each halt, in seconds: bulk sending must leave the line alone as well."""
        self._obey = obey

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Return the answer of the first try that got through, or raise what the last one did."""
        tried = 0
        while True:
            tried += 1
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as halt:
                await self._obey(halt.retry_after)
                if tried == _TRIES or halt.retry_after > _LONGEST_HALT_SECONDS:
                    raise
                wait = float(halt.retry_after)
            except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
                if tried == _TRIES:
                    raise
                wait = _WAIT_SECONDS * tried
                _log.warning(
                    "sending again", method=type(method).__name__, why=type(error).__name__
                )
            await asyncio.sleep(wait)
