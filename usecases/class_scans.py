"""Bringing children along: a teacher's class or one's own, by the adult's one scan (PUZD-1.2c)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.company import CompanyWait
from models.people import Volunteer
from models.places import Station
from models.visits import Visit
from usecases import access, checkins, company, guardians
from usecases.checkins import Arrived, Outcome
from usecases.city import CitySession

_VOLUNTEERS = table_of(Volunteer)
_VISITS = table_of(Visit)
_STATIONS = table_of(Station)
_WAITS = table_of(CompanyWait)


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child whom the adult may take along and who is not in yet."""

    volunteer_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Class:
    """Where the adult is in (None: nowhere), and who may come with him."""

    station: str | None
    pupils: tuple[Pupil, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """Where the adult is in, and since when; while he waits for his children, since now."""

    station_id: int
    name: str
    since_at: datetime


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of it for one child."""

    name: str
    outcome: Outcome


@access.performs(Action.ACT_AS_GUARDIAN)
def pupils(session: CitySession, *, actor: int, now: datetime) -> Class:
    """Return who may come along with the actor, who need not be a volunteer himself.

    Refuses class-too-late when his own scan was too long ago.
    """
    here, found = _here(session, actor, now), tuple(_pupils(session, actor, now))
    if here is not None and found:
        _in_time(session, here, now)
    return Class(here.name if here is not None else None, found)


def _in_time(session: CitySession, here: Here, now: datetime) -> None:
    """Refuse whoever may have gone home since: his scan stands for the children's own."""
    minutes = session.city.policy(now).stations.class_minutes
    if now > here.since_at + timedelta(minutes=minutes):
        raise Refusal(
            Code.CLASS_TOO_LATE,
            "stations.class_minutes",
            minutes=minutes,
            since_at=here.since_at.isoformat(),
        )


def _here(session: CitySession, actor: int, now: datetime) -> Here | None:
    """Return the station where the adult is in, or has scanned minutes ago for his children."""
    connection = session.connection()
    inside = connection.execute(
        select(
            _STATIONS.c.id.label("station_id"),
            _STATIONS.c.name,
            _VISITS.c.opened_at.label("since_at"),
        )
        .select_from(_VISITS)
        .join(_STATIONS, _STATIONS.c.id == _VISITS.c.station_id)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VISITS.c.volunteer_id)
        .where(_VOLUNTEERS.c.account_id == actor, _VISITS.c.closed_at.is_(None))
    ).one_or_none()
    if inside is not None:
        return Here(*inside)
    waiting = connection.execute(
        select(_WAITS.c.station_id, _STATIONS.c.name)
        .join(_STATIONS, _STATIONS.c.id == _WAITS.c.station_id)
        .where(_WAITS.c.account_id == actor, _WAITS.c.until_at >= now)
    ).one_or_none()
    return Here(*waiting, since_at=now) if waiting is not None else None


def _pupils(session: CitySession, actor: int, now: datetime) -> list[Pupil]:
    own = guardians.companions_of(session, account_id=actor, now=now)
    inside = select(_VISITS.c.volunteer_id).where(
        _VISITS.c.closed_at.is_(None), _VISITS.c.volunteer_id.in_(own)
    )
    rows = session.connection().execute(
        select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.name, _VOLUNTEERS.c.born_on)
        .where(
            _VOLUNTEERS.c.id.in_(own),
            _VOLUNTEERS.c.suspended_at.is_(None),
            _VOLUNTEERS.c.id.not_in(inside.scalar_subquery()),
        )
        .order_by(_VOLUNTEERS.c.name, _VOLUNTEERS.c.id)
    )
    return [Pupil(row.id, row.name) for row in rows if company.needed(session, row.born_on, now)]


@access.performs(Action.ACT_AS_GUARDIAN)
def bring(
    session: CitySession, *, actor: int, child_ids: Sequence[int], key: str, now: datetime
) -> list[Brought]:
    """Check these children in where the actor is in, each by every rule of a scan of his own.

    The same `key` again changes nothing. Whom he may not take along is passed over, and who
    is in nowhere brings nobody. Refuses class-too-late when his own scan was too long ago.
    """
    here = _here(session, actor, now)
    if here is None:
        return []
    done = []
    for one in _pupils(session, actor, now):
        if one.volunteer_id in child_ids:
            _in_time(session, here, now)
            outcome = checkins.settle_child(
                session, here.station_id, actor, now, one.volunteer_id, f"{key}/{one.volunteer_id}"
            )
            if isinstance(outcome, Arrived):
                company.tell(session, one.volunteer_id, f"{key}/{one.volunteer_id}", outcome, now)
            done.append(Brought(one.name, outcome))
    return done
