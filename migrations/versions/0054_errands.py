"""What is done at a station for volunteers who have no telephone."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "errand",
        sa.Column("id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("station_id", _ID, nullable=True),
        sa.Column("opened_by", _ID, nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("proof", AutoString(), nullable=True),
        sa.Column("proof_at", UTCDateTime(), nullable=True),
        sa.Column("photo_sha256", AutoString(), nullable=True),
        sa.Column("photo_key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("link_hash", sa.LargeBinary(), nullable=True),
        sa.Column("link_expires_at", UTCDateTime(), nullable=True),
        sa.Column("relative_id", _ID, nullable=True),
        sa.Column("leaving", AutoString(), nullable=True),
        sa.Column("route", AutoString(), nullable=False),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("proof IS NULL OR proof IN ('paper', 'code')", name="proof_is_known"),
        sa.CheckConstraint("proof IS NULL OR proof_at IS NOT NULL", name="proof_has_its_time"),
        sa.CheckConstraint(
            "leaving IS NULL OR leaving IN ('asked', 'confirmed', 'refused', 'taken_back')",
            name="leaving_is_known",
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> opened_by", name="confirmed_by_another"
        ),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["relative_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("link_hash"),
    )
    op.create_index("ix_errand_volunteer_id", "errand", ["volunteer_id"])
    op.create_index("ix_errand_proof_at", "errand", ["proof_at"])
    op.create_index("ix_errand_leaving", "errand", ["leaving"])


def downgrade() -> None:
    op.drop_table("errand")
