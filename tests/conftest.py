"""What every test may ask for: a database of its own, on each engine, with the city's keys.

And a voice: what a test has measured stands at the end of the run, whether it was good or bad.
"""

import ssl
from collections.abc import AsyncIterator, Callable
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


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Say what was measured, in one line at the end of the run."""
    return lambda line: record_property("measured", line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every line that was measured, whatever worker it comes from."""
    reports = [
        each
        for outcome in ("passed", "failed")
        for each in terminalreporter.stats.get(outcome, [])
        if each.when == "call"
    ]
    lines = [
        f"{each.nodeid.rpartition('::')[2]}: {line}"
        for each in reports
        for name, line in each.user_properties
        if name == "measured"
    ]
    if lines:
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.write_line(line)
