"""Who works at a station: its clerks, and the head among them (PU9-T6a).

Officers invite both and let both go; a head invites clerks of his own station and lets them go.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Invite, RoleGrant, Volunteer
from models.recipients import RecipientWord
from models.records import ServiceRecord
from usecases import access, audit, directory, invites, new_menus, notices
from usecases.city import CitySession
from usecases.station_keepers import keeps_all, kept

_GRANTS = table_of(RoleGrant)
_INVITES = table_of(Invite)
_RECORDS = table_of(ServiceRecord)
_VOLUNTEERS = table_of(Volunteer)
_WORDS = table_of(RecipientWord)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who works at the station; `name` is None for who is no volunteer of ours."""

    account_id: int
    name: str | None
    since_at: datetime
    is_head: bool


@access.performs(Action.KEEP_OWN_STATION)
def clerks(session: CitySession, *, actor: int, station_id: int) -> list[Clerk]:
    """Return the station's clerks, the first one first; its head is one of them."""
    kept(session, actor, station_id, own=True)
    heads = access.holders(session, role=Role.STATION_HEAD, scope_ref=str(station_id))
    rows = session.connection().execute(
        select(_GRANTS.c.account_id, _VOLUNTEERS.c.name, _GRANTS.c.granted_at)
        .outerjoin(_VOLUNTEERS, _VOLUNTEERS.c.account_id == _GRANTS.c.account_id)
        .where(*_of(Role.CLERK, station_id))
        .order_by(_GRANTS.c.id)
    )
    return [
        Clerk(row.account_id, row.name, row.granted_at, row.account_id in heads) for row in rows
    ]


@access.performs(Action.KEEP_OWN_STATION)
def invite(session: CitySession, *, actor: int, station_id: int, now: datetime) -> str:
    """Return a one-use code that makes its reader a clerk of this station."""
    kept(session, actor, station_id, own=True)
    return _invited(session, actor, Role.CLERK, station_id, now)


@access.performs(Action.KEEP_STATIONS)
def invite_head(session: CitySession, *, actor: int, station_id: int, now: datetime) -> str:
    """Return a one-use code that makes its reader head and clerk of this station."""
    kept(session, actor, station_id)
    return _invited(session, actor, Role.STATION_HEAD, station_id, now)


def _invited(session: CitySession, actor: int, role: Role, station_id: int, now: datetime) -> str:
    ref = str(station_id)
    code = invites.make(
        session,
        role=role,
        scope_ref=ref,
        life=timedelta(days=session.city.policy(now).links.staff_days),
        made_by=actor,
        now=now,
    )
    audit.record(session, actor, "staff.invited", f"role:{role.value}:{ref}", now)
    return code


@access.performs(Action.KEEP_OWN_STATION)
def dismiss(
    session: CitySession, *, actor: int, station_id: int, account_id: int, now: datetime
) -> None:
    """End all that somebody is at this station; he is told, and links that he gave out end with it.

    Refuses `not-found` where he is nothing there, and `not-allowed` to a head about a head, himself
    included: that is the officers' to say.
    """
    row = kept(session, actor, station_id, own=True)
    held = [
        role
        for role in (Role.STATION_HEAD, Role.CLERK)
        if account_id in access.holders(session, role=role, scope_ref=str(station_id))
    ]
    if Role.STATION_HEAD in held and not keeps_all(session, actor, row):
        raise Refusal(Code.NOT_ALLOWED)
    menu = directory.caller(session, actor=account_id).menu() if held else None
    ended = [role for role in held if _end(session, role, station_id, account_id, now)]
    if not ended:
        raise Refusal(Code.NOT_FOUND)
    for role in ended:
        audit.record(
            session, actor, "role.ended", f"role:{role.value}:{station_id}", now, of=account_id
        )
    _end_links(session, station_id, account_id, now)
    key = f"{station_id}/{account_id}/{now.isoformat()}"
    _tell(session, "staff-dismissed", row, account_id, ended[0], key, now)
    left = directory.caller(session, actor=account_id).menu()
    if left is not menu:
        new_menus.tell(session, account_id=account_id, role=left, dedupe_key=key, now=now)


@access.performs(Action.KEEP_STATIONS)
def step_down(
    session: CitySession, *, actor: int, station_id: int, account_id: int, now: datetime
) -> None:
    """Let a head be no more than a clerk of his station; he is told, his links end with it.

    Refuses `not-found` where he is no head there, `not-allowed` to all but the officers.
    """
    row = kept(session, actor, station_id)
    if not _end(session, Role.STATION_HEAD, station_id, account_id, now):
        raise Refusal(Code.NOT_FOUND)
    subject = f"role:{Role.STATION_HEAD.value}:{station_id}"
    audit.record(session, actor, "role.ended", subject, now, of=account_id)
    _end_links(session, station_id, account_id, now)
    key = f"{station_id}/{account_id}/{now.isoformat()}"
    _tell(session, "staff-stepped-down", row, account_id, Role.STATION_HEAD, key, now)


def _tell(
    session: CitySession, kind: str, station: Any, account_id: int, role: Role, key: str,
    now: datetime,
) -> None:  # fmt: skip
    notices.tell(
        session,
        kind=kind,
        account_id=account_id,
        dedupe_key=f"{kind}/{key}",
        facts={"role": role, "station": station.name},
        due_at=now,
    )


def _end(session: CitySession, role: Role, station_id: int, account_id: int, now: datetime) -> bool:
    ended = session.connection().execute(
        update(_GRANTS)
        .where(*_of(role, station_id), _GRANTS.c.account_id == account_id)
        .values(revoked_at=now)
    )
    return ended.rowcount > 0


def _end_links(session: CitySession, station_id: int, account_id: int, now: datetime) -> None:
    # Else he would come back by a link of his own.
    session.connection().execute(
        update(_INVITES)
        .where(
            _INVITES.c.made_by == account_id,
            _INVITES.c.role == Role.CLERK.value,
            _INVITES.c.scope_ref == str(station_id),
            _INVITES.c.used_at.is_(None),
            _INVITES.c.expires_at > now,
        )
        .values(expires_at=now)
    )
    # So do those by which somebody was to confirm what he had typed there.
    typed = select(_RECORDS.c.id).where(
        _RECORDS.c.station_id == station_id, _RECORDS.c.typed_by == account_id
    )
    session.connection().execute(
        update(_WORDS)
        .where(
            _WORDS.c.made_by == account_id,
            _WORDS.c.record_id.in_(typed.scalar_subquery()),
            _WORDS.c.outcome.is_(None),
            _WORDS.c.expires_at > now,
        )
        .values(expires_at=now)
    )


def _of(role: Role, station_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        _GRANTS.c.role == role.value,
        _GRANTS.c.scope_ref == str(station_id),
        _GRANTS.c.revoked_at.is_(None),
    )
