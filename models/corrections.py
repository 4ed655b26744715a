"""Corrections that people ask for of what an officer checks, and documents that were renewed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference

_OPEN = text("state = 'open'")


class Correction(SQLModel, table=True):
    """Somebody asks for another name, telephone or document in his registration (PIPL K12)."""

    __table_args__ = (
        Index(
            "one_open_correction",
            "volunteer_id",
            "line",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_correction_queue", "state", "route"),
        CheckConstraint("line IN ('name', 'phone', 'document')", name="correction_line_is_known"),
        CheckConstraint(
            "state IN ('open', 'accepted', 'refused', 'withdrawn')",
            name="correction_state_is_known",
        ),
    )

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id", index=True)
    line: str
    # Of a document: "renewed", so that the old one is kept beside it, or "mistaken".
    why: str = ""
    # As with applications: "federation", or "county_office:<county code>".
    route: str
    # What it shall be, sealed; None when its days are over. What it was is nowhere kept.
    said_sealed: bytes | None = None
    state: str = "open"
    version: int = 1
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = reference("account.id", nullable=True, default=None)


class FormerDocument(SQLModel, table=True):
    """A document that its holder has renewed: its number still leads to him, and to nobody else.

    The database refuses a volunteer under another's former number, and the other way round.
    """

    __tablename__ = "former_document"

    id: int | None = primary_key()
    volunteer_id: int = reference("volunteer.id", index=True)
    id_kind: str
    id_sealed: bytes
    id_index: bytes = Field(unique=True)
    replaced_at: datetime
