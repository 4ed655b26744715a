"""Service that no scan saw and that its volunteer misses in his statement (Order 67 Art 13)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from models.columns import primary_key, reference

_OPEN = text("state = 'open'")


class Omission(SQLModel, table=True):
    """A volunteer says when and where he served; its station files a typed record, or says no."""

    __table_args__ = (
        Index(
            "one_open_omission",
            "volunteer_id",
            "began_at",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_omission_station", "station_id", "state"),
        CheckConstraint(
            "state IN ('open', 'filed', 'refused', 'withdrawn')", name="omission_state_is_known"
        ),
        CheckConstraint("began_at < ended_at", name="omission_ends_after_it_began"),
        CheckConstraint(
            "state <> 'filed' OR record_id IS NOT NULL", name="what_is_filed_has_its_record"
        ),
    )

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id")
    station_id: int = reference("station.id")
    began_at: datetime
    ended_at: datetime
    words: str
    state: str = "open"
    version: int = 1
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = reference("account.id", nullable=True, default=None)
    reason: str | None = None
    # The ordinary record that was typed for it; it alone can ever count.
    record_id: int | None = reference("service_record.id", nullable=True, default=None)
