"""Stations carry marks, and how many communities a county's built-up area has is entered."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "station_mark",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("station_id", _BIG, nullable=False),
        sa.Column("mark", AutoString(), nullable=False),
        sa.Column("words", AutoString(), nullable=True),
        sa.Column("given_by", _BIG, nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("station_id", "mark"),
    )
    op.create_index("ix_station_mark_mark", "station_mark", ["mark"])
    op.create_table(
        "community_total",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("county", AutoString(), nullable=False),
        sa.Column("communities", sa.Integer(), nullable=False),
        sa.Column("entered_by", _BIG, nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("communities > 0", name="some_communities"),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_community_total_county", "community_total", ["county", "id"])


def downgrade() -> None:
    op.drop_table("community_total")
    op.drop_table("station_mark")
