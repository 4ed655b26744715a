"""Who has scanned and waits for a clerk's word; 〈today〉 lists them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, literal_column, select

from domain.permissions import Action
from models.columns import table_of
from models.people import Volunteer
from models.visits import Scan, Visit
from usecases import access, workplace
from usecases.city import CitySession
from usecases.scan_outcomes import ClerkAsked

_SCANS = table_of(Scan)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """A volunteer who has scanned, and since when he waits."""

    request_id: str
    volunteer_id: int
    volunteer: str
    born_on: date | None
    scanned_at: datetime


@access.performs(Action.SEE_STATION_DAY)
def at_station(session: CitySession, *, actor: int, now: datetime) -> list[Waiting]:
    """Return who waits at the clerk's station, each once by his first scan; never himself.

    Whoever is in or was served since waits no more, nor does a scan older than a visit may last.
    """
    station_id = workplace.station_of(session, actor=actor, action=Action.SEE_STATION_DAY)
    limit = timedelta(minutes=session.city.policy(now).credit.max_visit_minutes)
    since = exists().where(
        _VISITS.c.volunteer_id == _SCANS.c.volunteer_id,
        _VISITS.c.closed_at.is_(None) | (_VISITS.c.closed_at > _SCANS.c.scanned_at),
    )
    rows = session.connection().execute(
        select(
            _SCANS.c.request_id,
            _SCANS.c.volunteer_id,
            _VOLUNTEERS.c.name,
            _VOLUNTEERS.c.born_on,
            _SCANS.c.scanned_at,
        )
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _SCANS.c.volunteer_id)
        .where(
            _SCANS.c.station_id == station_id,
            # Written out, so that the index of those who wait is used.
            _SCANS.c.outcome == literal_column(f"'{ClerkAsked.__name__}'"),
            _SCANS.c.visit_id.is_(None),
            _SCANS.c.scanned_at > now - limit,
            _SCANS.c.account_id != actor,
            ~since,
        )
        .order_by(_SCANS.c.scanned_at, _SCANS.c.id)
    )
    first: dict[int, Waiting] = {}
    for row in rows:
        first.setdefault(row.volunteer_id, Waiting(*row))
    return list(first.values())[:MOST_SHOWN]
