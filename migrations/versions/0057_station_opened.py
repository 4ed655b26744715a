"""Keep since when a station is open; of those that stand already nobody knows."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("station", sa.Column("opened_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("station", "opened_at")
