"""Hours from elsewhere know when they were refused or taken back: their proof goes after that."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outside_hours", sa.Column("over_at", UTCDateTime(), nullable=True))
    op.execute(
        "UPDATE outside_hours SET over_at = COALESCE(approved_at, checked_at, asked_at) "
        "WHERE state IN ('refused', 'taken_back')"
    )


def downgrade() -> None:
    op.drop_column("outside_hours", "over_at")
