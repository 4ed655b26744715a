"""How long stations had somebody on duty, day by day; nobody is credited for it (PUZD-3.3d, X8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from domain import opening
from domain.coverage import DayDuty, Interval, on_duty_seconds
from domain.permissions import Action
from models.columns import table_of
from models.places import Station
from models.visits import Visit
from usecases import access, workplace
from usecases.city import CitySession, day_bounds
from usecases.station_keepers import kept
from usecases.stations import StationLine

_STATIONS = table_of(Station)
_VISITS = table_of(Visit)
# An end that a person has seen; one that the clock set proves nothing.
_SEEN = ("scan", "staff_scan", "staff_end")
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a station."""

    day: date
    duty: DayDuty


@access.performs(Action.SEE_STATION_DAY)
def today(session: CitySession, *, actor: int, now: datetime) -> DayDuty:
    """Return how the clerk's station stands today; who is in counts until now."""
    station_id = workplace.station_of(session, actor=actor, action=Action.SEE_STATION_DAY)
    row = session.connection().execute(
        select(_STATIONS.c.id, _STATIONS.c.name, _STATIONS.c.opening).where(
            _STATIONS.c.id == station_id
        )
    )
    line = StationLine(*row.one())
    return _on(session, [line], session.city.calendar.day_of(now), now)[station_id]


@access.performs(Action.KEEP_STATIONS)
def of_list(
    session: CitySession, *, actor: int, lines: Sequence[StationLine], now: datetime
) -> dict[int, DayDuty]:
    """Return today of each station in the officer's list, by one query."""
    access.places(session, actor=actor, action=Action.KEEP_STATIONS)
    return _on(session, lines, session.city.calendar.day_of(now), now)


@access.performs(Action.KEEP_OWN_STATION)
def week(session: CitySession, *, actor: int, station_id: int, now: datetime) -> list[Day]:
    """Return a station's last seven days, today included, measured by its hours of today.

    Days before it was opened are none of its.
    """
    row = kept(session, actor, station_id, own=True)
    line = StationLine(row.id, row.name, row.opening)
    last = session.city.calendar.day_of(now)
    first = session.city.calendar.day_of(row.opened_at) if row.opened_at else date.min
    days = [day for n in range(_WEEK) if (day := last - timedelta(days=n)) >= first]
    return [Day(day, _on(session, [line], day, now)[row.id]) for day in days]


def _on(
    session: CitySession, lines: Sequence[StationLine], day: date, now: datetime
) -> dict[int, DayDuty]:
    begin, end = day_bounds(session, day)
    rows = session.connection().execute(
        select(_VISITS.c.station_id, _VISITS.c.opened_at, _VISITS.c.closed_at).where(
            _VISITS.c.station_id.in_([line.station_id for line in lines]),
            # An index range; nobody is on duty for longer than a visit may last.
            _VISITS.c.opened_at >= begin - timedelta(days=1),
            _VISITS.c.opened_at < end,
            _VISITS.c.closed_at.is_(None) | _VISITS.c.closed_source.in_(_SEEN),
        )
    )
    times: dict[int, list[Interval]] = {line.station_id: [] for line in lines}
    for row in rows:
        times[row.station_id].append((row.opened_at, row.closed_at or now))
    rules = session.city.policy(begin).stations
    return {
        line.station_id: DayDuty(
            int(on_duty_seconds(times[line.station_id], begin, end, rules.hours_mode)) // 60,
            rules.min_hours_day * 60,
            opening.is_open_on(line.opening, day),
        )
        for line in lines
    }
