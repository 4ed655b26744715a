"""Objections to hours, one open at a time for each visit and each typed record."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state IN ('raised', 'answered')")


def upgrade() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("visit_id", _BIG, nullable=True),
        sa.Column("record_id", _BIG, nullable=True),
        sa.Column("volunteer_id", _BIG, nullable=False),
        sa.Column("raised_by", _BIG, nullable=False),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.Column("what", AutoString(), nullable=False),
        sa.Column("words", AutoString(), nullable=False),
        sa.Column("station_id", _BIG, nullable=True),
        sa.Column("typed_by", _BIG, nullable=True),
        sa.Column("county", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("answer", AutoString(), nullable=True),
        sa.Column("answered_by", _BIG, nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.Column("decided_by", _BIG, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("was_began_at", UTCDateTime(), nullable=True),
        sa.Column("was_ended_at", UTCDateTime(), nullable=True),
        sa.Column("was_minutes", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint("(visit_id IS NULL) <> (record_id IS NULL)", name="of_one_line"),
        sa.CheckConstraint(
            "state IN ('raised', 'answered', 'upheld', 'rejected', 'withdrawn')",
            name="state_is_known",
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR (decided_by <> raised_by AND "
            "(answered_by IS NULL OR decided_by <> answered_by))",
            name="decided_by_another",
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"]),
        sa.ForeignKeyConstraint(["record_id"], ["service_record.id"]),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["raised_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["typed_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for line in ("visit", "record"):
        op.create_index(
            f"one_open_dispute_of_a_{line}",
            "dispute",
            [f"{line}_id"],
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        )
    op.create_index("ix_dispute_state", "dispute", ["state", "raised_at"])
    op.create_index("ix_dispute_volunteer_id", "dispute", ["volunteer_id"])


def downgrade() -> None:
    op.drop_table("dispute")
