"""Volunteer numbers are counted by county; applications can be found by a shared telephone."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0003"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "number_counter",
        sa.Column("county", AutoString(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("county"),
    )
    op.add_column("application", sa.Column("phone_index", sa.LargeBinary(), nullable=True))
    op.create_index("ix_application_phone_index", "application", ["phone_index"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_application_phone_index", table_name="application")
    op.drop_column("application", "phone_index")
    op.drop_table("number_counter")
