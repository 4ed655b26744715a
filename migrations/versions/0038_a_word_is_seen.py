"""What those who were served say confirms once an officer has seen it."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_UNSEEN = sa.text("outcome = 'confirmed' AND seen_at IS NULL")


def upgrade() -> None:
    big = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.add_column("recipient_word", sa.Column("seen_at", UTCDateTime(), nullable=True))
    op.execute(
        f"ALTER TABLE recipient_word ADD COLUMN seen_by {big} REFERENCES account (id) "
        "CONSTRAINT seen_by_another CHECK (seen_by <> made_by)"
    )
    for column, value in (("seen_by", "by_account_id"), ("seen_at", "checked_at")):
        # Two names of ours stand in it, nothing that anybody typed.
        op.execute(
            f"UPDATE recipient_word SET {column} = (SELECT c.{value} FROM record_check c "  # noqa: S608
            "WHERE c.record_id = recipient_word.record_id AND c.outcome = 'approved' "
            "AND c.checked_at >= recipient_word.said_at ORDER BY c.id LIMIT 1) "
            "WHERE outcome = 'confirmed'"
        )
    op.create_index(
        "ix_recipient_word_unseen",
        "recipient_word",
        ["record_id"],
        sqlite_where=_UNSEEN,
        postgresql_where=_UNSEEN,
    )


def downgrade() -> None:
    op.drop_index("ix_recipient_word_unseen", "recipient_word")
    with op.batch_alter_table("recipient_word") as table:
        table.drop_constraint("seen_by_another", type_="check")
        table.drop_column("seen_by")
        table.drop_column("seen_at")
