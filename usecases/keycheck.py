"""A wrong secrets file is noticed before the first write, not after."""

from sqlalchemy import insert, select

from models.columns import table_of
from models.traffic import KeyCheck
from usecases.city import CitySession

_ROWS = table_of(KeyCheck)


class WrongKeysError(Exception):
    """The database was written with other keys than those of SECRETS_FILE."""


def check(session: CitySession) -> None:
    """Remember which keys belong to this database, or raise WrongKeysError if others do.

    One row per master: a secrets file that lacks one which the database was written with, or has
    another under its number, is a wrong one.
    """
    keys = session.city.keys
    connection = session.connection()
    known = {row.id: row.value for row in connection.execute(select(_ROWS))}
    if not known.keys() <= keys.masters.keys():
        keys.learn()
    values = keys.check_values()
    if any(values.get(version) != value for version, value in known.items()):
        raise WrongKeysError
    for version in sorted(values.keys() - known.keys()):
        connection.execute(insert(_ROWS).values(id=version, value=values[version]))


def newest(session: CitySession) -> int:
    """Return the newest master that the database knows of, or 0."""
    return max(session.connection().scalars(select(_ROWS.c.id)), default=0)
