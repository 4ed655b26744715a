"""The national entry of somebody who has moved is his new place's, not that of before."""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_MOVES = "FROM relocation r WHERE r.volunteer_id = national_entry.volunteer_id"
_ACCEPTED = "AND r.state = 'accepted'"


def upgrade() -> None:
    # Names of ours only, nothing that anybody typed.
    op.execute(
        "UPDATE national_entry SET route = "  # noqa: S608
        f"(SELECT r.to_route {_MOVES} {_ACCEPTED} ORDER BY r.decided_at DESC, r.id DESC LIMIT 1) "
        f"WHERE EXISTS (SELECT 1 {_MOVES} {_ACCEPTED})"
    )


def downgrade() -> None:
    """Nothing: where an entry lay before is not known any more."""
