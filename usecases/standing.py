"""Whether a database is the city: not while it is being filled, and not once the city has left."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from models.columns import table_of
from models.traffic import CityMove
from usecases.city import CitySession

_ROWS = table_of(CityMove)

ARRIVING, LEFT = "arriving", "left"


class NotTheCityError(Exception):
    """The database is a copy that is not finished, or one that the city has moved out of."""

    def __init__(self, state: str, other: str) -> None:
        super().__init__(state)
        self.state = state
        self.other = other


def check(session: CitySession) -> None:
    """Raise NotTheCityError unless this database is the city."""
    found = standing(session.connection())
    if found is not None:
        raise NotTheCityError(*found)


def standing(connection: Connection) -> tuple[str, str] | None:
    """Return the state and the other database, or None: this is the city."""
    row = connection.execute(select(_ROWS.c.state, _ROWS.c.other)).one_or_none()
    return (row.state, row.other) if row else None


def mark(connection: Connection, state: str, other: str, *, now: datetime) -> None:
    """Let this database not be the city from now on."""
    unmark(connection)
    connection.execute(insert(_ROWS).values(id=1, state=state, other=other, at=now))


def unmark(connection: Connection) -> None:
    """Let this database be the city."""
    connection.execute(delete(_ROWS))
