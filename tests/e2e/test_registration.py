"""A newcomer registers in the chat, and an officer approves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import ENGINES
from tests.e2e.registering import registers
from tests.world import World, a_world


@pytest_asyncio.fixture(params=ENGINES)
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(request.param, tmp_path, public_url="") as made:
        yield made


@pytest.mark.parametrize("language", ["zh-hans", "en"])
async def test_a_newcomer_registers_and_is_approved(town: World, language: str) -> None:
    li = town.person("李志愿", language=language, phone="+8613800000001")
    await registers(town, li)
    await li.says("/start")
    li.sees("李志愿")
