"""The yearly recognition of stars: batches, candidates, approvals, objections, awards."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of(table: str, column: str, *, nullable: bool = False) -> tuple[sa.Column[int], object]:
    return (
        sa.Column(column, _ID, nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{table}.id"]),
    )


def _table(name: str, *parts: object) -> None:
    flat = [one for part in parts for one in (part if isinstance(part, tuple) else (part,))]
    op.create_table(
        name, sa.Column("id", _ID, nullable=False), *flat, sa.PrimaryKeyConstraint("id")
    )


def upgrade() -> None:
    _batches()
    _candidates()
    _approvals()
    _objections()
    _table(
        "star_award",
        _of("star_batch", "batch_id"),
        _of("volunteer", "volunteer_id"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("star", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("awarded_at", UTCDateTime(), nullable=False),
        sa.UniqueConstraint("volunteer_id", "year"),
        sa.CheckConstraint("star > 0", name="is_a_star"),
    )
    op.create_index("ix_star_award_batch_id", "star_award", ["batch_id"])


def _batches() -> None:
    _table(
        "star_batch",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("going_on", sa.Integer(), nullable=True),
        sa.Column("basis", AutoString(), nullable=False),
        sa.Column("hours_source", AutoString(), nullable=False),
        sa.Column("policy_version", AutoString(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        _of("account", "opened_by"),
        sa.Column("notice_until_on", sa.Date(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        _of("account", "ended_by", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("going_on"),
        sa.CheckConstraint(
            "state IN ('nominating', 'checking', 'approving', 'notice', 'awarded', 'withdrawn')",
            name="state_is_known",
        ),
    )
    op.create_index(
        "one_batch_a_year",
        "star_batch",
        ["year"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn'"),
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )


def _candidates() -> None:
    _table(
        "star_candidate",
        _of("star_batch", "batch_id"),
        _of("volunteer", "volunteer_id"),
        sa.Column("star", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("route", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=True),
        _of("account", "decided_by", nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.UniqueConstraint("batch_id", "volunteer_id"),
        sa.CheckConstraint(
            "state IN ('proposed', 'nominated', 'held_back', 'struck', 'awarded')",
            name="state_is_known",
        ),
        sa.CheckConstraint("star > 0", name="is_a_star"),
    )
    op.create_index("ix_star_candidate_route", "star_candidate", ["batch_id", "route", "state"])
    op.create_index("ix_star_candidate_list", "star_candidate", ["batch_id", "state", "star", "id"])


def _approvals() -> None:
    _table(
        "star_approval",
        _of("star_batch", "batch_id"),
        sa.Column("step", AutoString(), nullable=False),
        _of("account", "by_account_id"),
        sa.Column("approved_at", UTCDateTime(), nullable=False),
        sa.Column("undone_at", UTCDateTime(), nullable=True),
    )
    for name, column in (
        ("one_approval_a_step", "step"),
        ("one_approval_a_person", "by_account_id"),
    ):
        op.create_index(
            name,
            "star_approval",
            ["batch_id", column],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )


def _objections() -> None:
    _table(
        "star_objection",
        _of("star_batch", "batch_id"),
        sa.Column("about", _ID, nullable=False),
        _of("account", "by_account_id"),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("objected_at", UTCDateTime(), nullable=False),
        sa.Column("answer", AutoString(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        _of("account", "answered_by", nullable=True),
    )
    op.create_index("ix_star_objection_open", "star_objection", ["batch_id", "answered_at"])
    op.create_index(
        "one_objection", "star_objection", ["batch_id", "by_account_id", "about"], unique=True
    )


def downgrade() -> None:
    for table in ("star_award", "star_objection", "star_approval", "star_candidate", "star_batch"):
        op.drop_table(table)
