"""What every test may ask for: a database of its own, on each engine, with the city's keys."""

import ssl
from collections.abc import AsyncIterator
from functools import lru_cache

import pytest
import pytest_asyncio

from tests.cast import CITY
from tests.databases import ENGINES, fresh_database
from usecases import proof
from usecases.database import Database

# Every bot opens two clients, and each reads the machine's certificates: most of the cost of a
# world, where nobody speaks TLS.
ssl.create_default_context = lru_cache(ssl.create_default_context)  # type: ignore[assignment]


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
