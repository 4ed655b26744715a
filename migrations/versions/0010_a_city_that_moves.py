"""A database knows that a city moves in or has left; a person's applications are found."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "city_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("other", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("state IN ('arriving', 'left')", name="state_is_known"),
    )
    op.create_index("ix_application_id_index", "application", ["id_index"])


def downgrade() -> None:
    op.drop_index("ix_application_id_index", "application")
    op.drop_table("city_move")
