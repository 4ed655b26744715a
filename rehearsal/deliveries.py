"""The way of an update to the bot: the queue, long polling, and who may poll."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from rehearsal.api_error import JSON, ApiError
from rehearsal.faults import Faults
from rehearsal.method_table import ONLY_IF_NAMED, UPDATE_KINDS

MESSAGE_SECONDS = 86_400  # a message that nobody fetched for a day is gone
CALLBACK_SECONDS = 150
HISTORY = 20_000
_CONFLICT_SECONDS = 3.0

OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
WEBHOOK_COMES = "Conflict: terminated by setWebhook request"


@dataclass
class Waiting:
    """An update on its way. `queue` keeps order: a chat for messages, a person for callbacks."""

    update: JSON
    queue: str
    expires_at: float
    once: bool = False  # a redelivery: handed out once, whatever the offset says


class Deliveries:
    """Updates until they are confirmed, dropped by age, or taken by the webhook."""

    def __init__(self, now: Callable[[], datetime], faults: Faults) -> None:
        self._now = now
        self._faults = faults
        self.next_id = 310_000_000
        self.allowed: list[str] | None = None
        self.waiting: OrderedDict[int, Waiting] = OrderedDict()  # by serial number
        self.history: OrderedDict[int, JSON] = OrderedDict()  # by update_id
        self.webhook_url = ""
        self.on_put: Callable[[int, Waiting], None] | None = None
        self._serial = 0
        self._poller: asyncio.Future[ApiError] | None = None
        self._news: asyncio.Event = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self._next_conflict = 0.0
        self._last_poll = float("-inf")
        self._held: Waiting | None = None

    # ---- in

    def put(self, kind: str, body: JSON, queue: str, *, seconds: int = MESSAGE_SECONDS) -> JSON:
        """Queue an update of a kind and return it with its update_id."""
        update = {"update_id": self.next_id, kind: body}
        self.next_id += 1
        self.remember(update)
        if self._wanted(kind):
            self._line_up(Waiting(update, queue, self._now().timestamp() + seconds))
        return update

    def put_raw(self, update: JSON) -> JSON:
        """Queue any object as an update, with the next update_id unless it has one."""
        if "update_id" not in update:
            update = {"update_id": self.next_id, **update}
            self.next_id += 1
        self.remember(update)
        self.add(Waiting(update, "raw", self._now().timestamp() + MESSAGE_SECONDS, once=True))
        return update

    def again(self, update_id: int, times: int) -> None:
        """Deliver an update that was already delivered, under the same update_id."""
        update = self.history[update_id]
        for number in range(times):
            queue = f"again-{update_id}-{number}"
            self.add(Waiting(update, queue, self._now().timestamp() + MESSAGE_SECONDS, once=True))

    def remember(self, update: JSON) -> None:
        """Keep the last updates for a redelivery."""
        self.history[update["update_id"]] = update
        if len(self.history) > HISTORY:
            self.history.popitem(last=False)

    def _wanted(self, kind: str) -> bool:
        if self.allowed is None:
            return kind not in ONLY_IF_NAMED
        return kind in self.allowed

    def _line_up(self, one: Waiting) -> None:
        """Add an update; a fault may hold it back behind the next one or multiply it."""
        if self._held is None and self._faults.for_update("reorder_updates"):
            self._held = one
            return
        copies = self._faults.for_update("duplicate_updates")
        self.add(one)
        for number in range(copies.times - 1 if copies else 0):
            queue = f"again-{one.update['update_id']}-{number}"
            self.add(Waiting(one.update, queue, one.expires_at, once=True))
        if self._held is not None:
            held, self._held = self._held, None
            # It now comes after its successor: out of order and out of the offset's reach.
            self.add(Waiting(held.update, f"late-{held.queue}", held.expires_at, once=True))

    def add(self, one: Waiting) -> None:
        """Queue an update as it is."""
        self._serial += 1
        self.waiting[self._serial] = one
        self._empty.clear()
        if self.on_put is not None:
            self.on_put(self._serial, one)
        self._news.set()

    # ---- out

    def gone(self, serial: int) -> None:
        """Take an update off the queue: confirmed, delivered or too old."""
        self.waiting.pop(serial, None)
        if not self.waiting:
            self._empty.set()

    def forget_all(self) -> None:
        """Drop everything that waits."""
        self._held = None
        for serial in list(self.waiting):
            self.gone(serial)
        self._empty.set()

    def expire(self) -> None:
        """Drop what is too old."""
        now = self._now().timestamp()
        for serial in [key for key, one in self.waiting.items() if one.expires_at < now]:
            self.gone(serial)

    @property
    def listened_to(self) -> bool:
        """Whether anyone fetches updates just now or is sent them."""
        polls = self._poller is not None or time.monotonic() - self._last_poll < 3.0
        return polls or bool(self.webhook_url)

    async def until_taken(self, seconds: float) -> None:
        """Wait until nothing waits; raise TimeoutError with what is left."""
        try:
            await asyncio.wait_for(self._empty.wait(), seconds)
        except TimeoutError:
            first = next(iter(self.waiting.values())).update
            raise TimeoutError(
                f"after {seconds} s {len(self.waiting)} updates are not taken, the first is {first}"
            ) from None

    async def get_updates(
        self, offset: int, limit: int, wait_seconds: int, allowed: list[str] | None
    ) -> list[JSON]:
        """Answer getUpdates: confirm below the offset, wait up to so many seconds for more."""
        if self.webhook_url:
            raise ApiError(409, WEBHOOK_IS_SET)
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(ApiError(409, OTHER_POLLER))
        if allowed is not None:
            known = [kind for kind in allowed if kind in UPDATE_KINDS]
            self.allowed = known or None
        limit = limit if 1 <= limit <= 100 else 100
        self._confirm(offset)
        self._last_poll = time.monotonic()
        batch = self._batch(limit)
        if batch or wait_seconds <= 0:
            return batch
        return await self._long_poll(limit, min(wait_seconds, 50))

    def _confirm(self, offset: int) -> None:
        self.expire()
        lined = [key for key, one in self.waiting.items() if not one.once]
        if offset < 0:
            for serial in lined[: max(0, len(lined) + offset)]:
                self.gone(serial)
        elif offset > 0:
            for serial in lined:
                if self.waiting[serial].update.get("update_id", 0) < offset:
                    self.gone(serial)

    def _batch(self, limit: int) -> list[JSON]:
        picked = list(islice(self.waiting.items(), limit))
        for serial, one in picked:
            if one.once:
                self.gone(serial)
        return [one.update for _, one in picked]

    async def _long_poll(self, limit: int, wait_seconds: int) -> list[JSON]:
        ended: asyncio.Future[ApiError] = asyncio.get_running_loop().create_future()
        self._poller = ended
        deadline = time.monotonic() + wait_seconds
        try:
            while True:
                self._news.clear()
                news = asyncio.ensure_future(self._news.wait())
                left = max(0.0, deadline - time.monotonic())
                both: set[asyncio.Future[Any]] = {news, ended}
                await asyncio.wait(both, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
                if ended.done():
                    break
                batch = self._batch(limit)
                if batch or time.monotonic() >= deadline:
                    return batch
        finally:
            self._last_poll = time.monotonic()
            if self._poller is ended:
                self._poller = None
        # Telegram spaces these answers, so that two bots do not chase each other.
        now = time.monotonic()
        wait = max(0.0, self._next_conflict - now)
        self._next_conflict = now + wait + _CONFLICT_SECONDS
        await asyncio.sleep(wait)
        raise ended.result()

    def end_poll(self) -> None:
        """End a running long poll because a webhook is being set."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(ApiError(409, WEBHOOK_COMES))

    def close(self) -> None:
        """End a running long poll because the stage closes."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(ApiError(502, "Bad Gateway"))
