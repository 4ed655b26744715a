"""Who lost an account claims it back before an officer."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "recovery_claim",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("account_id", _BIG, nullable=False),
        sa.Column("volunteer_id", _BIG, nullable=True),
        sa.Column("application_id", _BIG, nullable=True),
        sa.Column("route", AutoString(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'refused', 'withdrawn')", name="claim_state_is_known"
        ),
        sa.CheckConstraint(
            "volunteer_id IS NOT NULL OR application_id IS NOT NULL", name="claims_somebody"
        ),
    )
    op.create_index(
        "one_open_claim",
        "recovery_claim",
        ["account_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index("ix_recovery_claim_queue", "recovery_claim", ["state", "route"])
    op.create_index("ix_recovery_claim_volunteer_id", "recovery_claim", ["volunteer_id"])


def downgrade() -> None:
    op.drop_table("recovery_claim")
