"""Patience with the messenger: an answer that did not get through is sent again, within limits.

The Bot API has no idempotency key: when the reply to a send was lost, the person may read the same
answer twice. That is better than no answer to somebody who stands at the counter.
"""

import asyncio

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

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Return the answer of the first try that got through, or raise what the last one did."""
        for tried in range(1, _TRIES):
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as halt:
                if halt.retry_after > _LONGEST_HALT_SECONDS:
                    raise
                wait = float(halt.retry_after)
            except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
                wait = _WAIT_SECONDS * tried
                _log.warning(
                    "sending again", method=type(method).__name__, why=type(error).__name__
                )
            await asyncio.sleep(wait)
        return await make_request(bot, method)
