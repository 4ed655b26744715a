"""What is kept about a station beside itself: its changes, and the standard that it meets."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class StationChange(SQLModel, table=True):
    """One line of a station's history: what stood there, and what stands there since."""

    __tablename__ = "station_change"

    id: int | None = primary_key()
    station_id: int = reference("station.id", index=True)
    field: str
    was: str
    became: str
    changed_by: int = reference("account.id")
    changed_at: datetime


class StationItem(SQLModel, table=True):
    """An item of the standard that an officer has seen at the station (PU9-T5a)."""

    __tablename__ = "station_item"
    __table_args__ = (UniqueConstraint("station_id", "item"),)

    id: int | None = primary_key()
    station_id: int = reference("station.id")
    item: str
    # A photo of it, sealed; None: seen without a photo.
    sha256: str | None = Field(default=None, foreign_key="stored_file.sha256")
    seen_by: int = reference("account.id")
    seen_at: datetime
