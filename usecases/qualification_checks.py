"""An officer checks certificates: valid or not, undone within minutes; holders hear of the end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, literal, or_, select

from domain.permissions import Action
from domain.qualifications import counts, warning
from domain.refusals import Code, Refusal
from domain.writing import mask_name, phone_tail
from models.columns import table_of
from models.people import Volunteer
from models.traffic import Notice
from usecases import access, notices, paper_checks
from usecases.city import CitySession
from usecases.paper_checks import Checked, Photo
from usecases.qualifications import PAPERS, ROWS, number_place

_NOTICES = table_of(Notice)
_VOLUNTEERS = table_of(Volunteer)

_ENDS = "qualification-ends"
# So many in one transaction, so that nobody waits.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A certificate as the officer sees it; `tail` are the last figures of its number."""

    paper_id: int
    version: int
    waiting: int
    kind: str
    volunteer_id: int
    born_on: date | None
    name: str
    number: str
    tail: str
    expires_on: date | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What is shown for a moment: the number, and where the photo lies, if there is one still."""

    number: str
    photo: Photo | None


@access.performs(Action.DECIDE_APPLICATION)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many certificates wait for the officer."""
    return paper_checks.waiting(session, actor, PAPERS)


@access.performs(Action.DECIDE_APPLICATION)
def following(session: CitySession, *, actor: int, after: int = 0) -> ToCheck | None:
    """Return the oldest behind `after` that waits, beginning anew at the end; None if none does."""
    found = paper_checks.following(session, actor, PAPERS, after)
    if found is None:
        return None
    row, count = found
    return ToCheck(
        paper_id=row.id,
        version=row.version,
        waiting=count,
        kind=row.kind,
        volunteer_id=row.volunteer_id,
        born_on=row.born_on,
        name=mask_name(row.holder),
        number=row.holder_number,
        tail=phone_tail(_number(session, row)),
        expires_on=row.expires_on,
        asked_at=row.asked_at,
    )


def _number(session: CitySession, row: Any) -> str:
    if row.number_sealed is None:
        return ""
    return session.city.keys.open(row.number_sealed, number_place(row.volunteer_id))


@access.performs(Action.DECIDE_APPLICATION)
def look_at(session: CitySession, *, actor: int, paper_id: int, now: datetime) -> Seen:
    """Return number and photo for the officer to look at; that he did is written down."""
    row = paper_checks.row_of(session, actor, PAPERS, paper_id)
    photo = paper_checks.photo_of(session, actor, PAPERS, row, now)
    return Seen(_number(session, row), photo)


@access.performs(Action.DECIDE_APPLICATION)
def decide(
    session: CitySession, *, actor: int, paper_id: int, version: int, reason: str,
    now: datetime,
) -> Checked:  # fmt: skip
    """Say that a certificate is valid, or with a reason why it is not; the holder is told.

    Refuses not-found, not-allowed, second-person (his own), already-decided (another was faster,
    or it was handed in anew), step-gone for a reason that is none, qualification-over.
    """
    row = paper_checks.to_decide(session, actor, PAPERS, paper_id, version, reason)
    if not reason and not counts(row.expires_on, session.city.calendar.day_of(now)):
        raise Refusal(Code.QUALIFICATION_OVER, "qualifications.kinds")
    return paper_checks.settle(session, actor, PAPERS, row, reason, now, qualification=row.kind)


@access.performs(Action.DECIDE_APPLICATION)
def undo(session: CitySession, *, actor: int, paper_id: int, version: int, now: datetime) -> None:
    """Take one's own decision back within the policy's minutes; it waits again.

    Refuses not-found, not-allowed, undo-too-late.
    """
    row = paper_checks.to_undo(session, actor, PAPERS, paper_id, version, now)
    another = select(ROWS.c.id).where(
        ROWS.c.volunteer_id == row.volunteer_id,
        ROWS.c.kind == row.kind,
        ROWS.c.state == "waiting",
    )
    if session.connection().execute(another).first() is not None:
        minutes = session.city.policy(now).registration.undo_minutes
        raise Refusal(Code.UNDO_TOO_LATE, "registration.undo_minutes", minutes=minutes)
    paper_checks.reopen(session, actor, PAPERS, row, now, qualification=row.kind)


@access.performs(Action.RUN_CLOCK)
def warn(session: CitySession, *, now: datetime) -> int:
    """Tell some of those whose qualification ends soon, or ends today; return how many were told.

    Each hears of each of the two once; who holds another of the kind that lasts longer hears
    nothing.
    """
    today = session.city.calendar.day_of(now)
    days = session.city.policy(now).qualifications.warn_days
    newer = ROWS.alias()
    lasts = exists().where(
        newer.c.volunteer_id == ROWS.c.volunteer_id,
        newer.c.kind == ROWS.c.kind,
        newer.c.state == "valid",
        or_(newer.c.expires_on.is_(None), newer.c.expires_on > ROWS.c.expires_on),
    )
    rows = session.connection().execute(
        select(ROWS, _VOLUNTEERS.c.account_id)
        .select_from(PAPERS.with_holder)
        .where(
            ROWS.c.state == "valid",
            ROWS.c.expires_on.between(today - timedelta(days=days), today + timedelta(days=days)),
            _VOLUNTEERS.c.account_id.is_not(None),
            _VOLUNTEERS.c.suspended_at.is_(None),
            ~lasts,
            or_(
                _untold("soon") & (ROWS.c.expires_on > today),
                _untold("over") & (ROWS.c.expires_on <= today),
            ),
        )
        .order_by(ROWS.c.id)
        .limit(_AT_ONCE)
    )
    told = 0
    for row in rows.all():
        step = warning(row.expires_on, today, days)
        told += notices.tell(
            session, kind="qualification-ends", account_id=row.account_id,
            dedupe_key=f"{_ENDS}/{step}/{row.id}",
            facts={"qualification": row.kind, "expires_on": row.expires_on.isoformat()},
            due_at=now,
        )  # fmt: skip
    return told


def _untold(step: str) -> ColumnElement[bool]:
    key = literal(f"{_ENDS}/{step}/") + cast(ROWS.c.id, String)
    return ~exists().where(_NOTICES.c.dedupe_key == key)
