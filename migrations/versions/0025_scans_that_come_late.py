"""Scans that a clerk's device kept without a network."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ODD = sa.text("doubt IS NOT NULL AND seen_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "late_scan",
        sa.Column("id", _ID, nullable=False),
        sa.Column("request_id", AutoString(), nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("station_id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=True),
        sa.Column("scanned_at", UTCDateTime(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=False),
        sa.Column("doubt", AutoString(), nullable=True),
        sa.Column("seen_at", UTCDateTime(), nullable=True),
        sa.Column("seen_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["seen_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id"),
    )
    op.create_index(
        "ix_late_scan_odd",
        "late_scan",
        ["station_id"],
        sqlite_where=_ODD,
        postgresql_where=_ODD,
    )


def downgrade() -> None:
    op.drop_index("ix_late_scan_odd", "late_scan")
    op.drop_table("late_scan")
