"""Updates taken in before they are confirmed, and done in the transaction of their deed."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.columns import table_of
from models.sealed import SealBrokenError
from models.traffic import InboxUpdate
from usecases.city import CitySession
from usecases.prepared import Prepared

_ROWS = table_of(InboxUpdate)
# A poison update is parked after this many tries, so that it stops nobody else.
MOST_TRIES = 5


# Not by id alone: Telegram's ids may begin anew below after a quiet week (F9).
_IN_ORDER = (_ROWS.c.arrival.nulls_first(), _ROWS.c.received_at, _ROWS.c.update_id)


class AlreadyDoneError(Exception):
    """Another run has done this update: whatever this run wrote must roll back."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An update as it waits in the inbox."""

    update_id: int
    person: int
    body: dict[str, Any]
    tries: int = 0
    # A stopped process left it, perhaps because of it.
    left: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """What a stopped process left: updates to run again, and ids of rows that no longer open."""

    updates: list[Taken]
    unreadable: list[int]


@dataclass(frozen=True, slots=True)
class Done:
    """That an update is done, and when."""

    update_id: int
    at: datetime


_TAKE = {
    name: Prepared(
        dialect.insert(_ROWS)
        .on_conflict_do_nothing(index_elements=["update_id"])
        .returning(_ROWS.c.update_id),
        ("update_id", "person", "body_sealed", "received_at", "tries"),
    )
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}


def take(session: CitySession, *, updates: list[Taken], now: datetime) -> list[int]:
    """Keep each update that is new; return the ids of those. Repeats are known by id alone (F9)."""
    statement = _TAKE[session.connection().dialect.name]
    fresh: list[int] = []
    for one in updates:
        text = json.dumps(one.body, ensure_ascii=False)
        row = {
            "update_id": one.update_id,
            "person": one.person,
            "body_sealed": session.city.keys.seal(text, f"inbox/{one.update_id}"),
            "received_at": now,
            "tries": 0,
        }
        fresh += [kept.update_id for kept in statement.run(session, row)]
    return fresh


_MARK_DONE = Prepared(
    update(_ROWS)
    .where(_ROWS.c.update_id == bindparam("which"), _ROWS.c.done_at.is_(None))
    .values(done_at=bindparam("at"), body_sealed=None)
    .returning(_ROWS.c.update_id)
)


def mark_done(session: CitySession, done: Done) -> None:
    """Mark the update done and blank what was said; a second run of it raises and rolls back."""
    if not _MARK_DONE.run(session, {"which": done.update_id, "at": done.at}):
        raise AlreadyDoneError(done.update_id)


def undone(session: CitySession, *, of: Collection[int] | None = None) -> Left:
    """Return what another process left undone, in the order it came; parked rows stay parked.

    All of it, or of the updates whose ids are given.
    """
    query = select(_ROWS.c.update_id, _ROWS.c.person, _ROWS.c.body_sealed, _ROWS.c.tries).where(
        _ROWS.c.done_at.is_(None), _ROWS.c.parked_at.is_(None)
    )
    if of is not None:
        query = query.where(_ROWS.c.update_id.in_(of))
    rows = session.connection().execute(query.order_by(*_IN_ORDER))
    left = Left([], [])
    for row in rows:
        body = _opened(session, row.update_id, row.body_sealed)
        if body is None:
            left.unreadable.append(row.update_id)
        else:
            left.updates.append(Taken(row.update_id, row.person, body, row.tries, left=True))
    return left


def _opened(session: CitySession, update_id: int, sealed: bytes | None) -> dict[str, Any] | None:
    try:
        body = json.loads(session.city.keys.open(sealed or b"", f"inbox/{update_id}"))
    except (SealBrokenError, ValueError):
        return None
    return body if isinstance(body, dict) else None


def count_failure(
    session: CitySession, *, update_id: int, incident: str, hopeless: bool, now: datetime
) -> str:
    """Count a try that failed, or that ended with its process; return how to go on.

    "again", "parked" after the last, "done" if the deed stands. A `hopeless` update, which nobody
    could ever read, is parked at its first try.
    """
    connection = session.connection()
    tries: int | None = connection.execute(
        update(_ROWS)
        .where(_ROWS.c.update_id == update_id, _ROWS.c.done_at.is_(None))
        .values(tries=_ROWS.c.tries + 1, incident=incident)
        .returning(_ROWS.c.tries)
    ).scalar_one_or_none()
    if tries is None:
        return "done"
    if tries < MOST_TRIES and not hopeless:
        return "again"
    connection.execute(update(_ROWS).where(_ROWS.c.update_id == update_id).values(parked_at=now))
    return "parked"


def standing(session: CitySession) -> dict[str, int]:
    """Return how many updates wait and how many are parked."""
    row = (
        session.connection()
        .execute(
            select(
                func.count().filter(_ROWS.c.parked_at.is_(None)).label("waiting"),
                func.count().filter(_ROWS.c.parked_at.is_not(None)).label("parked"),
            ).where(_ROWS.c.done_at.is_(None))
        )
        .one()
    )
    return {"waiting": row.waiting, "parked": row.parked}


def last_taken(session: CitySession) -> datetime | None:
    """Return when the newest update came in that is still known, or None."""
    newest: datetime | None = session.connection().scalar(select(func.max(_ROWS.c.received_at)))
    return newest
