"""Alembic's environment: the address comes from whoever migrates, the tables from the models."""

from alembic import context
from sqlalchemy import Connection

from models.tables import metadata


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_given = context.config.attributes.get("connection")
if _given is None:
    raise SystemExit("migrate with `python -m bot migrate`, which knows the database")
_run(_given)
