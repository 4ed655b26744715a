"""Visits, the scans that open and close them, and what may be used once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference

_WAITS = text("outcome = 'ClerkAsked' AND visit_id IS NULL")


class Visit(SQLModel, table=True):
    """From arriving to leaving; one open visit per volunteer, in the schema.

    Nor do two that count overlap: the migration adds what keeps them apart (an exclusion on
    PostgreSQL, triggers on SQLite).
    """

    __table_args__ = (
        Index(
            "one_open_visit",
            "volunteer_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        # The statement pages and today's credit, newest first.
        Index("ix_visit_volunteer_opened", "volunteer_id", "opened_at"),
        # The station's day: who is in, who has to be confirmed.
        Index("ix_visit_station_opened", "station_id", "opened_at"),
        # The clock looks for the visits that have run past the limit.
        Index(
            "ix_visit_open",
            "opened_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="ends_after_it_began"),
        CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes_not_negative"),
    )

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id")
    station_id: int = reference("station.id")
    opened_at: datetime
    opened_source: str
    closed_at: datetime | None = None
    # scan, staff_scan, clock (forgotten), elsewhere (went on to another station), staff_end.
    closed_source: str | None = None
    # None while open and while a clerk's word is awaited; then what was credited.
    minutes: int | None = None
    # Set when a forgotten end has been settled by a clerk (or he said: nobody came).
    settled_at: datetime | None = None
    settled_by: int | None = reference("account.id", nullable=True, default=None)


class Scan(SQLModel, table=True):
    """Every scan, refused ones too, so that a quarrel can be settled next day."""

    __table_args__ = (
        Index("ix_scan_volunteer_at", "volunteer_id", "scanned_at"),
        # Who waits for a clerk's word: few of many, looked for by every list of a station's day.
        Index(
            "ix_scan_waiting",
            "station_id",
            "scanned_at",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    id: int | None = primary_key()
    # Whoever sends the same request again gets the same answer, whatever the rules say by then.
    request_id: str = Field(unique=True)
    scanned_at: datetime
    account_id: int = reference("account.id")
    volunteer_id: int | None = reference("volunteer.id", nullable=True, default=None)
    station_id: int | None = reference("station.id", nullable=True, default=None)
    visit_id: int | None = reference("visit.id", nullable=True, default=None)
    means: str
    code_kind: str
    outcome: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class CodeUse(SQLModel, table=True):
    """A code that was used; the unique key is what "once" means."""

    __tablename__ = "code_use"

    # For example "station:7:176230021:12" (volunteer, slot, station) or "personal:7:5874100".
    key: str = Field(primary_key=True)
    used_at: datetime


class ShortCode(SQLModel, table=True):
    """A typed code, good once and for minutes; only its hash is stored."""

    __tablename__ = "short_code"
    __table_args__ = (Index("ix_short_code_subject", "kind", "subject_id"),)

    code_hash: bytes = Field(primary_key=True)
    kind: str
    subject_id: int
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class WrongTry(SQLModel, table=True):
    """A wrong typed code; enough of them in a minute lock the account out for a while."""

    __tablename__ = "wrong_try"
    __table_args__ = (Index("ix_wrong_try_account_at", "account_id", "tried_at"),)

    id: int | None = primary_key()
    account_id: int = reference("account.id")
    tried_at: datetime
