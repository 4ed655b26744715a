"""Everyone presses everything: whatever a stranger or an officer sends, an answer comes.

Driven from the door's own tables, so that a new command, menu button or press is tried the day it
is added. A seeded walk then presses what is really on the screen, and types what people should not.
"""

import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog
from sqlalchemy import select

from domain.permissions import Role
from handlers import table
from locales.menus import MENUS
from locales.words import CHINESE, ENGLISH, Speaker
from models.columns import table_of
from models.rewards import Merchant
from models.traffic import InboxUpdate
from rehearsal.people import Person
from rehearsal.screens import Button
from tests.cast import a_station, a_unit, a_volunteer, station_code, with_role
from tests.databases import ENGINES
from tests.world import World, a_world
from usecases import proof
from usecases.city import CitySession

_ROWS = table_of(InboxUpdate)
# What stands behind the colon of a forged button.
ARGS = (
    "", ":", "0", "-1", "1:1:1", "999999999999999999:1", "9223372036854775808:1:1",
    "1:999999999999999999", "99999999999999999999999", "1e9", "１:２", "clerk:abc", "volunteer:1",
    "administrator", "zh-hans", "tlh", "federation:530802", "%s:{0}", "' OR 1=1--", "\0:\0",
    "𠮷:\u202e", "checkin.display_slot_seconds", "1:" * 20,
)  # fmt: skip
# The chat does the same on both databases; these are what PostgreSQL itself takes otherwise.
ARGS_FOR_POSTGRESQL = (
    "0", "-1", "1:1:1", "999999999999999999:1", "9223372036854775808:1:1", "1:999999999999999999",
    "99999999999999999999999", "１:２", "\0:\0", "𠮷:\u202e", "1:" * 20, "' OR 1=1--",
)  # fmt: skip
TEXTS = (
    "", " ", "/", "//", "/start", "/start ", "/start x", "/start " + "A" * 32,
    "/start a" + "A" * 22,
    "/START@other_bot", "/nothing", "/cancel", "0", "-1", "99:99", "11:30", "二十五点", "9" * 4000,
    "２３４５６７８９ＡＢＣＤ", "2345 6789 ABCD", "<b>", "</code>&lt;", "&" * 4096, "👍" * 2048,
    "\u202eevil", "a\u200bb", "a\0b", "e" + "\u0301" * 60, "{0.__class__}", "%s%d",
    "'; DROP TABLE x",
    "=cmd|' /C calc'!A0", "https://t.me/x?start=" + "A" * 32, "𠮷阿卜杜·热依木", "\ufeff", "\u2028",
)  # fmt: skip


@dataclass
class Crowd:
    """One person of every standing."""

    world: World
    people: dict[Role | None, Person]
    lines: list[Any]

    async def failures(self) -> list[str]:
        """Return what raised, and what nobody answered."""
        query = select(_ROWS.c.update_id, _ROWS.c.tries, _ROWS.c.done_at).where(
            (_ROWS.c.tries > 0) | _ROWS.c.done_at.is_(None)
        )
        rows = await self.world.db.read(lambda s: s.connection().execute(query).all())
        failed = [
            f"{line['event']} {line.get('exc_info')}"
            for line in self.lines
            if line["log_level"] in ("error", "critical")
        ]
        return failed + [f"update {row.update_id} tried {row.tries}" for row in rows]


@pytest_asyncio.fixture(params=ENGINES)
async def crowd(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Crowd]:
    async with a_world(request.param, tmp_path) as world:
        people: dict[Role | None, Person] = {None: world.person("陌生人")}
        for role in MENUS:
            if role is not None:
                language = "en" if role in (Role.CLERK, Role.CENTRE) else "zh-hans"
                people[role] = world.person(f"某{role}", language=language)
        await world.db.write(_cast, people)
        world.stage.settle = None
        with structlog.testing.capture_logs() as lines:
            yield Crowd(world, people, lines)
        found = await world.db.read(proof.prove)
        assert found.holds, found.contradictions


def _cast(session: CitySession, people: dict[Role | None, Person]) -> None:
    station, unit = a_station(session), a_unit(session)
    merchant = _a_merchant(session)
    places = {
        Role.CLERK: str(station.station_id),
        Role.UNIT_CONTACT: str(unit),
        Role.MERCHANT: str(merchant),
        Role.COUNTY_OFFICE: "530802",
    }
    for role, person in people.items():
        if role is Role.VOLUNTEER:
            a_volunteer(session, person.id, person.name)
        elif role is not None:
            with_role(session, person.id, role, places.get(role, ""))


def _a_merchant(session: CitySession) -> int:
    made = session.connection().execute(
        table_of(Merchant).insert().values(name="滨河影城", kind="cinema", address="")
    )
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def _speaker(person: Person, world: World) -> Speaker:
    locale = ENGLISH if person.someone.language_code == "en" else CHINESE
    return Speaker(locale, world.db.city.calendar.zone, world.clock.now())


def _labels(person: Person, world: World) -> list[str]:
    return [_speaker(person, world).label(key) for key in table.MENU]


async def test_every_command_and_menu_button_answers_every_role(crowd: Crowd) -> None:
    world = crowd.world
    for person in crowd.people.values():
        for text in [*(f"/{name}" for name in table.COMMANDS), *_labels(person, world)]:
            await person.says(text)
    await world.settle()
    assert await crowd.failures() == []
    asked = len(table.COMMANDS) + len(table.MENU)
    for role, person in crowd.people.items():
        answers = [shown for shown in person.messages if not shown.out]
        assert len(answers) >= asked, role


@pytest.mark.parametrize("crowd", ["sqlite"], indirect=True)
async def test_every_screen_of_more_leads_back_to_it(crowd: Crowd) -> None:
    world, dead = crowd.world, []
    for role, person in crowd.people.items():
        speaker = _speaker(person, world)
        await person.says(speaker.label("menu-more"))
        await world.settle()
        home = person.last
        assert home.buttons, role
        place, back = home.id, {"text": speaker.label("button-back"), "callback_data": "more"}
        for raw in (raw for row in home.buttons for raw in row):
            await person.uses(Button(place, raw))
            await world.settle()
            ways = _ways(person, place)
            if "more" in ways:
                # Twice, as a thumb does.
                await person.uses(Button(place, back))
                await person.uses(Button(place, back))
                await world.settle()
            elif "cancel" in ways:
                await person.says("/cancel")
                await person.says(speaker.label("menu-more"))
                await world.settle()
                place = person.last.id
            # The menu is there again, or was never gone.
            if raw["callback_data"] not in _ways(person, place):
                dead.append(f"{role}: {raw['text']}")
    assert dead == []
    assert await crowd.failures() == []


def _ways(person: Person, message_id: int) -> list[str]:
    """Return what the buttons of a message send."""
    shown = next(one for one in person.messages if one.id == message_id)
    return [str(one.get("callback_data")) for line in shown.buttons for one in line]


def _one(forged: tuple[str, ...], nth: int, number: int) -> tuple[str, ...]:
    """Return what the nth person forges of a button: all ten together, ten different things."""
    return (forged[(nth + number * len(MENUS)) % len(forged)],)


def _of_some(forged: tuple[str, ...], nth: int, number: int) -> tuple[str, ...]:
    """Return what the nth person forges of every second button; the next one has the others."""
    return _one(forged, nth, number) if (nth + number) % 2 == 0 else ()


def _share(forged: tuple[str, ...], nth: int, number: int) -> tuple[str, ...]:
    """Return the nth person's share of all that can be forged of a button."""
    return forged[(nth + number) % len(MENUS) :: len(MENUS)]


@pytest.mark.parametrize(
    ("crowd", "forged", "of_a_button"),
    [
        ("sqlite", ARGS, _of_some),
        ("postgresql", ARGS_FOR_POSTGRESQL, _of_some),
        pytest.param("sqlite", ARGS, _share, marks=pytest.mark.proof),
    ],
    indirect=["crowd"],
    ids=["sqlite", "postgresql", "whole"],
)
async def test_every_button_refuses_what_is_forged_politely(
    crowd: Crowd,
    forged: tuple[str, ...],
    of_a_button: Callable[[tuple[str, ...], int, int], tuple[str, ...]],
) -> None:
    world, presses = crowd.world, 0
    for nth, person in enumerate(crowd.people.values()):
        await person.says("/start")
        for number, prefix in enumerate(table.PRESSES):
            for args in of_a_button(forged, nth, number):
                data = f"{prefix}:{args}".encode()[:64].decode("utf-8", "ignore")
                world.stage.world.press(person.id, 1, data)
                presses += 1
        # Some hundred at a time: who waits for all of them at once waits too long one day.
        await world.settle()
    assert presses >= len(table.PRESSES) * len(MENUS) // 2
    assert await crowd.failures() == []
    answered = [c for c in world.stage.calls_of("answerCallbackQuery") if c.status == 200]
    assert len(answered) >= presses


async def test_whoever_presses_and_types_at_random_is_always_answered(crowd: Crowd) -> None:
    world, chance = crowd.world, random.Random(20261121)
    walkers = list(crowd.people.values())
    for person in walkers:
        await person.says("/start")
    await world.settle()
    station = await world.db.write(a_station, "普洱学院服务站")
    for _ in range(25):
        for person in walkers:
            await _one_step(world, person, chance, station_code(station, world.clock.now()))
        await world.settle()
        assert await crowd.failures() == []


async def _one_step(world: World, person: Person, chance: random.Random, code: str) -> None:
    buttons = _on_the_screen(person)
    dice = chance.random()
    if dice < 0.6 and buttons:
        await person.uses(chance.choice(buttons))
    elif dice < 0.65:
        await person.opens(code)
    elif dice < 0.7:
        await person.shares_contact(phone="+8613800001111", name="别人")
    else:
        text = chance.choice(TEXTS)
        if text.strip():
            await person.says(text)


def _on_the_screen(person: Person) -> list[Button]:
    chat = person.chat
    found = [
        Button(message["message_id"], raw)
        for message in list(chat.messages.values())[-8:]
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for raw in row
        if "callback_data" in raw
    ]
    if chat.keyboard:
        found += [
            Button(None, raw)
            for row in chat.keyboard["keyboard"]
            for raw in row
            if "web_app" not in raw and not raw.get("request_contact")
        ]
    return found
