"""What an age asks for: guardians and what they agreed to, and declarations of health."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference

_LIVE_CHILD = text("kind = 'registration' AND withdrawn_at IS NULL")
_LIVE_TEACHER = text("kind = 'teacher' AND withdrawn_at IS NULL")
_LIVE_ONWARD = text("kind = 'onward' AND withdrawn_at IS NULL")


class Guardianship(SQLModel, table=True):
    """Who is guardian of whom: of an applicant, and of the volunteer that he becomes (K7, K21)."""

    __table_args__ = (
        UniqueConstraint("application_id", "account_id"),
        UniqueConstraint("volunteer_id", "account_id"),
        Index("ix_guardianship_account_id", "account_id"),
        CheckConstraint(
            "application_id IS NOT NULL OR volunteer_id IS NOT NULL", name="of_somebody"
        ),
    )

    id: int | None = primary_key()
    application_id: int | None = reference("application.id", nullable=True, default=None)
    # Set by the approval.
    volunteer_id: int | None = reference("volunteer.id", nullable=True, default=None)
    account_id: int = reference("account.id")
    # 51 father, 52 mother (GB/T 4761), or other.
    relation: str
    # Sealed for the guardian's account; None when their days are over.
    name_sealed: bytes | None = None
    phone_sealed: bytes | None = None
    since_at: datetime


class GuardianConsent(SQLModel, table=True):
    """What a guardian agreed to, in which wording, and until when; each kind for itself."""

    __tablename__ = "guardian_consent"
    __table_args__ = (
        Index(
            "one_live_guardian_consent",
            "guardianship_id",
            unique=True,
            sqlite_where=_LIVE_CHILD,
            postgresql_where=_LIVE_CHILD,
        ),
        Index(
            "one_live_teacher_consent",
            "guardianship_id",
            "teacher_id",
            unique=True,
            sqlite_where=_LIVE_TEACHER,
            postgresql_where=_LIVE_TEACHER,
        ),
        Index(
            "one_live_onward_consent",
            "guardianship_id",
            unique=True,
            sqlite_where=_LIVE_ONWARD,
            postgresql_where=_LIVE_ONWARD,
        ),
        Index("ix_guardian_consent_teacher_id", "teacher_id"),
        CheckConstraint(
            "(kind IN ('registration', 'onward') AND teacher_id IS NULL)"
            " OR (kind = 'teacher' AND teacher_id IS NOT NULL)",
            name="a_teacher_is_named",
        ),
    )

    id: int | None = primary_key()
    guardianship_id: int = reference("guardianship.id")
    # "registration"; "onward": the child may be entered in the national system; or "teacher": this
    # teacher may accompany the child.
    kind: str
    teacher_id: int | None = reference("volunteer.id", nullable=True, default=None)
    text_version: str
    given_at: datetime
    withdrawn_at: datetime | None = None
    # Whose officer has to confirm a later guardian first; None when nobody has to (any more).
    confirm_route: str | None = None


class GuardianLink(SQLModel, table=True):
    """The one-use link that a minor passes to his guardian; only its hash is stored (P17)."""

    __tablename__ = "guardian_link"
    __table_args__ = (
        CheckConstraint(
            "application_id IS NOT NULL OR volunteer_id IS NOT NULL", name="link_of_somebody"
        ),
    )

    id: int | None = primary_key()
    code_hash: bytes = Field(unique=True)
    application_id: int | None = reference(
        "application.id", nullable=True, default=None, index=True
    )
    volunteer_id: int | None = reference("volunteer.id", nullable=True, default=None, index=True)
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = reference("account.id", nullable=True, default=None)


class HealthDeclaration(SQLModel, table=True):
    """That an applicant over the policy's age declared to be fit, and who reviewed it (PUZD-1.2d).

    Nothing of anybody's health is kept: the wording, the day, and the officer's name for it.
    """

    __tablename__ = "health_declaration"

    id: int | None = primary_key()
    application_id: int = reference("application.id", unique=True)
    text_version: str
    declared_at: datetime
    reviewed_by: int | None = reference("account.id", nullable=True, default=None)
    reviewed_at: datetime | None = None
