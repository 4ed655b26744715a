"""Scans that a clerk's page kept without a network: each is judged for the time when it was made.

The codes say when they were shown, the device says when it scanned: both have to agree. What does
not count stays in a list for the station's clerks, so that nobody's hours vanish silently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from domain import tokens
from domain.admission import Means
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.late_scans import LateScan
from models.people import Volunteer
from models.visits import Scan
from usecases import access, audit, checkins, late_cards, scanned_codes, visits, workplace
from usecases.checkins import Outcome
from usecases.city import CitySession

_LATE = table_of(LateScan)
_SCANS = table_of(Scan)
_VOLUNTEERS = table_of(Volunteer)
# A device's clock and the way to us may differ by so much without anything being odd.
_AHEAD = timedelta(minutes=1)
TOO_OLD, CLOCK_OFF = "too-old", "clock-off"
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
    # "" and None where the code named nobody.
    volunteer: str
    number: str
    volunteer_id: int | None
    born_on: date | None
    scanned_at: datetime
    doubt: str
    # A card that another clerk scanned: who looks may say that its holder came.
    to_confirm: bool = False


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
    waiting: list[int] = []
    for one in scans:
        station_id = one.station_id if str(one.station_id) in places else home
        taken.append(_take(session, actor, one, station_id or home, ahead_now, now, waiting))
    late_cards.tell(session, waiting, now)
    return taken


def _take(
    session: CitySession,
    actor: int,
    one: Kept,
    station_id: int,
    ahead_now: float,
    now: datetime,
    waiting: list[int],
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
    kept = connection.execute(
        insert(_LATE)
        .values(
            request_id=one.request_id,
            account_id=actor,
            station_id=station_id,
            volunteer_id=volunteer_id,
            scanned_at=scanned_at,
            sent_at=now,
            doubt=doubt,
        )
        .returning(_LATE.c.id)
    )
    if doubt in late_cards.WAITING:
        waiting.append(int(kept.scalar_one()))
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
    if scanned_codes.is_stations(one.token):
        return Code.CODE_NOT_FOR_CLERK.value
    waits = late_cards.waits(session, one.token, volunteer_id, scanned_at)
    if waits is not None:
        return _proven(session, actor, one, station_id, volunteer_id, scanned_at) or waits
    over = late_cards.overlapping(session, volunteer_id, scanned_at)
    if over is not None:
        return _settled(session, actor, one, over, station_id, scanned_at)
    return late_cards.doubt_of(_scanned(session, actor, one, station_id, scanned_at))


def _proven(
    session: CitySession,
    actor: int,
    one: Kept,
    station_id: int,
    volunteer_id: int | None,
    scanned_at: datetime,
) -> str | None:
    """Return why a scan that has to wait for a second person is not worth asking him, or None."""
    refused = checkins.proves(
        session, actor=actor, token=one.token, at_station=station_id, now=scanned_at
    )
    if refused is not None:
        return refused.code.value
    his = session.connection().scalar(
        select(_VOLUNTEERS.c.account_id).where(_VOLUNTEERS.c.id == volunteer_id)
    )
    return Code.OWN_CODE.value if his == actor else None


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


def _settled(
    session: CitySession, actor: int, one: Kept, visit: Any, station_id: int, scanned_at: datetime
) -> str | None:
    """Take the scan for the end that the clock had to guess, if it is one; else it is odd."""
    if not late_cards.ends(visit, station_id, scanned_at) or visit.account_id == actor:
        return late_cards.OVERLAP
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
        select(
            _LATE.c.id,
            _VOLUNTEERS.c.name,
            _VOLUNTEERS.c.number,
            _VOLUNTEERS.c.id.label("volunteer_id"),
            _VOLUNTEERS.c.born_on,
            _LATE.c.scanned_at,
            _LATE.c.doubt,
            _LATE.c.account_id,
            _VOLUNTEERS.c.account_id.label("his"),
        )
        .outerjoin(_VOLUNTEERS, _VOLUNTEERS.c.id == _LATE.c.volunteer_id)
        .where(
            _LATE.c.station_id == station_id,
            _LATE.c.doubt.is_not(None),
            _LATE.c.seen_at.is_(None),
        )
        .order_by(_LATE.c.scanned_at, _LATE.c.id)
        .limit(MOST_ODD)
    )
    return [
        Odd(
            row.id,
            row.name or "",
            row.number or "",
            row.volunteer_id,
            row.born_on,
            row.scanned_at,
            row.doubt,
            row.doubt in late_cards.WAITING and actor not in (row.account_id, row.his),
        )
        for row in rows
    ]


@access.performs(Action.CONFIRM_END)
def seen(session: CitySession, *, actor: int, upto: int, now: datetime) -> None:
    """Take the odd scans of the clerk's station up to this one off his list; they stay kept.

    Cards that he scanned himself and nobody has confirmed stay for others while they still can.
    """
    days = timedelta(days=session.city.policy(now).credit.staff_end_days)
    of_others = (
        _LATE.c.doubt.not_in((*late_cards.WAITING, late_cards.NOT_ME))
        | (_LATE.c.account_id != actor)
        | (_LATE.c.scanned_at < now - days)
    )
    station_id = workplace.station_of(session, actor=actor, action=Action.CONFIRM_END)
    done = session.connection().execute(
        update(_LATE)
        .where(
            _LATE.c.station_id == station_id,
            _LATE.c.id <= upto,
            _LATE.c.doubt.is_not(None),
            of_others,
            _LATE.c.seen_at.is_(None),
        )
        .values(seen_at=now, seen_by=actor)
    )
    if done.rowcount:
        facts = {"upto": upto, "scans": done.rowcount}
        audit.record(session, actor, "late-scans.seen", f"station:{station_id}", now, **facts)
