"""What looked odd about somebody's hours, and what an officer made of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class Oddity(SQLModel, table=True):
    """A pattern that was found about a volunteer, about two, or about somebody who types."""

    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'fine', 'checking', 'confirmed')", name="state_is_known"
        ),
        CheckConstraint(
            "volunteer_id IS NOT NULL OR account_id IS NOT NULL", name="about_somebody"
        ),
        Index("ix_oddity_state", "state", "county"),
    )

    id: int | None = primary_key()
    # Kind, subject and month of the newest sign: only a later month lists anew what was settled.
    key: str = Field(unique=True)
    kind: str
    volunteer_id: int | None = reference("volunteer.id", nullable=True, default=None)
    # The second of two who share a telephone.
    other_id: int | None = reference("volunteer.id", nullable=True, default=None)
    # Who typed.
    account_id: int | None = reference("account.id", nullable=True, default=None)
    # The volunteer's; "" for who types.
    county: str
    # Figures and ids only.
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    found_at: datetime
    state: str = "open"
    decided_by: int | None = reference("account.id", nullable=True, default=None)
    decided_at: datetime | None = None
