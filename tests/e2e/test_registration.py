"""A newcomer registers in the chat, and an officer approves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.registering import registers
from tests.world import PAIRED, World, a_world


@pytest_asyncio.fixture(params=PAIRED, ids="-".join)
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Yield a city that asks for everything in the chat; with the form: test_card_arrives."""
    engine, language = request.param
    async with a_world(engine, tmp_path, public_url="", language=language) as made:
        yield made


async def test_a_newcomer_registers_and_is_approved(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await registers(town, li)
    li.sees(town.words("您的登记通过了", "Your registration is approved"))
    await li.says("/start")
    li.sees(town.words("李志愿，您好", "Hello 李志愿"))
