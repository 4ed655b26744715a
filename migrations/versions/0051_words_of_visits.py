"""Those who were served can say a word of a visit too: of a record or a visit, exactly one."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SAID = sa.text("outcome IS NOT NULL")
_UNSEEN = sa.text("outcome = 'confirmed' AND seen_at IS NULL")
_ONE = "(record_id IS NULL) <> (visit_id IS NULL)"
_KEPT = (
    "id, record_id, code_hash, made_by, made_at, expires_at, outcome, said_at, said_by, stars,"
    " words, sha256, seen_by, seen_at"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("recipient_word", "record_id", nullable=True)
        op.add_column(
            "recipient_word",
            sa.Column("visit_id", _BIG, sa.ForeignKey("visit.id"), nullable=True),
        )
        op.create_check_constraint("of_one_line", "recipient_word", _ONE)
    else:
        _made_anew()
    op.create_index("ix_recipient_word_visit_id", "recipient_word", ["visit_id"])
    op.create_index(
        "one_word_of_a_visit",
        "recipient_word",
        ["visit_id"],
        unique=True,
        sqlite_where=_SAID,
        postgresql_where=_SAID,
    )


def _made_anew() -> None:
    """Make the table anew: SQLite cannot let a column be empty that might not be."""
    _table("recipient_word_now")
    op.execute(
        f"INSERT INTO recipient_word_now ({_KEPT}) SELECT {_KEPT} FROM recipient_word"  # noqa: S608
    )
    op.drop_table("recipient_word")
    op.rename_table("recipient_word_now", "recipient_word")
    op.create_index("ix_recipient_word_record_id", "recipient_word", ["record_id"])
    op.create_index(
        "one_word_of_a_record", "recipient_word", ["record_id"], unique=True, sqlite_where=_SAID
    )
    op.create_index(
        "ix_recipient_word_unseen", "recipient_word", ["record_id"], sqlite_where=_UNSEEN
    )


def _table(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", _BIG, nullable=False),
        sa.Column("record_id", _BIG, nullable=True),
        sa.Column("visit_id", _BIG, nullable=True),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", _BIG, nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=True),
        sa.Column("said_at", UTCDateTime(), nullable=True),
        sa.Column("said_by", _BIG, nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("words", AutoString(), nullable=True),
        sa.Column("sha256", AutoString(), nullable=True),
        sa.Column("seen_by", _BIG, nullable=True),
        sa.Column("seen_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("outcome IN ('confirmed', 'denied')", name="outcome_is_known"),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five_stars"),
        sa.CheckConstraint("seen_by <> made_by", name="seen_by_another"),
        sa.CheckConstraint(_ONE, name="of_one_line"),
        sa.ForeignKeyConstraint(["record_id"], ["service_record.id"]),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"]),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["said_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"]),
        sa.ForeignKeyConstraint(["seen_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )


def downgrade() -> None:
    op.execute("DELETE FROM recipient_word WHERE record_id IS NULL")
    op.drop_index("one_word_of_a_visit", "recipient_word")
    op.drop_index("ix_recipient_word_visit_id", "recipient_word")
    with op.batch_alter_table("recipient_word") as table:
        table.drop_constraint("of_one_line", type_="check")
        table.drop_column("visit_id")
        table.alter_column("record_id", nullable=False)
