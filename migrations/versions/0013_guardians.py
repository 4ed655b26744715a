"""Minors have guardians who consent by a one-use link; health is declared above an age."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state IN ('submitted', 'sent_back', 'with_guardian')")
_OPEN_BEFORE = sa.text("state IN ('submitted', 'sent_back')")
_LIVE_CHILD = sa.text("kind = 'registration' AND withdrawn_at IS NULL")
_LIVE_TEACHER = sa.text("kind = 'teacher' AND withdrawn_at IS NULL")


def upgrade() -> None:
    op.add_column("volunteer", sa.Column("consent_ended_at", UTCDateTime(), nullable=True))
    _open_applications(_OPEN)
    op.create_table(
        "guardianship",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("application_id", _BIG, nullable=True),
        sa.Column("volunteer_id", _BIG, nullable=True),
        sa.Column("account_id", _BIG, nullable=False),
        sa.Column("relation", AutoString(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("since_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"]),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_id", "account_id"),
        sa.UniqueConstraint("volunteer_id", "account_id"),
        sa.CheckConstraint(
            "application_id IS NOT NULL OR volunteer_id IS NOT NULL", name="of_somebody"
        ),
    )
    op.create_index("ix_guardianship_account_id", "guardianship", ["account_id"])
    op.create_table(
        "guardian_consent",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("guardianship_id", _BIG, nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("teacher_id", _BIG, nullable=True),
        sa.Column("text_version", AutoString(), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["guardianship_id"], ["guardianship.id"]),
        sa.ForeignKeyConstraint(["teacher_id"], ["volunteer.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(
            "(kind = 'registration' AND teacher_id IS NULL)"
            " OR (kind = 'teacher' AND teacher_id IS NOT NULL)",
            name="a_teacher_is_named",
        ),
    )
    for name, columns, where in (
        ("one_live_guardian_consent", ["guardianship_id"], _LIVE_CHILD),
        ("one_live_teacher_consent", ["guardianship_id", "teacher_id"], _LIVE_TEACHER),
    ):
        op.create_index(
            name,
            "guardian_consent",
            columns,
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
    op.create_index("ix_guardian_consent_teacher_id", "guardian_consent", ["teacher_id"])
    op.create_table(
        "guardian_link",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("application_id", _BIG, nullable=True),
        sa.Column("volunteer_id", _BIG, nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("used_by", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"]),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.ForeignKeyConstraint(["used_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
        sa.CheckConstraint(
            "application_id IS NOT NULL OR volunteer_id IS NOT NULL", name="link_of_somebody"
        ),
    )
    for column in ("application_id", "volunteer_id"):
        op.create_index(f"ix_guardian_link_{column}", "guardian_link", [column])
    op.create_table(
        "health_declaration",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("application_id", _BIG, nullable=False),
        sa.Column("text_version", AutoString(), nullable=False),
        sa.Column("declared_at", UTCDateTime(), nullable=False),
        sa.Column("reviewed_by", _BIG, nullable=True),
        sa.Column("reviewed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"]),
        sa.ForeignKeyConstraint(["reviewed_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_id"),
    )


def downgrade() -> None:
    for table in ("health_declaration", "guardian_link", "guardian_consent", "guardianship"):
        op.drop_table(table)
    _open_applications(_OPEN_BEFORE)
    op.drop_column("volunteer", "consent_ended_at")


def _open_applications(where: sa.TextClause) -> None:
    for name, column in (
        ("one_open_application", "account_id"),
        ("one_application_per_number", "id_index"),
    ):
        op.drop_index(name, "application")
        op.create_index(
            name,
            "application",
            [column],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
