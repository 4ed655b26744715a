"""Families: who belongs to which, and the links by which one joins."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "family",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("head_id", _BIG, nullable=False),
        sa.Column("founded_at", UTCDateTime(), nullable=False),
        sa.Column("dissolved_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["head_id"], ["volunteer.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    _unique_while("one_family_of_a_head", "family", "head_id", "dissolved_at IS NULL")
    op.create_table(
        "family_member",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("family_id", _BIG, nullable=False),
        sa.Column("volunteer_id", _BIG, nullable=False),
        sa.Column("joined_at", UTCDateTime(), nullable=False),
        sa.Column("left_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"]),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    _unique_while("one_live_family", "family_member", "volunteer_id", "left_at IS NULL")
    op.create_index("ix_family_member_family_id", "family_member", ["family_id"])
    op.create_table(
        "family_invite",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("family_id", _BIG, nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("used_by", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"]),
        sa.ForeignKeyConstraint(["used_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )


def _unique_while(name: str, table: str, column: str, where: str) -> None:
    clause = sa.text(where)
    op.create_index(
        name, table, [column], unique=True, sqlite_where=clause, postgresql_where=clause
    )


def downgrade() -> None:
    op.drop_table("family_invite")
    op.drop_index("ix_family_member_family_id", "family_member")
    op.drop_index("one_live_family", "family_member")
    op.drop_table("family_member")
    op.drop_index("one_family_of_a_head", "family")
    op.drop_table("family")
