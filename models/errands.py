"""What is done at a station for somebody who has no telephone: with his word, for one day."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class Errand(SQLModel, table=True):
    """A clerk or an officer serves a volunteer without an account, who agrees each time anew."""

    __table_args__ = (
        CheckConstraint("proof IS NULL OR proof IN ('paper', 'code')", name="proof_is_known"),
        CheckConstraint("proof IS NULL OR proof_at IS NOT NULL", name="proof_has_its_time"),
        CheckConstraint(
            "leaving IS NULL OR leaving IN ('asked', 'confirmed', 'refused', 'taken_back')",
            name="leaving_is_known",
        ),
        CheckConstraint(
            "decided_by IS NULL OR decided_by <> opened_by", name="confirmed_by_another"
        ),
    )

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id", index=True)
    # The account of no messenger by which he registered: his consents and his leaving hang on it.
    account_id: int = reference("account.id")
    # None where an officer serves him.
    station_id: int | None = reference("station.id", nullable=True, default=None)
    opened_by: int = reference("account.id")
    opened_at: datetime
    # The photo of a signed paper, or a code that was shown on a relative's telephone.
    proof: str | None = None
    proof_at: datetime | None = Field(default=None, index=True)
    photo_sha256: str | None = None
    photo_key_sealed: bytes | None = None
    # By which the same photo is known again, for whom it was or for another.
    photo_tag: bytes | None = Field(default=None, index=True)
    link_hash: bytes | None = Field(default=None, unique=True)
    link_expires_at: datetime | None = None
    relative_id: int | None = reference("account.id", nullable=True, default=None)
    # That he wants to leave; an officer confirms it before the days begin.
    leaving: str | None = Field(default=None, index=True)
    # As with applications: "federation", or "county_office:<county code>".
    route: str = ""
    decided_by: int | None = reference("account.id", nullable=True, default=None)
    decided_at: datetime | None = None
