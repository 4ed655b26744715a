"""Visits that nobody ended: closed by the clock at the policy's limit, with nothing credited."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from domain.permissions import Action
from models.columns import table_of
from models.people import Volunteer
from models.places import Station
from models.visits import Visit
from usecases import access, company, notices
from usecases.city import CitySession

_VISITS = table_of(Visit)
_STATIONS = table_of(Station)
_VOLUNTEERS = table_of(Volunteer)
LAST_DAY = "visit-end-last-day"


@access.performs(Action.RUN_CLOCK)
def close_forgotten(session: CitySession, *, now: datetime) -> int:
    """Close every visit that has run past the policy's limit, crediting nothing; return how many.

    The end is the limit itself, not the moment we noticed; the clerk's list and the volunteer are
    told. PUZD is silent about forgotten ends; the limit is the policy's.
    """
    limit = timedelta(minutes=session.city.policy(now).credit.max_visit_minutes)
    rows = (
        session.connection()
        .execute(
            select(_VISITS.c.id, _VISITS.c.opened_at)
            .where(_VISITS.c.closed_at.is_(None), _VISITS.c.opened_at <= now - limit)
            .order_by(_VISITS.c.opened_at)
            .limit(500)
        )
        .all()
    )
    for row in rows:
        forget(session, visit_id=row.id, closed_at=row.opened_at + limit, now=now)
    return len(rows)


def forget(session: CitySession, *, visit_id: int, closed_at: datetime, now: datetime) -> None:
    """Close one visit without credit and tell the volunteer; a closed one stays as it is."""
    connection = session.connection()
    closed = connection.execute(
        update(_VISITS)
        .where(_VISITS.c.id == visit_id, _VISITS.c.closed_at.is_(None))
        .values(closed_at=closed_at, closed_source="clock")
    )
    if closed.rowcount != 1:
        return
    company.abandon(session, visit_id, closed_at, "clock")
    row = connection.execute(
        select(_VOLUNTEERS.c.account_id, _STATIONS.c.name, _VISITS.c.opened_at)
        .select_from(_VISITS)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VISITS.c.volunteer_id)
        .join(_STATIONS, _STATIONS.c.id == _VISITS.c.station_id)
        .where(_VISITS.c.id == visit_id)
    ).one()
    if row.account_id is not None:
        notices.tell(
            session,
            kind="visit-forgotten",
            account_id=row.account_id,
            dedupe_key=f"visit-forgotten/{visit_id}",
            facts={
                "visit_id": visit_id,
                "station": row.name,
                "since_at": row.opened_at.isoformat(),
            },
            due_at=now,
        )
        _warn(session, row, visit_id, closed_at)


def _warn(session: CitySession, row: Any, visit_id: int, closed_at: datetime) -> None:
    """Say it once more a day before nobody at the station can confirm the end any longer."""
    until_at = closed_at + timedelta(days=session.city.policy(row.opened_at).credit.staff_end_days)
    due_at = until_at - timedelta(days=1)
    if due_at <= closed_at:
        return
    notices.tell(
        session,
        kind=LAST_DAY,
        account_id=row.account_id,
        dedupe_key=f"{LAST_DAY}/{visit_id}",
        facts={
            "visit_id": visit_id,
            "station": row.name,
            "since_at": row.opened_at.isoformat(),
            "until_at": until_at.isoformat(),
        },
        due_at=due_at,
    )


@access.performs(Action.RUN_CLOCK)
def next_forgotten(session: CitySession, *, now: datetime) -> datetime | None:
    """Return when the oldest open visit reaches the policy's limit, None while nobody is in."""
    oldest: datetime | None = session.connection().scalar(
        select(_VISITS.c.opened_at)
        .where(_VISITS.c.closed_at.is_(None))
        .order_by(_VISITS.c.opened_at)
        .limit(1)
    )
    if oldest is None:
        return None
    return oldest + timedelta(minutes=session.city.policy(now).credit.max_visit_minutes)
