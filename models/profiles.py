"""What volunteers change about themselves after they were approved."""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class ProfileChange(SQLModel, table=True):
    """One line of a profile as it was and as it became; undoing marks the row."""

    __tablename__ = "profile_change"
    __table_args__ = (Index("ix_profile_change_volunteer", "volunteer_id", "id"),)

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id")
    # "categories", "skills", "free_times" or "place".
    line: str
    before: list[str] = Field(default_factory=list, sa_type=JSON)
    after: list[str] = Field(default_factory=list, sa_type=JSON)
    changed_at: datetime
    undone_at: datetime | None = None
