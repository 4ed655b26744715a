"""A station's day: who is in, who forgot to leave, and what a clerk may settle."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, update

from domain.admission import CodeKind, Means, OpenVisit
from domain.permissions import Action
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.people import Volunteer
from models.places import Station
from models.visits import Scan, Visit
from usecases import access, audit, checkins, company, crediting, notices, workplace
from usecases.city import CitySession, day_bounds
from usecases.scan_outcomes import Accompanied, CompanyAsked
from usecases.scanned_codes import Scanned

_VISITS = table_of(Visit)
_STATIONS = table_of(Station)
_VOLUNTEERS = table_of(Volunteer)
_SCANS = table_of(Scan)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One visit as the station's list shows it."""

    visit_id: int
    volunteer_id: int
    volunteer: str
    opened_at: datetime
    closed_at: datetime | None
    minutes: int | None
    to_settle: bool
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class StationDay:
    """The day of a station: today's visits, and every forgotten end that still waits."""

    station_id: int
    station: str
    lines: list[DayLine]
    to_settle: list[DayLine]

    @property
    def inside(self) -> int:
        """Return how many are in now."""
        return sum(line.closed_at is None for line in self.lines)


@access.performs(Action.SEE_STATION_DAY)
def station_day(session: CitySession, *, actor: int, now: datetime) -> StationDay:
    """Return the clerk's station today, and the forgotten ends of the days still open to him."""
    station_id = workplace.station_of(session, actor=actor, action=Action.SEE_STATION_DAY)
    calendar = session.city.calendar
    start, end = day_bounds(session, calendar.day_of(now))
    unsettled = (
        _VISITS.c.closed_at.is_not(None),
        _VISITS.c.minutes.is_(None),
        _VISITS.c.settled_at.is_(None),
    )
    days = timedelta(days=session.city.policy(now).credit.staff_end_days)
    today = _lines(session, station_id, _VISITS.c.opened_at >= start, _VISITS.c.opened_at < end)
    waiting = _lines(session, station_id, _VISITS.c.closed_at >= now - days, *unsettled)
    name = session.connection().scalar(select(_STATIONS.c.name).where(_STATIONS.c.id == station_id))
    return StationDay(station_id, name or "", today, waiting)


def _lines(session: CitySession, station_id: int, *where: Any) -> list[DayLine]:
    rows = session.connection().execute(
        select(_VISITS, _VOLUNTEERS.c.name, _VOLUNTEERS.c.born_on)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VISITS.c.volunteer_id)
        .where(_VISITS.c.station_id == station_id, *where)
        .order_by(_VISITS.c.opened_at, _VISITS.c.id)
    )
    return [
        DayLine(
            row.id,
            row.volunteer_id,
            row.name,
            row.opened_at,
            row.closed_at,
            row.minutes,
            row.closed_at is not None and row.minutes is None and row.settled_at is None,
            row.born_on,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class EndConfirmed:
    """A forgotten end that a clerk confirmed (0 minutes: nobody came)."""

    volunteer: str
    opened_at: datetime
    ended_at: datetime
    minutes: int


@access.performs(Action.CONFIRM_END)
def confirm_end(
    session: CitySession, *, actor: int, visit_id: int, ended_at: datetime | None, now: datetime
) -> EndConfirmed:
    """Credit a forgotten visit up to the end that the clerk saw, source `staff_end`.

    `ended_at` None says that nobody came: nothing is credited and the visit is settled. Refuses
    `visit-gone` (settled, or none), `end-outside-visit`, `end-too-late`, `not-allowed`.
    """
    visit = (
        session.connection()
        .execute(
            select(_VISITS, _VOLUNTEERS.c.name, _VOLUNTEERS.c.unit_id, _VOLUNTEERS.c.account_id)
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VISITS.c.volunteer_id)
            .where(_VISITS.c.id == visit_id)
            .with_for_update(of=_VISITS)
        )
        .one_or_none()
    )
    if visit is None:
        raise Refusal(Code.VISIT_GONE)
    access.require(session, actor=actor, action=Action.CONFIRM_END, place=str(visit.station_id))
    if visit.account_id == actor:
        # Nobody confirms his own hours.
        raise Refusal(Code.NOT_ALLOWED)
    if visit.closed_at is None or visit.minutes is not None or visit.settled_at is not None:
        raise Refusal(Code.VISIT_GONE)
    days = session.city.policy(visit.opened_at).credit.staff_end_days
    if now > visit.closed_at + timedelta(days=days):
        raise Refusal(Code.END_TOO_LATE, "credit.staff_end_days", days=days)
    if ended_at is not None and not visit.opened_at < ended_at <= visit.closed_at:
        raise Refusal(
            Code.END_OUTSIDE_VISIT,
            opened_at=visit.opened_at.isoformat(),
            closed_at=visit.closed_at.isoformat(),
        )
    return settle(session, visit, actor, ended_at, now)


def settle(
    session: CitySession,
    visit: Any,
    actor: int,
    ended_at: datetime | None,
    now: datetime,
    *,
    source: str = "staff_end",
) -> EndConfirmed:
    """Let a forgotten visit end when it really did, credit it, and tell the volunteer."""
    minutes = 0
    if ended_at is not None:
        minutes = crediting.credit(
            session,
            visit_id=visit.id,
            volunteer_id=visit.volunteer_id,
            unit_id=visit.unit_id,
            opened_at=visit.opened_at,
            closed_at=ended_at,
            source=source,
            by=actor,
            now=now,
        ).minutes
    session.connection().execute(
        update(_VISITS)
        .where(_VISITS.c.id == visit.id)
        .values(
            minutes=minutes,
            closed_at=ended_at or visit.closed_at,
            closed_source=source if ended_at else visit.closed_source,
            settled_at=now,
            settled_by=actor,
        )
    )
    audit.record(
        session, actor, "visit.end-settled", f"visit:{visit.id}", now,
        source=source, came=ended_at is not None, minutes=minutes,
    )  # fmt: skip
    if visit.account_id is not None:
        notices.tell(
            session,
            kind="end-confirmed",
            account_id=visit.account_id,
            dedupe_key=f"end-confirmed/{visit.id}",
            facts={"minutes": minutes, "since_at": visit.opened_at.isoformat()},
            due_at=now,
        )
    return EndConfirmed(visit.name, visit.opened_at, ended_at or visit.closed_at, minutes)


def moved(refused_request_id: str) -> str:
    """Return the key of the arrival that follows a scan refused with `open-elsewhere`."""
    return f"{refused_request_id}/here"


@access.performs(Action.SCAN_STATION)
def move_here(
    session: CitySession, *, actor: int, refused_request_id: str, now: datetime
) -> checkins.Outcome:
    """End the visit that is open elsewhere and arrive here, by every rule of a scan.

    The other one is credited only when a clerk there confirms its end. The code was proven by the
    scan that was refused with `open-elsewhere` minutes ago; what else the station asks for is asked
    now. Refuses `step-gone`, also when he has left there since or is in at a third station, and
    whatever lets nobody in here: then he is in there still.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    scan = _refused_scan(session, refused_request_id, volunteer_id, actor, now)
    ended = session.connection().scalar(
        update(_VISITS)
        .where(
            _VISITS.c.volunteer_id == volunteer_id,
            _VISITS.c.closed_at.is_(None),
            _VISITS.c.opened_at <= scan.scanned_at,
        )
        .values(closed_at=scan.scanned_at, closed_source="elsewhere")
        .returning(_VISITS.c.id)
    )
    if ended is None:
        raise Refusal(Code.STEP_GONE)
    company.abandon(session, ended, scan.scanned_at, "elsewhere")
    audit.record(session, actor, "visit.left-for-another", f"visit:{ended}", now)
    outcome = checkins.settle(
        session,
        Scanned(
            CodeKind.STATION,
            by_clerk=False,
            station_id=scan.station_id,
            account_id=actor,
            proven_before=True,
        ),
        actor=actor,
        means=Means(scan.means),
        request_id=moved(refused_request_id),
        now=scan.scanned_at,
    )
    if isinstance(outcome, Refused):
        raise Refusal.of(outcome)
    if isinstance(outcome, CompanyAsked):
        raise Refusal(Code.NEEDS_COMPANY, "registration.accompany_below")
    return outcome


def _refused_scan(
    session: CitySession, request_id: str, volunteer_id: int, actor: int, now: datetime
) -> Any:
    """Return one's own scan that was refused with `open-elsewhere` and has led nowhere yet."""
    connection = session.connection()
    scan = connection.execute(
        select(_SCANS).where(
            _SCANS.c.request_id == request_id,
            _SCANS.c.volunteer_id == volunteer_id,
            _SCANS.c.account_id == actor,
            _SCANS.c.code_kind == CodeKind.STATION.value,
            _SCANS.c.outcome == Code.OPEN_ELSEWHERE.value,
        )
    ).one_or_none()
    done = select(_SCANS.c.id).where(_SCANS.c.request_id == moved(request_id))
    window = timedelta(minutes=session.city.policy(now).checkin.move_minutes)
    if scan is None or now > scan.scanned_at + window or connection.execute(done).first():
        raise Refusal(Code.STEP_GONE)
    return scan


def _open(session: CitySession, scan: Any, source: str, now: datetime) -> int:
    """Open the visit of a scan that was kept; a child comes in beside its adult, or not at all."""
    connection = session.connection()
    born_on = connection.scalar(
        select(_VOLUNTEERS.c.born_on).where(_VOLUNTEERS.c.id == scan.volunteer_id)
    )
    adult = None
    if company.needed(session, born_on, now):
        adult = company.beside(session, scan.volunteer_id, scan.station_id, now)
        if adult is None:
            raise Refusal(Code.NEEDS_COMPANY, "registration.accompany_below")
    visit_id = checkins.open_visit(
        session, scan.volunteer_id, scan.station_id, source, scan.scanned_at
    )
    if adult is not None:
        company.join(session, visit_id, adult)
    connection.execute(update(_SCANS).where(_SCANS.c.id == scan.id).values(visit_id=visit_id))
    return visit_id


@access.performs(Action.SCAN_STATION)
def open_now(session: CitySession, *, actor: int) -> OpenVisit | None:
    """Return the volunteer's open visit; refuses `not-registered` and `not-yet-approved`."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    row = (
        session.connection()
        .execute(
            select(_VISITS.c.id, _VISITS.c.station_id, _STATIONS.c.name, _VISITS.c.opened_at)
            .join(_STATIONS, _STATIONS.c.id == _VISITS.c.station_id)
            .where(_VISITS.c.volunteer_id == volunteer_id, _VISITS.c.closed_at.is_(None))
        )
        .one_or_none()
    )
    return OpenVisit(*row) if row else None


@access.performs(Action.SCAN_VOLUNTEER)
def confirm_arrival(
    session: CitySession, *, actor: int, request_id: str, now: datetime
) -> checkins.Arrived | Accompanied:
    """Open the visit of a scan that waited for a clerk, from its moment; the volunteer is told.

    A guardian who is no volunteer is in from now on, and his children may be.

    Refuses `not-allowed` (his own too), `step-gone` (opened already, in elsewhere, or served
    since), `end-too-late` when the scan is older than a visit may last.
    """
    connection = session.connection()
    scan = connection.execute(
        select(_SCANS).where(
            _SCANS.c.request_id == request_id,
            _SCANS.c.outcome == checkins.ClerkAsked.__name__,
        )
    ).one_or_none()
    if scan is None or scan.visit_id is not None:
        raise Refusal(Code.STEP_GONE)
    access.require(session, actor=actor, action=Action.SCAN_VOLUNTEER, place=str(scan.station_id))
    policy = session.city.policy(now)
    if now >= scan.scanned_at + timedelta(minutes=policy.credit.max_visit_minutes):
        raise Refusal(Code.END_TOO_LATE, days=0)
    if scan.account_id == actor:
        # Nobody confirms his own arrival.
        raise Refusal(Code.NOT_ALLOWED)
    if scan.volunteer_id is None:
        return _guardian_in(session, scan, actor, now)
    visit_id = open_kept(session, scan, "staff_scan", now)
    audit.record(session, actor, "visit.arrival-confirmed", f"visit:{visit_id}", now)
    notices.tell(
        session,
        kind="arrival-confirmed",
        account_id=scan.account_id,
        dedupe_key=f"arrival-confirmed/{visit_id}",
        facts={"since_at": scan.scanned_at.isoformat()},
        due_at=now,
    )
    return checkins.arrived(session, visit_id)


def _guardian_in(session: CitySession, scan: Any, actor: int, now: datetime) -> Accompanied:
    settle = partial(checkins.settle_child, session, scan.station_id, scan.account_id, now)
    outcome = company.let_in(session, scan, settle, now)
    audit.record(session, actor, "visit.guardian-confirmed", f"scan:{scan.id}", now)
    notices.tell(
        session,
        kind="guardian-let-in",
        account_id=scan.account_id,
        dedupe_key=f"guardian-let-in/{scan.id}",
        facts={"station": outcome.station, "count": outcome.children},
        due_at=now,
    )
    return outcome


def open_kept(session: CitySession, scan: Any, source: str, now: datetime) -> int:
    """Open the visit of a scan that waited for a second proof, from the scan's own moment.

    Refuses `step-gone` to who is in elsewhere, or has been served since, `needs-company` to a child
    whose adult is not in.
    """
    connection = session.connection()
    since_then = connection.execute(
        select(_VISITS.c.id).where(
            _VISITS.c.volunteer_id == scan.volunteer_id,
            _VISITS.c.closed_at.is_(None) | (_VISITS.c.closed_at > scan.scanned_at),
        )
    ).first()
    if since_then is not None:
        # In elsewhere, or a visit has covered these minutes already.
        raise Refusal(Code.STEP_GONE)
    visit_id = _open(session, scan, source, now)
    # Children who waited meanwhile come in with him, from now on.
    company.bring_in(
        session,
        connection.scalar(
            select(_VOLUNTEERS.c.account_id).where(_VOLUNTEERS.c.id == scan.volunteer_id)
        ),
        scan.station_id,
        f"company/{scan.request_id}",
        partial(checkins.settle_child, session, scan.station_id, scan.account_id, now),
        now,
    )
    return visit_id
