"""An officer checks certificates: valid or not, undone within minutes; holders hear of the end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, or_, select, update

from domain.permissions import Action
from domain.qualifications import counts, warning
from domain.refusals import Code, Refusal
from domain.writing import mask_name, phone_tail
from models.columns import table_of
from models.people import Volunteer
from models.traffic import Notice
from usecases import access, applications, audit, minors, notices
from usecases.city import CitySession
from usecases.qualifications import ROWS, Photo, number_place, photo_place

_NOTICES = table_of(Notice)
_VOLUNTEERS = table_of(Volunteer)

# Why a certificate is none; the words stand under `qual-fault-<reason>`.
REASONS = ("unclear", "other-name", "other-kind", "other-day")
_ENDS = "qualification-ends"
# So many in one transaction, so that nobody waits.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A certificate as the officer sees it; `tail` are the last figures of its number."""

    qualification_id: int
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


@dataclass(frozen=True, slots=True)
class Checked:
    """A decision, and until when it can be undone."""

    qualification_id: int
    version: int
    valid: bool
    name: str
    undo_until_at: datetime


@access.performs(Action.DECIDE_APPLICATION)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many certificates wait for the officer."""
    query = select(func.count()).select_from(_WITH_HOLDER).where(_mine(session, actor))
    return session.connection().scalar(query) or 0


_WITH_HOLDER = ROWS.join(_VOLUNTEERS, _VOLUNTEERS.c.id == ROWS.c.volunteer_id)


def _mine(session: CitySession, actor: int) -> ColumnElement[bool]:
    own = _VOLUNTEERS.c.account_id
    return (
        (ROWS.c.state == "waiting")
        & ROWS.c.route.in_(applications.routes(session, actor))
        & _VOLUNTEERS.c.suspended_at.is_(None)
        & (own.is_(None) | (own != actor))
    )


@access.performs(Action.DECIDE_APPLICATION)
def following(session: CitySession, *, actor: int, after: int = 0) -> ToCheck | None:
    """Return the oldest behind `after` that waits, beginning anew at the end; None if none does."""
    ids = session.connection().scalars(
        select(ROWS.c.id).select_from(_WITH_HOLDER).where(_mine(session, actor)).order_by(ROWS.c.id)
    )
    found = ids.all()
    if not found:
        return None
    row = _row(session, actor, next((each for each in found if each > after), found[0]))
    return ToCheck(
        qualification_id=row.id,
        version=row.version,
        waiting=len(found),
        kind=row.kind,
        volunteer_id=row.volunteer_id,
        born_on=row.born_on,
        name=mask_name(row.name),
        number=row.number,
        tail=phone_tail(_number(session, row)),
        expires_on=row.expires_on,
        asked_at=row.asked_at,
    )


def _row(session: CitySession, actor: int, qualification_id: int, *, lock: bool = False) -> Any:
    query = (
        select(
            ROWS,
            _VOLUNTEERS.c.name,
            _VOLUNTEERS.c.number,
            _VOLUNTEERS.c.born_on,
            _VOLUNTEERS.c.account_id,
        )
        .select_from(_WITH_HOLDER)
        .where(ROWS.c.id == qualification_id)
    )
    query = query.with_for_update(of=ROWS) if lock else query
    row = session.connection().execute(query).one_or_none()
    if row is None or row.state == "withdrawn":
        raise Refusal(Code.NOT_FOUND)
    if row.route not in applications.routes(session, actor):
        raise Refusal(Code.NOT_ALLOWED)
    return row


def _number(session: CitySession, row: Any) -> str:
    if row.number_sealed is None:
        return ""
    return session.city.keys.open(row.number_sealed, number_place(row.volunteer_id))


@access.performs(Action.DECIDE_APPLICATION)
def look_at(session: CitySession, *, actor: int, qualification_id: int, now: datetime) -> Seen:
    """Return number and photo for the officer to look at; that he did is written down."""
    row = _row(session, actor, qualification_id)
    audit.record(session, actor, "qualification.seen", f"qualification:{row.id}", now)
    subject = f"volunteer:{row.volunteer_id}"
    minors.seen(session, actor, subject, row.born_on, minors.Screen.PAPER, now)
    photo = None
    if row.sha256 is not None and row.photo_key_sealed is not None:
        key = session.city.keys.open(row.photo_key_sealed, photo_place(row.volunteer_id))
        photo = Photo(row.sha256, 0, key)
    return Seen(_number(session, row), photo)


@access.performs(Action.DECIDE_APPLICATION)
def decide(
    session: CitySession, *, actor: int, qualification_id: int, version: int, reason: str,
    now: datetime,
) -> Checked:  # fmt: skip
    """Say that a certificate is valid, or with a reason why it is not; the holder is told.

    Refuses not-found, not-allowed, second-person (his own), already-decided (another was faster,
    or it was handed in anew), step-gone for a reason that is none, qualification-over.
    """
    row = _row(session, actor, qualification_id, lock=True)
    if row.account_id == actor:
        raise Refusal(Code.SECOND_PERSON)
    if reason and reason not in REASONS:
        raise Refusal(Code.STEP_GONE)
    if row.state != "waiting" or row.version != version:
        raise Refusal(Code.ALREADY_DECIDED)
    if not reason and not counts(row.expires_on, session.city.calendar.day_of(now)):
        raise Refusal(Code.QUALIFICATION_OVER, "qualifications.kinds")
    state = "refused" if reason else "valid"
    _move(session, row, state=state, decided_by=actor, decided_at=now, reason=reason or None)
    audit.record(session, actor, f"qualification.{state}", f"qualification:{row.id}", now)
    _tell_decided(session, row, reason, now)
    minutes = session.city.policy(now).registration.undo_minutes
    until_at = now + timedelta(minutes=minutes)
    return Checked(row.id, row.version + 1, not reason, mask_name(row.name), until_at)


def _move(session: CitySession, row: Any, **values: Any) -> None:
    session.connection().execute(
        update(ROWS).where(ROWS.c.id == row.id).values(version=row.version + 1, **values)
    )


def _tell_decided(session: CitySession, row: Any, reason: str, now: datetime) -> None:
    if row.account_id is None:
        return
    key = f"qualification/{row.id}/decided/{row.version}"
    if reason:
        notices.tell(
            session, kind="qualification-refused", account_id=row.account_id, dedupe_key=key,
            facts={"qualification": row.kind, "reason": reason}, due_at=now,
        )  # fmt: skip
    else:
        notices.tell(
            session, kind="qualification-valid", account_id=row.account_id, dedupe_key=key,
            facts={"qualification": row.kind}, due_at=now,
        )  # fmt: skip


@access.performs(Action.DECIDE_APPLICATION)
def undo(
    session: CitySession, *, actor: int, qualification_id: int, version: int, now: datetime
) -> None:
    """Take one's own decision back within the policy's minutes; it waits again.

    Refuses not-found, not-allowed, undo-too-late.
    """
    row = _row(session, actor, qualification_id, lock=True)
    minutes = session.city.policy(now).registration.undo_minutes
    mine = row.decided_by == actor and row.version == version and row.state != "waiting"
    if not mine or now - row.decided_at > timedelta(minutes=minutes):
        raise Refusal(Code.UNDO_TOO_LATE, "registration.undo_minutes", minutes=minutes)
    another = select(ROWS.c.id).where(
        ROWS.c.volunteer_id == row.volunteer_id,
        ROWS.c.kind == row.kind,
        ROWS.c.state == "waiting",
    )
    if session.connection().execute(another).first() is not None:
        raise Refusal(Code.UNDO_TOO_LATE, "registration.undo_minutes", minutes=minutes)
    _move(session, row, state="waiting", decided_by=None, decided_at=None, reason=None)
    audit.record(session, actor, "qualification.undone", f"qualification:{row.id}", now)
    if row.account_id is not None:
        notices.tell(
            session, kind="qualification-reopened", account_id=row.account_id,
            dedupe_key=f"qualification/{row.id}/undone/{row.version}",
            facts={"qualification": row.kind}, due_at=now,
        )  # fmt: skip


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
        .select_from(_WITH_HOLDER)
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
