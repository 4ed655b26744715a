"""A guardian's own word for the onward entry is a consent of its own kind."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_NAMED = "a_teacher_is_named"
_LIVE_ONWARD = sa.text("kind = 'onward' AND withdrawn_at IS NULL")
_TEACHER = " OR (kind = 'teacher' AND teacher_id IS NOT NULL)"


def upgrade() -> None:
    _kinds(f"(kind IN ('registration', 'onward') AND teacher_id IS NULL){_TEACHER}")
    op.create_index(
        "one_live_onward_consent",
        "guardian_consent",
        ["guardianship_id"],
        unique=True,
        sqlite_where=_LIVE_ONWARD,
        postgresql_where=_LIVE_ONWARD,
    )


def _kinds(known: str) -> None:
    with op.batch_alter_table("guardian_consent") as table:
        table.drop_constraint(_NAMED, type_="check")
        table.create_check_constraint(_NAMED, known)


def downgrade() -> None:
    op.drop_index("one_live_onward_consent", "guardian_consent")
    op.execute("DELETE FROM guardian_consent WHERE kind = 'onward'")
    _kinds(f"(kind = 'registration' AND teacher_id IS NULL){_TEACHER}")
