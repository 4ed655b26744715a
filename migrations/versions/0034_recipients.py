"""What those who were served say: one word of a record, by a link or by a signed page."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SAID = sa.text("outcome IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "recipient_word",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("record_id", _BIG, nullable=False),
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
        sa.CheckConstraint("outcome IN ('confirmed', 'denied')", name="outcome_is_known"),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five_stars"),
        sa.ForeignKeyConstraint(["record_id"], ["service_record.id"]),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["said_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_index("ix_recipient_word_record_id", "recipient_word", ["record_id"])
    op.create_index(
        "one_word_of_a_record",
        "recipient_word",
        ["record_id"],
        unique=True,
        sqlite_where=_SAID,
        postgresql_where=_SAID,
    )


def downgrade() -> None:
    op.drop_table("recipient_word")
