"""Sends updates to the bot's webhook as Telegram does: in order per queue, again until taken."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

import httpx

from rehearsal.api_error import JSON
from rehearsal.deliveries import Deliveries, Waiting

_LONGEST_WAIT = 60
_LONGEST_RETRY_AFTER = 3600
_NEVER_AS_ANSWER = ("setwebhook", "deletewebhook", "close", "logout")


class Courier:
    """Posts what waits to one address; made by setWebhook, closed by deleteWebhook.

    Order is kept per queue only (messages by chat, callbacks by person), so a message and a
    press of the same person may overtake each other, as in life.
    """

    def __init__(
        self,
        deliveries: Deliveries,
        url: str,
        secret: str,
        connections: int,
        now: Callable[[], datetime],
    ) -> None:
        self.url = url
        self.secret = secret
        self.connections = connections
        self.last_error: tuple[int, str] | None = None
        self.answer_method: Callable[[str, JSON], Awaitable[None]] | None = None
        self.first_pause_seconds = 2.0
        self._deliveries = deliveries
        self._now = now
        self._queues: dict[str, asyncio.Queue[int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(connections)
        self._client = httpx.AsyncClient(timeout=60.0, trust_env=False)

    def start(self) -> None:
        """Begin with what already waits, then take each update as it comes."""
        self._deliveries.on_put = self._take
        for serial, one in list(self._deliveries.waiting.items()):
            self._take(serial, one)

    async def close(self) -> None:
        """Stop; what was not taken stays in the queue."""
        self._deliveries.on_put = None
        for task in list(self._tasks):
            task.cancel()
        for task in list(self._tasks):
            with suppress(asyncio.CancelledError):
                await task
        await self._client.aclose()

    def _take(self, serial: int, one: Waiting) -> None:
        queue = self._queues.get(one.queue)
        if queue is None:
            queue = self._queues[one.queue] = asyncio.Queue()
            task = asyncio.get_running_loop().create_task(self._walk(one.queue, queue))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        queue.put_nowait(serial)

    async def _walk(self, name: str, queue: asyncio.Queue[int]) -> None:
        while not queue.empty():
            serial = queue.get_nowait()
            one = self._deliveries.waiting.get(serial)
            if one is not None:
                await self._deliver(one)
                self._deliveries.gone(serial)
        del self._queues[name]

    async def _deliver(self, one: Waiting) -> None:
        """Return when the update was taken or has grown too old."""
        body = json.dumps(one.update, ensure_ascii=False).encode()
        fails, pause = 0, self.first_pause_seconds / 2
        while True:
            async with self._free:
                error, retry_after = await self._post(body)
            if error is None:
                return
            self.last_error = (int(self._now().timestamp()), error)
            wait = float(min(retry_after, _LONGEST_RETRY_AFTER))
            if not retry_after and fails:
                ceiling = random.uniform(_LONGEST_WAIT, 2 * _LONGEST_WAIT)  # noqa: S311
                wait = pause = min(ceiling, pause * 2)
            if self._now().timestamp() + wait > one.expires_at:
                return
            fails += 1
            await asyncio.sleep(wait)

    async def _post(self, body: bytes) -> tuple[str | None, int]:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        try:
            reply = await self._client.post(self.url, content=body, headers=headers)
        except httpx.TimeoutException:
            return "Read timeout expired", 0
        except httpx.HTTPError as wrong:
            return f"Connection failed: {wrong}", 0
        if not 200 <= reply.status_code <= 299:
            named = reply.headers.get("Retry-After", "")
            words = f"Wrong response from the webhook: {reply.status_code} {reply.reason_phrase}"
            return words, int(named) if named.isdigit() else 0
        await self._answered_in_reply(reply)
        return None, 0

    async def _answered_in_reply(self, reply: httpx.Response) -> None:
        """Run the one method that a webhook may call in its answer; nobody hears the result."""
        if self.answer_method is None or not reply.content:
            return
        try:
            called = reply.json()
        except ValueError:
            return
        if isinstance(called, dict) and isinstance(called.get("method"), str):
            method = called.pop("method")
            if method.lower() not in _NEVER_AS_ANSWER and not method.lower().startswith("get"):
                await self.answer_method(method, called)
