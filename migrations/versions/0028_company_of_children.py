"""Children are in while the adult who came with them is."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "company_wait",
        sa.Column("id", _ID, nullable=False),
        sa.Column("station_id", _ID, nullable=False),
        sa.Column("volunteer_id", _ID, nullable=True),
        sa.Column("account_id", _ID, nullable=True),
        sa.Column("until_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id"),
        sa.UniqueConstraint("volunteer_id"),
    )
    op.create_index("ix_company_wait_station_id", "company_wait", ["station_id"])
    op.create_table(
        "visit_company",
        sa.Column("id", _ID, nullable=False),
        sa.Column("child_visit_id", _ID, nullable=False),
        sa.Column("adult_visit_id", _ID, nullable=True),
        sa.Column("account_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["adult_visit_id"], ["visit.id"]),
        sa.ForeignKeyConstraint(["child_visit_id"], ["visit.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("child_visit_id"),
    )
    for name in ("account_id", "adult_visit_id"):
        op.create_index(f"ix_visit_company_{name}", "visit_company", [name])


def downgrade() -> None:
    for name in ("adult_visit_id", "account_id"):
        op.drop_index(f"ix_visit_company_{name}", "visit_company")
    op.drop_table("visit_company")
    op.drop_index("ix_company_wait_station_id", "company_wait")
    op.drop_table("company_wait")
