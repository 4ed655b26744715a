"""Who wants to be forgotten, and who has been: what erasing leaves behind is ids and a mark."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import BigId, primary_key, reference


class Leaving(SQLModel, table=True):
    """That somebody asked to be forgotten: undone within the policy's days, or carried out."""

    __table_args__ = (
        Index(
            "one_open_leaving",
            "account_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL AND done_at IS NULL"),
            postgresql_where=text("undone_at IS NULL AND done_at IS NULL"),
        ),
    )

    id: int | None = primary_key()
    account_id: int = reference("account.id")
    asked_at: datetime
    due_at: datetime
    undone_at: datetime | None = None
    done_at: datetime | None = None


class Erasure(SQLModel, table=True):
    """That an account was forgotten: its line also stands in the file of checkpoints (P16).

    `mark` is an HMAC of what the account was; it tells the same account in an older backup, and
    nothing to whoever lacks the key. The ids refer to nothing: in a backup brought back they may
    be somebody else's.
    """

    id: int | None = primary_key()
    mark: bytes = Field(unique=True)
    account_id: int = Field(sa_type=BigId)
    volunteer_id: int | None = Field(default=None, sa_type=BigId)
    erased_at: datetime
