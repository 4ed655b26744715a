"""Whose a station is: officers keep all of it, its head what it answers for itself."""

from typing import Any

from sqlalchemy import select

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.places import Station
from usecases import access
from usecases.city import CitySession

_STATIONS = table_of(Station)


def kept(
    session: CitySession,
    actor: int,
    station_id: int,
    *,
    lock: bool = False,
    own: bool = False,
    closed: bool = False,
) -> Any:
    """Return the row of a station that the officer keeps; to others it is not there.

    `own` lets its head in too; `closed` asks for one that is out of use.
    """
    action = Action.KEEP_OWN_STATION if own else Action.KEEP_STATIONS
    held = access.standings(session, actor=actor, action=action)
    row = standing(session, station_id, lock=lock, closed=closed)
    if not any(_covers(role, place, row) for role, place in held):
        raise Refusal(Code.NOT_FOUND)
    return row


def _covers(role: Role, place: str, row: Any) -> bool:
    if role is Role.STATION_HEAD:
        return place == str(row.id)
    return place in ("", row.county)


def keeps_all(session: CitySession, actor: int, row: Any) -> bool:
    """Tell whether the account is an officer for the station; its head is none."""
    held = access.standings(session, actor=actor, action=Action.KEEP_OWN_STATION)
    return any(role is not Role.STATION_HEAD and _covers(role, place, row) for role, place in held)


def standing(
    session: CitySession, station_id: int, *, lock: bool = False, closed: bool = False
) -> Any:
    """Return the row of a station in use; refuses `not-found`, `station-gone`.

    With `closed` that of one out of use; refuses `step-gone` of any other.
    """
    query = select(_STATIONS).where(_STATIONS.c.id == station_id)
    row = session.connection().execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if closed != (row.closed_at is not None):
        raise Refusal(Code.STEP_GONE if closed else Code.STATION_GONE)
    return row
