"""Of each person one dispute of a line is open at a time, so that nobody keeps others out."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_OPEN = sa.text("state IN ('raised', 'answered')")


def upgrade() -> None:
    _index("raised_by")


def downgrade() -> None:
    _index()


def _index(*more: str) -> None:
    for line in ("visit", "record"):
        op.drop_index(f"one_open_dispute_of_a_{line}", "dispute")
        op.create_index(
            f"one_open_dispute_of_a_{line}",
            "dispute",
            [f"{line}_id", *more],
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        )
