"""Trainings that somebody took (Order 67 Art 8): what was learned, for how long, from whom."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from models.columns import primary_key, reference

_STANDS = text("struck_at IS NULL")


class Training(SQLModel, table=True):
    """One training of one volunteer. A correction is a new row in the place of one that is struck.

    Minutes of learning are a figure of their own: the ledger never hears of them.
    """

    __table_args__ = (
        CheckConstraint("learning_minutes > 0", name="some_minutes"),
        CheckConstraint("(struck_at IS NULL) = (struck_by IS NULL)", name="struck_by_somebody"),
        # What was saved at once names each once; a repeat of the same request finds its rows.
        Index("one_training_of_a_batch", "batch", "volunteer_id", unique=True),
        Index(
            "one_training_stands",
            "volunteer_id",
            "name",
            "held_on",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_training_entered", "entered_by", "id"),
    )

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id")
    # The request that entered it, for all whom it was entered for.
    batch: str
    name: str
    content: str
    learning_minutes: int
    organizer: str
    place: str
    held_on: date
    entered_by: int = reference("account.id")
    entered_at: datetime
    # The row that this one corrects.
    replaces_id: int | None = reference("training.id", nullable=True, default=None)
    struck_by: int | None = reference("account.id", nullable=True, default=None)
    struck_at: datetime | None = None
