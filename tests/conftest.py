"""What every test may ask for: a database of its own, on each engine, with the city's keys."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.cast import CITY
from tests.databases import ENGINES, fresh_database
from usecases import proof
from usecases.database import Database


@pytest_asyncio.fixture(params=ENGINES)
async def db(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Yield a migrated database; when the test is over its ledger must hold."""
    with fresh_database(request.param) as url:
        opened = Database(url, CITY)
        try:
            yield opened
            found = await opened.read(proof.prove)
            assert found.holds, found.contradictions
        finally:
            await opened.close()
