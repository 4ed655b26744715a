"""The indexes of the ledger answer for a person's months alone, without reading his rows."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make("month", "ledger", "minutes")


def downgrade() -> None:
    _make("ledger", "id")


def _make(*columns: str) -> None:
    for side in ("credit", "debit"):
        op.drop_index(f"ix_transfer_{side}", table_name="ledger_transfer")
        his = sa.text(f"{side} > 0")
        op.create_index(
            f"ix_transfer_{side}",
            "ledger_transfer",
            [side, *columns],
            sqlite_where=his,
            postgresql_where=his,
        )
