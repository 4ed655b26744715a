"""Service that was typed: records whose times never overlap, the officers' words, the papers."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LIVE = "state IN ('filed', 'published', 'credited')"

# A visit holds its time while it lasts, and afterwards if it counts.
_VISITED = """
    SELECT 1 FROM visit v
    WHERE v.volunteer_id = NEW.volunteer_id
      AND (v.closed_at IS NULL OR v.minutes > 0)
      AND v.opened_at < NEW.ended_at
      AND (v.closed_at IS NULL OR v.closed_at > NEW.began_at)
"""
_RECORDED = """
    SELECT 1 FROM service_record r
    WHERE r.volunteer_id = NEW.volunteer_id AND r.id <> NEW.id
      AND r.state IN ('filed', 'published', 'credited')
      AND r.began_at < NEW.ended_at AND r.ended_at > NEW.began_at
"""
_ON_SQLITE = {"insert": "INSERT", "change": "UPDATE OF state, volunteer_id, began_at, ended_at"}


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
        return
    for name, deed in _ON_SQLITE.items():
        for what, query in (("visits", _VISITED), ("records", _RECORDED)):
            # After the row has its number, so that it is not compared with itself.
            op.execute(
                f"CREATE TRIGGER service_record_{name}_{what} AFTER {deed} ON service_record "
                f"WHEN NEW.{_LIVE} AND EXISTS ({query}) "
                "BEGIN SELECT RAISE(ABORT, 'service_record overlaps'); END"
            )


def _guard_postgresql() -> None:
    # A range of one number instead of the number: no extension is needed for that.
    op.execute(
        "ALTER TABLE service_record ADD CONSTRAINT records_do_not_overlap EXCLUDE USING gist ("
        "int8range(volunteer_id, volunteer_id, '[]') WITH &&, "
        f"tstzrange(began_at, ended_at) WITH &&) WHERE ({_LIVE})"
    )
    # Opening a visit holds the volunteer's row by its foreign key: whoever locks the row sees
    # every visit that is being opened.
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM volunteer WHERE id = NEW.volunteer_id FOR UPDATE;
            IF EXISTS ({_VISITED}) THEN
                RAISE EXCEPTION 'service_record overlaps' USING ERRCODE = 'exclusion_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER service_record_visits BEFORE INSERT "
        "OR UPDATE OF state, volunteer_id, began_at, ended_at ON service_record "
        f"FOR EACH ROW WHEN (NEW.{_LIVE}) EXECUTE FUNCTION refuse_overlap()"
    )


def _tables() -> None:
    op.create_table(
        "service_record",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("request_id", AutoString(), nullable=False),
        sa.Column("volunteer_id", _BIG, nullable=False),
        sa.Column("station_id", _BIG, nullable=True),
        sa.Column("unit_id", _BIG, nullable=True),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("recipients", AutoString(), nullable=True),
        sa.Column("content", AutoString(), nullable=False),
        sa.Column("leader", AutoString(), nullable=False),
        sa.Column("organizer", AutoString(), nullable=False),
        sa.Column("quality", AutoString(), nullable=True),
        sa.Column("quality_on", sa.Date(), nullable=True),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("denied", sa.JSON(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("county", AutoString(), nullable=False),
        sa.Column("typed_by", _BIG, nullable=False),
        sa.Column("typed_at", UTCDateTime(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("counts_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("credited_at", UTCDateTime(), nullable=True),
        sa.Column("policy_version", AutoString(), nullable=False),
        sa.CheckConstraint("ended_at > began_at", name="ends_after_it_began"),
        sa.CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes_not_negative"),
        sa.CheckConstraint(
            "state IN ('filed', 'published', 'credited', 'refused', 'struck')",
            name="state_is_known",
        ),
        sa.CheckConstraint("(state = 'credited') = (minutes IS NOT NULL)", name="counts_or_not"),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["typed_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id"),
    )
    op.create_index("ix_record_volunteer_began", "service_record", ["volunteer_id", "began_at"])
    op.create_index(
        "ix_record_live",
        "service_record",
        ["volunteer_id", "ended_at"],
        sqlite_where=sa.text(_LIVE),
        postgresql_where=sa.text(_LIVE),
    )
    op.create_index("ix_record_state", "service_record", ["state", "counts_on"])
    op.create_index("ix_record_typed_by", "service_record", ["typed_by", "typed_at"])
    op.create_table(
        "record_check",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("record_id", _BIG, nullable=False),
        sa.Column("by_account_id", _BIG, nullable=False),
        sa.Column("typed_by", _BIG, nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=True),
        sa.Column("checked_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("by_account_id <> typed_by", name="checked_by_another"),
        sa.CheckConstraint("outcome IN ('approved', 'refused')", name="outcome_is_known"),
        sa.ForeignKeyConstraint(["record_id"], ["service_record.id"]),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["typed_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("record_id", "by_account_id"),
    )
    op.create_table(
        "record_file",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("record_id", _BIG, nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["service_record.id"]),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_record_file_record_id", "record_file", ["record_id"])


def downgrade() -> None:
    op.drop_table("record_file")
    op.drop_table("record_check")
    op.drop_table("service_record")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_overlap()")
