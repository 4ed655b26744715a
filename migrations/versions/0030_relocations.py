"""Volunteers move to another unit or place when both sides agree."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state IN ('asked', 'released')")


def upgrade() -> None:
    op.create_table(
        "relocation",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("volunteer_id", _BIG, nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("from_unit_id", _BIG, nullable=True),
        sa.Column("from_route", AutoString(), nullable=False),
        sa.Column("to_unit_id", _BIG, nullable=True),
        sa.Column("to_team_id", _BIG, nullable=True),
        sa.Column("to_county", AutoString(), nullable=False),
        sa.Column("to_township", AutoString(), nullable=False),
        sa.Column("to_route", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("released_at", UTCDateTime(), nullable=True),
        sa.Column("released_by", _BIG, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by", _BIG, nullable=True),
        sa.Column("refusal", AutoString(), nullable=True),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["to_team_id"], ["team.id"]),
        sa.ForeignKeyConstraint(["released_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(
            "state IN ('asked', 'released', 'accepted', 'refused', 'withdrawn')",
            name="relocation_state_is_known",
        ),
        sa.CheckConstraint(
            "state != 'accepted' OR (released_by IS NOT NULL AND decided_by IS NOT NULL)",
            name="both_sides_agreed",
        ),
    )
    op.create_index(
        "one_open_relocation",
        "relocation",
        ["volunteer_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index("ix_relocation_state", "relocation", ["state"])


def downgrade() -> None:
    op.drop_table("relocation")
