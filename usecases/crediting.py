"""From service to minutes in the ledger: the rule decides, the ledger records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from domain import stars
from domain.credit import Credit, credit_for
from domain.records import Span
from models.columns import table_of
from models.ledger import CityAccount, Ledger, LedgerTransfer
from models.records import ServiceRecord
from models.visits import Visit
from usecases import ledger, star_hours
from usecases.city import CitySession, day_bounds

_TRANSFERS = table_of(LedgerTransfer)
_VISITS = table_of(Visit)
_RECORDS = table_of(ServiceRecord)
_CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Earned:
    """What a visit earned, and where the volunteer stands after it."""

    minutes: int
    reduction: str | None
    service_minutes: int
    redeemable_minutes: int
    star: int
    to_next_minutes: int


_VISITED_THAT_DAY = (
    select(func.coalesce(func.sum(_VISITS.c.minutes), 0))
    .where(
        _VISITS.c.volunteer_id == bindparam("who"),
        _VISITS.c.opened_at >= bindparam("day_start"),
        _VISITS.c.opened_at < bindparam("day_end"),
        _VISITS.c.id != bindparam("visit_id"),
    )
    .scalar_subquery()
)
_TYPED_THAT_DAY = (
    select(func.coalesce(func.sum(_RECORDS.c.minutes), 0))
    .where(
        _RECORDS.c.volunteer_id == bindparam("who"),
        _RECORDS.c.began_at >= bindparam("day_start"),
        _RECORDS.c.began_at < bindparam("day_end"),
        _RECORDS.c.id != bindparam("record_id"),
    )
    .scalar_subquery()
)
_THERE = select(_VISITS.c.station_id).where(_VISITS.c.id == bindparam("visit_id"))
_PAIRS_THERE = (
    select(func.count())
    .select_from(_VISITS)
    .where(
        _VISITS.c.volunteer_id == bindparam("who"),
        _VISITS.c.opened_at >= bindparam("day_start"),
        _VISITS.c.opened_at < bindparam("day_end"),
        _VISITS.c.id != bindparam("visit_id"),
        _VISITS.c.station_id == _THERE.scalar_subquery(),
        _VISITS.c.minutes > 0,
    )
    .scalar_subquery()
)
# One statement, because a check-out waits for it.
_THAT_DAY = select((_VISITED_THAT_DAY + _TYPED_THAT_DAY).label("minutes"), _PAIRS_THERE)


def credit(
    session: CitySession,
    *,
    visit_id: int,
    volunteer_id: int,
    unit_id: int | None,
    opened_at: datetime,
    closed_at: datetime,
    source: str,
    by: int | None,
    now: datetime,
) -> Earned:
    """Credit the visit once, by the policy of the day it began, and tell where that leads.

    Service and redeemable minutes are two transfers under the visit's own key, so that crediting
    again is success without effect.
    """
    served = _Served(
        f"visit:{visit_id}", volunteer_id, unit_id, opened_at, closed_at, source, visit_id=visit_id
    )
    return _credit(session, served, by, now)


def credit_record(
    session: CitySession, *, record: Any, unit_id: int | None, now: datetime
) -> Earned:
    """Credit a typed record once, by the policy of the day it began: `typed`, under its own key."""
    served = _Served(
        f"record:{record.id}",
        record.volunteer_id,
        unit_id,
        record.began_at,
        record.ended_at,
        "typed",
        record_id=record.id,
    )
    return _credit(session, served, record.typed_by, now)


@dataclass(frozen=True, slots=True)
class _Served:
    """A stretch of service, whether a scan saw it or somebody typed it."""

    cause: str
    volunteer_id: int
    unit_id: int | None
    began_at: datetime
    ended_at: datetime
    source: str
    # What it is itself, so that it is not counted among the others of its day.
    visit_id: int = 0
    record_id: int = 0


def _earned(session: CitySession, served: _Served) -> Credit:
    """Return what a stretch of service earns beside the others of its day, by that day's policy."""
    start, end = day_bounds(session, session.city.calendar.day_of(served.began_at))
    that_day = session.connection().execute(
        _THAT_DAY,
        {
            "who": served.volunteer_id,
            "day_start": start,
            "day_end": end,
            "visit_id": served.visit_id,
            "record_id": served.record_id,
        },
    )
    minutes, pairs = that_day.one()
    return credit_for(
        served.began_at,
        served.ended_at,
        credited_that_day_minutes=minutes,
        pairs_there_that_day=pairs,
        rules=session.city.policy(served.began_at).credit,
    )


def _credit(session: CitySession, served: _Served, by: int | None, now: datetime) -> Earned:
    policy = session.city.policy(served.began_at)
    day = session.city.calendar.day_of(served.began_at)
    earned = _earned(session, served)
    if earned.minutes:
        entry = ledger.Entry(
            key=served.cause,
            ledger=Ledger.SERVICE,
            debit=CityAccount.ISSUED,
            credit=served.volunteer_id,
            minutes=earned.minutes,
            source=served.source,
            cause=served.cause,
            policy_version=policy.version,
            month=f"{day:%Y-%m}",
            unit_id=served.unit_id,
            by_account_id=by,
        )
        redeemable = served.source in policy.credit.redeemable_sources
        ledger.issue(session, entry, redeemable=redeemable, now=now)
    has = ledger.hours(session, volunteer_id=served.volunteer_id)
    reduction = earned.reduction.value if earned.reduction else None
    counted = has.service_minutes - star_hours.left_out(has.outside_minutes, policy)
    if policy.stars.basis == "calendar_year":
        counted = star_hours.counted_minutes(
            session, volunteer_id=served.volunteer_id, year=day.year, now=now
        )
    return Earned(
        earned.minutes,
        reduction,
        has.service_minutes,
        has.redeemable_minutes,
        stars.star_for(counted, policy.stars),
        stars.minutes_to_next(counted, policy.stars) or 0,
    )


def credit_outside(session: CitySession, *, claim: Any, by: int, now: datetime) -> None:
    """Credit hours from elsewhere once, in the month in which they ended: `imported`, unspendable.

    By the policy of today, because elsewhere another one held.
    """
    entry = ledger.Entry(
        key=f"outside:{claim.id}",
        ledger=Ledger.SERVICE,
        debit=CityAccount.ISSUED,
        credit=claim.volunteer_id,
        minutes=claim.minutes,
        source="imported",
        cause=f"outside:{claim.id}",
        policy_version=session.city.policy(now).version,
        month=f"{claim.last_on:%Y-%m}",
        unit_id=claim.unit_id,
        by_account_id=by,
    )
    ledger.issue(session, entry, redeemable=False, now=now)


def take_back_outside(session: CitySession, *, claim: Any, by: int, now: datetime) -> None:
    """Reverse what was credited for hours from elsewhere."""
    month = f"{claim.last_on:%Y-%m}"
    for row in _standing(session, f"outside:{claim.id}", claim.volunteer_id, month):
        ledger.reverse(session, key=row.key, by=by, now=now)


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction left of a visit or a record, and what the volunteer has after it."""

    minutes: int
    service_minutes: int


def correct(
    session: CitySession,
    *,
    cause: str,
    volunteer_id: int,
    unit_id: int | None,
    month: str,
    span: Span | None,
    number: int,
    by: int,
    now: datetime,
) -> Corrected:
    """Reverse what stands in the ledger for a cause, and credit the right time anew (`corrected`).

    `span` None leaves nothing. Of the new minutes at most those are redeemable that were before:
    a decision on paper makes none. `number` (the dispute's) makes the key, so twice is once.
    """
    stands = _standing(session, cause, volunteer_id, month)
    for row in stands:
        ledger.reverse(session, key=row.key, by=by, now=now)
    minutes = 0
    if span is not None:
        kind, _, row_id = cause.partition(":")
        served = _Served(
            cause,
            volunteer_id,
            unit_id,
            span.began_at,
            span.ended_at,
            _CORRECTED,
            **{f"{kind}_id": int(row_id)},
        )
        minutes = _earned(session, served).minutes
    if minutes and span is not None:
        entry = ledger.Entry(
            key=f"{cause}/corrected/{number}",
            ledger=Ledger.SERVICE,
            debit=CityAccount.ISSUED,
            credit=volunteer_id,
            minutes=minutes,
            source=_CORRECTED,
            cause=cause,
            policy_version=session.city.policy(span.began_at).version,
            month=month,
            unit_id=unit_id,
            by_account_id=by,
        )
        could = sum(row.minutes for row in stands if row.ledger == Ledger.REDEEMABLE)
        ledger.issue(session, entry, redeemable=could > 0, now=now, redeemable_minutes=could)
    has = ledger.hours(session, volunteer_id=volunteer_id)
    return Corrected(minutes, has.service_minutes)


def _standing(session: CitySession, cause: str, volunteer_id: int, month: str) -> list[Any]:
    """Return what was issued for a cause and is not reversed, service first."""
    reversal = _TRANSFERS.alias()
    return list(
        session.connection().execute(
            select(_TRANSFERS)
            .outerjoin(reversal, reversal.c.reverses_id == _TRANSFERS.c.id)
            .where(
                # The volunteer and the month first: his rows are found by the index.
                _TRANSFERS.c.credit == volunteer_id,
                _TRANSFERS.c.credit > literal_column("0"),
                _TRANSFERS.c.month == month,
                _TRANSFERS.c.cause == cause,
                _TRANSFERS.c.debit == int(CityAccount.ISSUED),
                _TRANSFERS.c.reverses_id.is_(None),
                reversal.c.id.is_(None),
            )
            .order_by(_TRANSFERS.c.ledger, _TRANSFERS.c.id)
        )
    )
