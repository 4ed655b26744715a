"""Guardians register children without a telephone: no station stands behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("proxy_registration") as table:
        table.alter_column("station_id", existing_type=_ID, nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM proxy_registration WHERE station_id IS NULL")
    with op.batch_alter_table("proxy_registration") as table:
        table.alter_column("station_id", existing_type=_ID, nullable=False)
