"""Scans that a clerk's device kept while it had no network, and sent later."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class LateScan(SQLModel, table=True):
    """One scan that came later; `doubt` says why it did not count, until a clerk has seen it."""

    __tablename__ = "late_scan"
    __table_args__ = (
        Index(
            "ix_late_scan_odd",
            "station_id",
            sqlite_where=text("doubt IS NOT NULL AND seen_at IS NULL"),
            postgresql_where=text("doubt IS NOT NULL AND seen_at IS NULL"),
        ),
    )

    id: int | None = primary_key()
    # The key of the scan, as if it had come at once: each is counted once.
    request_id: str = Field(unique=True)
    account_id: int = reference("account.id")
    station_id: int = reference("station.id")
    volunteer_id: int | None = reference("volunteer.id", nullable=True, default=None)
    # By the device's clock, corrected by what it was off when it last heard from us.
    scanned_at: datetime
    sent_at: datetime
    doubt: str | None = None
    seen_at: datetime | None = None
    seen_by: int | None = reference("account.id", nullable=True, default=None)
