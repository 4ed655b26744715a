"""Sessions of Mini Apps: a launch opens one, and only hashes are kept."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0006"
down_revision = "0002"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "page_session",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("launch_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", _BIG, nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
        sa.UniqueConstraint("launch_hash"),
    )
    op.create_index("ix_page_session_opened_at", "page_session", ["opened_at"])


def downgrade() -> None:
    op.drop_index("ix_page_session_opened_at", "page_session")
    op.drop_table("page_session")
