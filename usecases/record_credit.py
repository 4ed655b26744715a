"""What everybody may read of typed records, and their hours once the days of notice are over."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update

from domain.permissions import Action
from domain.records import Span
from domain.writing import mask_name
from models.columns import table_of
from models.disputes import Dispute
from models.people import Volunteer
from models.recipients import RecipientWord
from usecases import access, audit, crediting, notices
from usecases.city import CitySession
from usecases.records import RECORDS
from usecases.taken_time import taken_by

_DISPUTES = table_of(Dispute)
_VOLUNTEERS = table_of(Volunteer)
_WORDS = table_of(RecipientWord)
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class PublishedRecord:
    """One line of the notice: masked, with the day on which it will count."""

    record_id: int
    volunteer: str
    name: str
    organizer: str
    span: Span
    counts_on: date


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """A page of the notice."""

    lines: list[PublishedRecord]
    count: int


@access.performs(Action.LOOK_AROUND)
def published(session: CitySession, *, page: int = 0, size: int = 8) -> PublishedPage:
    """Return what is typed and shown at present, what counts soonest first; open to everybody."""
    shown = RECORDS.c.state == "published"
    rows = session.connection().execute(
        select(RECORDS, _VOLUNTEERS.c.name.label("volunteer"))
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == RECORDS.c.volunteer_id)
        .where(shown)
        .order_by(RECORDS.c.counts_on, RECORDS.c.id)
        .offset(min(page, 10_000) * size)
        .limit(size)
    )
    count = session.connection().scalar(select(func.count()).select_from(RECORDS).where(shown))
    lines = [
        PublishedRecord(
            row.id,
            mask_name(row.volunteer),
            row.name,
            row.organizer,
            Span(row.began_at, row.ended_at),
            row.counts_on,
        )
        for row in rows
    ]
    return PublishedPage(lines, count or 0)


def _countable(session: CitySession, now: datetime) -> Any:
    """Return which records count when their day comes.

    Those that nobody objects to at present and, where the policy requires it, that those who were
    served have confirmed before an officer's eyes; or which they denied and an officer let stand.
    """
    objected = select(_DISPUTES.c.id).where(
        _DISPUTES.c.record_id == RECORDS.c.id, _DISPUTES.c.state.in_(["raised", "answered"])
    )
    shown = (RECORDS.c.state == "published") & ~objected.exists()
    if session.city.policy(now).records.recipient_confirm != "required":
        return shown
    confirmed = select(_WORDS.c.id).where(
        _WORDS.c.record_id == RECORDS.c.id,
        _WORDS.c.outcome == "confirmed",
        _WORDS.c.seen_at.is_not(None),
    )
    settled = select(_DISPUTES.c.id).where(
        _DISPUTES.c.record_id == RECORDS.c.id, _DISPUTES.c.what == "denied"
    )
    return shown & (confirmed.exists() | settled.exists())


@access.performs(Action.RUN_CLOCK)
def credit_due(session: CitySession, *, now: datetime) -> int:
    """Credit the records whose days of notice are over; return how many were settled.

    Each is credited once, by the policy of its day and under its own key, as `typed`: never
    redeemable. One whose time is taken after all is struck, and the volunteer is told either way.
    """
    today = session.city.calendar.day_of(now)
    rows = (
        session.connection()
        .execute(
            select(RECORDS.c.id, RECORDS.c.volunteer_id)
            .where(_countable(session, now), RECORDS.c.counts_on <= today)
            .order_by(RECORDS.c.counts_on, RECORDS.c.id)
            .limit(_AT_ONCE)
        )
        .all()
    )
    return sum(_settle(session, row.id, row.volunteer_id, now) for row in rows)


def _settle(session: CitySession, record_id: int, volunteer_id: int, now: datetime) -> bool:
    connection = session.connection()
    # First the person, then the record: the order in which one is handed in.
    volunteer = connection.execute(
        select(_VOLUNTEERS.c.account_id, _VOLUNTEERS.c.unit_id)
        .where(_VOLUNTEERS.c.id == volunteer_id)
        .with_for_update()
    ).one()
    row = connection.execute(
        select(RECORDS).where(RECORDS.c.id == record_id, _countable(session, now)).with_for_update()
    ).one_or_none()
    if row is None:
        return False
    span = Span(row.began_at, row.ended_at)
    taken = taken_by(session, volunteer_id=volunteer_id, span=span, now=now, but=row.id)
    if taken is not None:
        strike(session, row, volunteer.account_id, now)
        return True
    earned = crediting.credit_record(session, record=row, unit_id=row.unit_id, now=now)
    connection.execute(
        update(RECORDS)
        .where(RECORDS.c.id == row.id)
        .values(state="credited", minutes=earned.minutes, credited_at=now, version=row.version + 1)
    )
    audit.record(session, None, "record.credited", f"record:{row.id}", now, minutes=earned.minutes)
    if volunteer.account_id is not None:
        notices.tell(
            session,
            kind="record-credited",
            account_id=volunteer.account_id,
            dedupe_key=f"record-credited/{row.id}",
            facts={
                "name": row.name,
                "began_at": row.began_at.isoformat(),
                "minutes": earned.minutes,
                "total_minutes": earned.service_minutes,
            },
            due_at=now,
        )
    return True


def strike(session: CitySession, row: Any, account_id: int | None, now: datetime) -> None:
    """Let a record that is not credited never count, and tell whom it was about and who typed."""
    session.connection().execute(
        update(RECORDS)
        .where(RECORDS.c.id == row.id)
        .values(state="struck", version=row.version + 1)
    )
    audit.record(session, None, "record.struck", f"record:{row.id}", now)
    for told in {account_id, row.typed_by} - {None}:
        notices.tell(
            session,
            kind="record-struck",
            account_id=told,
            dedupe_key=f"record-struck/{row.id}/{told}",
            facts={"name": row.name, "began_at": row.began_at.isoformat()},
            due_at=now,
        )


@access.performs(Action.RUN_CLOCK)
def next_credit(session: CitySession, *, now: datetime) -> datetime | None:
    """Return when the next published record counts, None while none is shown."""
    day = session.connection().scalar(
        select(func.min(RECORDS.c.counts_on)).where(_countable(session, now))
    )
    return session.city.calendar.starts_at(day) if day else None
