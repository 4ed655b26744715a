"""Whose hours another one disputes says his own word, which whoever decides reads."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dispute", sa.Column("reply", AutoString(), nullable=True))
    op.add_column("dispute", sa.Column("replied_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("dispute") as table:
        table.drop_column("replied_at")
        table.drop_column("reply")
