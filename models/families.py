"""Families: volunteers who come together, each with hours of his own (PU9-T28)."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference

_STANDS = text("dissolved_at IS NULL")
_LIVES = text("left_at IS NULL")


class Family(SQLModel, table=True):
    """A family: its head invites, and may check the others in with his own scan."""

    __table_args__ = (
        Index(
            "one_family_of_a_head",
            "head_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: int | None = primary_key()
    head_id: int = reference("volunteer.id")
    founded_at: datetime
    dissolved_at: datetime | None = None


class FamilyMember(SQLModel, table=True):
    """Who belongs to a family; the head does too. One family at a time."""

    __tablename__ = "family_member"
    __table_args__ = (
        Index(
            "one_live_family",
            "volunteer_id",
            unique=True,
            sqlite_where=_LIVES,
            postgresql_where=_LIVES,
        ),
        Index("ix_family_member_family_id", "family_id"),
    )

    id: int | None = primary_key()
    family_id: int = reference("family.id")
    volunteer_id: int = reference("volunteer.id")
    joined_at: datetime
    left_at: datetime | None = None


class FamilyInvite(SQLModel, table=True):
    """The one-use link by which somebody joins; only its hash is stored (P17)."""

    __tablename__ = "family_invite"

    id: int | None = primary_key()
    code_hash: bytes = Field(unique=True)
    family_id: int = reference("family.id")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = reference("account.id", nullable=True, default=None)
