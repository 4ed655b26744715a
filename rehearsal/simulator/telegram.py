"""Telegram in memory: chats with messages and buttons, and updates on their way to the bot.

Both libraries talk to it below their own parsing, so that what a reply means is decided by the
code that decides it in life.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from rehearsal.simulator.fate import Fate

JSON = dict[str, Any]
_BOT = {"id": 42, "is_bot": True, "first_name": "志愿之城"}
_PAGE = b"<html><body>nginx</body></html>"
# So many messages of a chat can be scrolled back to and pressed.
_REMEMBERED = 12


class LineDown(Exception):  # noqa: N818 - it is what happened, not whose error it is
    """The connection could not be made: nothing was sent."""


class AnswerLost(Exception):  # noqa: N818
    """Telegram has done it; its answer did not come back."""


@dataclass
class Message:
    """A message in a chat: its words, and what its buttons carry."""

    message_id: int
    text: str
    buttons: list[str]


@dataclass
class Chat:
    """One person's chat with the bot."""

    person: int
    language: str
    messages: list[Message] = field(default_factory=list)
    blocked: bool = False
    ever_blocked: bool = False


@dataclass
class Telegram:
    """The messenger; `dies` ends the process that is calling."""

    fate: Fate
    now: Callable[[], datetime]
    chats: dict[int, Chat] = field(default_factory=dict)
    # On their way to the bot: body, oldest first.
    updates: list[JSON] = field(default_factory=list)
    confirmed: set[int] = field(default_factory=set)
    dies: Callable[[str], Any] = field(default=lambda _kind: None)
    # Heard of everything that reached a chat: chat, text.
    heard: Callable[[int, str], None] = field(default=lambda _chat, _text: None)
    lost: Callable[[int], None] = field(default=lambda _chat: None)
    _last_update: int = 1000
    _last_message: int = 0

    # -- what people do ------------------------------------------------------------------------

    def says(self, person: int, text: str) -> int:
        """Put a message on its way; return the update's number."""
        return self._send({"message": self._message(person, text=text)})

    def shares_contact(self, person: int) -> int:
        """Share one's own telephone number, as the button under the chat does."""
        contact = {"phone_number": f"+86139{person:08d}", "first_name": "x", "user_id": person}
        return self._send({"message": self._message(person, contact=contact)})

    def _message(self, person: int, **content: Any) -> JSON:
        return {
            "message_id": self._new_message(),
            "date": int(self.now().timestamp()),
            "chat": {"id": person, "type": "private", "first_name": "x"},
            "from": self._user(person),
            **content,
        }

    def presses(self, person: int, message: Message, data: str) -> int:
        """Put the press of a button on its way."""
        shown = {
            "message_id": message.message_id,
            "date": int(self.now().timestamp()),
            "chat": {"id": person, "type": "private", "first_name": "x"},
            "from": _BOT,
            "text": message.text,
        }
        return self._send(
            {
                "callback_query": {
                    "id": str(self._last_update + 1),
                    "from": self._user(person),
                    "chat_instance": "1",
                    "data": data,
                    "message": shown,
                }
            }
        )

    def blocks(self, person: int, *, blocked: bool) -> int:
        """Block the bot, or let it write again."""
        chat = self.chats[person]
        chat.blocked = blocked
        chat.ever_blocked |= blocked
        states = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = ({"user": _BOT, "status": state, "until_date": 0} for state in states)
        return self._send(
            {
                "my_chat_member": {
                    "chat": {"id": person, "type": "private", "first_name": "x"},
                    "from": self._user(person),
                    "date": int(self.now().timestamp()),
                    "old_chat_member": old,
                    "new_chat_member": new,
                }
            }
        )

    def _user(self, person: int) -> JSON:
        language = self.chats[person].language
        return {"id": person, "is_bot": False, "first_name": "x", "language_code": language}

    def _send(self, content: JSON) -> int:
        self._last_update += 1
        self.updates.append({"update_id": self._last_update, **content})
        return self._last_update

    def _new_message(self) -> int:
        self._last_message += 1
        return self._last_message

    # -- what the bot does ---------------------------------------------------------------------

    async def call(self, method: str, given: JSON) -> tuple[int, bytes]:
        """Do what the bot asks, unless something goes wrong; return status and body."""
        fate = self.fate
        await fate.pause()
        wrong = fate.one_of(("line down", "500", "502 page", "403 page", "429"))
        if fate.strikes("dies before sending"):
            await self.dies("before sending")
        if wrong == "line down":
            raise LineDown
        if wrong:
            return _WRONG[wrong]
        status, body = self._do(method, given)
        if fate.strikes("dies after sending"):
            await self.dies("after sending")
        await fate.pause()
        if fate.strikes("answer lost"):
            self.lost(int(given.get("chat_id") or 0))
            raise AnswerLost
        return status, body

    def _do(self, method: str, given: JSON) -> tuple[int, bytes]:
        if method == "answerCallbackQuery":
            return _good(True)
        chat = self.chats[int(given["chat_id"])]
        if chat.blocked:
            return _bad(403, "Forbidden: bot was blocked by the user")
        text = given.get("text") or given.get("caption") or ""
        buttons = _data_of(given.get("reply_markup"))
        if method == "editMessageText":
            return self._edit(chat, int(given["message_id"]), text, buttons)
        if method == "deleteMessage":
            return _good(True)
        message = Message(self._new_message(), text, buttons)
        chat.messages.append(message)
        del chat.messages[:-_REMEMBERED]
        self.heard(chat.person, text)
        return _good(self._shown(chat, message))

    def _edit(
        self, chat: Chat, message_id: int, text: str, buttons: list[str]
    ) -> tuple[int, bytes]:
        for message in chat.messages:
            if message.message_id == message_id:
                if (message.text, message.buttons) == (text, buttons):
                    return _bad(400, "Bad Request: message is not modified")
                message.text, message.buttons = text, buttons
                return _good(self._shown(chat, message))
        return _bad(400, "Bad Request: message to edit not found")

    def _shown(self, chat: Chat, message: Message) -> JSON:
        return {
            "message_id": message.message_id,
            "date": int(self.now().timestamp()),
            "chat": {"id": chat.person, "type": "private", "first_name": "x"},
            "from": _BOT,
            "text": message.text,
        }


def _good(result: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def _bad(code: int, description: str, **parameters: Any) -> tuple[int, bytes]:
    body: JSON = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return code, json.dumps(body).encode()


_WRONG = {
    "500": _bad(500, "Internal Server Error"),
    "502 page": (502, _PAGE),
    "403 page": (403, _PAGE),
    "429": _bad(429, "Too Many Requests: retry after 3", retry_after=3),
}


def _data_of(markup: Any) -> list[str]:
    """Return what the inline buttons of a keyboard carry, however it is given."""
    if isinstance(markup, str):
        markup = json.loads(markup)
    if not isinstance(markup, dict):
        markup = {"inline_keyboard": getattr(markup, "inline_keyboard", None) or []}
    found = []
    for row in markup.get("inline_keyboard") or []:
        for button in row:
            data = button.get("callback_data") if isinstance(button, dict) else button.callback_data
            if data:
                found.append(data)
    return found


class ChatLine(BaseSession):
    """aiogram's line to it."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__()
        self._telegram = telegram

    async def close(self) -> None:
        """Hold nothing open."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 - the library's signature
    ) -> TelegramType:
        """Ask, and let aiogram say what the answer means."""
        given = {
            name: getattr(method, name)
            for name in ("chat_id", "text", "caption", "message_id", "reply_markup")
            if getattr(method, name, None) is not None
        }
        try:
            status, body = await self._telegram.call(method.__api_method__, given)
        except (LineDown, AnswerLost) as error:
            raise TelegramNetworkError(method=method, message=type(error).__name__) from error
        response = self.check_response(bot, method, status, body.decode())
        return response.result  # type: ignore[return-value]

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """Hand out no files."""
        raise NotImplementedError
        yield b""


class BulkLine(BaseRequest):
    """python-telegram-bot's line to it."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        """Return what the library asks for and nobody uses."""
        return 10.0

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Hold nothing open."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the library's signature
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Ask; a line that fails raises as the library's own client does."""
        given = request_data.parameters if request_data is not None else {}
        try:
            return await self._telegram.call(url.rsplit("/", 1)[-1], given)
        except LineDown as error:
            raise NetworkError("httpx.ConnectError") from _caused(httpx.ConnectError(""), error)
        except AnswerLost as error:
            raise TimedOut from _caused(httpx.ReadTimeout(""), error)


def _caused(error: Exception, by: Exception) -> Exception:
    error.__cause__ = by
    return error


async def forever() -> None:
    """Wait for what never comes: whoever is dead does nothing more."""
    await asyncio.get_running_loop().create_future()
