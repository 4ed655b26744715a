"""Groups that people say they belong to, and how many there are of each (PU9-T23, T24)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from models.columns import primary_key, reference


class PersonGroup(SQLModel, table=True):
    """That a volunteer says he is of a group; gone when he takes the consent to it back.

    Which group stands sealed: some tell of political affiliation, which is sensitive (PIPL Art 28).
    """

    __tablename__ = "person_group"

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id", index=True)
    consent_id: int = reference("consent.id", unique=True)
    code_sealed: bytes


class GroupTotal(SQLModel, table=True):
    """How many people of a group there are in the city, as an officer entered it; newest counts."""

    __tablename__ = "group_total"
    __table_args__ = (
        CheckConstraint("people > 0", name="some_people"),
        Index("ix_group_total_code", "code", "id"),
    )

    id: int | None = primary_key()
    code: str
    people: int
    entered_by: int = reference("account.id")
    entered_at: datetime
