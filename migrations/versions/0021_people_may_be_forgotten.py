"""People may ask to be forgotten, and it is kept that they were."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("undone_at IS NULL AND done_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "leaving",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("account_id", _BIG, nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("undone_at", UTCDateTime(), nullable=True),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_open_leaving",
        "leaving",
        ["account_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "erasure",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", _BIG, nullable=False),
        sa.Column("volunteer_id", _BIG, nullable=True),
        sa.Column("erased_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("mark"),
    )


def downgrade() -> None:
    op.drop_table("erasure")
    op.drop_index("one_open_leaving", table_name="leaving")
    op.drop_table("leaving")
