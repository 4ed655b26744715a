"""Scans that a clerk's page kept without a network: each is judged for the time when it was made.

The codes say when they were shown, the device says when it scanned: both have to agree. What does
not count stays in a list for the station's clerks, so that nobody's hours vanish silently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from domain import tokens
from domain.admission import Means
from domain.permissions import Action
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.late_scans import LateScan
from models.people import Volunteer
from models.visits import Scan, Visit
from usecases import access, audit, checkins, visits, workplace
from usecases.checkins import Outcome
from usecases.city import CitySession
from usecases.scan_outcomes import CompanyAsked

_LATE = table_of(LateScan)
_SCANS = table_of(Scan)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)
# A device's clock and the way to us may differ by so much without anything being odd.
_AHEAD = timedelta(minutes=1)
TOO_OLD, CLOCK_OFF, OVERLAP, COMPANY = "too-old", "clock-off", "overlap", "needs-company"
# A second reading of somebody who is in already is no news for anybody.
_HARMLESS = {Code.JUST_ARRIVED}
MOST_ODD = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A scan as the device kept it.

    `ahead_seconds` is what our clock was ahead of the device's when it last heard from us, None
    if it never did since it was opened.
    """

    request_id: str
    token: str
    device_at: datetime
    ahead_seconds: float | None
    station_id: int | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one: the outcome of a scan, or why it did not count."""

    request_id: str
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Odd:
    """A scan that a clerk has to look at."""

    late_id: int
    volunteer: str | None
    scanned_at: datetime
    doubt: str


@access.performs(Action.SCAN_VOLUNTEER)
def take(
    session: CitySession, *, actor: int, scans: Sequence[Kept], device_now: datetime, now: datetime
) -> list[Taken]:
    """Count the scans in their order, each for its own time, and keep what is odd about them.

    A scan that was taken before, at once or late, is not counted again. Refuses `not-allowed` to
    who is no clerk.
    """
    ahead_now = (now - device_now).total_seconds()
    home = workplace.scanning_station(session, actor=actor)
    places = access.places(session, actor=actor, action=Action.SCAN_VOLUNTEER)
    taken = []
    for one in scans:
        station_id = one.station_id if str(one.station_id) in places else home
        taken.append(_take(session, actor, one, station_id or home, ahead_now, now))
    return taken


def _take(
    session: CitySession, actor: int, one: Kept, station_id: int, ahead_now: float, now: datetime
) -> Taken:
    connection = session.connection()
    before = connection.execute(
        select(_LATE.c.doubt).where(_LATE.c.request_id == one.request_id)
    ).one_or_none()
    if before is not None:
        return Taken(one.request_id, before.doubt)
    at_once = select(_SCANS.c.id).where(_SCANS.c.request_id == one.request_id)
    if connection.execute(at_once).first() is not None:
        # Its answer was lost on the way: it has counted, or was refused, when it was made.
        return Taken(one.request_id, None)
    ahead = one.ahead_seconds if one.ahead_seconds is not None else ahead_now
    scanned_at = one.device_at + timedelta(seconds=ahead)
    volunteer_id = _whose(session, one.token)
    doubt = _out_of_time(session, one, scanned_at, ahead_now, now)
    if doubt is None:
        doubt = _count(session, actor, one, station_id, volunteer_id, scanned_at)
    connection.execute(
        insert(_LATE).values(
            request_id=one.request_id,
            account_id=actor,
            station_id=station_id,
            volunteer_id=volunteer_id,
            scanned_at=scanned_at,
            sent_at=now,
            doubt=doubt,
        )
    )
    return Taken(one.request_id, doubt)


def _out_of_time(
    session: CitySession, one: Kept, scanned_at: datetime, ahead_now: float, now: datetime
) -> str | None:
    rules = session.city.policy(now).stations
    if scanned_at < now - timedelta(hours=rules.offline_hours):
        return TOO_OLD
    if scanned_at > now + _AHEAD:
        return CLOCK_OFF
    if one.ahead_seconds is not None:
        # The device's clock was moved between the scan and now: its time tells nothing.
        moved = abs(one.ahead_seconds - ahead_now)
        return CLOCK_OFF if moved > rules.offline_clock_seconds else None
    # Never heard from us before: only a clock that is right by itself is believed.
    return CLOCK_OFF if abs(ahead_now) > rules.offline_clock_seconds else None


def _whose(session: CitySession, token: str) -> int | None:
    """Return whose code it claims to be; whether it is proven is asked when it is counted."""
    signed = tokens.parse(token)
    if not isinstance(signed, tokens.PersonalCode):
        return None
    found = session.connection().scalar(
        select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.opaque_id == signed.opaque)
    )
    return int(found) if found is not None else None


def _count(
    session: CitySession,
    actor: int,
    one: Kept,
    station_id: int,
    volunteer_id: int | None,
    scanned_at: datetime,
) -> str | None:
    """Count one scan for its time; return why it does not count, or None."""
    if isinstance(tokens.parse(one.token), tokens.StationCode):
        return Code.CODE_NOT_FOR_CLERK.value
    over = _overlapping(session, volunteer_id, scanned_at)
    if over is not None:
        return _settled(session, actor, one, over, station_id, scanned_at)
    outcome = _scanned(session, actor, one, station_id, scanned_at)
    if isinstance(outcome, CompanyAsked):
        return COMPANY
    if isinstance(outcome, Refused):
        harmless = outcome.code in _HARMLESS and volunteer_id is not None
        return None if harmless else outcome.code.value
    return None


def _scanned(
    session: CitySession, actor: int, one: Kept, station_id: int, scanned_at: datetime
) -> Outcome:
    try:
        return checkins.scan(
            session,
            actor=actor,
            token=one.token,
            means=Means.TYPED if tokens.as_typed(one.token) else Means.SCANNER,
            request_id=one.request_id,
            now=scanned_at,
            at_station=station_id,
        )
    except Refusal as refusal:
        return refusal.refused


def _overlapping(session: CitySession, volunteer_id: int | None, scanned_at: datetime) -> Any:
    """Return a visit that was open at that moment and has ended since, or has begun since."""
    if volunteer_id is None:
        return None
    return (
        session.connection()
        .execute(
            select(_VISITS, _VOLUNTEERS.c.unit_id, _VOLUNTEERS.c.account_id, _VOLUNTEERS.c.name)
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VISITS.c.volunteer_id)
            .where(
                _VISITS.c.volunteer_id == volunteer_id,
                (_VISITS.c.closed_at > scanned_at)
                | (_VISITS.c.closed_at.is_(None) & (_VISITS.c.opened_at > scanned_at)),
            )
            .order_by(_VISITS.c.opened_at)
            .limit(1)
        )
        .one_or_none()
    )


def _settled(
    session: CitySession, actor: int, one: Kept, visit: Any, station_id: int, scanned_at: datetime
) -> str | None:
    """Take the scan for the end that the clock had to guess, if it is one; else it is odd."""
    forgotten = (
        visit.closed_source == "clock"
        and visit.minutes is None
        and visit.settled_at is None
        and visit.station_id == station_id
        and visit.opened_at < scanned_at
    )
    if not forgotten or visit.account_id == actor:
        return OVERLAP
    refused = checkins.proves(
        session, actor=actor, token=one.token, at_station=station_id, now=scanned_at
    )
    if refused is not None:
        return refused.code.value
    visits.settle(session, visit, actor, scanned_at, scanned_at, source="staff_scan")
    return None


@access.performs(Action.SEE_STATION_DAY)
def odd(session: CitySession, *, actor: int) -> list[Odd]:
    """Return the scans of the clerk's station that came late, did not count and were not seen."""
    station_id = workplace.station_of(session, actor=actor, action=Action.SEE_STATION_DAY)
    rows = session.connection().execute(
        select(_LATE.c.id, _VOLUNTEERS.c.name, _LATE.c.scanned_at, _LATE.c.doubt)
        .outerjoin(_VOLUNTEERS, _VOLUNTEERS.c.id == _LATE.c.volunteer_id)
        .where(
            _LATE.c.station_id == station_id,
            _LATE.c.doubt.is_not(None),
            _LATE.c.seen_at.is_(None),
        )
        .order_by(_LATE.c.scanned_at)
        .limit(MOST_ODD)
    )
    return [Odd(*row) for row in rows]


@access.performs(Action.CONFIRM_END)
def seen(session: CitySession, *, actor: int, upto: int, now: datetime) -> None:
    """Take the odd scans of the clerk's station up to this one off his list; they stay kept."""
    station_id = workplace.station_of(session, actor=actor, action=Action.CONFIRM_END)
    done = session.connection().execute(
        update(_LATE)
        .where(
            _LATE.c.station_id == station_id,
            _LATE.c.id <= upto,
            _LATE.c.doubt.is_not(None),
            _LATE.c.seen_at.is_(None),
        )
        .values(seen_at=now, seen_by=actor)
    )
    if done.rowcount:
        facts = {"upto": upto, "scans": done.rowcount}
        audit.record(session, actor, "late-scans.seen", f"station:{station_id}", now, **facts)
