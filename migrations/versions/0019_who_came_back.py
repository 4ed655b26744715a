"""How often somebody let the bot write again, so that an older refusal is known as such."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "account", sa.Column("came_back", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("account", "came_back")
