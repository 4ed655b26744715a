"""A wrong secrets file is noticed before the first write, not after."""

from sqlalchemy import insert, select

from models.columns import table_of
from models.traffic import KeyCheck
from usecases.city import CitySession

_ROWS = table_of(KeyCheck)


class WrongKeysError(Exception):
    """The database was written with other keys than those of SECRETS_FILE."""


def check(session: CitySession) -> None:
    """Remember which keys belong to this database, or raise WrongKeysError if others do."""
    value = session.city.keys.check_value()
    connection = session.connection()
    known = connection.scalar(select(_ROWS.c.value).where(_ROWS.c.id == 1))
    if known is None:
        connection.execute(insert(_ROWS).values(id=1, value=value))
    elif known != value:
        raise WrongKeysError
