"""What goes wrong on the way to Telegram, on demand: the stage can be told to fail."""

import time
from dataclasses import dataclass

from rehearsal.api_error import JSON

ON_REPLIES = frozenset(
    {
        "drop_reply", "delay", "hang", "http_500", "html_502", "html_403", "json_401",
        "too_many_requests", "blocked",
    }
)  # fmt: skip
ON_UPDATES = frozenset({"duplicate_updates", "reorder_updates"})
KINDS = ON_REPLIES | ON_UPDATES
TIMED = frozenset({"delay", "hang", "too_many_requests"})
# These do what was asked and only the answer is lost or late.
AFTER_THE_DEED = frozenset({"drop_reply", "delay", "hang"})


@dataclass
class Fault:
    """One thing that goes wrong: for one method or all, so many times or for so long."""

    kind: str
    method: str | None = None
    count: int | None = None
    until: float | None = None
    seconds: float = 0.0
    times: int = 3
    chat_id: int | None = None

    def shown(self) -> JSON:
        """Return it as the page shows it."""
        left = None if self.until is None else max(0.0, round(self.until - time.monotonic(), 1))
        return {
            "kind": self.kind,
            "method": self.method,
            "count": self.count,
            "seconds_left": left,
            "seconds": self.seconds,
        }


class Faults:
    """The faults in force, oldest first."""

    def __init__(self) -> None:
        self._all: list[Fault] = []

    def inject(
        self,
        kind: str,
        *,
        method: str | None = None,
        count: int | None = None,
        lasts_seconds: float | None = None,
        seconds: float = 5.0,
        times: int = 3,
        chat_id: int | None = None,
    ) -> Fault:
        """Put a fault in force for `count` calls (default one) or for `lasts_seconds`.

        Without a method it befalls every call but getUpdates, which must be named.

        `seconds` is what the kind needs: how long a reply is late, hangs or is to be waited for;
        `times` how often a duplicated update is delivered.
        """
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(sorted(KINDS))}")
        if count is None and lasts_seconds is None:
            count = 1
        until = None if lasts_seconds is None else time.monotonic() + lasts_seconds
        fault = Fault(kind, method, count, until, seconds, times, chat_id)
        self._all.append(fault)
        return fault

    def clear(self) -> None:
        """End every fault."""
        self._all.clear()

    def shown(self) -> list[JSON]:
        """Return those in force, for the page."""
        self._expire()
        return [fault.shown() for fault in self._all]

    def for_reply(self, method: str, chat_id: object) -> Fault | None:
        """Return the fault that befalls this call, and count it."""
        if not self._all:
            return None
        return self._take(ON_REPLIES, method, chat_id)

    def for_update(self, kind: str) -> Fault | None:
        """Return the fault of this kind that befalls the next update, and count it."""
        if not self._all:
            return None
        return self._take(frozenset({kind}), None, None)

    def _take(self, kinds: frozenset[str], method: str | None, chat_id: object) -> Fault | None:
        self._expire()
        for fault in self._all:
            if fault.kind not in kinds:
                continue
            # A poll would eat every fault before the bot does anything: it must be named.
            if fault.method != method and (fault.method or method == "getUpdates"):
                continue
            if fault.kind == "blocked" and chat_id is None:
                continue
            if fault.chat_id is not None and fault.chat_id != chat_id:
                continue
            if fault.count is not None:
                fault.count -= 1
                if fault.count <= 0:
                    self._all.remove(fault)
            return fault
        return None

    def _expire(self) -> None:
        now = time.monotonic()
        self._all = [each for each in self._all if each.until is None or each.until > now]
