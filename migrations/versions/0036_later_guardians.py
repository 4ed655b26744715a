"""A later guardian's consent waits for an officer: whose, while it waits."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("guardian_consent", sa.Column("confirm_route", AutoString(), nullable=True))


def downgrade() -> None:
    op.drop_column("guardian_consent", "confirm_route")
