"""The published list of stars, masked, and what registered people say against it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update

from domain.permissions import Action
from domain.refusals import Code, Refusal, unless_refused
from domain.stars import BatchState
from domain.writing import clean_text
from models.columns import table_of
from models.people import Volunteer
from models.stars import StarCandidate, StarObjection
from usecases import access, audit, notices, star_candidates, star_notices
from usecases.city import CitySession
from usecases.inserts import insert_into
from usecases.star_candidates import PAGE, Candidate

_CANDIDATES = table_of(StarCandidate)
_OBJECTIONS = table_of(StarObjection)
_VOLUNTEERS = table_of(Volunteer)

LONGEST = 500
# What a list that is published shows: who goes forward.
_LISTED = ("nominated",)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the published list; `until_on` is the last day for objections."""

    batch_id: int
    year: int
    basis: str
    hours_source: str
    until_on: date
    over: bool
    lines: list[Candidate]
    page: int
    pages: int
    count: int


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection as the office sees it; `candidate` is None when it is about the whole list."""

    objection_id: int
    year: int
    text: str
    objected_at: datetime
    candidate: Candidate | None
    waiting: int


@access.performs(Action.OBJECT_TO_STARS)
def published(session: CitySession, *, actor: int, page: int, now: datetime) -> Listed:
    """Return a page of the list that is published, the highest star first.

    Names are masked. Refuses not-registered, not-yet-approved, and not-found when no list is
    published.
    """
    access.own_volunteer(session, actor=actor)
    batch = _published(session)
    rows = star_candidates.seen(batch.id).where(_CANDIDATES.c.state.in_(_LISTED))
    count = session.connection().scalar(select(func.count()).select_from(rows.subquery())) or 0
    pages = max((count + PAGE - 1) // PAGE, 1)
    page = min(page, pages - 1)
    found = session.connection().execute(
        rows.order_by(_CANDIDATES.c.star.desc(), _CANDIDATES.c.id).limit(PAGE).offset(page * PAGE)
    )
    return Listed(
        batch_id=batch.id,
        year=batch.year,
        basis=batch.basis,
        hours_source=batch.hours_source,
        until_on=batch.notice_until_on,
        over=session.city.calendar.day_of(now) > batch.notice_until_on,
        lines=[star_candidates.line(row) for row in found],
        page=page,
        pages=pages,
        count=count,
    )


def _published(session: CitySession, *, lock: bool = False) -> Any:
    try:
        batch = star_candidates.going_on(session, lock=lock)
    except Refusal as nothing:
        raise Refusal(Code.NOT_FOUND) from nothing
    if batch.state != BatchState.NOTICE:
        raise Refusal(Code.NOT_FOUND)
    return batch


@access.performs(Action.OBJECT_TO_STARS)
def object_to(session: CitySession, *, actor: int, about: int, text: str, now: datetime) -> int:
    """Keep an objection about a candidate, or about the list (0); return its number.

    Refuses not-registered, not-found (nothing is published, or he is not on it), step-gone when
    the days are over, text-empty, text-length, objected-already.
    """
    access.own_volunteer(session, actor=actor)
    batch = _published(session, lock=True)
    if session.city.calendar.day_of(now) > batch.notice_until_on:
        raise Refusal(Code.STEP_GONE, "stars.notice_workdays")
    if about:
        _candidate(session, batch.id, about)
    kept = unless_refused(clean_text(text, max_length=LONGEST))
    connection = session.connection()
    objection_id: int | None = connection.scalar(
        insert_into(connection, _OBJECTIONS)
        .values(batch_id=batch.id, about=about, by_account_id=actor, text=kept, objected_at=now)
        .on_conflict_do_nothing(index_elements=["batch_id", "by_account_id", "about"])
        .returning(_OBJECTIONS.c.id)
    )
    if objection_id is None:
        raise Refusal(Code.OBJECTED_ALREADY)
    audit.record(session, actor, "star_objection.made", f"star_objection:{objection_id}", now)
    star_notices.call(session, star_notices.ANSWERING, now)
    return objection_id


def _candidate(session: CitySession, batch_id: int, candidate_id: int) -> Any:
    row = (
        session.connection()
        .execute(
            star_candidates.seen(batch_id).where(
                _CANDIDATES.c.id == candidate_id, _CANDIDATES.c.state.in_(_LISTED)
            )
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    return row


@access.performs(Action.ANSWER_OBJECTION)
def following(session: CitySession, *, actor: int, after: int = 0) -> Objection | None:
    """Return the oldest open objection behind `after`, beginning anew at the end; None if none."""
    access.places(session, actor=actor, action=Action.ANSWER_OBJECTION)
    try:
        batch = _published(session)
    except Refusal:
        return None
    open_ones = (
        session.connection()
        .execute(
            select(_OBJECTIONS)
            .where(_OBJECTIONS.c.batch_id == batch.id, _OBJECTIONS.c.answered_at.is_(None))
            .order_by(_OBJECTIONS.c.id)
        )
        .all()
    )
    if not open_ones:
        return None
    row = next((one for one in open_ones if one.id > after), open_ones[0])
    about = None
    if row.about:
        about = session.connection().execute(
            star_candidates.seen(batch.id).where(_CANDIDATES.c.id == row.about)
        ).one_or_none()  # fmt: skip
    return Objection(
        row.id,
        batch.year,
        row.text,
        row.objected_at,
        star_candidates.line(about) if about is not None else None,
        len(open_ones),
    )


@access.performs(Action.ANSWER_OBJECTION)
def answer(
    session: CitySession, *, actor: int, objection_id: int, text: str, strike: bool, now: datetime
) -> int:
    """Answer an objection, striking the candidate off with the answer as the reason, or not.

    Whoever objected is told, and whoever is struck off. Returns how many objections are left.
    Refuses not-allowed, not-found, already-decided, second-person (one's own objection, or an
    objection to oneself), text-empty, text-length.
    """
    access.places(session, actor=actor, action=Action.ANSWER_OBJECTION)
    batch = _published(session, lock=True)
    row = _open(session, batch.id, objection_id)
    about = None
    if row.about:
        seen = star_candidates.seen(batch.id).where(_CANDIDATES.c.id == row.about)
        about = session.connection().execute(seen).one_or_none()
    if actor == row.by_account_id or (about is not None and actor == about.account_id):
        raise Refusal(Code.SECOND_PERSON)
    kept = unless_refused(clean_text(text, max_length=LONGEST))
    struck = strike and about is not None and about.state in _LISTED
    session.connection().execute(
        update(_OBJECTIONS)
        .where(_OBJECTIONS.c.id == row.id)
        .values(answer=kept, struck=struck, answered_at=now, answered_by=actor)
    )
    audit.record(
        session, actor, "star_objection.answered", f"star_objection:{row.id}", now, struck=struck
    )
    _tell_answered(session, row, kept, struck, now)
    if about is not None and struck:
        _strike(session, actor, about, kept, batch.year, now)
    left = session.connection().scalar(
        select(func.count()).where(
            _OBJECTIONS.c.batch_id == batch.id, _OBJECTIONS.c.answered_at.is_(None)
        )
    )
    return left or 0


def _open(session: CitySession, batch_id: int, objection_id: int) -> Any:
    row = (
        session.connection()
        .execute(
            select(_OBJECTIONS).where(
                _OBJECTIONS.c.id == objection_id, _OBJECTIONS.c.batch_id == batch_id
            )
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.answered_at is not None:
        raise Refusal(Code.ALREADY_DECIDED)
    return row


def _tell_answered(
    session: CitySession, row: Any, answered: str, struck: bool, now: datetime
) -> None:
    notices.tell(
        session,
        kind="objection-answered",
        account_id=row.by_account_id,
        dedupe_key=f"objection-answered/{row.id}",
        facts={"answer": answered, "struck": "yes" if struck else "no"},
        due_at=now,
    )


def put_off(
    session: CitySession, *, actor: int, batch: Any, candidate_id: int, reason: str, now: datetime
) -> None:
    """Strike a candidate off without an objection, and tell him the reason; who has left is not."""
    seen = star_candidates.seen(batch.id).where(_CANDIDATES.c.id == candidate_id)
    about = session.connection().execute(seen).one_or_none()
    if about is not None:
        _strike(session, actor, about, reason, batch.year, now)


def _strike(
    session: CitySession, actor: int, about: Any, reason: str, year: int, now: datetime
) -> None:
    session.connection().execute(
        update(_CANDIDATES)
        .where(_CANDIDATES.c.id == about.id)
        .values(state="struck", reason=reason, decided_by=actor, decided_at=now)
    )
    audit.record(session, actor, "star.struck", f"star_candidate:{about.id}", now)
    if about.account_id is not None:
        notices.tell(
            session,
            kind="star-held-back",
            account_id=about.account_id,
            dedupe_key=f"star-held-back/{about.id}",
            facts={"year": str(year), "reason": reason},
            due_at=now,
        )
