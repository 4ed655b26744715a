"""Hours from elsewhere: with proof, checked by one officer and approved by another."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LIVE = sa.text("state IN ('waiting', 'checked', 'credited')")


def upgrade() -> None:
    op.create_table(
        "outside_hours",
        sa.Column("id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=True),
        sa.Column("file_name", AutoString(), nullable=False),
        sa.Column("county", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("checked_by", _ID, nullable=True),
        sa.Column("checked_at", UTCDateTime(), nullable=True),
        sa.Column("approved_by", _ID, nullable=True),
        sa.Column("approved_at", UTCDateTime(), nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.CheckConstraint("minutes > 0", name="some_minutes"),
        sa.CheckConstraint("last_on >= first_on", name="ends_after_it_began"),
        sa.CheckConstraint(
            "state IN ('waiting', 'checked', 'credited', 'refused', 'taken_back')",
            name="state_is_known",
        ),
        sa.CheckConstraint(
            "checked_by IS NULL OR approved_by IS NULL OR checked_by <> approved_by",
            name="approved_by_another",
        ),
        sa.CheckConstraint(
            "state <> 'credited' OR (checked_by IS NOT NULL AND approved_by IS NOT NULL)",
            name="two_people_before_it_counts",
        ),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"]),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_claim_of_a_paper",
        "outside_hours",
        ["sha256"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_index("ix_outside_hours_volunteer", "outside_hours", ["volunteer_id", "state"])
    op.create_index("ix_outside_hours_state", "outside_hours", ["state", "county"])


def downgrade() -> None:
    op.drop_table("outside_hours")
