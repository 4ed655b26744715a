"""Telegram reduced to what a measurement needs: posts updates, takes answers, counts the time.

Bare protocols on both sides, because the load must not be what is measured: one check-in costs
this process about a tenth of a millisecond, and every row says how much it was.
"""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

_CHAT = re.compile(rb'chat_id(?:=|": ?)([0-9]+)')
_LENGTH = re.compile(rb"content-length: *([0-9]+)", re.I)
_BOT = {"id": 5308000001, "is_bot": True, "first_name": "bot", "username": "volunteer_city_bot"}

Post = tuple[int, bytes]


class PostOffice:
    """A local Bot API that says yes, and callers who post updates and wait for the answer."""

    def __init__(self, secret: str) -> None:
        self.url = ""
        # Calls by method, for whoever wants to know what an answer takes.
        self.calls: dict[str, int] = {}
        self._secret = secret
        self._waiting: dict[int, asyncio.Future[float]] = {}
        self._next_message = 1

    @asynccontextmanager
    async def open(self) -> AsyncIterator["PostOffice"]:
        """Answer on a port of our own until the block ends."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Answering(self), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()

    def answer(self, method: str, body: bytes) -> bytes:
        """Return the reply to a call; a message to somebody who waits is his answer."""
        self.calls[method] = self.calls.get(method, 0) + 1
        if method == "getMe":
            return json.dumps({"ok": True, "result": _BOT}).encode()
        if method != "sendMessage":
            return b'{"ok":true,"result":true}'
        found = _CHAT.search(body)
        chat = int(found.group(1)) if found else 0
        waiting = self._waiting.pop(chat, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(time.perf_counter())
        self._next_message += 1
        return (
            b'{"ok":true,"result":{"message_id":%d,"date":1800000000,"text":"ok",'
            b'"chat":{"id":%d,"type":"private","first_name":"x"}}}' % (self._next_message, chat)
        )

    # -- posting -------------------------------------------------------------------------------

    async def rate(self, ports: list[int], posts: list[Post], callers: int) -> float:
        """Return the answers a second of callers who post anew as soon as they are answered."""
        waiting = iter(posts)
        lines = [await _Line.to(ports[n % len(ports)], self._secret) for n in range(callers)]

        async def caller(line: "_Line") -> None:
            for chat, body in waiting:
                await self._answered(line, chat, body)

        try:
            began = time.perf_counter()
            await asyncio.gather(*(caller(line) for line in lines))
            return len(posts) / (time.perf_counter() - began)
        finally:
            for line in lines:
                line.hang_up()

    async def waits(self, port: int, posts: list[Post], per_second: float) -> list[float]:
        """Return how long each answer took, in ms, of posts that come whether we are busy or not.

        Counted from the moment at which the post was due, so that a stall counts for everybody
        behind it.
        """
        lines: asyncio.Queue[_Line] = asyncio.Queue()
        for _ in range(40):  # Telegram's own number of connections
            lines.put_nowait(await _Line.to(port, self._secret))
        begins = time.perf_counter() + 0.05

        async def one(number: int, chat: int, body: bytes) -> float:
            due = begins + number / per_second
            await asyncio.sleep(due - time.perf_counter())
            line = await lines.get()
            answered = await self._answered(line, chat, body)
            lines.put_nowait(line)
            return (answered - due) * 1000

        found = await asyncio.gather(
            *(one(number, chat, body) for number, (chat, body) in enumerate(posts))
        )
        while not lines.empty():
            lines.get_nowait().hang_up()
        return found

    async def _answered(self, line: "_Line", chat: int, body: bytes) -> float:
        answered = self._waiting[chat] = asyncio.get_running_loop().create_future()
        await line.post(body)
        try:
            return await asyncio.wait_for(answered, 30)
        except TimeoutError:
            raise RuntimeError(f"no answer to {body.decode()}") from None


class _Line(asyncio.Protocol):
    """A connection to a webhook that stays open and carries one post at a time."""

    def __init__(self, secret: str) -> None:
        self._head = (
            "POST /webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        ).encode()
        self._transport: asyncio.Transport | None = None
        self._taken: asyncio.Future[None] | None = None
        self._read = b""

    @classmethod
    async def to(cls, port: int, secret: str) -> "_Line":
        """Return a line to a port of this machine."""
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(lambda: cls(secret), "127.0.0.1", port)
        return line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - narrows the type
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Wake the caller when the whole reply is there; any but 200 is an error."""
        self._read += data
        head, ended, rest = self._read.partition(b"\r\n\r\n")
        length = _LENGTH.search(head) if ended else None
        if not ended or (length is not None and len(rest) < int(length.group(1))):
            return
        self._read = b""
        taken, self._taken = self._taken, None
        if taken is None or taken.done():
            return
        if b" 200 " in head[:16]:
            taken.set_result(None)
        else:
            taken.set_exception(RuntimeError(head.decode()))

    def connection_lost(self, _reason: Exception | None) -> None:
        """Tell who waits."""
        if self._taken is not None and not self._taken.done():
            self._taken.set_exception(ConnectionError("the webhook hung up"))

    async def post(self, body: bytes) -> None:
        """Post an update; return when it was taken."""
        assert self._transport is not None  # noqa: S101 - `to` has connected it
        self._taken = asyncio.get_running_loop().create_future()
        self._transport.write(b"%s%d\r\n\r\n%s" % (self._head, len(body), body))
        await self._taken

    def hang_up(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()


class _Answering(asyncio.Protocol):
    """One connection of a bot to the Bot API."""

    def __init__(self, office: PostOffice) -> None:
        self._office = office
        self._transport: asyncio.Transport | None = None
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - narrows the type
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each call that has come whole."""
        self._read += data
        while True:
            head, ended, rest = self._read.partition(b"\r\n\r\n")
            if not ended:
                return
            length = _LENGTH.search(head)
            size = int(length.group(1)) if length else 0
            if len(rest) < size:
                return
            self._read = rest[size:]
            method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
            reply = self._office.answer(method, rest[:size])
            assert self._transport is not None  # noqa: S101 - data come over it
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (len(reply), reply)
            )


def posts_of(people: Iterable[int], text: str, *, first_id: int, date: int) -> list[Post]:
    """Return updates in which each of these people says the text, with their chats."""
    posts = []
    for number, person in enumerate(people):
        user = {"id": person, "is_bot": False, "first_name": "志愿者", "language_code": "zh-hans"}
        message = {
            "message_id": first_id + number,
            "from": user,
            "chat": {"id": person, "type": "private", "first_name": "志愿者"},
            "date": date,
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        }
        body = json.dumps({"update_id": first_id + number, "message": message}).encode()
        posts.append((person, body))
    return posts
