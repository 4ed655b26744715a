"""Requests to belong to another unit or place, until both sides have agreed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from models.columns import primary_key, reference

_OPEN = text("state IN ('asked', 'released')")


class Relocation(SQLModel, table=True):
    """A volunteer's transfer (PUZD-4b, c): asked, released by the old, accepted by the new."""

    __table_args__ = (
        Index(
            "one_open_relocation",
            "volunteer_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_relocation_state", "state"),
        CheckConstraint(
            "state IN ('asked', 'released', 'accepted', 'refused', 'withdrawn')",
            name="relocation_state_is_known",
        ),
        CheckConstraint(
            "state != 'accepted' OR (released_by IS NOT NULL AND decided_by IS NOT NULL)",
            name="both_sides_agreed",
        ),
    )

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id")
    # household, address, employer.
    reason: str
    from_unit_id: int | None = reference("unit.id", nullable=True, default=None)
    # Whose officer acts where a unit has no contact, as `Application.route` writes it.
    from_route: str
    to_unit_id: int | None = reference("unit.id", nullable=True, default=None)
    to_team_id: int | None = reference("team.id", nullable=True, default=None)
    to_county: str
    to_township: str
    to_route: str
    state: str = "asked"
    version: int = 1
    asked_at: datetime
    released_at: datetime | None = None
    released_by: int | None = reference("account.id", nullable=True, default=None)
    decided_at: datetime | None = None
    decided_by: int | None = reference("account.id", nullable=True, default=None)
    # not-known, not-agreed, open-work: why one of the sides refused.
    refusal: str | None = None
    # That the volunteer has looked at his new details and found them right (PUZD-4d).
    confirmed_at: datetime | None = None
