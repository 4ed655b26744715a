"""What units hand in, with a receipt that is never lost, and what is said to it.

The Centre reads what units hand in; the statistics are for the Federation, those of a county's
units for the county's office (PUZD-1.4.3b).
A late one is taken like any other and shown as late; one that is sent back can be handed in anew.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, insert, or_, select, update

from domain.duties import RULE_OF, DutyKind, days_late
from domain.permissions import Action, Role
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import LONGEST_REASON, clean_text
from models.columns import table_of
from models.duties import Duty, StoredFile, Submission, SubmissionFile
from models.places import Unit
from usecases import access, audit, duties, notices, queue_notices, stored_files
from usecases.city import CitySession
from usecases.file_store import Kept

_UNITS = table_of(Unit)
_DUTIES = table_of(Duty)
_SUBMISSIONS = table_of(Submission)
_STORED = table_of(StoredFile)
_FILES = table_of(SubmissionFile)
# 计划, 报告, 信息, 统计: the letters by which the Centre's people call the receipts.
_LETTERS = {
    DutyKind.PLAN: "JH",
    DutyKind.ANNUAL_REPORT: "BG",
    DutyKind.INFO_ITEM: "XX",
    DutyKind.STATISTICS: "TJ",
}
MOST_TEXT = 20_000
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Receipt:
    """That something was handed in: quoted by its number ever after; `reader` looks at it."""

    receipt: str
    unit: str
    reader: Role
    kind: DutyKind
    year: int
    handed_in_at: datetime
    late_days: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A duty that a contact is about to answer."""

    duty_id: int
    unit_id: int
    unit: str
    kind: DutyKind
    year: int


@dataclass(frozen=True, slots=True)
class ToReview:
    """A submission as the Centre sees it; `version` tells an old button from a new one."""

    submission_id: int
    version: int
    waiting: int
    receipt: Receipt
    text: str
    files: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the Centre decided, and how many of the year's items are accepted now."""

    receipt: str
    unit: str
    kind: DutyKind
    accepted: int
    needed: int


@access.performs(Action.SUBMIT_DUTY)
def open_duty(session: CitySession, *, actor: int, duty_id: int, now: datetime) -> Opened:
    """Return the duty if the account answers for its unit.

    Refuses not-found, not-allowed, duty-done, duty-not-open.
    """
    row = _duty(session, actor, duty_id, now)
    return Opened(row.id, row.unit_id, duties.short_name(row), DutyKind(row.kind), int(row.period))


@access.performs(Action.SUBMIT_DUTY)
def hand_in(
    session: CitySession,
    *,
    actor: int,
    duty_id: int,
    text: str,
    files: list[Kept],
    request_id: str,
    now: datetime,
) -> Receipt:
    """Keep a submission and return its receipt; a repeated request returns the same receipt.

    Refuses not-found, not-allowed, duty-done, duty-not-open, text-empty (neither text nor files),
    text-length.
    """
    connection = session.connection()
    seen = connection.scalar(
        select(_SUBMISSIONS.c.id).where(
            _SUBMISSIONS.c.request_id == request_id, _SUBMISSIONS.c.by_account_id == actor
        )
    )
    if seen is not None:
        return _receipt(session, _row(session, seen), now)
    duty = _duty(session, actor, duty_id, now)
    kept_text = _cleaned(text, MOST_TEXT) if text.strip() or not files else ""
    submission_id = connection.execute(
        insert(_SUBMISSIONS)
        .values(
            duty_id=duty_id,
            receipt=_next_receipt(session, DutyKind(duty.kind), duty.period),
            request_id=request_id,
            text=kept_text or None,
            state="received",
            handed_in_at=now,
            by_account_id=actor,
            version=1,
        )
        .returning(_SUBMISSIONS.c.id)
    ).scalar_one()
    for file in files[:MOST_FILES]:
        _keep_file(session, submission_id, file, now)
    audit.record(session, actor, "submission.handed_in", f"submission:{submission_id}", now)
    row = _row(session, submission_id)
    reader = _reader(row)
    queue_notices.call(
        session, kind=queue_notices.SUBMISSIONS, role=reader, scope_ref=row.county, now=now
    )
    return _receipt(session, row, now)


def _duty(session: CitySession, actor: int, duty_id: int, now: datetime) -> Any:
    row = (
        session.connection()
        .execute(
            select(_DUTIES, _UNITS.c.name, _UNITS.c.aliases)
            .join(_UNITS, _UNITS.c.id == _DUTIES.c.unit_id)
            .where(_DUTIES.c.id == duty_id)
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.unit_id not in duties.own_units(session, actor):
        raise Refusal(Code.NOT_ALLOWED)
    owed = duties.owed_of(row, session.city.policy(now).duties)
    if owed.opens_on and not owed.is_open_on(session.city.calendar.day_of(now)):
        raise Refusal(Code.DUTY_NOT_OPEN, opens_on=owed.opens_on.isoformat())
    accepted = session.connection().scalar(
        select(func.count()).where(
            _SUBMISSIONS.c.duty_id == duty_id, _SUBMISSIONS.c.state == "accepted"
        )
    )
    # Of the information items more than the least number are welcome.
    if owed.kind is not DutyKind.INFO_ITEM and (accepted or 0) >= row.needed:
        raise Refusal(Code.DUTY_DONE, RULE_OF[owed.kind])
    return row


def _cleaned(text: str, max_length: int) -> str:
    return unless_refused(clean_text(text, max_length=max_length))


def _next_receipt(session: CitySession, kind: DutyKind, period: str) -> str:
    """Return the next number of this kind and year; the year's first duty is the lock."""
    connection = session.connection()
    connection.execute(
        select(_DUTIES.c.id)
        .where(_DUTIES.c.kind == kind.value, _DUTIES.c.period == period)
        .order_by(_DUTIES.c.id)
        .limit(1)
        .with_for_update()
    ).all()
    head = f"{_LETTERS[kind]}-{period}-"
    given = connection.scalar(
        select(func.count()).where(_SUBMISSIONS.c.receipt.startswith(head, autoescape=True))
    )
    return f"{head}{(given or 0) + 1:04d}"


def _keep_file(session: CitySession, submission_id: int, file: Kept, now: datetime) -> None:
    stored_files.keep(session, file, now)
    session.connection().execute(
        insert(_FILES).values(submission_id=submission_id, sha256=file.sha256, name=file.name)
    )


def _row(session: CitySession, submission_id: int) -> Any:
    query = _with_units(
        select(
            _SUBMISSIONS,
            _DUTIES.c.kind,
            _DUTIES.c.period,
            _DUTIES.c.due_on,
            _DUTIES.c.needed,
            _DUTIES.c.unit_id,
            _UNITS.c.name,
            _UNITS.c.aliases,
            func.coalesce(duties.OFFICES.c.county, "").label("county"),
        )
    )
    return (
        session.connection().execute(query.where(_SUBMISSIONS.c.id == submission_id)).one_or_none()
    )


def _with_units(query: Select[Any]) -> Select[Any]:
    """Return a query of submissions with their duties, units, and offices that take them in."""
    return (
        query.join(_DUTIES, _DUTIES.c.id == _SUBMISSIONS.c.duty_id)
        .join(_UNITS, _UNITS.c.id == _DUTIES.c.unit_id)
        .outerjoin(duties.OFFICES, duties.TO_OFFICE)
    )


def _reader(row: Any) -> Role:
    """Return who looks at a submission."""
    if row.kind != DutyKind.STATISTICS:
        return Role.CENTRE
    return Role.COUNTY_OFFICE if row.county else Role.FEDERATION


def _receipt(session: CitySession, row: Any, now: datetime) -> Receipt:
    owed = duties.owed_of(row, session.city.policy(now).duties)
    return Receipt(
        row.receipt,
        duties.short_name(row),
        _reader(row),
        owed.kind,
        owed.year,
        row.handed_in_at,
        days_late(owed, session.city.calendar.day_of(row.handed_in_at)),
    )


def _to_read(session: CitySession, actor: int) -> Select[Any]:
    """Return the query of the submissions that wait for the actor's answer; may refuse."""
    held = access.standings(session, actor=actor, action=Action.REVIEW_SUBMISSION)
    statistics, county = _DUTIES.c.kind == DutyKind.STATISTICS.value, duties.OFFICES.c.county
    of_city = {Role.CENTRE: ~statistics, Role.FEDERATION: and_(statistics, county.is_(None))}
    mine = [of_city.get(role, county == place) for role, place in held]
    return _with_units(select(_SUBMISSIONS.c.id)).where(
        _SUBMISSIONS.c.state == "received", or_(*mine)
    )


@access.performs(Action.REVIEW_SUBMISSION)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many submissions wait for the actor's answer."""
    found = _to_read(session, actor).subquery()
    return session.connection().scalar(select(func.count()).select_from(found)) or 0


@access.performs(Action.REVIEW_SUBMISSION)
def following(
    session: CitySession, *, actor: int, now: datetime, after: int = 0
) -> ToReview | None:
    """Return the oldest submission behind `after` that waits, beginning anew at the end."""
    connection = session.connection()
    ids = list(
        connection.scalars(
            _to_read(session, actor).order_by(_SUBMISSIONS.c.handed_in_at, _SUBMISSIONS.c.id)
        )
    )
    if not ids:
        return None
    chosen = ids[(ids.index(after) + 1) % len(ids)] if after in ids else ids[0]
    row = _row(session, chosen)
    files = connection.execute(
        select(_FILES.c.sha256, _STORED.c.size_bytes, _STORED.c.media_type, _FILES.c.name)
        .join(_STORED, _STORED.c.sha256 == _FILES.c.sha256)
        .where(_FILES.c.submission_id == chosen)
        .order_by(_FILES.c.id)
    )
    return ToReview(
        chosen,
        row.version,
        len(ids),
        _receipt(session, row, now),
        row.text or "",
        tuple(Kept(*file) for file in files),
    )


@access.performs(Action.REVIEW_SUBMISSION)
def review(
    session: CitySession,
    *,
    actor: int,
    submission_id: int,
    version: int,
    accepted: bool,
    reason: str = "",
    now: datetime,
) -> Reviewed:
    """Accept a submission, or send it back with a reason, and tell whoever handed it in.

    Refuses not-allowed, not-found, already-decided (another was faster), text-empty (sent back
    without a reason), text-length.
    """
    mine = access.standings(session, actor=actor, action=Action.REVIEW_SUBMISSION)
    why = "" if accepted else _cleaned(reason, LONGEST_REASON)
    row = _row(session, submission_id)
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if (_reader(row), row.county) not in mine:
        raise Refusal(Code.NOT_ALLOWED)
    moved = session.connection().execute(
        update(_SUBMISSIONS)
        .where(
            _SUBMISSIONS.c.id == submission_id,
            _SUBMISSIONS.c.version == version,
            _SUBMISSIONS.c.state == "received",
        )
        .values(
            state="accepted" if accepted else "sent_back",
            version=version + 1,
            decided_at=now,
            decided_by=actor,
            reason=why or None,
        )
    )
    if moved.rowcount != 1:
        raise Refusal(Code.ALREADY_DECIDED)
    row = _row(session, submission_id)
    standing = next(
        one
        for one in duties.standings(
            session, now=now, unit_ids=[row.unit_id], years=[int(row.period)]
        )
        if one.duty_id == row.duty_id
    )
    action = "submission.accepted" if accepted else "submission.sent_back"
    audit.record(session, actor, action, f"submission:{submission_id}", now)
    _tell(session, row, standing, accepted, why, now)
    return Reviewed(
        row.receipt, standing.unit_name, standing.owed.kind, standing.progress.accepted, row.needed
    )


def _tell(
    session: CitySession,
    row: Any,
    standing: duties.DutyStanding,
    accepted: bool,
    reason: str,
    now: datetime,
) -> None:
    if accepted:
        facts = {"accepted": standing.progress.accepted, "needed": row.needed}
    else:
        facts = {"reason": reason, "duty_id": row.duty_id}
    notices.tell(
        session,
        kind="submission-accepted" if accepted else "submission-sent-back",
        account_id=row.by_account_id,
        dedupe_key=f"submission/{row.id}/{row.version}",
        facts=facts | {"receipt": row.receipt, "rule": RULE_OF[standing.owed.kind]},
        due_at=now,
    )
