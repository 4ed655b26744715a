"""Files that were handed in before papers were sealed are marked, to be looked at one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stored_file", sa.Column("unsealed", sa.Boolean(), nullable=True))
    # Which of them lie in the clear, only the files themselves tell.
    op.execute(sa.text("UPDATE stored_file SET unsealed = true"))


def downgrade() -> None:
    with op.batch_alter_table("stored_file") as table:
        table.drop_column("unsealed")
