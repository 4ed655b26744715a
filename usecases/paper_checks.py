"""What volunteers hand in with a photo and an officer checks: the queue, the look, the decision.

Certificates and honours share this, corrections only the queue; what a paper says, and whom its
decision is told in which words, each says for itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table, func, insert, select, update

from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from usecases import access, audit, minors, notices, queue_notices, registration, stored_files
from usecases.city import CitySession

_VOLUNTEERS = table_of(Volunteer)


@dataclass(frozen=True, slots=True)
class Photo:
    """Where the photo of a paper lies, and what opens it."""

    sha256: str
    size_bytes: int
    key: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A decision about a paper, and until when it can be undone."""

    paper_id: int
    version: int
    valid: bool
    name: str
    undo_until_at: datetime


@dataclass(frozen=True, slots=True)
class Papers:
    """One kind of papers: their table, how the trail and the seals call one, why one is none.

    The words of a reason stand under `paper-fault-<reason>`.
    """

    rows: Table
    subject: str
    reasons: tuple[str, ...]
    # The state in which one waits for an officer.
    waits: str = "waiting"

    @property
    def with_holder(self) -> FromClause:
        """Return the rows beside the volunteers whose they are."""
        return self.rows.join(_VOLUNTEERS, _VOLUNTEERS.c.id == self.rows.c.volunteer_id)

    def photo_place(self, volunteer_id: int) -> str:
        """Return what the key of a photo is sealed for."""
        return f"{self.subject}/{volunteer_id}/photo"


# -- handing in ------------------------------------------------------------------------------------


def hand_in(
    session: CitySession, actor: int, who: Any, papers: Papers, photo: Photo, now: datetime,
    **says: Any,
) -> int:  # fmt: skip
    """Keep a paper of a volunteer's with its photo, call those who check it, and return it."""
    stored_files.note(session, sha256=photo.sha256, size_bytes=photo.size_bytes, now=now)
    route = registration.route_of(session, who.unit_id, who.county, now)
    made = session.connection().execute(
        insert(papers.rows)
        .values(
            volunteer_id=who.id,
            sha256=photo.sha256,
            photo_key_sealed=session.city.keys.seal(photo.key, papers.photo_place(who.id)),
            route=route.written,
            state="waiting",
            version=1,
            asked_at=now,
            **says,
        )
        .returning(papers.rows.c.id)
    )
    paper_id = int(made.scalar_one())
    audit.record(session, actor, f"{papers.subject}.added", f"{papers.subject}:{paper_id}", now)
    queue_notices.call(
        session,
        kind=f"{papers.subject}s-waiting",
        role=route.approver,
        scope_ref=route.county or "",
        now=now,
    )
    return paper_id


# -- checking --------------------------------------------------------------------------------------


def _mine(session: CitySession, actor: int, papers: Papers) -> ColumnElement[bool]:
    own, rows = _VOLUNTEERS.c.account_id, papers.rows
    return (
        (rows.c.state == papers.waits)
        & rows.c.route.in_(access.routes(session, actor=actor))
        & _VOLUNTEERS.c.suspended_at.is_(None)
        & (own.is_(None) | (own != actor))
    )


def waiting(session: CitySession, actor: int, papers: Papers) -> int:
    """Return how many wait for the officer."""
    query = select(func.count()).select_from(papers.with_holder)
    return session.connection().scalar(query.where(_mine(session, actor, papers))) or 0


def following(
    session: CitySession, actor: int, papers: Papers, after: int
) -> tuple[Any, int] | None:
    """Return the oldest behind `after` that waits, beginning anew at the end, and how many wait."""
    found = (
        session.connection()
        .scalars(
            select(papers.rows.c.id)
            .select_from(papers.with_holder)
            .where(_mine(session, actor, papers))
            .order_by(papers.rows.c.id)
        )
        .all()
    )
    if not found:
        return None
    next_id = next((each for each in found if each > after), found[0])
    return row_of(session, actor, papers, next_id), len(found)


def row_of(
    session: CitySession, actor: int, papers: Papers, paper_id: int, *, lock: bool = False
) -> Any:
    """Return a paper with whose it is; refuses not-found, and not-allowed to other offices."""
    query = (
        select(
            papers.rows,
            _VOLUNTEERS.c.name.label("holder"),
            _VOLUNTEERS.c.number.label("holder_number"),
            _VOLUNTEERS.c.born_on,
            _VOLUNTEERS.c.account_id,
        )
        .select_from(papers.with_holder)
        .where(papers.rows.c.id == paper_id)
    )
    query = query.with_for_update(of=papers.rows) if lock else query
    row = session.connection().execute(query).one_or_none()
    if row is None or row.state == "withdrawn":
        raise Refusal(Code.NOT_FOUND)
    if row.route not in access.routes(session, actor=actor):
        raise Refusal(Code.NOT_ALLOWED)
    return row


def photo_of(
    session: CitySession, actor: int, papers: Papers, row: Any, now: datetime
) -> Photo | None:
    """Return where the photo lies, if it is there still; that it was asked for is written down."""
    audit.record(session, actor, f"{papers.subject}.seen", f"{papers.subject}:{row.id}", now)
    subject = f"volunteer:{row.volunteer_id}"
    minors.seen(session, actor, subject, row.born_on, minors.Screen.PAPER, now)
    if row.sha256 is None or row.photo_key_sealed is None:
        return None
    key = session.city.keys.open(row.photo_key_sealed, papers.photo_place(row.volunteer_id))
    return Photo(row.sha256, 0, key)


def to_decide(
    session: CitySession, actor: int, papers: Papers, paper_id: int, version: int, reason: str
) -> Any:
    """Return a locked paper that the officer may decide about, in this way.

    Refuses not-found, not-allowed, second-person (his own), already-decided (another was faster,
    or it was handed in anew), step-gone for a reason that is none.
    """
    row = row_of(session, actor, papers, paper_id, lock=True)
    if row.account_id == actor:
        raise Refusal(Code.SECOND_PERSON)
    if reason and reason not in papers.reasons:
        raise Refusal(Code.STEP_GONE)
    if row.state != "waiting" or row.version != version:
        raise Refusal(Code.ALREADY_DECIDED)
    return row


def settle(
    session: CitySession, actor: int, papers: Papers, row: Any, reason: str, now: datetime,
    **facts: Any,
) -> Checked:  # fmt: skip
    """Keep a decision and tell the holder with these facts."""
    state = "refused" if reason else "valid"
    _move(
        session, papers, row, state=state, decided_by=actor, decided_at=now, reason=reason or None
    )
    audit.record(session, actor, f"{papers.subject}.{state}", f"{papers.subject}:{row.id}", now)
    because = {"reason": reason} if reason else {}
    key = f"{papers.subject}/{row.id}/decided/{row.version}"
    _tell(session, f"{papers.subject}-{state}", row, key, facts | because, now)
    minutes = session.city.policy(now).registration.undo_minutes
    until_at = now + timedelta(minutes=minutes)
    return Checked(row.id, row.version + 1, not reason, mask_name(row.holder), until_at)


def to_undo(
    session: CitySession, actor: int, papers: Papers, paper_id: int, version: int, now: datetime
) -> Any:
    """Return a locked paper on which one's own decision can be taken back still.

    Refuses not-found, not-allowed, undo-too-late.
    """
    row = row_of(session, actor, papers, paper_id, lock=True)
    minutes = session.city.policy(now).registration.undo_minutes
    mine = row.decided_by == actor and row.version == version and row.state != "waiting"
    if not mine or now - row.decided_at > timedelta(minutes=minutes):
        raise Refusal(Code.UNDO_TOO_LATE, "registration.undo_minutes", minutes=minutes)
    return row


def reopen(
    session: CitySession, actor: int, papers: Papers, row: Any, now: datetime, **facts: Any
) -> None:
    """Let a paper wait again, and tell the holder with these facts."""
    _move(session, papers, row, state="waiting", decided_by=None, decided_at=None, reason=None)
    audit.record(session, actor, f"{papers.subject}.undone", f"{papers.subject}:{row.id}", now)
    key = f"{papers.subject}/{row.id}/undone/{row.version}"
    _tell(session, f"{papers.subject}-reopened", row, key, facts, now)


def _move(session: CitySession, papers: Papers, row: Any, **values: Any) -> None:
    session.connection().execute(
        update(papers.rows)
        .where(papers.rows.c.id == row.id)
        .values(version=row.version + 1, **values)
    )


def _tell(
    session: CitySession, kind: str, row: Any, key: str, facts: dict[str, Any], now: datetime
) -> None:
    if row.account_id is not None:
        notices.tell(
            session, kind=kind, account_id=row.account_id, dedupe_key=key, facts=facts, due_at=now
        )
