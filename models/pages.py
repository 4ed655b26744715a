"""Who has one of our pages open."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class PageSession(SQLModel, table=True):
    """A Mini App that is open: made from one launch, ended by time; only hashes are kept."""

    __tablename__ = "page_session"
    __table_args__ = (Index("ix_page_session_opened_at", "opened_at"),)

    id: int | None = primary_key()
    token_hash: bytes = Field(unique=True)
    # A launch opens one session: whoever copies it out of a phone comes too late.
    launch_hash: bytes = Field(unique=True)
    account_id: int = reference("account.id")
    # The launch was minutes old: the page may move hours and vouchers, not only show.
    fresh: bool
    opened_at: datetime
    expires_at: datetime
