"""Hours served elsewhere: handed in with proof, checked by one, approved by another (SM3-5g)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference

_LIVE = text("state IN ('waiting', 'checked', 'credited')")


class OutsideHours(SQLModel, table=True):
    """What a volunteer brings along; the ledger has it under `outside:<id>` while it is credited.

    One paper stands for one claim that lives.
    """

    __tablename__ = "outside_hours"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="some_minutes"),
        CheckConstraint("last_on >= first_on", name="ends_after_it_began"),
        CheckConstraint(
            "state IN ('waiting', 'checked', 'credited', 'refused', 'taken_back')",
            name="state_is_known",
        ),
        CheckConstraint(
            "checked_by IS NULL OR approved_by IS NULL OR checked_by <> approved_by",
            name="approved_by_another",
        ),
        CheckConstraint(
            "state <> 'credited' OR (checked_by IS NOT NULL AND approved_by IS NOT NULL)",
            name="two_people_before_it_counts",
        ),
        Index(
            "one_claim_of_a_paper",
            "sha256",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_outside_hours_volunteer", "volunteer_id", "state"),
        Index("ix_outside_hours_state", "state", "county"),
    )

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id")
    place: str
    minutes: int
    first_on: date
    last_on: date
    sha256: str | None = Field(default=None, foreign_key="stored_file.sha256")
    file_name: str
    # Whose officers check it: a county's code, or "" for the city.
    county: str
    state: str = "waiting"
    # Raised by every change of state, so that an old button is told apart.
    version: int = 1
    asked_at: datetime
    checked_by: int | None = reference("account.id", nullable=True, default=None)
    checked_at: datetime | None = None
    approved_by: int | None = reference("account.id", nullable=True, default=None)
    approved_at: datetime | None = None
    reason: str | None = None
    # When it was refused or taken back; None while it waits or counts.
    over_at: datetime | None = None
