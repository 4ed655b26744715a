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
