"""A station out of use, and in use again: who works or serves there hears of it (PU9-T5a)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from domain.permissions import Action, Role
from models.columns import table_of
from models.people import Volunteer
from models.places import Station
from models.visits import Visit
from usecases import access, notices
from usecases.city import CitySession
from usecases.station_keepers import kept
from usecases.stations import note

_STATIONS = table_of(Station)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)
MOST_CLOSED = 20


@dataclass(frozen=True, slots=True)
class Closed:
    """A station out of use."""

    station_id: int
    name: str
    closed_at: datetime


@access.performs(Action.KEEP_STATIONS)
def close(session: CitySession, *, actor: int, station_id: int, now: datetime) -> str:
    """Take a station out of use and return its name; who is in may still leave, and is told how."""
    row = kept(session, actor, station_id, lock=True)
    _set(session, row.id, now)
    note(session, actor, row.id, "closed", "", now.isoformat(), now)
    inside = _inside(session, row.id)
    keepers = [one for one in _keepers(session, row.id) if one != actor]
    _tell(session, "station-closed", keepers, row, now, inside=len(inside))
    _tell(session, "station-closed-inside", inside, row, now)
    return str(row.name)


@access.performs(Action.KEEP_STATIONS)
def closed(session: CitySession, *, actor: int) -> list[Closed]:
    """Return the officer's stations that are out of use, the last one closed first."""
    where = [_STATIONS.c.closed_at.is_not(None)]
    counties = access.places(session, actor=actor, action=Action.KEEP_STATIONS)
    if "" not in counties:
        where.append(_STATIONS.c.county.in_(counties))
    rows = session.connection().execute(
        select(_STATIONS.c.id, _STATIONS.c.name, _STATIONS.c.closed_at)
        .where(*where)
        .order_by(_STATIONS.c.closed_at.desc(), _STATIONS.c.id)
        .limit(MOST_CLOSED)
    )
    return [Closed(*row) for row in rows]


@access.performs(Action.KEEP_STATIONS)
def reopen(session: CitySession, *, actor: int, station_id: int, now: datetime) -> str:
    """Take a station into use again and return its name; its staff and screens are as they were.

    Refuses `step-gone` when it is in use.
    """
    row = kept(session, actor, station_id, lock=True, closed=True)
    _set(session, row.id, None)
    note(session, actor, row.id, "closed", row.closed_at.isoformat(), "", now)
    keepers = [one for one in _keepers(session, row.id) if one != actor]
    _tell(session, "station-reopened", keepers, row, now)
    return str(row.name)


def _set(session: CitySession, station_id: int, closed_at: datetime | None) -> None:
    session.connection().execute(
        update(_STATIONS).where(_STATIONS.c.id == station_id).values(closed_at=closed_at)
    )


def _keepers(session: CitySession, station_id: int) -> list[int]:
    """Return who works at a station; a head is a clerk too, and hears it once."""
    roles = (Role.CLERK.value, Role.STATION_HEAD.value)
    held = [access.holders(session, role=role, scope_ref=str(station_id)) for role in roles]
    return sorted({account for accounts in held for account in accounts})


def _inside(session: CitySession, station_id: int) -> list[int]:
    return list(
        session.connection().scalars(
            select(_VOLUNTEERS.c.account_id)
            .join(_VISITS, _VISITS.c.volunteer_id == _VOLUNTEERS.c.id)
            .where(
                _VISITS.c.station_id == station_id,
                _VISITS.c.closed_at.is_(None),
                _VOLUNTEERS.c.account_id.is_not(None),
            )
            .order_by(_VOLUNTEERS.c.account_id)
        )
    )


def _tell(
    session: CitySession, kind: str, accounts: list[int], row: Station, now: datetime, **facts: int
) -> None:
    for account_id in accounts:
        notices.tell(
            session,
            kind=kind,
            account_id=account_id,
            dedupe_key=f"{kind}/{row.id}/{account_id}/{now.isoformat()}",
            facts={"station": row.name, **facts},
            due_at=now,
        )
