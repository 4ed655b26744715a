"""Statements of the hot path, compiled once and handed to the driver as they are.

SQLAlchemy still writes the SQL and converts the values; what is left out is its machinery around
each execution, which costs more than the statement itself (docs/decisions.md). Only for statements
that every scan runs: everywhere else `session.connection().execute` is plainer.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Any

from sqlalchemy import Dialect, Float, Insert, Select, Update

from usecases.city import CitySession
from usecases.database_errors import as_sqlalchemy
from usecases.postgres_connection import OwnedConnection

_Convert = Callable[[Any], Any] | None
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class _Plan:
    """One statement in the words of one database."""

    sql: str
    # Under which a connection of our own keeps it.
    name: bytes
    # Where each parameter comes from, in the statement's order: a key of the values, or a constant.
    keys: list[tuple[str, _Convert]]
    constants: dict[str, Any]
    positional: bool
    row: Callable[[list[Any]], Any]
    converted: list[tuple[int, Callable[[Any], Any]]]

    def parameters(self, values: Mapping[str, Any]) -> list[Any] | dict[str, Any]:
        in_order = self.in_order(values)
        if self.positional:
            return in_order
        return {key: value for (key, _), value in zip(self.keys, in_order, strict=True)}

    def in_order(self, values: Mapping[str, Any]) -> list[Any]:
        given = {**self.constants, **values} if self.constants else values
        return [turn(given[key]) if turn else given[key] for key, turn in self.keys]


@dataclass(slots=True)
class Prepared:
    """A statement that is compiled at its first run on each kind of database."""

    statement: Select[Any] | Insert | Update
    # The columns an INSERT fills; the other kinds name their parameters by `bindparam`.
    columns: tuple[str, ...] = ()
    _plans: dict[str, _Plan] = field(default_factory=dict)

    def run(self, session: CitySession, values: Mapping[str, Any]) -> list[Any]:
        """Execute with `values` and return the rows, as named tuples; [] where it returns none.

        Errors of the database come out as SQLAlchemy's, without the parameters.
        """
        connection = session.connection()
        driver, dialect = connection.connection.driver_connection, connection.dialect
        if isinstance(driver, OwnedConnection):
            plan = self._plans.get("owned") or self._planned("owned", _owned(dialect))
            try:
                found = driver.run(plan.name, plan.sql.encode(), plan.in_order(values))
            except dialect.loaded_dbapi.Error as error:
                raise as_sqlalchemy(error, plan.sql, dialect) from error
            return [_row(plan, row) for row in found]
        plan = self._plans.get(dialect.name) or self._planned(dialect.name, dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(plan.sql, plan.parameters(values))
            rows = cursor.fetchall() if cursor.description else []
        except dialect.loaded_dbapi.Error as error:
            raise as_sqlalchemy(error, plan.sql, dialect) from error
        finally:
            cursor.close()
        return [_row(plan, row) for row in rows]

    def _planned(self, place: str, dialect: Dialect) -> _Plan:
        statement, returned = self.statement, _returned(self.statement)
        if isinstance(statement, Insert) and not returned:
            # Otherwise PostgreSQL is asked for the new row's key, which nobody wants here.
            statement = statement.inline()
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(self.columns) or None)
        order = compiled.positiontup if compiled.positional else list(compiled.binds)
        plan = _Plan(
            sql=str(compiled),
            name=b"prepared_%d" % next(_numbers),
            keys=[(key, _writes(compiled.binds[key], dialect)) for key in order],
            # A literal of the statement is a parameter whose value is known.
            constants={
                key: compiled.binds[key].effective_value
                for key in order
                if not compiled.binds[key].required and key not in self.columns
            },
            positional=compiled.positional,
            row=_rows_of([column.key for column in returned]),
            converted=[
                (place, read)
                for place, column in enumerate(returned)
                if (read := _reads(column, dialect)) is not None
            ],
        )
        self._plans[place] = plan
        return plan


@lru_cache(maxsize=4)
def _owned(dialect: Dialect) -> Dialect:
    """Return the dialect that numbers its parameters, as libpq itself wants them."""
    made: Dialect = type(dialect)(paramstyle="numeric_dollar", dbapi=dialect.loaded_dbapi)  # type: ignore[call-arg]
    return made


def _returned(statement: Any) -> list[Any]:
    if isinstance(statement, Select):
        return list(statement.selected_columns)
    return list(statement.exported_columns)


def _rows_of(names: list[str]) -> Callable[[Any], Any]:
    kind: Any = namedtuple("Row", names)  # type: ignore[misc]
    make: Callable[[Any], Any] = kind._make
    return make


def _writes(bind: Any, dialect: Dialect) -> _Convert:
    convert: _Convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _reads(column: Any, dialect: Dialect) -> _Convert:
    if isinstance(column.type, Float):
        # Both drivers give floats as they are; to tell, SQLAlchemy would ask for a result.
        return None
    convert: _Convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return convert


def _row(plan: _Plan, row: Any) -> Any:
    if not plan.converted:
        return plan.row(row)
    values = list(row)
    for place, read in plan.converted:
        values[place] = read(values[place])
    return plan.row(values)
