"""Odd patterns in hours, listed for officers."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "oddity",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("volunteer_id", _BIG, nullable=True),
        sa.Column("other_id", _BIG, nullable=True),
        sa.Column("account_id", _BIG, nullable=True),
        sa.Column("county", AutoString(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("found_at", UTCDateTime(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("decided_by", _BIG, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.UniqueConstraint("key"),
        sa.CheckConstraint(
            "state IN ('open', 'fine', 'checking', 'confirmed')", name="state_is_known"
        ),
        sa.CheckConstraint(
            "volunteer_id IS NOT NULL OR account_id IS NOT NULL", name="about_somebody"
        ),
    )
    op.create_index("ix_oddity_state", "oddity", ["state", "county"])


def downgrade() -> None:
    op.drop_index("ix_oddity_state", table_name="oddity")
    op.drop_table("oddity")
