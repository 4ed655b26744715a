"""What a station was: its history, and at a moment what it offered and who answered for it.

A visit makes no row beside its scans; content and leader of its record are read here (X10),
as it stood on the day, whatever the station has become since.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain import menus
from domain.permissions import Action, Role
from models.columns import table_of
from models.people import RoleGrant, Volunteer
from models.places import Station, Unit
from models.stations import StationChange
from usecases import access
from usecases.city import CitySession
from usecases.station_keepers import kept

_STATIONS = table_of(Station)
_CHANGES = table_of(StationChange)
_GRANTS = table_of(RoleGrant)
_VOLUNTEERS = table_of(Volunteer)
_UNITS = table_of(Unit)
_SERVICES, _CONTACT = "services", "contact_person"
_MOST_CHANGES = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history: what stood there, what stands there since; a unit by its name."""

    field: str
    was: str
    became: str
    changed_at: datetime


@access.performs(Action.KEEP_OWN_STATION)
def history(session: CitySession, *, actor: int, station_id: int) -> list[Change]:
    """Return the last ten changes, the newest first."""
    row = kept(session, actor, station_id, own=True)
    rows = session.connection().execute(
        select(_CHANGES.c.field, _CHANGES.c.was, _CHANGES.c.became, _CHANGES.c.changed_at)
        .where(_CHANGES.c.station_id == row.id)
        .order_by(_CHANGES.c.id.desc())
        .limit(_MOST_CHANGES)
    )
    found = [Change(*one) for one in rows]
    if not any(one.field == "unit" for one in found):
        return found
    ids = {int(ref) for one in found if one.field == "unit" for ref in (one.was, one.became) if ref}
    named = select(_UNITS.c.id, _UNITS.c.name).where(_UNITS.c.id.in_(ids))
    names = {str(ref): name for ref, name in session.connection().execute(named)}
    return [
        replace(one, was=names.get(one.was, ""), became=names.get(one.became, ""))
        if one.field == "unit"
        else one
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a duty at a station was: its services, one a line, and the responsible person's name.

    Either is "" where the station said nothing.
    """

    content: str
    leader: str


class StationsThen:
    """Stations with their changes and staff, to be asked about any moment."""

    def __init__(self, session: CitySession, station_ids: Collection[int]) -> None:
        connection = session.connection()
        rows = connection.execute(select(_STATIONS).where(_STATIONS.c.id.in_(station_ids)))
        self._now = {row.id: row for row in rows}
        changes = connection.execute(
            select(_CHANGES)
            .where(
                _CHANGES.c.station_id.in_(station_ids),
                _CHANGES.c.field.in_([_SERVICES, _CONTACT]),
            )
            .order_by(_CHANGES.c.changed_at, _CHANGES.c.id)
        )
        self._changes: list[Any] = list(changes)
        people = connection.execute(
            select(
                _GRANTS.c.role,
                _GRANTS.c.scope_ref,
                _GRANTS.c.granted_at,
                _GRANTS.c.revoked_at,
                _VOLUNTEERS.c.name,
            )
            .join(_VOLUNTEERS, _VOLUNTEERS.c.account_id == _GRANTS.c.account_id)
            .where(
                _GRANTS.c.role.in_([Role.CLERK.value, Role.STATION_HEAD.value]),
                _GRANTS.c.scope_ref.in_([str(one) for one in station_ids]),
            )
            .order_by(_GRANTS.c.granted_at, _GRANTS.c.id)
        )
        self._people: list[Any] = list(people)

    def duty(self, station_id: int, at: datetime) -> Duty:
        """Return what a duty at the station was at a moment.

        Responsible is its head of that time, else its public contact (PU9-T11d), else the longest
        serving clerk.
        """
        content = menus.text_of(menus.items_of(self._text(station_id, _SERVICES, at)))
        leader = (
            self._staff(Role.STATION_HEAD, station_id, at)
            or self._text(station_id, _CONTACT, at)
            or self._staff(Role.CLERK, station_id, at)
        )
        return Duty(content, leader)

    def _text(self, station_id: int, field: str, at: datetime) -> str:
        for one in self._changes:
            if (one.station_id, one.field) == (station_id, field) and one.changed_at > at:
                return str(one.was)
        return getattr(self._now[station_id], field) or ""

    def _staff(self, role: Role, station_id: int, at: datetime) -> str:
        for one in self._people:
            held = one.granted_at <= at and (one.revoked_at is None or one.revoked_at > at)
            if held and (one.role, one.scope_ref) == (role, str(station_id)):
                return str(one.name)
        return ""
