"""Qualifications that volunteers hand in and officers check (PU9-T27b)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference

_WAITS = text("state = 'waiting'")


class Qualification(SQLModel, table=True):
    """What a volunteer can show a certificate of; whether it counts on a day follows from its end.

    The photo has a key of its own, so that it is forgotten with the row or when its days are over.
    """

    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'valid', 'refused', 'withdrawn')", name="state_is_known"
        ),
        CheckConstraint("state <> 'waiting' OR decided_at IS NULL", name="none_waits_decided"),
        Index(
            "one_waiting_qualification",
            "volunteer_id",
            "kind",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index("ix_qualification_volunteer", "volunteer_id", "kind"),
        Index("ix_qualification_queue", "state", "route", "asked_at"),
        Index("ix_qualification_end", "state", "expires_on"),
    )

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id")
    # A code of `qualifications.kinds`.
    kind: str
    number_sealed: bytes | None = None
    sha256: str | None = Field(default=None, foreign_key="stored_file.sha256")
    photo_key_sealed: bytes | None = None
    # The last day on which it counts; None: for good.
    expires_on: date | None = None
    # Whose officers check it, as `Application.route` writes it.
    route: str
    # One that was taken back is withdrawn and empty: its number is on officers' old buttons.
    state: str = "waiting"
    # Raised by every change of state, so that an old button is told apart.
    version: int = 1
    asked_at: datetime
    decided_by: int | None = reference("account.id", nullable=True, default=None)
    decided_at: datetime | None = None
    reason: str | None = None
