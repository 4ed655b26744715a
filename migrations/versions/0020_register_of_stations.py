"""A station has a card, a history, and the standard that it meets."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = {
    "kind": AutoString(),
    "community": AutoString(),
    "latitude": sa.Float(),
    "longitude": sa.Float(),
    "radius_metres": sa.Integer(),
    "workflow": AutoString(),
    "services": AutoString(),
    "contact_person": AutoString(),
    "contact_way": AutoString(),
}


def upgrade() -> None:
    for name, kind in _COLUMNS.items():
        op.add_column("station", sa.Column(name, kind, nullable=True))
    op.create_table(
        "station_change",
        sa.Column("id", _ID, nullable=False),
        sa.Column("station_id", _ID, nullable=False),
        sa.Column("field", AutoString(), nullable=False),
        sa.Column("was", AutoString(), nullable=False),
        sa.Column("became", AutoString(), nullable=False),
        sa.Column("changed_by", _ID, nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_station_change_station_id", "station_change", ["station_id"])
    op.create_table(
        "station_item",
        sa.Column("id", _ID, nullable=False),
        sa.Column("station_id", _ID, nullable=False),
        sa.Column("item", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=True),
        sa.Column("seen_by", _ID, nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["seen_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("station_id", "item"),
    )


def downgrade() -> None:
    op.drop_table("station_item")
    op.drop_index("ix_station_change_station_id", "station_change")
    op.drop_table("station_change")
    for name in reversed(_COLUMNS):
        op.drop_column("station", name)
