"""One world a test, on each database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import ENGINES
from tests.world import World, a_world
from usecases import proof


@pytest_asyncio.fixture(params=ENGINES)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(request.param, tmp_path) as made:
        yield made
        found = await made.db.read(proof.prove)
        assert found.holds, found.contradictions
