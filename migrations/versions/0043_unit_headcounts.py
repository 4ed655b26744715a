"""How many people each unit has, as its contact enters it; every entry stays."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unit_headcount",
        sa.Column("id", _ID, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.Column("entered_by", _ID, nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("staff >= 0", name="staff_not_negative"),
        sa.CheckConstraint("pupils >= 0", name="pupils_not_negative"),
        sa.CheckConstraint("staff + pupils > 0", name="somebody"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"]),
    )
    op.create_index("ix_unit_headcount_unit_id", "unit_headcount", ["unit_id", "id"])


def downgrade() -> None:
    op.drop_table("unit_headcount")
