"""The queue of those who are to be entered in the national system."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "national_entry",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("volunteer_id", _BIG, nullable=False),
        sa.Column("account_id", _BIG, nullable=False),
        sa.Column("route", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("queued_at", UTCDateTime(), nullable=False),
        sa.Column("number", AutoString(), nullable=True),
        sa.Column("entered_at", UTCDateTime(), nullable=True),
        sa.Column("entered_by", _BIG, nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("settled_by", _BIG, nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("volunteer_id"),
        sa.UniqueConstraint("number"),
        sa.CheckConstraint(
            "state IN ('to_enter', 'entered', 'accepted', 'returned')", name="entry_state_is_known"
        ),
        sa.CheckConstraint(
            "state = 'to_enter' OR (number IS NOT NULL AND entered_at IS NOT NULL)",
            name="entered_with_a_number",
        ),
    )
    op.create_index("ix_national_entry_state", "national_entry", ["state", "queued_at"])


def downgrade() -> None:
    op.drop_index("ix_national_entry_state", "national_entry")
    op.drop_table("national_entry")
