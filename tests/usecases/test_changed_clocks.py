"""Births on days whose clock was changed come back from either database as they went in (F40)."""

from sqlalchemy import select, update

from models.columns import table_of
from models.people import Volunteer
from tests.cast import a_volunteer
from tests.domain.test_civil_time import changed_days
from usecases.city import CitySession
from usecases.database import Database

_ROWS = table_of(Volunteer)


async def test_a_birth_on_a_day_whose_clock_was_changed_comes_back_as_it_was(db: Database) -> None:
    days = changed_days()
    somebody = await db.write(a_volunteer, 7)

    def kept(session: CitySession) -> list[object]:
        found: list[object] = []
        for day in days:
            connection = session.connection()
            which = _ROWS.c.id == somebody.volunteer_id
            connection.execute(update(_ROWS).where(which).values(born_on=day))
            found.append(connection.scalar(select(_ROWS.c.born_on).where(which)))
        return found

    assert await db.write(kept) == days
