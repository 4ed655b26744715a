"""People with other documents register: in the chat, and on the page that the chat opens."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from rehearsal.people import Person
from tests.e2e.registering import begins, hands_in
from tests.usecases.test_documents import DOCUMENTS
from tests.world import World, a_world, asked_of, played_twice

# One of each kind: its number, and what is added in the chat because the number does not tell it.
KINDS = {kind: number for kind, number, *_ in DOCUMENTS}
TELLING = {"compatriot-residence"}
LABELS = {
    "hk-macao-permit": ("港澳居民来往内地通行证", "Mainland travel permit (Hong Kong"),
    "taiwan-permit": ("台湾居民来往大陆通行证", "Mainland travel permit (Taiwan)"),
    "compatriot-residence": ("港澳台居民居住证", "Residence permit (Hong Kong"),
    "foreign-residence": ("外国人永久居留身份证", "Foreign permanent resident card"),
    "passport": ("护照", "Passport"),
}


@pytest_asyncio.fixture
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Yield a city that asks for everything in the chat."""
    engine, language = asked_of(request)
    async with a_world(engine, tmp_path, public_url="", language=language) as made:
        yield made


async def comes(world: World, nth: int) -> Person:
    person = world.person(f"来宾{nth}", phone=f"+861380000{nth:04d}")
    await begins(world, person)
    await person.shares_contact()
    return person


@played_twice("town")
async def test_every_document_is_taken_in_the_chat(town: World) -> None:
    say = town.words
    for nth, (kind, number) in enumerate(KINDS.items()):
        person = await comes(town, nth)
        await person.says("Anna Neill")
        await person.presses(say("换一种证件", "Another document"))
        await person.presses(say(*LABELS[kind]))
        await person.says("1")
        # Mistyped: the reason, and the question again with its ways back and out.
        ways = {say("换一种证件", "Another document"), say("返回", "Back")}
        assert ways | {say("先停下", "Stop here")} <= set(person.last.labels)
        if kind not in TELLING:
            await person.says(number)
            person.sees(say("看不出出生日期和性别", "does not tell birth date"))
        sex = say("女", "female")
        await person.says(number if kind in TELLING else f"{number} 1990-05-20 {sex}")
        person.sees(say("您住在哪里", "Where do you live?"))
        assert number not in person.screen


async def test_every_document_is_taken_on_the_page(world: World) -> None:
    say = world.words
    for nth, (kind, number) in enumerate(KINDS.items()):
        person = await comes(world, nth)
        said: dict[str, Any] = {"name": "Anna Neill", "kind": kind, "number": number}
        if kind not in TELLING:
            reply = await hands_in(world, person, **said)
            assert say("看不出出生日期和性别", "does not tell birth date") in reply.text
            said |= {"sex": "female", "born_on": "1990-05-20"}
        reply = await hands_in(world, person, **said)
        assert reply.status_code == 200, reply.text
        person.sees(say("您住在哪里", "Where do you live?"))
