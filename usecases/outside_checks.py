"""Hours from elsewhere, on the officers' side: one checks, another approves, then they count.

How they are handed in: `outside_hours`; how they come into the ledger: `crediting` (SM3-5g).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.duties import StoredFile
from models.people import Volunteer
from usecases import access, audit, crediting, minors, notices, outside_hours
from usecases.city import CitySession
from usecases.file_store import Kept
from usecases.outside_hours import CLAIMS, Said

_STORED = table_of(StoredFile)
_VOLUNTEERS = table_of(Volunteer)
_WITH_SUBJECT = CLAIMS.join(_VOLUNTEERS, _VOLUNTEERS.c.id == CLAIMS.c.volunteer_id)

# Why not; the words stand under `outside-fault-<reason>`.
REASONS = ("unclear", "other-name", "other-hours", "counted")


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A claim as an officer sees it; `checked` says that the first of the two has agreed."""

    claim_id: int
    version: int
    waiting: int
    volunteer_id: int
    born_on: date | None
    name: str
    number: str
    said: Said
    checked: bool
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """What a claim is after an officer's word: checked, credited, refused or taken_back."""

    claim_id: int
    version: int
    state: str
    name: str
    minutes: int


def _mine(session: CitySession, actor: int) -> ColumnElement[bool]:
    places = access.places(session, actor=actor, action=Action.CHECK_RECORD)
    own, first = _VOLUNTEERS.c.account_id, CLAIMS.c.checked_by
    where = (
        CLAIMS.c.state.in_(["waiting", "checked"])
        & _VOLUNTEERS.c.suspended_at.is_(None)
        & (own.is_(None) | (own != actor))
        & (first.is_(None) | (first != actor))
    )
    return where if "" in places else where & CLAIMS.c.county.in_(places)


@access.performs(Action.CHECK_RECORD)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many claims wait for this officer; neither his own nor what he checked first.

    Refuses not-allowed to who checks no records.
    """
    query = select(func.count()).select_from(_WITH_SUBJECT).where(_mine(session, actor))
    return session.connection().scalar(query) or 0


@access.performs(Action.CHECK_RECORD)
def following(session: CitySession, *, actor: int, after: int = 0) -> ToCheck | None:
    """Return the oldest claim behind `after` that waits, beginning anew at the end; None if none.

    Refuses what `waiting` does.
    """
    ids = session.connection().scalars(
        select(CLAIMS.c.id)
        .select_from(_WITH_SUBJECT)
        .where(_mine(session, actor))
        .order_by(CLAIMS.c.id)
    )
    found = ids.all()
    if not found:
        return None
    row = _row(session, actor, next((each for each in found if each > after), found[0]))
    return ToCheck(
        row.id,
        row.version,
        len(found),
        row.volunteer_id,
        row.born_on,
        mask_name(row.name),
        row.number,
        Said(row.place, row.minutes, row.first_on, row.last_on),
        row.state == "checked",
        row.asked_at,
    )


def _row(session: CitySession, actor: int, claim_id: int, *, lock: bool = False) -> Any:
    query = (
        select(
            CLAIMS,
            _VOLUNTEERS.c.name,
            _VOLUNTEERS.c.number,
            _VOLUNTEERS.c.born_on,
            _VOLUNTEERS.c.account_id,
            _VOLUNTEERS.c.unit_id,
        )
        .select_from(_WITH_SUBJECT)
        .where(CLAIMS.c.id == claim_id)
    )
    query = query.with_for_update(of=CLAIMS) if lock else query
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    access.require(session, actor=actor, action=Action.CHECK_RECORD, place=row.county)
    return row


@access.performs(Action.CHECK_RECORD)
def paper(session: CitySession, *, actor: int, claim_id: int, now: datetime) -> Kept:
    """Return the proof for the officer to look at; that he did is written down.

    Refuses not-found, also where the paper is gone, and not-allowed outside his county.
    """
    row = _row(session, actor, claim_id)
    stored = (
        session.connection()
        .execute(select(_STORED).where(_STORED.c.sha256 == row.sha256))
        .one_or_none()
    )
    if stored is None:
        raise Refusal(Code.NOT_FOUND)
    audit.record(session, actor, "outside.paper-seen", f"outside:{row.id}", now)
    subject = f"volunteer:{row.volunteer_id}"
    minors.seen(session, actor, subject, row.born_on, minors.Screen.PAPER, now)
    return Kept(stored.sha256, stored.size_bytes, stored.media_type, row.file_name)


@access.performs(Action.CHECK_RECORD)
def decide(
    session: CitySession, *, actor: int, claim_id: int, version: int, reason: str, now: datetime
) -> Decided:
    """Agree to a claim, or with a reason not; once a second officer agrees, the hours count.

    Refuses not-found, not-allowed, second-person (his own, or he was the first), already-decided
    (another was faster), step-gone for a reason that is none.
    """
    row = _row(session, actor, claim_id, lock=True)
    if actor in (row.account_id, row.checked_by):
        raise Refusal(Code.SECOND_PERSON)
    if reason and reason not in REASONS:
        raise Refusal(Code.STEP_GONE)
    if row.state not in ("waiting", "checked") or row.version != version:
        raise Refusal(Code.ALREADY_DECIDED)
    if reason:
        return _refused(session, actor, row, reason, now)
    if row.state == "waiting":
        done = _move(session, row, "checked", checked_by=actor, checked_at=now)
        audit.record(session, actor, "outside.checked", f"outside:{row.id}", now)
        # His colleagues, and the city's where the county has one officer only.
        for county in {row.county, ""}:
            outside_hours.call(session, county, now)
        return done
    done = _move(session, row, "credited", approved_by=actor, approved_at=now)
    crediting.credit_outside(session, claim=row, by=actor, now=now)
    audit.record(session, actor, "outside.credited", f"outside:{row.id}", now, minutes=row.minutes)
    if row.account_id is not None:
        notices.tell(
            session, kind="outside-credited", account_id=row.account_id,
            dedupe_key=f"outside/{row.id}/credited",
            facts={"place": row.place, "minutes": row.minutes}, due_at=now,
        )  # fmt: skip
    return done


def _move(session: CitySession, row: Any, state: str, **values: Any) -> Decided:
    session.connection().execute(
        update(CLAIMS)
        .where(CLAIMS.c.id == row.id)
        .values(state=state, version=row.version + 1, **values)
    )
    return Decided(row.id, row.version + 1, state, mask_name(row.name), row.minutes)


def _refused(session: CitySession, actor: int, row: Any, reason: str, now: datetime) -> Decided:
    audit.record(session, actor, "outside.refused", f"outside:{row.id}", now)
    if row.account_id is not None:
        notices.tell(
            session, kind="outside-refused", account_id=row.account_id,
            dedupe_key=f"outside/{row.id}/refused",
            facts={"place": row.place, "reason": reason}, due_at=now,
        )  # fmt: skip
    return _move(session, row, "refused", reason=reason, over_at=now)


@access.performs(Action.CHECK_RECORD)
def reverse(
    session: CitySession, *, actor: int, claim_id: int, version: int, reason: str, now: datetime
) -> Decided:
    """Take credited hours back with a reason: the ledger reverses them, the paper is free again.

    The right ones can be handed in anew. Refuses not-found, not-allowed, second-person (his own),
    already-decided where they do not count (any more), step-gone for a reason that is none.
    """
    row = _row(session, actor, claim_id, lock=True)
    if actor == row.account_id:
        raise Refusal(Code.SECOND_PERSON)
    if reason not in REASONS:
        raise Refusal(Code.STEP_GONE)
    if row.state != "credited" or row.version != version:
        raise Refusal(Code.ALREADY_DECIDED)
    crediting.take_back_outside(session, claim=row, by=actor, now=now)
    audit.record(session, actor, "outside.reversed", f"outside:{row.id}", now, minutes=row.minutes)
    if row.account_id is not None:
        notices.tell(
            session, kind="outside-reversed", account_id=row.account_id,
            dedupe_key=f"outside/{row.id}/reversed",
            facts={"place": row.place, "minutes": row.minutes, "reason": reason}, due_at=now,
        )  # fmt: skip
    return _move(session, row, "taken_back", reason=reason, over_at=now)
