"""The ledger is sealed page by page, so that nobody rewrites its history unnoticed."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ledger_seal",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("from_id", _BIG, nullable=False),
        sa.Column("to_id", _BIG, nullable=False),
        sa.Column("rows", _BIG, nullable=False),
        sa.Column("service_minutes", _BIG, nullable=False),
        sa.Column("redeemable_minutes", _BIG, nullable=False),
        sa.Column("service_held_minutes", _BIG, nullable=False),
        sa.Column("redeemable_held_minutes", _BIG, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.CheckConstraint("to_id >= from_id", name="covers_something"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER ledger_seal_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON ledger_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER ledger_seal_no_{deed.lower()} BEFORE {deed} ON ledger_seal "
            "BEGIN SELECT RAISE(ABORT, 'rows of ledger_seal never change'); END"
        )


def downgrade() -> None:
    op.drop_table("ledger_seal")
