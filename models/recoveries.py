"""Claims of people who lost their account, until an officer has seen their document."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from models.columns import primary_key, reference

_OPEN = text("state = 'open'")


class RecoveryClaim(SQLModel, table=True):
    """Somebody with a new account says that a registered person is he himself."""

    __tablename__ = "recovery_claim"
    __table_args__ = (
        Index(
            "one_open_claim",
            "account_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_recovery_claim_queue", "state", "route"),
        CheckConstraint(
            "state IN ('open', 'accepted', 'refused', 'withdrawn')", name="claim_state_is_known"
        ),
        CheckConstraint(
            "volunteer_id IS NOT NULL OR application_id IS NOT NULL", name="claims_somebody"
        ),
    )

    id: int | None = primary_key()
    # The new account.
    account_id: int = reference("account.id")
    volunteer_id: int | None = reference("volunteer.id", nullable=True, default=None, index=True)
    # Where the person is no volunteer yet: a registration that waits under another account.
    application_id: int | None = reference("application.id", nullable=True, default=None)
    # As with applications: "federation", or "county_office:<county code>".
    route: str
    # Name and telephone as the claimant gave them, sealed; None when their days are over.
    said_sealed: bytes | None = None
    state: str = "open"
    version: int = 1
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = reference("account.id", nullable=True, default=None)
