"""From service to minutes in the ledger: the rule decides, the ledger records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from domain import stars
from domain.credit import credit_for
from models.columns import table_of
from models.ledger import CityAccount, Ledger
from models.records import ServiceRecord
from models.visits import Visit
from usecases import ledger, star_hours
from usecases.city import CitySession, day_bounds

_VISITS = table_of(Visit)
_RECORDS = table_of(ServiceRecord)


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


def _credit(session: CitySession, served: _Served, by: int | None, now: datetime) -> Earned:
    policy = session.city.policy(served.began_at)
    day = session.city.calendar.day_of(served.began_at)
    start, end = day_bounds(session, day)
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
    earned = credit_for(
        served.began_at,
        served.ended_at,
        credited_that_day_minutes=minutes,
        pairs_there_that_day=pairs,
        rules=policy.credit,
    )
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
    counted = has.service_minutes
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
