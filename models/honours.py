"""Honours: of a volunteer or of a unit, handed in with proof or awarded by the yearly drive."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference

_OF_A_DRIVE = text("drive_id IS NOT NULL AND state <> 'withdrawn'")


class HonourDrive(SQLModel, table=True):
    """The nominations of one year, from the Office's opening to its closing (SM3-7d)."""

    __tablename__ = "honour_drive"

    id: int | None = primary_key()
    year: int = Field(unique=True)
    opened_by: int = reference("account.id")
    opened_at: datetime
    closed_by: int | None = reference("account.id", nullable=True, default=None)
    closed_at: datetime | None = None


class Honour(SQLModel, table=True):
    """An honour (Order 67 Art 9): what it is called, its day, and who gave it.

    With a drive it is a nomination until it is valid, and is called by its category's words.
    """

    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'nominated', 'valid', 'refused', 'withdrawn')",
            name="state_is_known",
        ),
        CheckConstraint("(volunteer_id IS NULL) <> (unit_id IS NULL)", name="somebodys"),
        CheckConstraint("(drive_id IS NULL) = (category IS NULL)", name="a_drive_has_categories"),
        CheckConstraint("state <> 'waiting' OR decided_at IS NULL", name="none_waits_decided"),
        CheckConstraint(
            "state <> 'valid' OR (given_on IS NOT NULL AND giver <> '')", name="given_by_somebody"
        ),
        Index(
            "one_nomination_of_a_volunteer",
            "drive_id",
            "category",
            "volunteer_id",
            unique=True,
            sqlite_where=_OF_A_DRIVE,
            postgresql_where=_OF_A_DRIVE,
        ),
        Index(
            "one_nomination_of_a_unit",
            "drive_id",
            "category",
            "unit_id",
            unique=True,
            sqlite_where=_OF_A_DRIVE,
            postgresql_where=_OF_A_DRIVE,
        ),
        Index("ix_honour_volunteer", "volunteer_id"),
        Index("ix_honour_unit", "unit_id"),
        Index("ix_honour_queue", "state", "route", "asked_at"),
    )

    id: int | None = primary_key()
    volunteer_id: int | None = reference("volunteer.id", nullable=True, default=None)
    unit_id: int | None = reference("unit.id", nullable=True, default=None)
    name: str = ""
    giver: str = ""
    given_on: date | None = None
    # A code of `honours.volunteer_categories` or `honours.unit_categories`, and why it is deserved.
    category: str | None = None
    drive_id: int | None = reference("honour_drive.id", nullable=True, default=None)
    words: str | None = None
    nominated_by: int | None = reference("account.id", nullable=True, default=None)
    sha256: str | None = Field(default=None, foreign_key="stored_file.sha256")
    photo_key_sealed: bytes | None = None
    # Whose officers check it, as `Application.route` writes it; "" for a nomination.
    route: str = ""
    # One that was taken back is withdrawn and empty.
    state: str = "waiting"
    # Raised by every change of state, so that an old button is told apart.
    version: int = 1
    asked_at: datetime
    decided_by: int | None = reference("account.id", nullable=True, default=None)
    decided_at: datetime | None = None
    reason: str | None = None
