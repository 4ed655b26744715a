"""A location as second proof of an arrival: inside it opens the visit, else a clerk is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from domain import positions
from domain.permissions import Action
from domain.positions import Nearness, Position
from domain.refusals import Code, Refusal
from models.arrivals import LocationProof
from models.columns import table_of
from models.places import Station
from models.visits import Scan
from usecases import access, audit, checkins, notices, visits
from usecases.checkins import Arrived, ClerkAsked, LocationAsked
from usecases.city import CitySession

_SCANS = table_of(Scan)
_STATIONS = table_of(Station)
_PROOFS = table_of(LocationProof)
# A location of later says nothing about the moment of the scan.
_MEMORY = timedelta(hours=1)
NEAR = "stations.location_radius_metres"
_SENT_HERE = "stations.location_fresh_seconds"


@dataclass(frozen=True, slots=True)
class Sent:
    """A location as it came, in degrees of WGS-84 as messengers send them.

    `own` says that it is no forwarded, shared or picked-up message; `sent_at` is the messenger's.
    """

    latitude: float
    longitude: float
    accuracy_metres: float
    sent_at: datetime
    own: bool


@access.performs(Action.SCAN_STATION)
def waiting(session: CitySession, *, actor: int, now: datetime) -> LocationAsked | None:
    """Return the actor's newest scan of the last hour that waits for his location, or None.

    Refuses not-registered and not-yet-approved.
    """
    row = _waiting(session, actor, now)
    return LocationAsked(row.station, row.scanned_at) if row is not None else None


def _waiting(session: CitySession, actor: int, now: datetime) -> Any:
    volunteer_id = access.own_volunteer(session, actor=actor)
    return (
        session.connection()
        .execute(
            select(
                _SCANS,
                _STATIONS.c.name.label("station"),
                _STATIONS.c.latitude,
                _STATIONS.c.longitude,
                _STATIONS.c.radius_metres,
            )
            .join(_STATIONS, _STATIONS.c.id == _SCANS.c.station_id)
            .where(
                _SCANS.c.volunteer_id == volunteer_id,
                _SCANS.c.scanned_at > now - _MEMORY,
                _SCANS.c.outcome == LocationAsked.__name__,
                _SCANS.c.visit_id.is_(None),
            )
            .order_by(_SCANS.c.scanned_at.desc())
            .limit(1)
        )
        .one_or_none()
    )


@access.performs(Action.SCAN_STATION)
def call(session: CitySession, *, actor: int, request_id: str, now: datetime) -> None:
    """Ask in the chat for the location that a scan on a page waits for: a page proves nothing.

    Where that scan waits no more, nothing is asked. Refuses what `waiting` does.
    """
    found = _waiting(session, actor, now)
    if found is None or found.request_id != request_id:
        return
    notices.tell(
        session,
        kind="location-wanted",
        account_id=actor,
        dedupe_key=f"location-wanted/{request_id}",
        facts={"station": found.station, "arrived_at": found.scanned_at.isoformat()},
        due_at=now,
    )


@access.performs(Action.SCAN_STATION)
def prove(session: CitySession, *, actor: int, sent: Sent, now: datetime) -> Arrived | ClerkAsked:
    """Open the visit that waits if the location is the actor's own, fresh, and near enough.

    Whatever is doubtful about it is a clerk's to settle, who is asked at once: nobody is turned
    away by a phone that does not know where it is. Of the place itself only the distance is kept,
    in metres. Refuses what `waiting` does, and `step-gone` when no scan waits.
    """
    found = _waiting(session, actor, now)
    if found is None:
        raise Refusal(Code.STEP_GONE)
    distance = _distance(found, sent)
    doubt = _doubt(session, found, sent, distance)
    band = Nearness.FAR
    if distance is not None and found.radius_metres is not None:
        band = positions.nearness(distance, sent.accuracy_metres, found.radius_metres)
    session.connection().execute(
        insert(_PROOFS).values(
            scan_id=found.id,
            band=band.value,
            distance_metres=None if distance is None else round(distance),
            accuracy_metres=round(sent.accuracy_metres),
            doubt=doubt,
            sent_at=sent.sent_at,
        )
    )
    near = {"band": band.value, "doubt": doubt}
    audit.record(session, actor, "arrival.location-sent", f"scan:{found.id}", now, **near)
    if doubt is not None:
        return _ask(session, found, now, _SENT_HERE if doubt in ("not-own", "old") else NEAR, doubt)
    return checkins.arrived(session, visits.open_kept(session, found, "scan", now))


def _distance(found: Any, sent: Sent) -> float | None:
    if found.latitude is None:
        return None
    try:
        there = Position(sent.latitude, sent.longitude)
    except ValueError:
        return None
    return positions.distance_metres(Position(found.latitude, found.longitude), there)


def _doubt(session: CitySession, found: Any, sent: Sent, distance: float | None) -> str | None:
    """Return why the location proves nothing, or None."""
    fresh = session.city.policy(found.scanned_at).stations.location_fresh_seconds
    # By the messenger's own dates: a backlog on our side makes nobody late.
    late = (sent.sent_at - found.scanned_at).total_seconds()
    if not sent.own:
        return "not-own"
    if not -fresh <= late <= fresh:
        return "old"
    if distance is None or found.radius_metres is None:
        return "unknown"
    if not positions.proves(distance, sent.accuracy_metres, found.radius_metres):
        return "far"
    return None


@access.performs(Action.SCAN_STATION)
def do_without(session: CitySession, *, actor: int, now: datetime) -> ClerkAsked:
    """Let a clerk confirm the arrival of who cannot send a location; refuses `step-gone`."""
    found = _waiting(session, actor, now)
    if found is None:
        raise Refusal(Code.STEP_GONE)
    audit.record(session, actor, "arrival.without-location", f"scan:{found.id}", now)
    return _ask(session, found, now, NEAR)


def _ask(session: CitySession, found: Any, now: datetime, rule: str, doubt: str = "") -> ClerkAsked:
    session.connection().execute(
        update(_SCANS).where(_SCANS.c.id == found.id).values(outcome=ClerkAsked.__name__)
    )
    checkins.ask_clerks(session, found.station_id, found.request_id, now)
    return ClerkAsked(found.station, found.scanned_at, rule, doubt)
