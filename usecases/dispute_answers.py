"""The recorder's side of a dispute: what waits for his answer, and how it came about.

The clerks of a visit's station answer, or whoever typed the record; an officer decides then.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from usecases import access, audit, queue_notices
from usecases.city import CitySession
from usecases.disputes import DISPUTES, cleaned
from usecases.lines import VOLUNTEERS, Line, cause_of, line_of


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A dispute as the recorder sees it."""

    dispute_id: int
    version: int
    waiting: int
    line: Line
    what: str
    words: str


def _mine(session: CitySession, actor: int) -> Any:
    held = access.standings(session, actor=actor, action=Action.RECORD_SERVICE)
    stations = [int(place) for role, place in held if role is Role.CLERK]
    by_me = DISPUTES.c.station_id.in_(stations) | (DISPUTES.c.typed_by == actor)
    own = select(VOLUNTEERS.c.id).where(VOLUNTEERS.c.account_id == actor)
    return (
        (DISPUTES.c.state == "raised")
        & by_me
        & DISPUTES.c.volunteer_id.not_in(own)
        & (DISPUTES.c.raised_by != actor)
    )


@access.performs(Action.RECORD_SERVICE)
def to_answer(
    session: CitySession, *, actor: int, after: int = 0, same: int = 0
) -> ToAnswer | None:
    """Return the oldest dispute behind `after` that this recorder can answer, beginning anew.

    `same` asks for that one once more, if it still waits for him.
    """
    rows = (
        session.connection()
        .execute(select(DISPUTES).where(_mine(session, actor)).order_by(DISPUTES.c.id))
        .all()
    )
    if not rows:
        return None
    ids = [row.id for row in rows]
    row = rows[(ids.index(after) + 1) % len(ids)] if after in ids else rows[0]
    if same in ids:
        row = rows[ids.index(same)]
    line, _ = line_of(session, cause_of(row))
    return ToAnswer(row.id, row.version, len(ids), line, row.what, row.words)


@access.performs(Action.RECORD_SERVICE)
def answer(
    session: CitySession, *, actor: int, dispute_id: int, version: int, words: str, now: datetime
) -> Line:
    """Say how it came about, as a clerk of the station or as who typed it; an officer decides then.

    Refuses not-found, not-allowed, record-another (it is about himself, or he raised it),
    already-decided, text-empty, text-length.
    """
    connection = session.connection()
    row = connection.execute(select(DISPUTES).where(DISPUTES.c.id == dispute_id)).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    held = access.standings(session, actor=actor, action=Action.RECORD_SERVICE)
    clerk = (Role.CLERK, str(row.station_id)) in held
    if not clerk and row.typed_by != actor:
        raise Refusal(Code.NOT_ALLOWED)
    own = connection.scalar(
        select(VOLUNTEERS.c.account_id).where(VOLUNTEERS.c.id == row.volunteer_id)
    )
    if actor in (own, row.raised_by):
        raise Refusal(Code.RECORD_ANOTHER)
    moved = connection.execute(
        update(DISPUTES)
        .where(DISPUTES.c.id == dispute_id, DISPUTES.c.version == version)
        .where(DISPUTES.c.state == "raised")
        .values(
            state="answered",
            version=version + 1,
            answer=cleaned(words),
            answered_by=actor,
            answered_at=now,
        )
    )
    if moved.rowcount != 1:
        raise Refusal(Code.ALREADY_DECIDED)
    audit.record(session, actor, "dispute.answered", f"dispute:{dispute_id}", now)
    role = Role.COUNTY_OFFICE if row.county else Role.FEDERATION
    queue_notices.call(
        session, kind=queue_notices.DISPUTES, role=role, scope_ref=row.county, now=now
    )
    line, _ = line_of(session, cause_of(row))
    return line


@access.performs(Action.RUN_CLOCK)
def still_raised(session: CitySession, *, dispute_id: int) -> bool:
    """Tell whether a dispute still waits for its recorder's answer."""
    return bool(
        session.connection().scalar(
            select(func.count()).where(DISPUTES.c.id == dispute_id, DISPUTES.c.state == "raised")
        )
    )
