"""Two worlds a journey: SQLite in Chinese, PostgreSQL in English."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.world import PAIRED, World, a_world
from usecases import proof


@pytest_asyncio.fixture(params=PAIRED, ids="-".join)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    engine, language = request.param
    async with a_world(engine, tmp_path, language=language) as made:
        yield made
        found = await made.db.read(proof.prove)
        assert found.holds, found.contradictions
