"""The adults beside children at a station: who is waited for, and who came with whom."""

from datetime import datetime

from sqlmodel import SQLModel

from models.columns import primary_key, reference


class CompanyWait(SQLModel, table=True):
    """Somebody who has scanned at a station and waits some minutes for the other one.

    A child (`volunteer_id`) waits for an adult; a guardian who is no volunteer himself
    (`account_id`) waits for his child.
    """

    __tablename__ = "company_wait"

    id: int | None = primary_key()
    station_id: int = reference("station.id", index=True)
    volunteer_id: int | None = reference("volunteer.id", nullable=True, default=None, unique=True)
    account_id: int | None = reference("account.id", nullable=True, default=None, unique=True)
    until_at: datetime


class VisitCompany(SQLModel, table=True):
    """Which adult came with a child: his own visit, or the account of a guardian without one."""

    __tablename__ = "visit_company"

    id: int | None = primary_key()
    child_visit_id: int = reference("visit.id", unique=True)
    adult_visit_id: int | None = reference("visit.id", nullable=True, default=None, index=True)
    account_id: int = reference("account.id", index=True)
