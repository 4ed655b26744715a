"""Rosters: whom a unit invites to register; one telephone stands there once."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "roster_entry",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("unit_id", _BIG, nullable=False),
        sa.Column("opaque_id", _BIG, nullable=False),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("handed_in_by", _BIG, nullable=False),
        sa.Column("handed_in_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["handed_in_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("unit_id", "phone_index", name="one_entry_per_telephone"),
        sa.CheckConstraint("state IN ('invited', 'withdrawn')", name="roster_state_is_known"),
    )
    op.create_index("ix_roster_entry_phone_index", "roster_entry", ["phone_index"])
    op.create_index("ix_roster_entry_handed_in_at", "roster_entry", ["handed_in_at"])


def downgrade() -> None:
    op.drop_index("ix_roster_entry_handed_in_at", "roster_entry")
    op.drop_index("ix_roster_entry_phone_index", "roster_entry")
    op.drop_table("roster_entry")
