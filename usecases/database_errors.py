"""What can be wrong with the database itself, told apart from what can be wrong with a deed."""

import sqlite3
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

# SQLite's primary codes, and PostgreSQL's classes, for a database that cannot be used just now.
_SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
_POSTGRES_AWAY = {"08", "53", "57", "58"}


class DatabaseStoppedError(Exception):
    """The deed was queued while the process was shutting down; nothing of it was written."""


class DeedBrokenError(Exception):
    """A deed raised what no caller can be handed (SystemExit, StopIteration); it rolled back."""


def is_away(error: BaseException) -> bool:
    """Tell whether the database could not be used just now, whatever the deed was."""
    if isinstance(error, DatabaseStoppedError):
        return True
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorcode", 0) & 0xFF in _SQLITE_AWAY
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    # A server that dies takes the connection with it and gives no state.
    state = getattr(original, "sqlstate", None)
    return state is None or state[:2] in _POSTGRES_AWAY


def as_sqlalchemy(error: Any, statement: str, dialect: Dialect) -> Exception:
    """Return a driver's error as SQLAlchemy tells it, which is what callers know.

    The parameters are left out: they are what people typed.
    """
    told: Exception = DBAPIError.instance(
        statement, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
    )
    return told
