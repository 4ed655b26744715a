"""Who is to be entered in the national system, and how far that is."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class NationalEntry(SQLModel, table=True):
    """A volunteer's way into the national system (PUZD-1.4.2); both dates are kept."""

    __tablename__ = "national_entry"
    __table_args__ = (
        Index("ix_national_entry_state", "state", "queued_at"),
        CheckConstraint(
            "state IN ('to_enter', 'entered', 'accepted', 'returned')", name="entry_state_is_known"
        ),
        CheckConstraint(
            "state = 'to_enter' OR (number IS NOT NULL AND entered_at IS NOT NULL)",
            name="entered_with_a_number",
        ),
    )

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id", unique=True)
    # Whose consent to the onward entry it rests on.
    account_id: int = reference("account.id")
    # Who enters people without a unit, as the application's route says it.
    route: str
    state: str = "to_enter"
    queued_at: datetime
    # The national system's number: nobody shares it.
    number: str | None = Field(default=None, unique=True)
    entered_at: datetime | None = None
    entered_by: int | None = reference("account.id", nullable=True, default=None)
    settled_at: datetime | None = None
    settled_by: int | None = reference("account.id", nullable=True, default=None)
    reason: str | None = None
    # Raised by every change: a button carries it, so an old one is told apart.
    version: int = 1
