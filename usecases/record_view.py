"""The record of a volunteer's service as papers show it: typed ones, and visits seen as records.

A visit makes no row of its own; what the union of the fields says about it is read from its
station when it is asked for (X10). Minutes are what the ledger holds for it now.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from domain.records import Span
from models.columns import table_of
from models.places import Station, Unit
from models.records import ServiceRecord
from models.visits import Visit
from usecases.city import CitySession

_RECORDS = table_of(ServiceRecord)
_VISITS = table_of(Visit)
_STATIONS = table_of(Station)
_UNITS = table_of(Unit)


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """One service with the eleven fields; None is not known, and the paper leaves it out.

    Of a visit name, content and recipients are None: it was a station's duty. `source` is the
    ledger's word for how it was recorded (scan, staff_scan, staff_end, typed).
    """

    cause: str
    day: date
    span: Span
    minutes: int
    source: str
    place: str
    organizer: str
    name: str | None = None
    recipients: str | None = None
    content: str | None = None
    leader: str | None = None
    recorder_account_id: int | None = None
    quality: str | None = None
    quality_on: date | None = None
    station_id: int | None = None


def between(
    session: CitySession, volunteer_id: int, first_on: date, last_on: date
) -> list[RecordFacts]:
    """Return what counted of these days, in its order; both days are included."""
    calendar = session.city.calendar
    starts_at = calendar.starts_at(first_on)
    ends_at = calendar.starts_at(date.fromordinal(last_on.toordinal() + 1))
    connection = session.connection()
    visits = connection.execute(
        select(
            _VISITS,
            _STATIONS.c.name.label("place"),
            func.coalesce(_UNITS.c.name, _STATIONS.c.name).label("organizer"),
        )
        .join(_STATIONS, _STATIONS.c.id == _VISITS.c.station_id)
        .outerjoin(_UNITS, _UNITS.c.id == _STATIONS.c.unit_id)
        .where(
            _VISITS.c.volunteer_id == volunteer_id,
            _VISITS.c.opened_at >= starts_at,
            _VISITS.c.opened_at < ends_at,
            _VISITS.c.minutes > 0,
        )
    )
    typed = connection.execute(
        select(_RECORDS).where(
            _RECORDS.c.volunteer_id == volunteer_id,
            _RECORDS.c.began_at >= starts_at,
            _RECORDS.c.began_at < ends_at,
            _RECORDS.c.minutes > 0,
        )
    )
    found = [_of_visit(session, row) for row in visits] + [_typed(session, row) for row in typed]
    return sorted(found, key=lambda one: (one.span.began_at, one.cause))


def _of_visit(session: CitySession, row: Any) -> RecordFacts:
    by_clerk = row.closed_source == "staff_end"
    return RecordFacts(
        cause=f"visit:{row.id}",
        day=session.city.calendar.day_of(row.opened_at),
        span=Span(row.opened_at, row.closed_at),
        minutes=row.minutes,
        source="staff_end" if by_clerk else row.opened_source,
        place=row.place,
        organizer=row.organizer,
        recorder_account_id=row.settled_by,
        station_id=row.station_id,
    )


def _typed(session: CitySession, row: Any) -> RecordFacts:
    return RecordFacts(
        cause=f"record:{row.id}",
        day=session.city.calendar.day_of(row.began_at),
        span=Span(row.began_at, row.ended_at),
        minutes=row.minutes,
        source="typed",
        place=row.place,
        organizer=row.organizer,
        name=row.name,
        recipients=row.recipients,
        content=row.content,
        leader=row.leader,
        recorder_account_id=row.typed_by,
        quality=row.quality,
        quality_on=row.quality_on,
        station_id=row.station_id,
    )
