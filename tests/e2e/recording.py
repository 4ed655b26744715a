"""Typing a record in the chat, question by question, in the language of the person."""

from typing import get_args

from domain.policy_records import NotService
from locales.words import Speaker, locale_for
from rehearsal.people import Person
from tests.world import World

QUESTIONS = len(get_args(NotService))
SAID = ["社区清洁", "人民广场", "居民", "打扫楼道", "周联系", "市教育体育局"]


async def presses(world: World, person: Person, *keys: str) -> None:
    """Press buttons by the keys of their words."""
    locale = locale_for(person.someone.language_code)
    speaker = Speaker(locale, world.db.city.calendar.zone, world.clock.now())
    for key in keys:
        await person.presses(speaker.label(key))


async def begins(world: World, person: Person) -> None:
    """Open the questions."""
    await presses(world, person, "menu-more", "button-backfill")


async def says_when(world: World, person: Person, hours: str = "9:00-11:00", day: str = "") -> None:
    """Answer that it was yesterday or that day, from when to when."""
    if day:
        await person.says(day)
    else:
        await presses(world, person, "day-yesterday")
    await person.says(hours)


async def says_what(world: World, person: Person, quality: str = "") -> None:
    """Answer every field, and leave out the rating unless one is given."""
    for text in SAID:
        await person.says(text)
    if quality:
        await person.says(quality)
    else:
        await presses(world, person, "button-skip")


async def denies(world: World, person: Person) -> None:
    """Answer no to everything that is no service."""
    await presses(world, person, *["button-it-is-not"] * QUESTIONS)


async def shows_paper(world: World, person: Person, content: bytes = b"the sheet") -> None:
    """Send the sign-in sheet."""
    await person.sends_file("签到表.pdf", content)
    await presses(world, person, "button-papers-done")


async def hands_in(
    world: World, person: Person, number: str, quality: str = "", day: str = "", late: str = ""
) -> None:
    """Type a whole record of two hours of yesterday, or of a day so far back that it is late."""
    await begins(world, person)
    await person.says(number)
    await says_when(world, person, day=day)
    await says_what(world, person, quality)
    await denies(world, person)
    await shows_paper(world, person)
    # Who goes back to the papers finds those that he sent.
    await presses(world, person, "button-back", "button-papers-done")
    await presses(world, person, "backfill-reason-offline")
    if late:
        await person.says(late)
    await presses(world, person, "button-hand-in")
