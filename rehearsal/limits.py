"""How fast Telegram lets a bot talk: about 30 messages a second, one a second to a chat."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from rehearsal.api_error import too_many


@dataclass
class Bucket:
    """Tokens that come back at `per_second` up to `burst`; empty, it stays shut for a while."""

    per_second: float
    burst: float
    tokens: float = field(init=False)
    at: float = field(init=False, default=0.0)
    shut_until: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def wait(self, now: float) -> float:
        """Return the seconds until one more is allowed, 0 when it is allowed now."""
        if now < self.shut_until:
            return self.shut_until - now
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.per_second

    def shut(self, now: float, seconds: int) -> None:
        """Refuse everything for so many seconds: Telegram holds to what it has announced."""
        self.shut_until = now + seconds


@dataclass
class Limits:
    """Telegram's rates, in real time and not in the stage's: a client really has to wait.

    Telegram publishes about 30 messages a second overall, one a second to a chat with short
    bursts, 20 a minute to a group, and no figure for the burst; ten is on the careful side.
    """

    on: bool = True
    overall: Bucket = field(default_factory=lambda: Bucket(30, 30))
    chat_burst: float = 10
    group_burst: float = 20
    clock: Callable[[], float] = time.monotonic
    _chats: dict[int, Bucket] = field(default_factory=dict)

    def spend(self, chat_id: int, messages: int = 1) -> None:
        """Count messages to a chat; raise 429 with the whole seconds to wait."""
        if not self.on:
            return
        bucket = self._chats.get(chat_id)
        if bucket is None:
            group = chat_id < 0
            bucket = Bucket(1 / 3, self.group_burst) if group else Bucket(1, self.chat_burst)
            self._chats[chat_id] = bucket
        now = self.clock()
        for each in (self.overall, bucket):
            wait = each.wait(now)
            if wait > 0:
                seconds = max(1, math.ceil(wait))
                if now >= each.shut_until:
                    each.shut(now, seconds)
                raise too_many(seconds)
        self.overall.tokens -= messages
        bucket.tokens -= messages
