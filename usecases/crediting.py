"""From a visit to minutes in the ledger: the rule decides, the ledger records."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from domain import stars
from domain.credit import credit_for
from models.columns import table_of
from models.ledger import CityAccount, Ledger
from models.visits import Visit
from usecases import ledger
from usecases.city import CitySession, day_bounds

_VISITS = table_of(Visit)


@dataclass(frozen=True, slots=True)
class Earned:
    """What a visit earned, and where the volunteer stands after it."""

    minutes: int
    reduction: str | None
    service_minutes: int
    redeemable_minutes: int
    star: int
    to_next_minutes: int


_THAT_DAY = select(func.coalesce(func.sum(_VISITS.c.minutes), 0)).where(
    _VISITS.c.volunteer_id == bindparam("who"),
    _VISITS.c.opened_at >= bindparam("day_start"),
    _VISITS.c.opened_at < bindparam("day_end"),
    _VISITS.c.id != bindparam("visit_id"),
)


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
    policy = session.city.policy(opened_at)
    day = session.city.calendar.day_of(opened_at)
    start, end = day_bounds(session, day)
    that_day = session.connection().scalar(
        _THAT_DAY,
        {"who": volunteer_id, "day_start": start, "day_end": end, "visit_id": visit_id},
    )
    earned = credit_for(
        opened_at, closed_at, credited_that_day_minutes=that_day or 0, rules=policy.credit
    )
    if earned.minutes:
        entry = ledger.Entry(
            key=f"visit:{visit_id}",
            ledger=Ledger.SERVICE,
            debit=CityAccount.ISSUED,
            credit=volunteer_id,
            minutes=earned.minutes,
            source=source,
            cause=f"visit:{visit_id}",
            policy_version=policy.version,
            month=f"{day:%Y-%m}",
            unit_id=unit_id,
            by_account_id=by,
        )
        redeemable = source in policy.credit.redeemable_sources
        ledger.issue(session, entry, redeemable=redeemable, now=now)
    has = ledger.hours(session, volunteer_id=volunteer_id)
    reduction = earned.reduction.value if earned.reduction else None
    return Earned(
        earned.minutes,
        reduction,
        has.service_minutes,
        has.redeemable_minutes,
        stars.star_for(has.service_minutes, policy.stars),
        stars.minutes_to_next(has.service_minutes, policy.stars) or 0,
    )
