"""Objections to hours: what is said to be wrong, the recorder's answer, the officer's decision."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from models.columns import primary_key, reference

_OPEN = text("state IN ('raised', 'answered')")


class Dispute(SQLModel, table=True):
    """That a visit or a typed record is not right (Order 67 Art 13).

    One of each person is open at a time: nobody keeps another one out by being first.
    """

    __table_args__ = (
        CheckConstraint("(visit_id IS NULL) <> (record_id IS NULL)", name="of_one_line"),
        CheckConstraint(
            "state IN ('raised', 'answered', 'upheld', 'rejected', 'withdrawn')",
            name="state_is_known",
        ),
        # Who decides has neither raised it nor answered it.
        CheckConstraint(
            "decided_by IS NULL OR (decided_by <> raised_by AND "
            "(answered_by IS NULL OR decided_by <> answered_by))",
            name="decided_by_another",
        ),
        Index(
            "one_open_dispute_of_a_visit",
            "visit_id",
            "raised_by",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "one_open_dispute_of_a_record",
            "record_id",
            "raised_by",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_dispute_state", "state", "raised_at"),
        Index("ix_dispute_volunteer_id", "volunteer_id"),
    )

    id: int | None = primary_key()
    visit_id: int | None = reference("visit.id", nullable=True, default=None)
    record_id: int | None = reference("service_record.id", nullable=True, default=None)
    # Whose hours they are.
    volunteer_id: int = reference("volunteer.id")
    raised_by: int = reference("account.id")
    raised_at: datetime
    # times, missing, not-me, other; or objection, of somebody else to what is on show; or denied,
    # of who was served; or pattern, of an officer.
    what: str
    words: str
    # Who can answer: the clerks of a station, or whoever typed the record.
    station_id: int | None = reference("station.id", nullable=True, default=None)
    typed_by: int | None = reference("account.id", nullable=True, default=None)
    # Whose officers decide: a county's code, or "" for the city.
    county: str
    state: str = "raised"
    version: int = 1
    # The first moment at which it is decided without an answer.
    due_at: datetime
    answer: str | None = None
    answered_by: int | None = reference("account.id", nullable=True, default=None)
    answered_at: datetime | None = None
    # The word of whose hours they are, where another one raised it.
    reply: str | None = None
    replied_at: datetime | None = None
    reason: str | None = None
    decided_by: int | None = reference("account.id", nullable=True, default=None)
    decided_at: datetime | None = None
    # How it stood before, where the decision changed it.
    was_began_at: datetime | None = None
    was_ended_at: datetime | None = None
    was_minutes: int | None = None
    minutes: int | None = None
