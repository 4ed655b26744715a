"""People correct what an officer checks; a renewed document's old number stays its holder's."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state = 'open'")
_TAKEN = "one_person_per_document"
_OF_ANOTHER = {
    "volunteer": "SELECT 1 FROM former_document f WHERE f.id_index = NEW.id_index "
    "AND f.volunteer_id <> NEW.id",
    "former_document": "SELECT 1 FROM volunteer v WHERE v.id_index = NEW.id_index "
    "AND v.id <> NEW.volunteer_id",
}
# Who is made a volunteer waits for nobody but for whoever just now puts a document aside, and that
# is rare: one lock for all is enough.
_LOCK = {
    "volunteer": "pg_advisory_xact_lock_shared(4300430043)",
    "former_document": "pg_advisory_xact_lock(4300430043)",
}


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=False),
        sa.Column("line", AutoString(), nullable=False),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("route", AutoString(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by", _ID, nullable=True),
        sa.CheckConstraint(
            "line IN ('name', 'phone', 'document')", name="correction_line_is_known"
        ),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'refused', 'withdrawn')",
            name="correction_state_is_known",
        ),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_open_correction",
        "correction",
        ["volunteer_id", "line"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index("ix_correction_queue", "correction", ["state", "route"])
    op.create_index("ix_correction_volunteer_id", "correction", ["volunteer_id"])
    op.create_table(
        "former_document",
        sa.Column("id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=False),
        sa.Column("id_kind", AutoString(), nullable=False),
        sa.Column("id_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id_index", sa.LargeBinary(), nullable=False),
        sa.Column("replaced_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("id_index"),
    )
    op.create_index("ix_former_document_volunteer_id", "former_document", ["volunteer_id"])
    for table, other in _OF_ANOTHER.items():
        if op.get_bind().dialect.name == "postgresql":
            _guard_postgresql(table, other)
        else:
            _guard_sqlite(table, other)


def _guard_postgresql(table: str, other: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_one_person() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN "
        f"PERFORM {_LOCK[table]}; "
        f"IF EXISTS ({other}) THEN RAISE unique_violation USING MESSAGE = '{_TAKEN}'; END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_one_person BEFORE INSERT OR UPDATE OF id_index ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_one_person()"
    )


def _guard_sqlite(table: str, other: str) -> None:
    for name, deed in (("made", "INSERT"), ("changed", "UPDATE OF id_index")):
        op.execute(
            f"CREATE TRIGGER {table}_{name}_one_person AFTER {deed} ON {table} "
            f"WHEN EXISTS ({other}) BEGIN SELECT RAISE(ABORT, '{_TAKEN}'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in _OF_ANOTHER:
            op.execute(f"DROP TRIGGER {table}_one_person ON {table}")
            op.execute(f"DROP FUNCTION {table}_one_person()")
    else:
        for table in _OF_ANOTHER:
            for name in ("made", "changed"):
                op.execute(f"DROP TRIGGER {table}_{name}_one_person")
    op.drop_table("former_document")
    op.drop_table("correction")
