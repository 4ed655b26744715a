"""The audit trail is sealed page by page, as the ledger is."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("from_id", _BIG, nullable=False),
        sa.Column("to_id", _BIG, nullable=False),
        sa.Column("rows", _BIG, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.CheckConstraint("to_id >= from_id", name="covers_something"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER audit_seal_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_seal_no_{deed.lower()} BEFORE {deed} ON audit_seal "
            "BEGIN SELECT RAISE(ABORT, 'rows of audit_seal never change'); END"
        )


def downgrade() -> None:
    op.drop_table("audit_seal")
