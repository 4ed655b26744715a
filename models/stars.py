"""The yearly recognition of stars: the batch, its candidates, approvals, objections, awards."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import BigId, primary_key, reference

_STANDS = text("undone_at IS NULL")


class StarBatch(SQLModel, table=True):
    """The recognition of one year (PU18-1.2.6, PUZD-5.1a); one at a time, one a year."""

    __tablename__ = "star_batch"
    __table_args__ = (
        CheckConstraint(
            "state IN ('nominating', 'checking', 'approving', 'notice', 'awarded', 'withdrawn')",
            name="state_is_known",
        ),
        Index(
            "one_batch_a_year",
            "year",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
    )

    id: int | None = primary_key()
    year: int
    state: str = "nominating"
    # 1 while it goes on and NULL afterwards: unique, so that two never go on at once.
    going_on: int | None = Field(default=1, unique=True)
    # By which rules it was opened; they hold until its end.
    basis: str
    hours_source: str
    policy_version: str
    opened_at: datetime
    opened_by: int = reference("account.id")
    # The last day on which the list stands to be objected to.
    notice_until_on: date | None = None
    ended_at: datetime | None = None
    ended_by: int | None = reference("account.id", nullable=True, default=None)
    # Raised by every step: a button carries it, so an old one is told apart.
    version: int = 1


class StarCandidate(SQLModel, table=True):
    """Somebody whose hours reach a star that he has not been awarded yet."""

    __tablename__ = "star_candidate"
    __table_args__ = (
        UniqueConstraint("batch_id", "volunteer_id"),
        CheckConstraint(
            "state IN ('proposed', 'nominated', 'held_back', 'struck', 'awarded')",
            name="state_is_known",
        ),
        CheckConstraint("star > 0", name="is_a_star"),
        Index("ix_star_candidate_list", "batch_id", "state", "star", "id"),
        Index("ix_star_candidate_route", "batch_id", "route", "state"),
    )

    id: int | None = primary_key()
    batch_id: int = reference("star_batch.id")
    volunteer_id: int = reference("volunteer.id")
    star: int
    # What counted when the batch was opened.
    minutes: int
    # Who nominates: "unit:7", "county_office:530821" or "federation".
    route: str
    state: str = "proposed"
    # Why somebody was held back or struck off, in the words of whoever did it.
    reason: str | None = None
    decided_by: int | None = reference("account.id", nullable=True, default=None)
    decided_at: datetime | None = None


class StarApproval(SQLModel, table=True):
    """One of the approvals that a batch needs; each by another person, each step once."""

    __tablename__ = "star_approval"
    __table_args__ = (
        Index(
            "one_approval_a_step",
            "batch_id",
            "step",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index(
            "one_approval_a_person",
            "batch_id",
            "by_account_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: int | None = primary_key()
    batch_id: int = reference("star_batch.id")
    # "centre" or "office".
    step: str
    by_account_id: int = reference("account.id")
    approved_at: datetime
    undone_at: datetime | None = None


class StarObjection(SQLModel, table=True):
    """What somebody registered says against a published list, and the answer; both are kept."""

    __tablename__ = "star_objection"
    __table_args__ = (
        Index("ix_star_objection_open", "batch_id", "answered_at"),
        # One of each person about each candidate, and one about the list as a whole.
        Index("one_objection", "batch_id", "by_account_id", "about", unique=True),
    )

    id: int | None = primary_key()
    batch_id: int = reference("star_batch.id")
    # The candidate it is about, 0 for the list as a whole.
    about: int = Field(default=0, sa_type=BigId)
    by_account_id: int = reference("account.id")
    text: str
    objected_at: datetime
    answer: str | None = None
    struck: bool = False
    answered_at: datetime | None = None
    answered_by: int | None = reference("account.id", nullable=True, default=None)


class StarAward(SQLModel, table=True):
    """A star that was awarded (PUZD-5.1d); once a year and person, and never taken back."""

    __tablename__ = "star_award"
    __table_args__ = (
        UniqueConstraint("volunteer_id", "year"),
        CheckConstraint("star > 0", name="is_a_star"),
    )

    id: int | None = primary_key()
    batch_id: int = reference("star_batch.id", index=True)
    volunteer_id: int = reference("volunteer.id")
    year: int
    star: int
    minutes: int
    awarded_at: datetime
