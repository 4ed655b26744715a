"""Children at a station: they are in only while the adult who came with them is in.

Whichever of the two scans first waits some minutes for the other. The adult is a guardian whose
consent stands, or a teacher to whom a guardian agreed; a guardian need be no volunteer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from domain import admission, opening
from domain.admission import CodeKind, Means, ScanFacts, ShownCode, Verdict
from domain.company import needs_company
from domain.refusals import Refused
from models.columns import table_of
from models.company import CompanyWait, VisitCompany
from models.guardians import GuardianConsent, Guardianship
from models.people import Volunteer
from models.places import Station
from models.visits import Scan, Visit
from usecases import guardians, notices
from usecases.city import CitySession
from usecases.scan_outcomes import (
    Accompanied,
    Arrived,
    ClerkAsked,
    CompanyAsked,
    Left,
    Outcome,
    as_row,
)
from usecases.scanned_codes import Scanned

_WAITS = table_of(CompanyWait)
_COMPANY = table_of(VisitCompany)
_SCANS = table_of(Scan)
_STATIONS = table_of(Station)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)
_GUARDIANS = table_of(Guardianship)
_CONSENTS = table_of(GuardianConsent)

# Checks one child in or out by every rule of a scan: (volunteer, request id) -> what came of it.
Settle = Callable[[int, str], Outcome]


@dataclass(frozen=True, slots=True)
class Beside:
    """The adult who is there: his visit, or None for a guardian who is no volunteer."""

    account_id: int
    visit_id: int | None


def needed(session: CitySession, born_on: date | None, now: datetime) -> bool:
    """Tell whether somebody needs an adult beside him today."""
    if born_on is None:
        return False
    day = session.city.calendar.day_of(now)
    return needs_company(born_on, day, session.city.policy(now).registration)


def beside(session: CitySession, child_id: int, station_id: int, now: datetime) -> Beside | None:
    """Return an adult at this station who may take the child along, or None."""
    connection = session.connection()
    own = select(_GUARDIANS.c.account_id).where(_GUARDIANS.c.volunteer_id == child_id)
    taught = (
        select(_CONSENTS.c.teacher_id)
        .join(_GUARDIANS, _GUARDIANS.c.id == _CONSENTS.c.guardianship_id)
        .where(_GUARDIANS.c.volunteer_id == child_id, _CONSENTS.c.withdrawn_at.is_(None))
    )
    inside = connection.execute(
        select(_VOLUNTEERS.c.account_id, _VISITS.c.id)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VISITS.c.volunteer_id)
        .where(
            _VISITS.c.station_id == station_id,
            _VISITS.c.closed_at.is_(None),
            _VOLUNTEERS.c.account_id.is_not(None),
            or_(
                _VOLUNTEERS.c.account_id.in_(own.scalar_subquery()),
                _VOLUNTEERS.c.id.in_(taught.scalar_subquery()),
            ),
        )
        .order_by(_VISITS.c.opened_at)
    )
    waiting = connection.execute(
        select(_WAITS.c.account_id).where(
            _WAITS.c.station_id == station_id,
            _WAITS.c.until_at >= now,
            _WAITS.c.account_id.in_(own.scalar_subquery()),
        )
    )
    adults = [Beside(*row) for row in inside] + [Beside(row[0], None) for row in waiting]
    for adult in adults:
        if guardians.may_accompany(
            session, account_id=adult.account_id, child_id=child_id, now=now
        ):
            return adult
    return None


def ask(session: CitySession, door: Any, now: datetime) -> CompanyAsked:
    """Let the child wait for his adult; only together their scans open a visit."""
    until_at = _wait(session, door.station_id, now, volunteer_id=door.volunteer_id)
    below = session.city.policy(now).registration.accompany_below
    return CompanyAsked(door.station_name, now, until_at, below)


def _wait(session: CitySession, station_id: int, now: datetime, **who: int) -> datetime:
    ((column, ref),) = who.items()
    until_at = now + timedelta(minutes=session.city.policy(now).stations.company_minutes)
    connection = session.connection()
    connection.execute(delete(_WAITS).where(_WAITS.c[column] == ref))
    connection.execute(insert(_WAITS).values(station_id=station_id, until_at=until_at, **who))
    return until_at


def join(session: CitySession, child_visit_id: int, adult: Beside) -> None:
    """Keep with whom a child came."""
    session.connection().execute(
        insert(_COMPANY).values(
            child_visit_id=child_visit_id,
            adult_visit_id=adult.visit_id,
            account_id=adult.account_id,
        )
    )


def came_with(session: CitySession, adult_visit_id: int) -> int:
    """Return how many children came with an adult's visit."""
    count = select(func.count()).where(_COMPANY.c.adult_visit_id == adult_visit_id)
    return session.connection().scalar(count) or 0


def bring_in(
    session: CitySession,
    account_id: int | None,
    station_id: int,
    key: str,
    settle: Settle,
    now: datetime,
) -> int:
    """Check in the children who wait here for this adult, and return how many are in."""
    connection = session.connection()
    connection.execute(
        delete(_WAITS).where(_WAITS.c.station_id == station_id, _WAITS.c.until_at < now)
    )
    waiting = connection.scalars(
        select(_WAITS.c.volunteer_id).where(
            _WAITS.c.station_id == station_id, _WAITS.c.volunteer_id.is_not(None)
        )
    ).all()
    if account_id is None or not waiting:
        return 0
    own = guardians.companions_of(session, account_id=account_id, now=now)
    mine = sorted(set(waiting) & set(own))
    connection.execute(delete(_WAITS).where(_WAITS.c.volunteer_id.in_(mine)))
    return _settled(session, mine, key, settle, now)


def _settled(
    session: CitySession, children: Iterable[int], key: str, settle: Settle, now: datetime
) -> int:
    """Check each child in or out and tell him; return how many it worked for."""
    done = 0
    for child_id in children:
        outcome = settle(child_id, f"{key}/{child_id}")
        if isinstance(outcome, Arrived | Left):
            done += 1
            tell(session, child_id, f"{key}/{child_id}", outcome, now)
    return done


def tell(
    session: CitySession, child_id: int, key: str, outcome: Arrived | Left, now: datetime
) -> None:
    """Tell a child with a phone that he came in, or went out, with his adult."""
    account_id = session.connection().scalar(
        select(_VOLUNTEERS.c.account_id).where(_VOLUNTEERS.c.id == child_id)
    )
    if account_id is None:
        return
    if isinstance(outcome, Arrived):
        notices.tell(
            session,
            kind="company-arrived",
            account_id=account_id,
            dedupe_key=f"company/{key}",
            facts={"station": outcome.station, "since_at": outcome.at.isoformat()},
            due_at=now,
        )
    else:
        notices.tell(
            session,
            kind="company-left",
            account_id=account_id,
            dedupe_key=f"company/{key}",
            facts={"station": outcome.station, "minutes": outcome.minutes},
            due_at=now,
        )


def take_out(session: CitySession, adult_visit_id: int, settle: Settle, now: datetime) -> int:
    """End the visits of the children who came with an adult that leaves; return how many."""
    rows = _inside(session, _COMPANY.c.adult_visit_id == adult_visit_id)
    key = f"company-left/{adult_visit_id}"
    done = _settled(session, [row.volunteer_id for row in rows], key, settle, now)
    # Who came within the last minute has not served: he is out with his adult all the same.
    session.connection().execute(
        update(_VISITS)
        .where(_VISITS.c.id.in_([row.id for row in rows]), _VISITS.c.closed_at.is_(None))
        .values(closed_at=_later_of(now, rows), closed_source="scan", minutes=0, settled_at=now)
    )
    return done


def _later_of(now: datetime, rows: list[Any]) -> datetime:
    latest: datetime = max([now, *(row.opened_at for row in rows)])
    return latest


def _inside(session: CitySession, where: Any) -> list[Any]:
    found = session.connection().execute(
        select(_VISITS.c.id, _VISITS.c.volunteer_id, _VISITS.c.opened_at)
        .join(_COMPANY, _COMPANY.c.child_visit_id == _VISITS.c.id)
        .where(where, _VISITS.c.closed_at.is_(None))
        .order_by(_VISITS.c.id)
    )
    return list(found)


def abandon(session: CitySession, adult_visit_id: int, at: datetime, source: str) -> None:
    """End the visits of children whose adult is gone without leaving; a clerk may settle them."""
    rows = _inside(session, _COMPANY.c.adult_visit_id == adult_visit_id)
    for row in rows:
        session.connection().execute(
            update(_VISITS)
            .where(_VISITS.c.id == row.id, _VISITS.c.closed_at.is_(None))
            .values(closed_at=max(at, row.opened_at), closed_source=source)
        )


def guardian(
    session: CitySession,
    scanned: Scanned,
    door: Any,
    shown: ShownCode,
    means: Means,
    key: str,
    settle: Settle,
    now: datetime,
) -> Accompanied | ClerkAsked | Refused | None:
    """Take the scan of a guardian who is no volunteer: his children come in, or go out with him.

    Where the station wants more than a code of who arrives, a clerk is asked: a location proves
    volunteers only. None for who may take nobody along, and for anything but a station's own code.
    """
    account_id = scanned.account_id
    if scanned.kind is not CodeKind.STATION or account_id is None:
        return None
    if not guardians.companions_of(session, account_id=account_id, now=now):
        return None
    station_id, station = door.station_id, door.station_name
    here = _beside_him(session, account_id, station_id)
    verdict = _by_the_station(session, door, shown, means, now, inside=bool(here))
    if isinstance(verdict, Refused):
        return verdict
    if verdict is not Verdict.ARRIVE and not here and not _awaited(session, door, account_id, now):
        asks = verdict is Verdict.ASK_LOCATION
        rule = "stations.location_radius_metres" if asks else "checkin.deep_link"
        return ClerkAsked(station, now, rule)
    _wait(session, station_id, now, account_id=account_id)
    came = bring_in(session, account_id, station_id, key, settle, now)
    if came:
        return Accompanied(station, now, came, "arrived")
    stayed = timedelta(seconds=session.city.policy(now).checkin.repeat_scan_seconds)
    leaving = [row.volunteer_id for row in here if now - row.opened_at >= stayed]
    if leaving:
        session.connection().execute(delete(_WAITS).where(_WAITS.c.account_id == account_id))
        return Accompanied(station, now, _settled(session, leaving, key, settle, now), "left")
    return Accompanied(station, now, len(here), "arrived" if here else "waiting")


def _beside_him(session: CitySession, account_id: int, station_id: int) -> list[Any]:
    """Return the visits of the children who are in here with a guardian who is no volunteer."""
    return _inside(
        session,
        (_COMPANY.c.account_id == account_id)
        & _COMPANY.c.adult_visit_id.is_(None)
        & (_VISITS.c.station_id == station_id),
    )


def _awaited(session: CitySession, door: Any, account_id: int, now: datetime) -> bool:
    """Tell whether he has been let in here minutes ago, and his children have yet to come."""
    query = select(_WAITS.c.id).where(
        _WAITS.c.account_id == account_id,
        _WAITS.c.station_id == door.station_id,
        _WAITS.c.until_at >= now,
    )
    return session.connection().execute(query).first() is not None


def let_in(session: CitySession, scan: Any, settle: Settle, now: datetime) -> Accompanied:
    """Let a guardian in whose scan a clerk has confirmed: his children come in, or may come now."""
    connection = session.connection()
    _wait(session, scan.station_id, now, account_id=scan.account_id)
    key = f"company/{scan.request_id}"
    came = bring_in(session, scan.account_id, scan.station_id, key, settle, now)
    name = connection.scalar(select(_STATIONS.c.name).where(_STATIONS.c.id == scan.station_id))
    outcome = Accompanied(name or "", now, came, "arrived" if came else "waiting")
    connection.execute(update(_SCANS).where(_SCANS.c.id == scan.id).values(**as_row(outcome)))
    return outcome


def _by_the_station(
    session: CitySession, door: Any, shown: ShownCode, means: Means, now: datetime, *, inside: bool
) -> Verdict | Refused:
    """Return what this code does at this station now, or why it lets nobody in."""
    facts = ScanFacts(
        at=now,
        means=means,
        code=shown,
        by_clerk=False,
        station_id=door.station_id,
        # Who is in with a child may always leave.
        station_open=inside or opening.is_open_on(door.opening, session.city.calendar.day_of(now)),
        opening=opening.coded(door.opening),
        open_visit=None,
        station_gone=door.station_closed_at is not None and not inside,
        asks_location=door.radius_metres is not None,
    )
    return admission.admit(facts, session.city.policy(now))
