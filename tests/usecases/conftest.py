"""What several tests of use cases begin with."""

import pytest

from tests.usecases.fair import Fair
from usecases.database import Database


@pytest.fixture
async def fair(db: Database) -> Fair:
    """Open the fair on each database."""
    return await Fair(db).opens()
