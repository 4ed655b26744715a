"""Service that no scan saw: typed by one person, checked by another, shown to all, then counted."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference

_LIVE = text("state IN ('filed', 'published', 'credited')")


class ServiceRecord(SQLModel, table=True):
    """A record of service that was typed (Order 67 Art 7, SM3-5c, PUZD-3.1b).

    Live ones of a volunteer never overlap, neither with each other nor with a visit that counts:
    the migration adds what keeps them apart (an exclusion on PostgreSQL, triggers on SQLite).
    """

    __tablename__ = "service_record"
    __table_args__ = (
        CheckConstraint("ended_at > began_at", name="ends_after_it_began"),
        CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes_not_negative"),
        CheckConstraint(
            "state IN ('filed', 'published', 'credited', 'refused', 'struck')",
            name="state_is_known",
        ),
        CheckConstraint("(state = 'credited') = (minutes IS NOT NULL)", name="counts_or_not"),
        Index("ix_record_volunteer_began", "volunteer_id", "began_at"),
        Index(
            "ix_record_live",
            "volunteer_id",
            "ended_at",
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        # The officers' queue, the notice that everybody reads, and what the clock credits.
        Index("ix_record_state", "state", "counts_on"),
        Index("ix_record_typed_by", "typed_by", "typed_at"),
    )

    id: int | None = primary_key()
    # The same request again is the same record.
    request_id: str = Field(unique=True)
    volunteer_id: int = reference("volunteer.id")
    station_id: int | None = reference("station.id", nullable=True, default=None)
    unit_id: int | None = reference("unit.id", nullable=True, default=None)
    name: str
    place: str
    recipients: str | None = None
    content: str
    leader: str
    organizer: str
    quality: str | None = None
    quality_on: date | None = None
    began_at: datetime
    ended_at: datetime
    # Why no scan saw it.
    reason: str
    # Each question of what is no service, as it was asked and denied (I28).
    denied: list[str] = Field(default_factory=list, sa_type=JSON)
    # Later than the working days of Order 67 Art 11: two officers must agree.
    late: bool = False
    # Why it comes so late; None where it does not.
    late_reason: str | None = None
    # Whose officers check it: a county's code, or "" for the city.
    county: str
    typed_by: int = reference("account.id")
    typed_at: datetime
    state: str = "filed"
    # Raised by every change of state, so that an old button is told apart.
    version: int = 1
    published_on: date | None = None
    # The first day on which it may be credited.
    counts_on: date | None = None
    minutes: int | None = None
    credited_at: datetime | None = None
    policy_version: str


class RecordCheck(SQLModel, table=True):
    """What an officer said about a record: one word each, and never the typist's own."""

    __tablename__ = "record_check"
    __table_args__ = (
        UniqueConstraint("record_id", "by_account_id"),
        CheckConstraint("by_account_id <> typed_by", name="checked_by_another"),
        CheckConstraint("outcome IN ('approved', 'refused')", name="outcome_is_known"),
    )

    id: int | None = primary_key()
    record_id: int = reference("service_record.id")
    by_account_id: int = reference("account.id")
    typed_by: int = reference("account.id")
    outcome: str
    reason: str | None = None
    checked_at: datetime


class RecordFile(SQLModel, table=True):
    """A paper that belongs to a record: the sign-in sheet, a photo of the work."""

    __tablename__ = "record_file"

    id: int | None = primary_key()
    record_id: int = reference("service_record.id", index=True)
    sha256: str = Field(foreign_key="stored_file.sha256")
    name: str
