"""Updates that came in, conversations that go on, notices that go out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import BigId, primary_key, reference


class InboxUpdate(SQLModel, table=True):
    """An update of the messenger, committed before it is confirmed, blanked when done."""

    __tablename__ = "inbox_update"
    __table_args__ = (
        Index(
            "ix_inbox_undone",
            "person",
            "update_id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    # BIGINT on both: Telegram's own number is the key, and repeats are found by it alone.
    update_id: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    # Whose update it is: those of one person run in order.
    person: int = Field(sa_type=BigId)
    body_sealed: bytes | None = None
    received_at: datetime
    # Numbered by PostgreSQL, where several machines take updates; on SQLite received_at tells.
    arrival: int | None = Field(default=None, sa_type=BigId)
    done_at: datetime | None = None
    tries: int = 0
    # Set after the last try: the row is kept and reported, the others flow.
    parked_at: datetime | None = None
    incident: str | None = None


class Conversation(SQLModel, table=True):
    """Where somebody stands in a conversation: one row, one version, sealed answers."""

    account_id: int = Field(primary_key=True, foreign_key="account.id", sa_type=BigId)
    flow: str
    step: str
    # Raised by every step: a button carries it, so an old one is answered and not guessed.
    version: int
    data_sealed: bytes | None = None
    # The one message that edits itself as the conversation goes on.
    message_id: int | None = Field(default=None, sa_type=BigId)
    updated_at: datetime


class Notice(SQLModel, table=True):
    """Something that nobody asked for and somebody must be told; written with its cause."""

    __table_args__ = (
        Index(
            "ix_notice_due",
            "due_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        # What somebody was told last of a kind is asked whenever something comes in for him.
        Index("ix_notice_told", "account_id", "kind"),
    )

    id: int | None = primary_key()
    # One notice per subject, stage and recipient: a second tick finds it and adds nothing.
    dedupe_key: str = Field(unique=True)
    kind: str
    account_id: int = reference("account.id")
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    due_at: datetime
    # pending, sent, withdrawn (no longer true), never (reason), unknown (the reply was lost).
    state: str = "pending"
    reason: str | None = None
    tries: int = 0
    claimed_until: datetime | None = None
    sent_at: datetime | None = None
    message_id: int | None = Field(default=None, sa_type=BigId)


class SendingPause(SQLModel, table=True):
    """The halt that Telegram asked for, honoured by every process; one row."""

    __tablename__ = "sending_pause"

    id: int = Field(primary_key=True)
    until_at: datetime


class KeyCheck(SQLModel, table=True):
    """What tells a wrong secrets file before the first write; one row."""

    __tablename__ = "key_check"

    id: int = Field(primary_key=True)
    value: bytes


class AuditEntry(SQLModel, table=True):
    """Who did what, when, to which row; never a name, a number or a text of a person."""

    __tablename__ = "audit_entry"
    # The Office reads one kind of deed, the newest first.
    __table_args__ = (Index("ix_audit_entry_action", "action", "id"),)

    id: int | None = primary_key()
    at: datetime
    account_id: int | None = reference("account.id", nullable=True, default=None)
    action: str
    subject: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class AuditSeal(SQLModel, table=True):
    """A page of the audit trail that is closed, as a page of the ledger is (`LedgerSeal`)."""

    __tablename__ = "audit_seal"
    __table_args__ = (CheckConstraint("to_id >= from_id", name="covers_something"),)

    number: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    from_id: int = Field(sa_type=BigId)
    to_id: int = Field(sa_type=BigId)
    rows: int = Field(sa_type=BigId)
    hash: bytes
    key_version: int
    signature: bytes
    sealed_at: datetime


class CityMove(SQLModel, table=True):
    """That this database is not the city: it is being filled, or the city has left; one row."""

    __tablename__ = "city_move"
    __table_args__ = (CheckConstraint("state IN ('arriving', 'left')", name="state_is_known"),)

    id: int = Field(primary_key=True)
    state: str
    # The database at the other end, without its password.
    other: str
    at: datetime
