"""A voucher knows the scan that honoured it; the clock finds the ones that nobody used."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0004"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("voucher", sa.Column("honour_request_id", AutoString(), nullable=True))
    op.create_index("one_honour_per_request", "voucher", ["honour_request_id"], unique=True)
    op.create_index(
        "ix_voucher_live",
        "voucher",
        ["expires_at"],
        sqlite_where=sa.text("state = 'live'"),
        postgresql_where=sa.text("state = 'live'"),
    )


def downgrade() -> None:
    op.drop_index("ix_voucher_live", "voucher")
    op.drop_index("one_honour_per_request", "voucher")
    op.drop_column("voucher", "honour_request_id")
