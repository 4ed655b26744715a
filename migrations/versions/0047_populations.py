"""How many people live in the city and its counties, and which units stand outside of towns."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "place_population",
        sa.Column("id", _ID, nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("base", AutoString(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("entered_by", _ID, nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("people > 0", name="people_live_there"),
        sa.CheckConstraint("base IN ('built_up', 'resident')", name="base_is_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"]),
    )
    op.create_index("ix_place_population_place", "place_population", ["place", "base", "id"])
    op.add_column(
        "unit", sa.Column("built_up", sa.Boolean(), nullable=False, server_default=sa.true())
    )


def downgrade() -> None:
    op.drop_column("unit", "built_up")
    op.drop_table("place_population")
