"""A newcomer registers in the chat, and an officer approves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import ENGINES
from tests.e2e.registering import registers
from tests.world import PUBLIC_URL, World, a_world


@pytest_asyncio.fixture(
    params=[(engine, url) for engine in ENGINES for url in ("", PUBLIC_URL)],
    ids=lambda each: f"{each[0]}-{'form' if each[1] else 'chat'}",
)
async def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    engine, public_url = request.param
    async with a_world(engine, tmp_path, public_url=public_url) as made:
        yield made


@pytest.mark.parametrize("language", ["zh-hans", "en"])
async def test_a_newcomer_registers_and_is_approved(anywhere: World, language: str) -> None:
    li = anywhere.person("李志愿", language=language, phone="+8613800000001")
    await registers(anywhere, li)
    await li.says("/start")
    li.sees("李志愿")
