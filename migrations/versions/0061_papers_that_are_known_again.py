"""The photo of a signed paper is known again, so that it proves one consent only."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("proxy_registration", "errand"):
        op.add_column(table, sa.Column("photo_tag", sa.LargeBinary(), nullable=True))
        op.create_index(f"ix_{table}_photo_tag", table, ["photo_tag"])


def downgrade() -> None:
    for table in ("errand", "proxy_registration"):
        op.drop_index(f"ix_{table}_photo_tag", table)
        with op.batch_alter_table(table) as batch:
            batch.drop_column("photo_tag")
