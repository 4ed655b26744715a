"""What units owe in a year, and what they handed in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class Duty(SQLModel, table=True):
    """One thing that one unit owes for one period (PU18-4.2a–c); whether it is late is computed."""

    __table_args__ = (UniqueConstraint("unit_id", "kind", "period"),)

    id: int | None = primary_key()
    unit_id: int = reference("unit.id")
    kind: str
    # "2027".
    period: str
    due_on: date
    # How many accepted submissions fulfil it: 1, or the least number of information items.
    needed: int = 1
    policy_version: str


class StoredFile(SQLModel, table=True):
    """A file kept once by the hash of its content."""

    __tablename__ = "stored_file"

    sha256: str = Field(primary_key=True)
    size_bytes: int
    media_type: str
    stored_at: datetime
    # It was handed in before papers were sealed, and nobody has looked since whether it is.
    unsealed: bool | None = None


class Submission(SQLModel, table=True):
    """What a unit handed in: text, files or both, with a receipt that is never lost."""

    __table_args__ = (
        CheckConstraint("state IN ('received', 'accepted', 'sent_back')", name="state_is_known"),
        Index("ix_submission_duty", "duty_id"),
    )

    id: int | None = primary_key()
    duty_id: int = reference("duty.id")
    # The receipt number people quote, for example "JH-2027-0017".
    receipt: str = Field(unique=True)
    request_id: str = Field(unique=True)
    text: str | None = None
    state: str = "received"
    handed_in_at: datetime
    by_account_id: int = reference("account.id")
    decided_at: datetime | None = None
    decided_by: int | None = reference("account.id", nullable=True, default=None)
    reason: str | None = None
    version: int = 1


class SubmissionFile(SQLModel, table=True):
    """A file of a submission under the name its sender gave it."""

    __tablename__ = "submission_file"

    id: int | None = primary_key()
    submission_id: int = reference("submission.id", index=True)
    sha256: str = Field(foreign_key="stored_file.sha256")
    name: str
