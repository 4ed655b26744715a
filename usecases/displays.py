"""Station displays: paired once by a clerk's link, revocable; only a paired one shows codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update

from domain import tokens
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Invite
from models.places import Display, Station
from models.visits import Visit
from usecases import access, audit, workplace
from usecases.city import CitySession

_STATIONS = table_of(Station)
_DISPLAYS = table_of(Display)
_INVITES = table_of(Invite)
_VISITS = table_of(Visit)

# The role column of an invitation that pairs a browser instead of a person.
PAIRING = "display"


@dataclass(frozen=True, slots=True)
class Pairing:
    """A one-use code that pairs a browser with a station, and until when."""

    code: str
    station: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """What a display shows now; `changes_at` is when the next code comes."""

    station: str
    code: str
    now: datetime
    changes_at: datetime
    inside: int
    slot_seconds: int


@access.performs(Action.PAIR_DISPLAY)
def invite_display(session: CitySession, *, actor: int, now: datetime) -> Pairing:
    """Return the one-use code with which a browser becomes the clerk's station's display."""
    station_id = workplace.station_of(session, actor=actor, action=Action.PAIR_DISPLAY)
    minutes = session.city.policy(now).checkin.pairing_minutes
    code = tokens.random_code(tokens.RandomKind.DISPLAY)
    expires_at = now + timedelta(minutes=minutes)
    session.connection().execute(
        insert(_INVITES).values(
            code_hash=tokens.digest(code),
            role=PAIRING,
            scope_ref=str(station_id),
            made_by=actor,
            made_at=now,
            expires_at=expires_at,
        )
    )
    name: str = (
        session.connection()
        .execute(select(_STATIONS.c.name).where(_STATIONS.c.id == station_id))
        .scalar_one()
    )
    return Pairing(code, name, expires_at)


@access.performs(Action.ACCEPT_INVITE)
def pair(session: CitySession, *, code: str, secret: str, now: datetime) -> str:
    """Pair the browser that holds `secret` and return the station's name; once per code.

    Refuses `invite-invalid` for unknown, expired and used codes alike.
    """
    connection = session.connection()
    digest = tokens.digest(code)
    used = connection.execute(
        update(_INVITES)
        .where(
            _INVITES.c.code_hash == digest,
            _INVITES.c.role == PAIRING,
            _INVITES.c.used_at.is_(None),
            _INVITES.c.expires_at > now,
        )
        .values(used_at=now)
    )
    if used.rowcount != 1:
        raise Refusal(Code.INVITE_INVALID)
    row = connection.execute(
        select(_INVITES.c.scope_ref, _INVITES.c.made_by).where(_INVITES.c.code_hash == digest)
    ).one()
    connection.execute(
        insert(_DISPLAYS).values(
            station_id=int(row.scope_ref),
            secret_hash=tokens.digest(secret),
            paired_by=row.made_by,
            paired_at=now,
        )
    )
    audit.record(session, row.made_by, "display.paired", f"station:{row.scope_ref}", now)
    name: str = connection.execute(
        select(_STATIONS.c.name).where(_STATIONS.c.id == int(row.scope_ref))
    ).scalar_one()
    return name


@access.performs(Action.LOOK_AROUND)
def shown(session: CitySession, *, secret: str, now: datetime) -> Shown:
    """Return the code of this slot to a paired display; refuses `code-revoked` to any other."""
    row = (
        session.connection()
        .execute(
            select(
                _DISPLAYS.c.id,
                _STATIONS.c.id.label("station_id"),
                _STATIONS.c.name,
                _STATIONS.c.epoch,
            )
            .join(_STATIONS, _STATIONS.c.id == _DISPLAYS.c.station_id)
            .where(
                _DISPLAYS.c.secret_hash == tokens.digest(secret),
                _DISPLAYS.c.revoked_at.is_(None),
                _STATIONS.c.closed_at.is_(None),
            )
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.CODE_REVOKED)
    seconds = session.city.policy(now).checkin.display_slot_seconds
    slot = tokens.slot_of(now, seconds)
    code = tokens.StationCode(row.station_id, slot, row.id)
    inside = session.connection().scalar(
        select(func.count()).where(
            _VISITS.c.station_id == row.station_id, _VISITS.c.closed_at.is_(None)
        )
    )
    return Shown(
        row.name,
        tokens.sign(code, session.city.keys.key(station_key(row.station_id, row.epoch))),
        now,
        datetime.fromtimestamp((slot + 1) * seconds, tz=now.tzinfo),
        inside or 0,
        seconds,
    )


def station_key(station_id: int, epoch: int) -> str:
    """Return the purpose of a station's key: a stolen one forges only itself, until the epoch."""
    return f"station/{station_id}/{epoch}"


@access.performs(Action.PAIR_DISPLAY)
def paired(session: CitySession, *, actor: int) -> list[tuple[int, datetime]]:
    """Return the live displays of the clerk's station: id and when it was paired."""
    station = workplace.station_of(session, actor=actor, action=Action.PAIR_DISPLAY)
    rows = session.connection().execute(
        select(_DISPLAYS.c.id, _DISPLAYS.c.paired_at)
        .where(_DISPLAYS.c.station_id == station, _DISPLAYS.c.revoked_at.is_(None))
        .order_by(_DISPLAYS.c.id)
    )
    return [(row.id, row.paired_at) for row in rows]


@access.performs(Action.PAIR_DISPLAY)
def revoke(session: CitySession, *, actor: int, display_id: int, now: datetime) -> None:
    """Cut a display off at once; codes it showed are worthless. Refuses `not-found`."""
    connection = session.connection()
    station = connection.scalar(select(_DISPLAYS.c.station_id).where(_DISPLAYS.c.id == display_id))
    if station is None:
        raise Refusal(Code.NOT_FOUND)
    access.require(session, actor=actor, action=Action.PAIR_DISPLAY, place=str(station))
    connection.execute(
        update(_DISPLAYS)
        .where(_DISPLAYS.c.id == display_id, _DISPLAYS.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    audit.record(session, actor, "display.revoked", f"display:{display_id}", now)
