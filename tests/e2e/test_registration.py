"""A newcomer registers in the chat, and an officer approves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.registering import registers
from tests.world import PAIRED, PUBLIC_URL, World, a_world

# Name and document in the chat, and in the form; each on both databases, in both languages.
_WAYS = [
    (engine, language, public_url)
    for (engine, language), public_url in zip(
        (*PAIRED, ("sqlite", "en"), ("postgresql", "zh-hans")),
        ("", "", PUBLIC_URL, PUBLIC_URL),
        strict=True,
    )
]


@pytest_asyncio.fixture(
    params=_WAYS, ids=lambda each: f"{each[0]}-{each[1]}-{'form' if each[2] else 'chat'}"
)
async def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    engine, language, public_url = request.param
    async with a_world(engine, tmp_path, public_url=public_url, language=language) as made:
        yield made


async def test_a_newcomer_registers_and_is_approved(anywhere: World) -> None:
    li = anywhere.person("李志愿", phone="+8613800000001")
    await registers(anywhere, li)
    li.sees(anywhere.words("您的登记通过了", "Your registration is approved"))
    await li.says("/start")
    li.sees(anywhere.words("李志愿，您好", "Hello 李志愿"))
