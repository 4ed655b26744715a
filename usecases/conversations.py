"""Where somebody stands in a conversation: one row, written with the deed that moved it on."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from models.columns import table_of
from models.traffic import Conversation
from usecases.city import CitySession

_ROWS = table_of(Conversation)


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation as it stands: which flow, which step, which version, what was answered."""

    flow: str
    step: str
    version: int
    data: dict[str, Any] = field(default_factory=dict)
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The next standing of somebody's conversation, or None when it has ended."""

    account_id: int
    standing: Standing | None
    at: datetime


def store(session: CitySession, change: Change) -> None:
    """Keep the next standing in one statement, or forget the conversation when it has ended."""
    connection = session.connection()
    if change.standing is None:
        connection.execute(delete(_ROWS).where(_ROWS.c.account_id == change.account_id))
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    standing = change.standing
    values = {
        "flow": standing.flow,
        "step": standing.step,
        "version": standing.version,
        "data_sealed": session.city.keys.seal(
            json.dumps(standing.data, ensure_ascii=False), f"conversation/{change.account_id}"
        ),
        "message_id": standing.message_id,
        "updated_at": change.at,
    }
    connection.execute(
        insert(_ROWS)
        .values(account_id=change.account_id, **values)
        .on_conflict_do_update(index_elements=["account_id"], set_=values)
    )


_FETCH = select(_ROWS).where(_ROWS.c.account_id == bindparam("account_id"))


def fetch(session: CitySession, *, account_id: int) -> Standing | None:
    """Return where the account stands, or None outside a conversation."""
    row = session.connection().execute(_FETCH, {"account_id": account_id}).one_or_none()
    if row is None:
        return None
    data = "{}"
    if row.data_sealed is not None:
        data = session.city.keys.open(row.data_sealed, f"conversation/{account_id}")
    return Standing(row.flow, row.step, row.version, json.loads(data), row.message_id)
