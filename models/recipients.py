"""What those who were served say of it: by a one-use link, or on a page that they signed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference

_SAID = text("outcome IS NOT NULL")
_UNSEEN = text("outcome = 'confirmed' AND seen_at IS NULL")


class RecipientWord(SQLModel, table=True):
    """A link for a recipient of a service, and his word once he has given it (SM3-5f).

    It is of a typed record or of a visit.
    """

    __tablename__ = "recipient_word"
    __table_args__ = (
        CheckConstraint("outcome IN ('confirmed', 'denied')", name="outcome_is_known"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five_stars"),
        CheckConstraint("seen_by <> made_by", name="seen_by_another"),
        CheckConstraint("(record_id IS NULL) <> (visit_id IS NULL)", name="of_one_line"),
        Index(
            "one_word_of_a_record",
            "record_id",
            unique=True,
            sqlite_where=_SAID,
            postgresql_where=_SAID,
        ),
        Index(
            "one_word_of_a_visit",
            "visit_id",
            unique=True,
            sqlite_where=_SAID,
            postgresql_where=_SAID,
        ),
        Index(
            "ix_recipient_word_unseen",
            "record_id",
            sqlite_where=_UNSEEN,
            postgresql_where=_UNSEEN,
        ),
    )

    id: int | None = primary_key()
    record_id: int | None = reference("service_record.id", nullable=True, default=None, index=True)
    visit_id: int | None = reference("visit.id", nullable=True, default=None, index=True)
    # None for a page that was signed by hand.
    code_hash: bytes | None = Field(default=None, unique=True)
    made_by: int = reference("account.id")
    made_at: datetime
    expires_at: datetime
    outcome: str | None = None
    said_at: datetime | None = None
    # The recipient's own account; None: he signed on paper.
    said_by: int | None = reference("account.id", nullable=True, default=None)
    stars: int | None = None
    words: str | None = None
    # The photo of the signed page.
    sha256: str | None = Field(default=None, foreign_key="stored_file.sha256")
    # Who took it for the recipient's (an officer; of a visit a clerk too): before, it is none.
    seen_by: int | None = reference("account.id", nullable=True, default=None)
    seen_at: datetime | None = None
