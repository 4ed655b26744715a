"""What it is to stand at a step that takes text, and the ways that several steps begin with.

The steps themselves: `text_steps.py` (offices and loose texts), `registration_steps.py`,
`hours_steps.py`, `objection_steps.py`, `learning_steps.py`, `star_steps.py`; all are compared with
the door's tables.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import insert

from domain.refusals import Refused
from locales.words import Speaker, locale_for
from models.columns import table_of
from models.places import Team
from rehearsal.api_error import JSON
from rehearsal.people import Person
from tests.cast import (
    a_volunteer,
)
from tests.hostile import HOSTILE
from tests.world import World
from usecases.city import CitySession

Way = Callable[[World, Person], Awaitable[None]]


# Whatever is taken needs another application, another submission.
ENOUGH = len(HOSTILE) + 4


# The same for a step that meets each string on one of the two databases.
HALF = ENOUGH // 2 + 4


@dataclass(frozen=True)
class Stand:
    """One step: how somebody gets there, what it takes of a text, and what remains of that."""

    where: str
    comes: Way
    # After a text that was taken, back to the step.
    again: Way | None = None
    takes: Callable[[str], str | Refused] | None = None
    takes_files: bool = False
    takes_photos: bool = False
    # Reads what was kept of the text that was taken last.
    kept: Callable[[CitySession, Mapping[str, Any]], str] | None = None
    # Rows that a taken text writes, by table; any other text writes none.
    writes: Mapping[str, int] = field(default_factory=dict)
    in_form: bool = False
    # The text goes into the database: each string is tried on both, elsewhere on one of the two.
    in_database: bool = False
    # What is wanted now, by the key of its words; said to whoever sends something else.
    wanted: str = "unknown"
    # A photo is looked at for a code.
    scans: bool = False
    before: str = ""

    def takes_it(self, content: JSON) -> bool:
        """Tell whether the step must take what is sent."""
        if "text" in content:
            return self.taken(content["text"]) is not None
        photo = "photo" in content and (self.takes_photos or self.takes_files)
        return photo or (self.takes_files and "document" in content)

    def taken(self, text: str) -> str | None:
        """Return the text as the step must keep it, or None where it must refuse it."""
        cleaned = self.takes(text) if self.takes else None
        return cleaned if isinstance(cleaned, str) else None


def label(world: World, person: Person, key: str, **facts: int) -> str:
    """Return the words of a button in the person's language."""
    locale = locale_for(person.someone.language_code)
    speaker = Speaker(locale, world.db.city.calendar.zone, world.clock.now())
    return speaker.label(key, **facts)


def counted(world: World, person: Person, key: str) -> str:
    """Return the words of a button without its count: others' work is counted too."""
    return label(world, person, key, count=7).partition("7")[0].strip()


async def presses(world: World, person: Person, *keys: str) -> None:
    """Press buttons by the keys of their words."""
    for key in keys:
        await person.presses(label(world, person, key))


async def presses_all(keys: tuple[str, ...], world: World, person: Person) -> None:
    await presses(world, person, *keys)


goes_back = partial(presses_all, ("button-back",))


def may_be_told(world: World, people: list[Person]) -> None:
    for one in people:
        world.stage.world.chats[one.id].open = True


async def volunteers(world: World, person: Person) -> None:
    await world.db.write(a_volunteer, person.id, "李志愿", locale_for(person.someone.language_code))


async def found(world: World) -> None:
    """Found the team that a registration asks about."""

    def prepare(session: CitySession) -> None:
        row = {"name": "思茅街道志愿服务队", "unit_id": None, "township": "530802001"}
        session.connection().execute(insert(table_of(Team)).values(**row))

    await world.db.write(prepare)
