"""Registrations that a clerk types for somebody else, and how that person agreed."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "proxy_registration",
        sa.Column("account_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("typist_id", _BIG, nullable=False),
        sa.Column("station_id", _BIG, nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("proof", AutoString(), nullable=True),
        sa.Column("proof_at", UTCDateTime(), nullable=True),
        sa.Column("photo_sha256", AutoString(), nullable=True),
        sa.Column("photo_key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("link_hash", sa.LargeBinary(), nullable=True),
        sa.Column("link_expires_at", UTCDateTime(), nullable=True),
        sa.Column("relative_id", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["typist_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["relative_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("account_id"),
        sa.UniqueConstraint("link_hash"),
        sa.CheckConstraint("proof IS NULL OR proof IN ('paper', 'code')", name="proof_is_known"),
        sa.CheckConstraint("proof IS NULL OR proof_at IS NOT NULL", name="proof_has_its_time"),
    )
    op.create_index("ix_proxy_registration_typist_id", "proxy_registration", ["typist_id"])
    op.create_index("ix_proxy_registration_begun_at", "proxy_registration", ["begun_at"])


def downgrade() -> None:
    op.drop_index("ix_proxy_registration_begun_at", "proxy_registration")
    op.drop_index("ix_proxy_registration_typist_id", "proxy_registration")
    op.drop_table("proxy_registration")
