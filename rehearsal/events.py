"""What the page is told as it happens: a numbered list that a page can join at any number."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator

from rehearsal.api_error import JSON

KEPT = 5_000


class Events:
    """Numbered events; numbers keep growing over restarts, so that a page can tell old from new."""

    def __init__(self) -> None:
        self.seq = int(time.time() * 10)
        self._all: deque[JSON] = deque(maxlen=KEPT)
        self._news = asyncio.Event()
        self._closed = False

    def open(self) -> None:
        """Let others follow again."""
        self._closed = False

    def close(self) -> None:
        """Let everyone who follows go."""
        self._closed = True
        self._news.set()

    def tell(self, kind: str, person: int | JSON | None = None, **facts: object) -> None:
        """Add an event and wake everyone who follows."""
        self.seq += 1
        event: JSON = {"seq": self.seq, "kind": kind, "person": person, **facts}
        self._all.append(event)
        self._news.set()
        self._news = asyncio.Event()

    def after(self, seq: int) -> list[JSON]:
        """Return what happened after a number."""
        if not self._all or self._all[-1]["seq"] <= seq:
            return []
        missing = self._all[-1]["seq"] - seq
        if missing >= len(self._all):
            return list(self._all)
        return list(self._all)[-missing:]

    async def follow(self, seq: int, *, beat_seconds: float = 15.0) -> AsyncIterator[JSON | None]:
        """Yield events after a number for ever; None now and then while nothing happens."""
        while not self._closed:
            news = self._news
            fresh = self.after(seq)
            for event in fresh:
                yield event
                seq = event["seq"]
            if fresh:
                continue
            try:
                await asyncio.wait_for(news.wait(), beat_seconds)
            except TimeoutError:
                yield None
