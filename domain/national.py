"""The queue of those who are still to be entered in the national system (PUZD-1.4.2, norm B2)."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

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


def read_number(typed: str) -> str | None:
    """Return a national volunteer number as it is kept, or None for what can be none."""
    plain = re.sub(r"[\s-]", "", typed[:60]).upper()
    return plain if plain.isascii() and _NUMBER.fullmatch(plain) else None


def blocks(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """Return the rows in the portions that the national system takes."""
    return [rows[at : at + BLOCK] for at in range(0, len(rows), BLOCK)]
