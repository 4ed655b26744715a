"""Registrations typed for somebody without a telephone: by a clerk, or by a guardian (SM3-3b)."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.columns import BigId, reference


class ProxyRegistration(SQLModel, table=True):
    """Who types for whom, and how it is proven that the person agreed.

    The applicant stands here by an account of no messenger: he has none yet. For a child his
    guardian types, at no station; that he agrees is a consent of his own, and nothing stands here.
    """

    __tablename__ = "proxy_registration"
    __table_args__ = (
        CheckConstraint("proof IS NULL OR proof IN ('paper', 'code')", name="proof_is_known"),
        CheckConstraint("proof IS NULL OR proof_at IS NOT NULL", name="proof_has_its_time"),
    )

    account_id: int = Field(
        primary_key=True,
        foreign_key="account.id",
        sa_type=BigId,
        sa_column_kwargs={"autoincrement": False},
    )
    typist_id: int = reference("account.id", index=True)
    # None where a guardian types.
    station_id: int | None = reference("station.id", nullable=True, default=None)
    begun_at: datetime = Field(index=True)
    # The photo of the signed paper, or a code that was shown on a relative's telephone.
    proof: str | None = None
    proof_at: datetime | None = None
    photo_sha256: str | None = None
    # Without it the photo opens to nobody; taken away when the photo's days are over.
    photo_key_sealed: bytes | None = None
    # By which the same photo is known again; it stays when the photo's days are over.
    photo_tag: bytes | None = Field(default=None, index=True)
    link_hash: bytes | None = Field(default=None, unique=True)
    link_expires_at: datetime | None = None
    relative_id: int | None = reference("account.id", nullable=True, default=None)
