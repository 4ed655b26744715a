"""The queue of those who are still to be entered in the national system (PUZD-1.4.2, norm B2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from domain.civil_time import CityCalendar

BY_UNIT = "1"
"""How hours come in there: typed by an organization (norm I17)."""

BLOCK = 50
"""So many people at once the national system's own list takes (norm I18)."""

_NUMBER = re.compile(r"[A-Z]{0,4}[0-9]{6,26}")
Row = TypeVar("Row")


class State(StrEnum):
    """How far somebody's entry is."""

    TO_ENTER = "to_enter"
    ENTERED = "entered"
    ACCEPTED = "accepted"
    RETURNED = "returned"


OPEN = (State.TO_ENTER, State.RETURNED)
"""What somebody has to type in there: for the first time, or once more."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A time that is typed in there: of one civil day, `ended_at` as far as we credit it."""

    began_at: datetime
    ended_at: datetime

    @property
    def hours(self) -> str:
        """Return its hours with two decimals (I14), rounded down: never more than was served."""
        minutes = (self.ended_at - self.began_at) // timedelta(minutes=1)
        hundredths = minutes * 100 // 60
        return f"{hundredths // 100}.{hundredths % 100:02}"


def segments(began_at: datetime, minutes: int, calendar: CityCalendar) -> list[Segment]:
    """Return credited minutes as times of one day each (I14): split at midnight."""
    found, ends_at = [], began_at + timedelta(minutes=minutes)
    while began_at < ends_at:
        midnight = calendar.starts_at(calendar.day_of(began_at) + timedelta(days=1))
        until = min(midnight, ends_at)
        found.append(Segment(began_at, until))
        began_at = until
    return found


def area_code(county: str) -> str:
    """Return an area as the national system writes it: eighteen digits (I16)."""
    return county.ljust(18, "0")


def read_number(typed: str) -> str | None:
    """Return a national volunteer number as it is kept, or None for what can be none."""
    plain = re.sub(r"[\s-]", "", typed[:60]).upper()
    return plain if plain.isascii() and _NUMBER.fullmatch(plain) else None


def blocks(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """Return the rows in the portions that the national system takes."""
    return [rows[at : at + BLOCK] for at in range(0, len(rows), BLOCK)]
