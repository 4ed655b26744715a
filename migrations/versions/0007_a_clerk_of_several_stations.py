"""A clerk of several stations works at one; what somebody was told last of a kind is found."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0007"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("active_station", AutoString(), nullable=True))
    op.create_index("ix_notice_told", "notice", ["account_id", "kind"])


def downgrade() -> None:
    op.drop_index("ix_notice_told", "notice")
    op.drop_column("account", "active_station")
