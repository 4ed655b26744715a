"""Who works at a station: inviting clerks, and letting them go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import RoleGrant, Volunteer
from usecases import access, audit, invites
from usecases.city import CitySession
from usecases.stations import kept

_GRANTS = table_of(RoleGrant)
_VOLUNTEERS = table_of(Volunteer)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who keeps the station; `name` is None for who is no volunteer of ours."""

    account_id: int
    name: str | None
    since_at: datetime


@access.performs(Action.KEEP_STATIONS)
def clerks(session: CitySession, *, actor: int, station_id: int) -> list[Clerk]:
    """Return the station's clerks, the first one first."""
    kept(session, actor, station_id)
    rows = session.connection().execute(
        select(_GRANTS.c.account_id, _VOLUNTEERS.c.name, _GRANTS.c.granted_at)
        .outerjoin(_VOLUNTEERS, _VOLUNTEERS.c.account_id == _GRANTS.c.account_id)
        .where(*_of(station_id))
        .order_by(_GRANTS.c.id)
    )
    return [Clerk(row.account_id, row.name, row.granted_at) for row in rows]


@access.performs(Action.KEEP_STATIONS)
def invite(session: CitySession, *, actor: int, station_id: int, now: datetime) -> str:
    """Return a one-use code that makes its reader a clerk of this station."""
    kept(session, actor, station_id)
    ref = str(station_id)
    code = invites.make(
        session,
        role=Role.CLERK,
        scope_ref=ref,
        life=timedelta(days=session.city.policy(now).links.staff_days),
        made_by=actor,
        now=now,
    )
    audit.record(session, actor, "staff.invited", f"role:{Role.CLERK.value}:{ref}", now)
    return code


@access.performs(Action.KEEP_STATIONS)
def dismiss(
    session: CitySession, *, actor: int, station_id: int, account_id: int, now: datetime
) -> None:
    """End the clerk's role at this station; refuses `not-found` where he has none."""
    kept(session, actor, station_id)
    ended = session.connection().execute(
        update(_GRANTS)
        .where(*_of(station_id), _GRANTS.c.account_id == account_id)
        .values(revoked_at=now)
    )
    if ended.rowcount == 0:
        raise Refusal(Code.NOT_FOUND)
    audit.record(
        session, actor, "role.ended", f"role:{Role.CLERK.value}:{station_id}", now, of=account_id
    )


def _of(station_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        _GRANTS.c.role == Role.CLERK.value,
        _GRANTS.c.scope_ref == str(station_id),
        _GRANTS.c.revoked_at.is_(None),
    )
