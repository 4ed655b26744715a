"""Trainings that volunteers took, each with its corrections; no hours of service (B10)."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STANDS = sa.text("struck_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "training",
        sa.Column("id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=False),
        sa.Column("batch", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("content", AutoString(), nullable=False),
        sa.Column("learning_minutes", sa.Integer(), nullable=False),
        sa.Column("organizer", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("entered_by", _ID, nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.Column("replaces_id", _ID, nullable=True),
        sa.Column("struck_by", _ID, nullable=True),
        sa.Column("struck_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("learning_minutes > 0", name="some_minutes"),
        sa.CheckConstraint("(struck_at IS NULL) = (struck_by IS NULL)", name="struck_by_somebody"),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["replaces_id"], ["training.id"]),
        sa.ForeignKeyConstraint(["struck_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("one_training_of_a_batch", "training", ["batch", "volunteer_id"], unique=True)
    op.create_index(
        "one_training_stands",
        "training",
        ["volunteer_id", "name", "held_on"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    op.create_index("ix_training_entered", "training", ["entered_by", "id"])


def downgrade() -> None:
    op.drop_table("training")
