"""What a chat's menu button was last set to, so that no process sets it anew."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("menu_button", AutoString(), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "menu_button")
