"""The second person: an officer looks at a typed record and its paper, and says yes or no to it.

Never the subject, never the typist; what was typed too late needs two officers. What a recipient
says after that waits for an officer's eyes too.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, insert, select, update

from domain.permissions import Action
from domain.records import Span, approvals_needed, counts_from
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.duties import StoredFile
from models.people import Volunteer
from models.places import Station
from models.records import RecordCheck
from usecases import access, audit, minors, notices, recipients
from usecases.city import CitySession
from usecases.file_store import Kept
from usecases.records import FILES, RECORDS, call_officers, cleaned

_CHECKS = table_of(RecordCheck)
_VOLUNTEERS = table_of(Volunteer)
_STATIONS = table_of(Station)
_STORED = table_of(StoredFile)


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A typed record as an officer sees it; `version` tells an old button from a new one."""

    record_id: int
    version: int
    waiting: int
    volunteer: str
    number: str
    span: Span
    fields: dict[str, str]
    reason: str
    late: bool
    late_reason: str
    approvals: int
    typed_at: datetime
    # The station whose clerk typed it; "" for a unit's contact and an officer.
    typed_where: str
    files: tuple[Kept, ...]
    volunteer_id: int = 0
    born_on: date | None = None
    # What those who were served said: "confirmed", "denied", or "" for nothing so far.
    recipient: str = ""
    stars: int = 0
    recipient_words: str = ""
    # The record is through; only the recipient's word, by its number, waits for somebody's eyes.
    word_id: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of an officer's word: `counts_on` is set once all who must have agreed."""

    volunteer: str
    approved: bool
    counts_on: date | None


def _mine(session: CitySession, actor: int) -> Any:
    """Return which records wait for this officer's word."""
    places = access.places(session, actor=actor, action=Action.CHECK_RECORD)
    own = _VOLUNTEERS.c.account_id
    spoken = select(_CHECKS.c.record_id).where(_CHECKS.c.by_account_id == actor)
    filed = (RECORDS.c.state == "filed") & RECORDS.c.id.not_in(spoken)
    words = select(recipients.WORDS.c.record_id).where(recipients.UNSEEN)
    word = RECORDS.c.state.in_(["published", "credited"]) & RECORDS.c.id.in_(words)
    where = (filed | word) & (RECORDS.c.typed_by != actor) & (own.is_(None) | (own != actor))
    return where if "" in places else where & RECORDS.c.county.in_(places)


_WITH_SUBJECT = RECORDS.join(_VOLUNTEERS, _VOLUNTEERS.c.id == RECORDS.c.volunteer_id)


@access.performs(Action.CHECK_RECORD)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many typed records wait for this officer."""
    query = select(func.count()).select_from(_WITH_SUBJECT).where(_mine(session, actor))
    return session.connection().scalar(query) or 0


@access.performs(Action.CHECK_RECORD)
def following(session: CitySession, *, actor: int, after: int = 0) -> ToCheck | None:
    """Return the oldest record behind `after` that waits, beginning anew at the end.

    The city's officers see those of their own people first, then those of the counties.
    """
    ids = list(
        session.connection().scalars(
            select(RECORDS.c.id)
            .select_from(_WITH_SUBJECT)
            .where(_mine(session, actor))
            .order_by(case((RECORDS.c.county == "", 0), else_=1), RECORDS.c.typed_at, RECORDS.c.id)
        )
    )
    if not ids:
        return None
    chosen = ids[(ids.index(after) + 1) % len(ids)] if after in ids else ids[0]
    return _to_check(session, _row(session, chosen), len(ids))


def _row(session: CitySession, record_id: int, *, lock: bool = False) -> Any:
    query = (
        select(
            RECORDS,
            _VOLUNTEERS.c.name.label("volunteer"),
            _VOLUNTEERS.c.number,
            _VOLUNTEERS.c.born_on,
            _VOLUNTEERS.c.account_id,
            func.coalesce(_STATIONS.c.name, "").label("typed_where"),
        )
        .outerjoin(_STATIONS, _STATIONS.c.id == RECORDS.c.station_id)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == RECORDS.c.volunteer_id)
        .where(RECORDS.c.id == record_id)
    )
    query = query.with_for_update(of=RECORDS) if lock else query
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    return row


def _to_check(session: CitySession, row: Any, count: int) -> ToCheck:
    word = recipients.word_of(session, row.id)
    written = ("name", "place", "recipients", "content", "leader", "organizer", "quality")
    return ToCheck(
        record_id=row.id,
        version=row.version,
        waiting=count,
        volunteer=mask_name(row.volunteer),
        number=row.number,
        span=Span(row.began_at, row.ended_at),
        fields={name: getattr(row, name) for name in written if getattr(row, name)},
        reason=row.reason,
        late=row.late,
        late_reason=row.late_reason or "",
        approvals=_approvals(session, row.id),
        typed_at=row.typed_at,
        typed_where=row.typed_where,
        files=papers(session, row.id),
        volunteer_id=row.volunteer_id,
        born_on=row.born_on,
        recipient=word.outcome if word else "",
        stars=(word.stars or 0) if word else 0,
        recipient_words=(word.words or "") if word else "",
        word_id=word.id if word and row.state != "filed" else 0,
    )


def papers(session: CitySession, record_id: int) -> tuple[Kept, ...]:
    """Return the files that were handed in with a record."""
    rows = session.connection().execute(
        select(FILES.c.sha256, _STORED.c.size_bytes, _STORED.c.media_type, FILES.c.name)
        .join(_STORED, _STORED.c.sha256 == FILES.c.sha256)
        .where(FILES.c.record_id == record_id)
        .order_by(FILES.c.id)
    )
    return tuple(Kept(*file) for file in rows)


def _approvals(session: CitySession, record_id: int) -> int:
    query = select(func.count()).where(
        _CHECKS.c.record_id == record_id, _CHECKS.c.outcome == "approved"
    )
    return session.connection().scalar(query) or 0


@access.performs(Action.CHECK_RECORD)
def paper(session: CitySession, *, actor: int, record_id: int, number: int, now: datetime) -> Kept:
    """Return one of the record's files for the officer to look at; it is written down that he did.

    Refuses not-allowed, not-found.
    """
    row = _row(session, record_id)
    access.require(session, actor=actor, action=Action.CHECK_RECORD, place=row.county)
    files = papers(session, record_id)
    if number >= len(files):
        raise Refusal(Code.NOT_FOUND)
    subject = f"record:{record_id}"
    audit.record(session, actor, "record.paper-seen", subject, now, number=number)
    subject = f"volunteer:{row.volunteer_id}"
    minors.seen(session, actor, subject, row.born_on, minors.Screen.PAPER, now)
    return files[number]


@access.performs(Action.CHECK_RECORD)
def decide(
    session: CitySession,
    *,
    actor: int,
    record_id: int,
    version: int,
    approved: bool,
    reason: str = "",
    now: datetime,
) -> Checked:
    """Say yes or no to a typed record; with the last yes it is shown to everybody for its days.

    Refuses not-found, not-allowed, already-decided (another was faster), record-another (typist,
    subject, or the first of two officers), text-empty, text-length.
    """
    row = _row(session, record_id, lock=True)
    access.require(session, actor=actor, action=Action.CHECK_RECORD, place=row.county)
    if actor in (row.typed_by, row.account_id):
        raise Refusal(Code.RECORD_ANOTHER)
    if row.state != "filed" or row.version != version:
        raise Refusal(Code.ALREADY_DECIDED)
    spoke = select(_CHECKS.c.id).where(
        _CHECKS.c.record_id == record_id, _CHECKS.c.by_account_id == actor
    )
    if session.connection().execute(spoke).first() is not None:
        raise Refusal(Code.RECORD_ANOTHER)
    why = None if approved else cleaned(reason, "reason")
    session.connection().execute(
        insert(_CHECKS).values(
            record_id=record_id,
            by_account_id=actor,
            typed_by=row.typed_by,
            outcome="approved" if approved else "refused",
            reason=why,
            checked_at=now,
        )
    )
    action = "record.approved" if approved else "record.refused"
    audit.record(session, actor, action, f"record:{record_id}", now)
    if approved:
        which = recipients.WORDS.c.record_id == record_id
        recipients.see(session, actor=actor, which=which, now=now)
    if not approved:
        return _refused(session, row, why or "", now)
    if _approvals(session, record_id) < approvals_needed(late=row.late):
        _move(session, row, {})
        # The first officer's colleagues, and the city's where the county has one officer only.
        for county in {row.county, ""}:
            call_officers(session, county, now)
        return Checked(mask_name(row.volunteer), True, None)
    return _published(session, row, now)


@access.performs(Action.CHECK_RECORD)
def see_word(
    session: CitySession, *, actor: int, record_id: int, word_id: int, genuine: bool, now: datetime
) -> str:
    """Say whether a word that came after the check is the recipient's; return the masked name.

    One that is not confirms nothing, and whoever typed the record hears that it needs another.
    Refuses not-found, not-allowed, record-another (typist, subject), already-decided.
    """
    row = _row(session, record_id, lock=True)
    access.require(session, actor=actor, action=Action.CHECK_RECORD, place=row.county)
    if actor in (row.typed_by, row.account_id):
        raise Refusal(Code.RECORD_ANOTHER)
    word = recipients.word_of(session, record_id)
    if row.state == "filed" or word is None or word.id != word_id:
        raise Refusal(Code.ALREADY_DECIDED)
    which = recipients.WORDS.c.record_id == record_id
    done = (
        recipients.see(session, actor=actor, which=which, now=now)
        if genuine
        else recipients.dismiss(session, which=which, now=now)
    )
    if not done:
        raise Refusal(Code.ALREADY_DECIDED)
    outcome = "seen" if genuine else "dismissed"
    audit.record(session, actor, f"recipient.{outcome}", f"record:{record_id}", now)
    if not genuine:
        notices.tell(
            session,
            kind="recipient-dismissed",
            account_id=row.typed_by,
            dedupe_key=f"recipient-dismissed/{word_id}",
            facts={
                "volunteer": mask_name(row.volunteer),
                "began_at": row.began_at.isoformat(),
            },
            due_at=now,
        )
    return mask_name(row.volunteer)


def _move(session: CitySession, row: Any, values: dict[str, Any]) -> None:
    session.connection().execute(
        update(RECORDS).where(RECORDS.c.id == row.id).values(version=row.version + 1, **values)
    )


def _refused(session: CitySession, row: Any, why: str, now: datetime) -> Checked:
    _move(session, row, {"state": "refused"})
    notices.tell(
        session,
        kind="record-refused",
        account_id=row.typed_by,
        dedupe_key=f"record-refused/{row.id}",
        facts={
            "volunteer": mask_name(row.volunteer),
            "began_at": row.began_at.isoformat(),
            "reason": why,
        },
        due_at=now,
    )
    return Checked(mask_name(row.volunteer), False, None)


def _published(session: CitySession, row: Any, now: datetime) -> Checked:
    today = session.city.calendar.day_of(now)
    counts_on = counts_from(today, session.city.policy(now).records)
    _move(session, row, {"state": "published", "published_on": today, "counts_on": counts_on})
    recipients.deny_what_is_on_show(session, record_id=row.id, now=now)
    if row.account_id is not None:
        notices.tell(
            session,
            kind="record-published",
            account_id=row.account_id,
            dedupe_key=f"record-published/{row.id}",
            facts={
                "record_id": row.id,
                "name": row.name,
                "began_at": row.began_at.isoformat(),
                "spent_minutes": Span(row.began_at, row.ended_at).minutes,
                "counts_on": counts_on.isoformat(),
            },
            due_at=now,
        )
    return Checked(mask_name(row.volunteer), True, counts_on)
