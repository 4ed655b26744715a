"""A team can be a professional one, or one of model people."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_COLUMNS = ("is_professional", "is_model")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column(
            "team", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("team") as table:
        for name in _COLUMNS:
            table.drop_column(name)
