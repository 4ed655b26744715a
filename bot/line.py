"""The line on which answers go out: aiogram's own session, with the shortest way to say it.

A call without files goes as JSON. As form fields, each value is written twice and the whole passes
a writer for parts, which is half of what an answer costs (docs/decisions.md).
"""

import json
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    GetMe,
    Response,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiohttp import ClientError

_JSON = {"Content-Type": "application/json"}
# pydantic forgets a generic type that nobody holds, at the next collection of garbage, and builds
# it anew for the next reply: measured, 3 ms of processor where reading one costs less than 1.
HELD = tuple(
    Response[method.__returning__]  # type: ignore[name-defined]
    for method in (SendMessage, EditMessageText, AnswerCallbackQuery, GetMe)
)


class Line(AiohttpSession):
    """Posts what has no files as JSON; files go as they always did."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the library's signature
    ) -> TelegramType:
        """Return the result of a call; raises aiogram's own errors."""
        files: dict[str, Any] = {}
        fields = {
            name: ready
            for name, value in method.model_dump(warnings=False, exclude_none=True).items()
            if (ready := self._ready(bot, value, files)) not in (None, "")
        }
        if files:
            return await super().make_request(bot, method, timeout)
        session = await self.create_session()
        try:
            async with session.post(
                self.api.api_url(token=bot.token, method=method.__api_method__),
                data=json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass"),
                headers=_JSON,
                timeout=self.timeout if timeout is None else timeout,  # type: ignore[arg-type]
            ) as reply:
                said, status = await reply.text(), reply.status
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ClientError as error:
            words = f"{type(error).__name__}: {error}"
            raise TelegramNetworkError(method=method, message=words) from error
        response = self.check_response(bot=bot, method=method, status_code=status, content=said)
        result: TelegramType = response.result  # type: ignore[assignment]
        return result

    def _ready(self, bot: Bot, value: Any, files: dict[str, Any]) -> Any:
        # Most values are what they are; the library knows the rest.
        if type(value) in (str, int, bool, float):
            return value
        return self.prepare_value(value, bot=bot, files=files, _dumps_json=False)
