"""Honours of volunteers and units, and the yearly nominations (B11, SM3-7d)."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OF_A_DRIVE = sa.text("drive_id IS NOT NULL AND state <> 'withdrawn'")


def upgrade() -> None:
    op.create_table(
        "honour_drive",
        sa.Column("id", _ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("opened_by", _ID, nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("closed_by", _ID, nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("year"),
    )
    op.create_table(
        "honour",
        sa.Column("id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=True),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("giver", AutoString(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("category", AutoString(), nullable=True),
        sa.Column("drive_id", _ID, nullable=True),
        sa.Column("words", AutoString(), nullable=True),
        sa.Column("nominated_by", _ID, nullable=True),
        sa.Column("sha256", AutoString(), nullable=True),
        sa.Column("photo_key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("route", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'nominated', 'valid', 'refused', 'withdrawn')",
            name="state_is_known",
        ),
        sa.CheckConstraint("(volunteer_id IS NULL) <> (unit_id IS NULL)", name="somebodys"),
        sa.CheckConstraint(
            "(drive_id IS NULL) = (category IS NULL)", name="a_drive_has_categories"
        ),
        sa.CheckConstraint("state <> 'waiting' OR decided_at IS NULL", name="none_waits_decided"),
        sa.CheckConstraint(
            "state <> 'valid' OR (given_on IS NOT NULL AND giver <> '')", name="given_by_somebody"
        ),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["drive_id"], ["honour_drive.id"]),
        sa.ForeignKeyConstraint(["nominated_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for whose in ("volunteer", "unit"):
        op.create_index(
            f"one_nomination_of_a_{whose}",
            "honour",
            ["drive_id", "category", f"{whose}_id"],
            unique=True,
            sqlite_where=_OF_A_DRIVE,
            postgresql_where=_OF_A_DRIVE,
        )
        op.create_index(f"ix_honour_{whose}", "honour", [f"{whose}_id"])
    op.create_index("ix_honour_queue", "honour", ["state", "route", "asked_at"])


def downgrade() -> None:
    op.drop_table("honour")
    op.drop_table("honour_drive")
