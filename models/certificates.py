"""Certificates of service: what was stated, under which number, and whether it still stands."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class Certificate(SQLModel, table=True):
    """One certificate (Order 67 Art 15): sealed statement, signature, and its withdrawal."""

    __table_args__ = (
        CheckConstraint("minutes > 0", name="certifies_something"),
        CheckConstraint("until_on >= from_on", name="period_runs_forward"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_kind IS NULL)", name="withdrawn_for_a_reason"
        ),
        Index("ix_certificate_volunteer_id", "volunteer_id"),
    )

    id: int | None = primary_key()
    # What the page is opened by: 128 random bits, so that nobody counts through certificates.
    code: str = Field(unique=True)
    number: str = Field(unique=True)
    volunteer_id: int = reference("volunteer.id")
    # Of what it states; unique, so that pressing twice, or two processes, make one certificate.
    same_key: bytes = Field(unique=True)
    from_on: date
    until_on: date
    minutes: int
    statement_sealed: bytes | None = None
    key_version: int
    signature: bytes
    issued_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = reference("account.id", nullable=True, default=None)
    # As whom he did it, and why: what the public page may say.
    withdrawn_role: str | None = None
    withdrawn_kind: str | None = None


class CertificateCounter(SQLModel, table=True):
    """The last number given in a year; one row is one lock, so none is given twice."""

    __tablename__ = "certificate_counter"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int
