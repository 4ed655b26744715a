"""How many people there are, as those who know entered it: what shares are counted of."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from models.columns import primary_key, reference


class UnitHeadcount(SQLModel, table=True):
    """How many people a unit had when its contact entered it (PUZD-1.3.1a); the newest counts.

    Every entry stays. `staff` are all who work there, on the establishment or not; `pupils` are
    all on a school's roll, 0 elsewhere; a community enters its residents as `staff`.
    """

    __tablename__ = "unit_headcount"
    __table_args__ = (
        CheckConstraint("staff >= 0", name="staff_not_negative"),
        CheckConstraint("pupils >= 0", name="pupils_not_negative"),
        CheckConstraint("staff + pupils > 0", name="somebody"),
        Index("ix_unit_headcount_unit_id", "unit_id", "id"),
    )

    id: int | None = primary_key()
    unit_id: int = reference("unit.id")
    staff: int
    pupils: int = 0
    entered_by: int = reference("account.id")
    entered_at: datetime


class PlacePopulation(SQLModel, table=True):
    """How many people live in the city or a county, as an officer entered it (PU9-1.3, X1).

    `base` is "built_up" (who lives in its built-up area) or "resident" (all who live there). Every
    entry stays; the newest counts.
    """

    __tablename__ = "place_population"
    __table_args__ = (
        CheckConstraint("people > 0", name="people_live_there"),
        CheckConstraint("base IN ('built_up', 'resident')", name="base_is_known"),
        Index("ix_place_population_place", "place", "base", "id"),
    )

    id: int | None = primary_key()
    # The code of the city or of a county.
    place: str
    base: str
    people: int
    entered_by: int = reference("account.id")
    entered_at: datetime
