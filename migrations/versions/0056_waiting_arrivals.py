"""Find the few scans that wait for a clerk's word among all of a station's."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_WAITS = sa.text("outcome = 'ClerkAsked' AND visit_id IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_scan_waiting",
        "scan",
        ["station_id", "scanned_at"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )


def downgrade() -> None:
    op.drop_index("ix_scan_waiting", "scan")
