"""Certificates of service: what each states, signed, and whether it was withdrawn."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("volunteer_id", _BIG, nullable=False),
        sa.Column("same_key", sa.LargeBinary(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("statement_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", _BIG, nullable=True),
        sa.Column("withdrawn_role", AutoString(), nullable=True),
        sa.Column("withdrawn_kind", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"]),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("same_key"),
        sa.CheckConstraint("minutes > 0", name="certifies_something"),
        sa.CheckConstraint("until_on >= from_on", name="period_runs_forward"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_kind IS NULL)", name="withdrawn_for_a_reason"
        ),
    )
    op.create_index("ix_certificate_volunteer_id", "certificate", ["volunteer_id"])
    op.create_table(
        "certificate_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )


def downgrade() -> None:
    op.drop_table("certificate_counter")
    op.drop_index("ix_certificate_volunteer_id", table_name="certificate")
    op.drop_table("certificate")
