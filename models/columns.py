"""Column kinds that several tables share, each for a reason that bit somebody."""

from typing import Any, cast

from sqlalchemy import BigInteger, Integer, Table
from sqlmodel import Field, SQLModel

# SQLModel's int is 32 bits on PostgreSQL; SQLite counts its rowid only in a plain INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


def primary_key() -> Any:
    """Return a 64-bit primary key that the database counts."""
    return Field(default=None, primary_key=True, sa_type=BigId)


def reference(target: str, **options: Any) -> Any:
    """Return a 64-bit foreign key to `target`."""
    return Field(foreign_key=target, sa_type=BigId, **options)


def table_of(model: type[SQLModel]) -> Table:
    """Return the Core table of a model, for statements that are prebuilt where it is hot."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
