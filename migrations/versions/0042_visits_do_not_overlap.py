"""Two visits of one person that both count never overlap, whatever a use case does."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

# No visit lasts two days: an index then finds the few that could lie in the way.
_OTHER = """
    SELECT 1 FROM visit v
    WHERE v.volunteer_id = NEW.volunteer_id AND v.id <> NEW.id AND v.minutes > 0
      AND v.opened_at < NEW.closed_at AND v.closed_at > NEW.opened_at
      AND v.opened_at > datetime(NEW.opened_at, '-2 days')
"""
_DEEDS = {
    "insert": "INSERT",
    "change": "UPDATE OF minutes, volunteer_id, opened_at, closed_at",
}


# The newest visit that began before an earlier one of the same person had ended.
_OVERLAPPED_BEFORE = """
    SELECT coalesce(max(id), 0) FROM (
      SELECT id, opened_at, max(closed_at) OVER (
        PARTITION BY volunteer_id ORDER BY opened_at, id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS ended_before
      FROM visit WHERE minutes > 0
    ) one WHERE ended_before > opened_at
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # What was counted twice before is for people to correct, and must not stop the city.
        known = op.get_bind().exec_driver_sql(_OVERLAPPED_BEFORE).scalar_one()
        # A range of one number instead of the number: no extension is needed for that.
        op.execute(
            "ALTER TABLE visit ADD CONSTRAINT visits_do_not_overlap EXCLUDE USING gist ("
            "int8range(volunteer_id, volunteer_id, '[]') WITH &&, "
            f"tstzrange(opened_at, closed_at) WITH &&) WHERE (minutes > 0 AND id > {int(known)})"
        )
        return
    for name, deed in _DEEDS.items():
        op.execute(
            f"CREATE TRIGGER visit_{name}_overlaps AFTER {deed} ON visit "
            f"WHEN NEW.minutes > 0 AND EXISTS ({_OTHER}) "
            "BEGIN SELECT RAISE(ABORT, 'visits_do_not_overlap'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE visit DROP CONSTRAINT visits_do_not_overlap")
        return
    for name in _DEEDS:
        op.execute(f"DROP TRIGGER visit_{name}_overlaps")
