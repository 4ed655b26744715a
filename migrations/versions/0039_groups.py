"""Groups that people say they belong to, sealed, and how many there are of each."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "person_group",
        sa.Column("id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=False),
        sa.Column("consent_id", _ID, nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"]),
        sa.UniqueConstraint("consent_id"),
    )
    op.create_index("ix_person_group_volunteer_id", "person_group", ["volunteer_id"])
    op.create_table(
        "group_total",
        sa.Column("id", _ID, nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("entered_by", _ID, nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("people > 0", name="some_people"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"]),
    )
    op.create_index("ix_group_total_code", "group_total", ["code", "id"])


def downgrade() -> None:
    op.drop_table("group_total")
    op.drop_table("person_group")
