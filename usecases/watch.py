"""What whoever watches over the city asks of its database: may we work, and what waits."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from domain.permissions import Action
from models.columns import table_of
from models.people import Account
from models.traffic import InboxUpdate, Notice
from usecases import access, keycheck
from usecases.city import CitySession
from usecases.keycheck import WrongKeysError

_UPDATES = table_of(InboxUpdate)
_NOTICES = table_of(Notice)
_ACCOUNTS = table_of(Account)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not done yet; the oldest moments are None where nothing waits."""

    updates_undone: int
    updates_parked: int
    oldest_update_at: datetime | None
    notices_pending: int
    # Of those, how many have failed at least once.
    notices_tried: int
    # When the one that should have gone first was due.
    oldest_notice_at: datetime | None


@access.performs(Action.RUN_CLOCK)
def obstacle(session: CitySession, *, older: Container[str]) -> str | None:
    """Return what forbids a process to work here ("shape", "keys"), or None; asks by a write.

    `older` are the shapes before ours. One that we do not know is newer: it serves us until we are
    replaced.
    """
    found = session.connection().scalar(text("SELECT version_num FROM alembic_version"))
    if found is None or found in older:
        return "shape"
    try:
        keycheck.check(session)
    except WrongKeysError:
        return "keys"
    return None


@access.performs(Action.RUN_CLOCK)
def waiting(session: CitySession, *, now: datetime) -> Waiting:
    """Return what waits; costs as much as there is undone, not as much as there ever was."""
    connection = session.connection()
    flows = _UPDATES.c.parked_at.is_(None)
    updates = connection.execute(
        select(
            func.count().filter(flows),
            func.count().filter(_UPDATES.c.parked_at.is_not(None)),
            func.min(_UPDATES.c.received_at).filter(flows),
        ).where(_UPDATES.c.done_at.is_(None))
    ).one()
    notices = connection.execute(
        select(
            func.count(),
            func.count().filter(_NOTICES.c.tries > 1),
            func.min(_NOTICES.c.due_at).filter(_NOTICES.c.due_at <= now),
        )
        .join(_ACCOUNTS, _ACCOUNTS.c.id == _NOTICES.c.account_id)
        .where(_NOTICES.c.state == "pending", _ACCOUNTS.c.blocked_at.is_(None))
    ).one()
    return Waiting(*updates, *notices)
