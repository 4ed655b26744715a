"""What lies in a time of somebody's already, so that no minute is credited twice (Order 67)."""

from datetime import datetime, timedelta

from sqlalchemy import select

from domain.records import LIVE, Span
from models.columns import table_of
from models.records import ServiceRecord
from models.visits import Visit
from usecases.city import CitySession

_RECORDS = table_of(ServiceRecord)
_VISITS = table_of(Visit)


def taken_by(
    session: CitySession,
    *,
    volunteer_id: int,
    span: Span,
    now: datetime,
    but: int | None = None,
    but_visit: int | None = None,
) -> Span | None:
    """Return what lies in this time already: a live record or a visit, other than those given.

    A visit that earned nothing takes no time, except while a clerk may still confirm its end.
    """
    connection = session.connection()
    record = connection.execute(
        select(_RECORDS.c.began_at, _RECORDS.c.ended_at).where(
            _RECORDS.c.volunteer_id == volunteer_id,
            _RECORDS.c.state.in_([state.value for state in LIVE]),
            _RECORDS.c.id != (but or 0),
            _RECORDS.c.began_at < span.ended_at,
            _RECORDS.c.ended_at > span.began_at,
        )
    ).first()
    if record is not None:
        return Span(*record)
    visits = connection.execute(
        select(_VISITS).where(
            _VISITS.c.volunteer_id == volunteer_id,
            _VISITS.c.id != (but_visit or 0),
            _VISITS.c.opened_at < span.ended_at,
            _VISITS.c.closed_at.is_(None) | (_VISITS.c.closed_at > span.began_at),
        )
    )
    for visit in visits:
        if visit.closed_at is None or visit.minutes:
            return Span(visit.opened_at, visit.closed_at or now)
        days = session.city.policy(visit.opened_at).credit.staff_end_days
        waits = visit.minutes is None and visit.settled_at is None
        if waits and now <= visit.closed_at + timedelta(days=days):
            return Span(visit.opened_at, visit.closed_at)
    return None
