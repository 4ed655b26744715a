"""Qualifications with a certificate, checked by an officer, that end on a day of their own."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITS = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "qualification",
        sa.Column("id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", AutoString(), nullable=True),
        sa.Column("photo_key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("route", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'valid', 'refused', 'withdrawn')", name="state_is_known"
        ),
        sa.CheckConstraint("state <> 'waiting' OR decided_at IS NULL", name="none_waits_decided"),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_waiting_qualification",
        "qualification",
        ["volunteer_id", "kind"],
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    op.create_index("ix_qualification_volunteer", "qualification", ["volunteer_id", "kind"])
    op.create_index("ix_qualification_queue", "qualification", ["state", "route", "asked_at"])
    op.create_index("ix_qualification_end", "qualification", ["state", "expires_on"])


def downgrade() -> None:
    op.drop_table("qualification")
