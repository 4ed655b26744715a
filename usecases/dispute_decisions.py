"""An officer decides about a dispute: it stays, it goes, or the times were others.

A correction is a reversal and a new row of the ledger; the row of the visit or the record then says
what is right, and the dispute what it said before.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update

from domain.months import month_of
from domain.permissions import Action, Role
from domain.records import Span, when_refused
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.records import RecordCheck
from usecases import access, audit, crediting, notices, record_credit
from usecases.city import CitySession
from usecases.disputes import DISPUTES, OPEN, cleaned
from usecases.lines import VISITS, VOLUNTEERS, Line, cause_of, line_of
from usecases.records import RECORDS
from usecases.taken_time import taken_by

_CHECKS = table_of(RecordCheck)


class Ruling(StrEnum):
    """What an officer can decide; the value is the Fluent suffix."""

    KEPT = "kept"
    STRUCK = "struck"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A dispute as an officer sees it; `answer` is empty when the recorder let his days pass."""

    dispute_id: int
    version: int
    waiting: int
    line: Line
    what: str
    words: str
    answer: str
    reply: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What an officer decided, and what the line counts now."""

    line: Line
    ruling: Ruling
    minutes: int


def _mine(session: CitySession, actor: int, now: datetime) -> Any:
    places = access.places(session, actor=actor, action=Action.CHECK_RECORD)
    own = select(VOLUNTEERS.c.id).where(VOLUNTEERS.c.account_id == actor)
    # What he let through himself is another one's to judge.
    let_through = select(_CHECKS.c.record_id).where(_CHECKS.c.by_account_id == actor)
    ready = (DISPUTES.c.state == "answered") | (
        (DISPUTES.c.state == "raised") & (DISPUTES.c.due_at <= now)
    )
    where = (
        ready
        & (DISPUTES.c.raised_by != actor)
        & (DISPUTES.c.answered_by.is_(None) | (DISPUTES.c.answered_by != actor))
        & (DISPUTES.c.typed_by.is_(None) | (DISPUTES.c.typed_by != actor))
        & DISPUTES.c.volunteer_id.not_in(own)
        & (DISPUTES.c.record_id.is_(None) | DISPUTES.c.record_id.not_in(let_through))
    )
    return where if "" in places else where & DISPUTES.c.county.in_(places)


@access.performs(Action.CHECK_RECORD)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:
    """Return how many disputes this officer can decide now."""
    query = select(func.count()).where(_mine(session, actor, now))
    return session.connection().scalar(query) or 0


@access.performs(Action.CHECK_RECORD)
def following(
    session: CitySession, *, actor: int, after: int = 0, same: int = 0, now: datetime
) -> ToDecide | None:
    """Return the oldest dispute behind `after` that this officer can decide, beginning anew.

    `same` asks for that one once more, if it still waits for him.
    """
    query = select(DISPUTES).where(_mine(session, actor, now)).order_by(DISPUTES.c.id)
    rows = session.connection().execute(query).all()
    if not rows:
        return None
    ids = [row.id for row in rows]
    row = rows[(ids.index(after) + 1) % len(ids)] if after in ids else rows[0]
    if same in ids:
        row = rows[ids.index(same)]
    line, _ = line_of(session, cause_of(row))
    said = (row.what, row.words, row.answer or "", row.reply or "")
    return ToDecide(row.id, row.version, len(ids), line, *said)


@access.performs(Action.CHECK_RECORD)
def day_of(session: CitySession, *, actor: int, dispute_id: int) -> datetime:
    """Return when the line of a dispute began; refuses not-found, not-allowed."""
    query = select(DISPUTES).where(DISPUTES.c.id == dispute_id)
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    access.require(session, actor=actor, action=Action.CHECK_RECORD, place=row.county)
    return line_of(session, cause_of(row))[0].began_at


@access.performs(Action.CHECK_RECORD)
def decide(
    session: CitySession,
    *,
    actor: int,
    dispute_id: int,
    version: int,
    ruling: Ruling,
    reason: str,
    span: Span | None = None,
    now: datetime,
) -> Decided:
    """Decide, correct the line if it was wrong, and tell whoever raised it, with the reason.

    `span` are the right times of a correction. Refuses not-found, not-allowed, already-decided,
    dispute-not-yet (the recorder still has days), record-another (who raised it, answered it,
    recorded it, let it through or is its subject), dispute-time (another day), record-* of an
    impossible time. Typed hours that are struck end every other objection to them as well.
    """
    row = (
        session.connection()
        .execute(select(DISPUTES).where(DISPUTES.c.id == dispute_id).with_for_update())
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    access.require(session, actor=actor, action=Action.CHECK_RECORD, place=row.county)
    if row.version != version or row.state not in ("raised", "answered"):
        raise Refusal(Code.ALREADY_DECIDED)
    if row.state == "raised" and now < row.due_at:
        raise Refusal(Code.DISPUTE_NOT_YET, "records.answer_workdays")
    line, before = line_of(session, cause_of(row))
    _must_be_another(session, actor, row, before)
    why = cleaned(reason)
    minutes = line.minutes or 0
    if ruling is not Ruling.KEPT:
        minutes = _correct(session, line, before, row, actor, span, ruling, now)
    gone = ruling is Ruling.STRUCK and line.state == "published"
    ended = [row, *(_others(session, row) if gone else [])]
    _end(session, ended, line, before, actor, ruling, minutes, why, now)
    return Decided(line, ruling, minutes)


def _end(
    session: CitySession,
    ended: list[Any],
    line: Line,
    before: Any,
    actor: int,
    ruling: Ruling,
    minutes: int,
    why: str,
    now: datetime,
) -> None:
    """Write the decision into these disputes, and tell everybody concerned once."""
    heard: set[int] = set()
    for row in ended:
        session.connection().execute(
            update(DISPUTES)
            .where(DISPUTES.c.id == row.id)
            .values(
                state="rejected" if ruling is Ruling.KEPT else "upheld",
                version=row.version + 1,
                reason=why,
                decided_by=actor,
                decided_at=now,
                was_began_at=line.began_at,
                was_ended_at=line.ended_at,
                was_minutes=line.minutes,
                minutes=minutes,
            )
        )
        subject = f"dispute:{row.id}"
        audit.record(
            session, actor, f"dispute.{ruling}", subject, now, cause=line.cause, minutes=minutes
        )
        hears = {row.raised_by, before.account_id} - {None, *heard}
        _tell(session, row, line, hears, ruling, minutes, why, now)
        heard |= hears


def _others(session: CitySession, row: Any) -> list[Any]:
    """Return the other disputes of the same record that are open."""
    return list(
        session.connection().execute(
            select(DISPUTES)
            .where(DISPUTES.c.record_id == row.record_id, DISPUTES.c.id != row.id, OPEN)
            .order_by(DISPUTES.c.id)
        )
    )


def _must_be_another(session: CitySession, actor: int, row: Any, line: Any) -> None:
    recorders = {row.raised_by, row.answered_by, row.typed_by, line.account_id}
    if row.station_id is not None:
        station = str(row.station_id)
        recorders |= set(access.holders(session, role=Role.CLERK, scope_ref=station))
    if row.record_id is not None:
        # Whoever let it through would judge himself.
        checked = select(_CHECKS.c.by_account_id).where(_CHECKS.c.record_id == row.record_id)
        recorders |= set(session.connection().scalars(checked))
        # Nor does anybody settle his own objection by deciding another one's.
        for other in _others(session, row):
            recorders |= {other.raised_by, other.answered_by}
    if actor in recorders:
        raise Refusal(Code.RECORD_ANOTHER)


def _correct(
    session: CitySession,
    line: Line,
    before: Any,
    row: Any,
    actor: int,
    span: Span | None,
    ruling: Ruling,
    now: datetime,
) -> int:
    """Let the line say what is right, and return the minutes that it counts now."""
    connection = session.connection()
    # First the person: nothing of his comes in between.
    connection.execute(
        select(VOLUNTEERS.c.id).where(VOLUNTEERS.c.id == line.volunteer_id).with_for_update()
    )
    right = _right(session, line, span, now) if ruling is Ruling.CORRECTED else None
    if line.record_id and line.state == "published":
        return _correct_shown(session, before, right, now)
    corrected = crediting.correct(
        session,
        cause=line.cause,
        volunteer_id=line.volunteer_id,
        unit_id=before.his_unit_id,
        month=month_of(session.city.calendar.day_of(line.began_at)),
        span=right,
        number=row.id,
        by=actor,
        now=now,
    )
    if line.visit_id:
        times = {"opened_at": right.began_at, "closed_at": right.ended_at} if right else {}
        settled = {"settled_at": now, "settled_by": actor}
        connection.execute(
            update(VISITS)
            .where(VISITS.c.id == line.visit_id)
            .values(minutes=corrected.minutes, **settled, **times)
        )
    else:
        times = {"began_at": right.began_at, "ended_at": right.ended_at} if right else {}
        connection.execute(
            update(RECORDS)
            .where(RECORDS.c.id == line.record_id)
            .values(minutes=corrected.minutes, version=before.version + 1, **times)
        )
    return corrected.minutes


def _right(session: CitySession, line: Line, span: Span | None, now: datetime) -> Span:
    """Return the right times, if they can be: of the line's own day, and nobody else's."""
    calendar = session.city.calendar
    if span is None or calendar.day_of(span.began_at) != calendar.day_of(line.began_at):
        raise Refusal(Code.DISPUTE_TIME)
    rules = session.city.policy(span.began_at).credit
    refused = when_refused(span, now=now, calendar=calendar, rules=rules)
    if refused is not None:
        raise Refusal.of(refused)
    taken = taken_by(
        session,
        volunteer_id=line.volunteer_id,
        span=span,
        now=now,
        but=line.record_id,
        but_visit=line.visit_id,
    )
    if taken is not None:
        raise Refusal(
            Code.RECORD_OVERLAPS,
            began_at=taken.began_at.isoformat(),
            ended_at=taken.ended_at.isoformat(),
        )
    return span


def _correct_shown(session: CitySession, record: Any, right: Span | None, now: datetime) -> int:
    """Correct what is only on show: nothing has been credited yet."""
    if right is None:
        record_credit.strike(session, record, record.account_id, now)
        return 0
    session.connection().execute(
        update(RECORDS)
        .where(RECORDS.c.id == record.id)
        .values(began_at=right.began_at, ended_at=right.ended_at, version=record.version + 1)
    )
    return right.minutes


def _tell(
    session: CitySession,
    row: Any,
    line: Line,
    hears: set[int],
    ruling: Ruling,
    minutes: int,
    why: str,
    now: datetime,
) -> None:
    # Typed hours that are still on show count when nobody objects, not yet.
    counts = "later" if line.state == "published" and minutes else "now"
    about: dict[str, Any] = {"title": line.title, "began_at": line.began_at.isoformat()}
    for account_id in sorted(hears):
        key = f"dispute-decided/{row.id}/{account_id}"
        if ruling is Ruling.KEPT:
            notices.tell(
                session,
                kind="dispute-kept",
                account_id=account_id,
                dedupe_key=key,
                facts={**about, "reason": why},
                due_at=now,
            )
        else:
            notices.tell(
                session,
                kind="dispute-corrected",
                account_id=account_id,
                dedupe_key=key,
                facts={**about, "reason": why, "minutes": minutes, "counts": counts},
                due_at=now,
            )
