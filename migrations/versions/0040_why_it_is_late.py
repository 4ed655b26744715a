"""What is recorded after its working days says why it comes so late."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service_record", sa.Column("late_reason", AutoString(), nullable=True))


def downgrade() -> None:
    op.drop_column("service_record", "late_reason")
