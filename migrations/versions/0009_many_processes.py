"""The database numbers the updates as they arrive, and finds those that a person has undone."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UNDONE = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.add_column("inbox_update", sa.Column("arrival", _BIG, nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        # The clocks of several machines differ; one counter tells what came first.
        op.execute("CREATE SEQUENCE inbox_arrival OWNED BY inbox_update.arrival")
        op.execute("ALTER TABLE inbox_update ALTER arrival SET DEFAULT nextval('inbox_arrival')")
    op.drop_index("ix_inbox_undone", "inbox_update")
    op.create_index(
        "ix_inbox_undone",
        "inbox_update",
        ["person", "update_id"],
        sqlite_where=_UNDONE,
        postgresql_where=_UNDONE,
    )


def downgrade() -> None:
    op.drop_index("ix_inbox_undone", "inbox_update")
    op.create_index(
        "ix_inbox_undone",
        "inbox_update",
        ["update_id"],
        sqlite_where=_UNDONE,
        postgresql_where=_UNDONE,
    )
    op.drop_column("inbox_update", "arrival")
