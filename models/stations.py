"""What is kept about stations beside themselves: changes, standard, marks, and what is aimed at."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
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


class StationMark(SQLModel, table=True):
    """What an officer has said that a station is: a model one, a venue … (PU9-T5c, T5d)."""

    __tablename__ = "station_mark"
    __table_args__ = (
        UniqueConstraint("station_id", "mark"),
        Index("ix_station_mark_mark", "mark"),
    )

    id: int | None = primary_key()
    station_id: int = reference("station.id")
    mark: str
    # Of a venue: what can be used there, and when.
    words: str | None = None
    given_by: int = reference("account.id")
    given_at: datetime


class CommunityTotal(SQLModel, table=True):
    """How many communities lie in a county's built-up area, as entered; the newest counts."""

    __tablename__ = "community_total"
    __table_args__ = (
        CheckConstraint("communities > 0", name="some_communities"),
        Index("ix_community_total_county", "county", "id"),
    )

    id: int | None = primary_key()
    county: str
    communities: int
    entered_by: int = reference("account.id")
    entered_at: datetime
