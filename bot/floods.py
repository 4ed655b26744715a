"""What one person may send at once: more than anybody types, and far less than a program sends.

Telegram takes one answer a second to a chat. Who sends faster for long could be answered by nobody,
would have every halt that Telegram then asks for fall on all, and would keep the others waiting.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

# Sixty at once: an album, a handful of forwarded photos, a fast thumb. Then one a second.
MOST_AT_ONCE = 60
A_SECOND = 1.0
_REMEMBERED = 10_000


@dataclass(slots=True)
class _Allowance:
    left: float
    dated: float
    arrived: float
    told: bool = False


class Floods:
    """Keeps an allowance per person; it comes back with the time, up to the whole."""

    def __init__(
        self,
        most: float = MOST_AT_ONCE,
        a_second: float = A_SECOND,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._a_second = a_second
        self._monotonic = monotonic
        self._people: dict[int, _Allowance] = {}

    def lets_in(self, person: int, body: dict[str, Any]) -> bool:
        """Take one off the person's allowance; False when there is none left.

        The time between two messages is Telegram's own where it is the longer one: what somebody
        sent in the hours of an outage arrives at once, and was not sent at once.
        """
        arrived, dated = self._monotonic(), _date(body)
        has = self._people.get(person)
        if has is None:
            self._forget()
            has = self._people[person] = _Allowance(self._most, dated or 0.0, arrived)
        passed = arrived - has.arrived
        if dated:
            passed = max(passed, dated - has.dated if has.dated else 0.0)
            has.dated = max(has.dated, dated)
        has.arrived = arrived
        has.left = min(self._most, has.left + passed * self._a_second)
        has.told = has.told and has.left < self._most / 2
        if has.left < 1:
            return False
        has.left -= 1
        return True

    def give_back(self, people: Iterable[int]) -> None:
        """Forget one update of each: it could not be kept and comes again."""
        for person in people:
            if person in self._people:
                self._people[person].left += 1

    def first_refused(self, person: int) -> bool:
        """Tell whether this is the first one refused since half of the allowance was there."""
        has = self._people[person]
        first, has.told = not has.told, True
        return first

    def _forget(self) -> None:
        """Keep no more people in memory than are needed: who has been quiet has it all again."""
        if len(self._people) < _REMEMBERED:
            return
        now = self._monotonic()
        whole = self._most / self._a_second
        for person, has in list(self._people.items()):
            if now - has.arrived > whole:
                del self._people[person]


def _date(body: dict[str, Any]) -> float | None:
    message = body.get("message") or body.get("edited_message")
    date = message.get("date") if isinstance(message, dict) else None
    return float(date) if type(date) is int and 0 < date < 2**40 else None
