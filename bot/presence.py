"""A process among others: whom it is in charge of, and whether it leads.

On PostgreSQL any number of processes share the work (`among_others.py`). On SQLite there is one,
which is in charge of everybody and leads; a second one is refused.
"""

import asyncio
import contextlib
import fcntl
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Protocol

import sqlalchemy

from bot.settings import SettingsError


class Office(IntEnum):
    """What only one process of all may do."""

    SCHEDULER = 1
    POLLER = 2


@dataclass(frozen=True, slots=True)
class Charge:
    """That this process, and no other, works off a person's updates: these, in this order."""

    person: int
    updates: Sequence[int]
    # The connection it was taken on; the charge ends with it.
    life: int = 0


class Candidacy:
    """One process's standing for an office: it holds it, or waits until it does."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._held = asyncio.Event()
        self._not_held = asyncio.Event()
        self._not_held.set()

    @property
    def held(self) -> bool:
        """Tell whether this process leads."""
        return self._held.is_set()

    async def won(self) -> None:
        """Wait until this process leads."""
        await self._held.wait()

    async def lost(self) -> None:
        """Wait until this process leads no more."""
        await self._not_held.wait()

    def settle(self, held: bool) -> None:
        """Record how it stands."""
        gained, other = (self._held, self._not_held) if held else (self._not_held, self._held)
        gained.set()
        other.clear()


class Presence(Protocol):
    """What a process asks before it does what others might do as well."""

    def watch(self, on_stray: Callable[[list[int]], None]) -> None:
        """Let `on_stray` hear of people of whom something is left that nobody does."""

    async def take(self, person: int, mine: Collection[int]) -> Charge | None:
        """Take charge of a person, or None while another process is in charge and sees to him."""

    def holds(self, charge: Charge) -> bool:
        """Tell whether the charge is still ours."""

    def leave(self, charge: Charge) -> "asyncio.Future[bool]":
        """End the charge; the outcome tells whether something has come for him meanwhile."""

    def stand_for(self, office: Office) -> Candidacy:
        """Return this process's candidacy, which lasts until it ends."""


class Alone:
    """The only process of its database: in charge of everybody, leader of everything."""

    def watch(self, on_stray: Callable[[list[int]], None]) -> None:
        """Leave nothing to anybody."""

    async def take(self, person: int, mine: Collection[int]) -> Charge | None:
        """Take charge; what came in stands in memory, in order."""
        return Charge(person, list(mine))

    def holds(self, _charge: Charge) -> bool:
        """Hold it for good."""
        return True

    def leave(self, _charge: Charge) -> "asyncio.Future[bool]":
        """End it; what came meanwhile stands in memory."""
        ended = asyncio.get_running_loop().create_future()
        ended.set_result(False)
        return ended

    def stand_for(self, office: Office) -> Candidacy:
        """Win at once."""
        won = Candidacy(office)
        won.settle(held=True)
        return won


@contextlib.contextmanager
def the_only_one(database_url: str) -> Iterator[None]:
    """Let no second process work on the same SQLite file until the block ends.

    The lock stands on a file beside it and ends with the process, however that ends. Commands that
    read or write once (`owner`, `verify`) need none.
    """
    url = sqlalchemy.make_url(database_url)
    if url.drivername != "sqlite" or not url.database or url.database == ":memory:":
        yield
        return
    beside = Path(f"{url.database}.process")
    beside.parent.mkdir(parents=True, exist_ok=True)
    with beside.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingsError(
                f"DATABASE_URL: another process works on {url.database}; a file serves one "
                "process, PostgreSQL any number."
            ) from None
        yield
