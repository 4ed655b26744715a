"""Volunteers miss service in their statement and ask its station to type it."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "omission",
        sa.Column("id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=False),
        sa.Column("station_id", _ID, nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=False),
        sa.Column("words", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.Column("record_id", _ID, nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'filed', 'refused', 'withdrawn')", name="omission_state_is_known"
        ),
        sa.CheckConstraint("began_at < ended_at", name="omission_ends_after_it_began"),
        sa.CheckConstraint(
            "state <> 'filed' OR record_id IS NOT NULL", name="what_is_filed_has_its_record"
        ),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["record_id"], ["service_record.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_open_omission",
        "omission",
        ["volunteer_id", "began_at"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index("ix_omission_station", "omission", ["station_id", "state"])


def downgrade() -> None:
    op.drop_table("omission")
