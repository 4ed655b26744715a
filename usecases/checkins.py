"""Arriving and leaving: every scan of every door ends in `scan`.

The order of checks is `docs/checkin.md`; the decision is `domain/admission.py`.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain import admission, opening
from domain.admission import CodeKind, Means, OpenVisit, ScanFacts, Verdict
from domain.credit import closes_at
from domain.guardians import held_back
from domain.permissions import Action
from domain.policy import Policy
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.people import Volunteer
from models.places import Station
from models.visits import Scan, Visit
from usecases import (
    access,
    audit,
    company,
    crediting,
    forgotten,
    minors,
    notices,
    scan_lookup,
    scan_rows,
    scanned_codes,
)
from usecases.city import CitySession
from usecases.prepared import Prepared
from usecases.scan_outcomes import (
    Arrived,
    ClerkAsked,
    Left,
    LocationAsked,
    Outcome,
    remembered,
)
from usecases.scanned_codes import Scanned

__all__ = [
    "Arrived",
    "ClerkAsked",
    "Left",
    "LocationAsked",
    "Outcome",
    "arrived",
    "open_visit",
    "scan",
]

_VOLUNTEERS = table_of(Volunteer)
_STATIONS = table_of(Station)
_VISITS = table_of(Visit)
_SCANS = table_of(Scan)


_INSERT_VISIT = Prepared(
    insert(_VISITS).returning(_VISITS.c.id),
    ("volunteer_id", "station_id", "opened_at", "opened_source"),
)
_CLOSE = Prepared(
    update(_VISITS)
    .where(_VISITS.c.id == bindparam("which"), _VISITS.c.closed_at.is_(None))
    .values(
        opened_at=bindparam("since"),
        closed_at=bindparam("at"),
        closed_source=bindparam("source"),
        minutes=bindparam("credited"),
    )
)


@access.performs(Action.SCAN_STATION)
def scan(
    session: CitySession,
    *,
    actor: int,
    token: str,
    means: Means,
    request_id: str,
    now: datetime,
    at_station: int | None = None,
    at_desk: bool = False,
) -> Outcome:
    """Open or close a visit by a scanned code, and keep the scan whatever comes of it.

    A volunteer scans a station's code; a clerk scans a volunteer's (then the station is the
    clerk's). The same `request_id` gets the same outcome again, whatever the rules say by then.
    Refusals: code-*, not-registered, not-yet-approved, station-closed, open-elsewhere,
    just-arrived; not-allowed and too-many-tries leave no trace, nor does code-not-for-clerk: at a
    clerk's desk a station's code is nobody's. `at_station` is one of the clerk's stations; without
    it he scans where he works now.
    """
    if at_desk and scanned_codes.is_stations(token):
        # A clerk who is a volunteer too would check himself in by a slip of the camera.
        return Refused(Code.CODE_NOT_FOR_CLERK)
    scanned = scanned_codes.read(session, actor, token, now, at_station)
    if isinstance(scanned, Refused):
        return scan_rows.keep_unknown(session, scanned, actor, means, request_id, now)
    return settle(session, scanned, actor=actor, means=means, request_id=request_id, now=now)


def settle(
    session: CitySession,
    scanned: Scanned,
    *,
    actor: int,
    means: Means,
    request_id: str,
    now: datetime,
) -> Outcome:
    """Decide about what was scanned, do it, and keep the scan; the same request once only."""
    door = _look(session, scanned, request_id)
    if door.seen_outcome is not None:
        scan_rows.own_request(door.seen_account_id, actor)
        return remembered(door.seen_outcome, door.seen_facts)
    outcome, visit_id = _decide(session, scanned, door, actor, means, request_id, now)
    if isinstance(outcome, ClerkAsked):
        ask_clerks(session, door.station_id, request_id, now)
    if scanned.by_clerk and not isinstance(outcome, Refused):
        who = f"volunteer:{door.volunteer_id}"
        minors.seen(session, actor, who, door.volunteer_born_on, minors.Screen.SCAN, now)
    scan_rows.keep(session, scanned, door, outcome, actor, means, request_id, now, visit_id)
    if scanned.vouched and visit_id is not None:
        # One's own scan says who it was; here somebody answers for another's coming or going.
        done = {"volunteer": door.volunteer_id, "left": isinstance(outcome, Left)}
        audit.record(session, actor, "visit.taken-along", f"visit:{visit_id}", now, **done)
    return outcome


def proves(
    session: CitySession, *, actor: int, token: str, at_station: int, now: datetime
) -> Refused | None:
    """Use a volunteer's code up and return None, or why it proves nothing for that moment."""
    scanned = scanned_codes.read(session, actor, token, now, at_station)
    if isinstance(scanned, Refused):
        return scanned
    door = _look(session, scanned, "")
    policy = session.city.policy(now)
    shown = scanned_codes.shown(session, scanned, door, policy, now)
    refused = shown if isinstance(shown, Refused) else admission.code_refused(shown, policy)
    if refused is None:
        scanned_codes.use(session, scanned, door.volunteer_id, now)
    return refused


def settle_child(
    session: CitySession,
    station_id: int,
    actor: int,
    now: datetime,
    child_id: int,
    request_id: str,
) -> Outcome:
    """Check a child in or out by every rule, because his adult has just scanned."""
    scanned = Scanned(
        CodeKind.STATION,
        by_clerk=False,
        station_id=station_id,
        volunteer_id=child_id,
        vouched=True,
    )
    return settle(
        session, scanned, actor=actor, means=Means.SCANNER, request_id=request_id, now=now
    )


def _look(session: CitySession, scanned: Scanned, request_id: str) -> Any:
    query, who = scan_lookup.BY_ACCOUNT, scanned.account_id
    if scanned.opaque is not None:
        query, who = scan_lookup.BY_OPAQUE, scanned.opaque
    elif scanned.volunteer_id is not None:
        query, who = scan_lookup.BY_ID, scanned.volunteer_id
    params = {
        "who": who,
        "request_id": request_id,
        "station_id": scanned.station_id,
        "display_id": scanned.display_id,
        "use_prefix": scanned.use_key,
    }
    return query.run(session, params)[0]


def _decide(
    session: CitySession,
    scanned: Scanned,
    door: Any,
    actor: int,
    means: Means,
    request_id: str,
    now: datetime,
) -> tuple[Outcome, int | None]:
    """Do what the rules say, and return it with the visit that it opened or ended, if any."""
    policy = session.city.policy(now)
    shown = scanned_codes.shown(session, scanned, door, policy, now)
    if isinstance(shown, Refused):
        return shown, None
    for_child = partial(settle_child, session, door.station_id, actor, now)
    if door.volunteer_id is None:
        alone = company.guardian(session, scanned, door, shown, means, request_id, for_child, now)
        return alone or _standing(session, scanned), None
    visit = _open_visit(session, door, policy, now)
    child = visit is None and company.needed(session, door.volunteer_born_on, now)
    adult = company.beside(session, door.volunteer_id, door.station_id, now) if child else None
    facts = ScanFacts(
        at=now,
        means=means,
        code=shown,
        by_clerk=scanned.by_clerk,
        station_id=door.station_id,
        station_open=opening.is_open_on(door.opening, session.city.calendar.day_of(now)),
        opening=opening.coded(door.opening),
        open_visit=visit,
        # A8: no clerk credits himself; at the station's screen he is a volunteer like any other.
        own=scanned.by_clerk and door.volunteer_account_id == actor,
        station_gone=door.station_closed_at is not None,
        held_back=_held_back(session, door, policy, now),
        needs_company=child and adult is None,
        asks_location=door.radius_metres is not None and not scanned.vouched and not child,
        served_since=door.served_until is not None and door.served_until > now,
    )
    verdict = admission.admit(facts, policy)
    if isinstance(verdict, Refused):
        return verdict, None
    scanned_codes.use(session, scanned, door.volunteer_id, now)
    if verdict is Verdict.ARRIVE:
        return _arrive(session, scanned, door, adult, request_id, for_child, now)
    if verdict is Verdict.ASK_CLERK:
        return ClerkAsked(door.station_name, now, "checkin.deep_link"), None
    if verdict is Verdict.ASK_LOCATION:
        return LocationAsked(door.station_name, now), None
    if verdict is Verdict.ASK_COMPANY:
        return company.ask(session, door, now), None
    assert visit is not None  # noqa: S101 - LEAVE is given for an open visit only
    left = _leave(session, door, visit, _source(scanned), now)
    if door.company_inside:
        gone = company.take_out(session, visit.visit_id, for_child, now)
        left = replace(left, children=gone)
    return left, visit.visit_id


def _source(scanned: Scanned) -> str:
    return "staff_scan" if scanned.by_clerk else "scan"


def _arrive(
    session: CitySession,
    scanned: Scanned,
    door: Any,
    adult: company.Beside | None,
    request_id: str,
    for_child: company.Settle,
    now: datetime,
) -> tuple[Arrived, int]:
    """Open the visit, a child's beside its adult; who was waited for brings his children in."""
    # A scan may come in after a later one has ended a visit: no minute is served twice.
    began_at = max(now, door.served_until or now)
    visit_id = open_visit(session, door.volunteer_id, door.station_id, _source(scanned), began_at)
    if adult is not None:
        company.join(session, visit_id, adult)
    came = 0
    if door.company_waits:
        came = company.bring_in(
            session, door.volunteer_account_id, door.station_id, request_id, for_child, now
        )
    ends = closes_at(began_at, session.city.policy(now).credit)
    family = door.family_id is not None and not scanned.by_clerk
    where = (door.station_name, began_at, ends, door.volunteer_name)
    return Arrived(*where, family, came), visit_id


def _open_visit(session: CitySession, door: Any, policy: Policy, now: datetime) -> OpenVisit | None:
    if door.visit_id is None:
        return None
    limit = closes_at(door.visit_opened_at, policy.credit)
    if now >= limit:
        # The answer must not depend on whether the clock's tick or the scan came first.
        forgotten.forget(session, visit_id=door.visit_id, closed_at=limit, now=now)
        return None
    return OpenVisit(
        door.visit_id, door.visit_station_id, door.visit_station_name, door.visit_opened_at
    )


def _held_back(session: CitySession, door: Any, policy: Policy, now: datetime) -> Refused | None:
    if door.consent_ended_at is None:
        return None
    day = session.city.calendar.day_of(now)
    return held_back(door.volunteer_born_on, door.consent_ended_at, day, policy.registration)


def _standing(session: CitySession, scanned: Scanned) -> Refused:
    if scanned.account_id is None:
        return Refused(Code.CODE_UNKNOWN)
    try:
        access.own_volunteer(session, actor=scanned.account_id)
    except Refusal as refusal:
        return refusal.refused
    return Refused(Code.CODE_UNKNOWN)


def open_visit(
    session: CitySession, volunteer_id: int, station_id: int, source: str, at: datetime
) -> int:
    """Open a visit and return its id; the schema allows one open visit per volunteer."""
    opened = {
        "volunteer_id": volunteer_id,
        "station_id": station_id,
        "opened_at": at,
        "opened_source": source,
    }
    return int(_INSERT_VISIT.run(session, opened)[0].id)


def arrived(session: CitySession, visit_id: int) -> Arrived:
    """Return the outcome of a visit that was opened otherwise than by a scan of this moment."""
    row = (
        session.connection()
        .execute(
            select(_VISITS.c.opened_at, _STATIONS.c.name, _VOLUNTEERS.c.name.label("volunteer"))
            .select_from(_VISITS)
            .join(_STATIONS, _STATIONS.c.id == _VISITS.c.station_id)
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VISITS.c.volunteer_id)
            .where(_VISITS.c.id == visit_id)
        )
        .one()
    )
    rules = session.city.policy(row.opened_at).credit
    return Arrived(
        row.name,
        row.opened_at,
        closes_at(row.opened_at, rules),
        row.volunteer,
        children=company.came_with(session, visit_id),
    )


def _leave(session: CitySession, door: Any, visit: OpenVisit, source: str, now: datetime) -> Left:
    # The later of two scans may come in first: then this one is the arrival (F3).
    opened_at, closed_at = sorted((visit.opened_at, now))
    earned = crediting.credit(
        session,
        visit_id=visit.visit_id,
        volunteer_id=door.volunteer_id,
        unit_id=door.unit_id,
        opened_at=opened_at,
        closed_at=closed_at,
        source=source,
        by=None,
        now=now,
    )
    _CLOSE.run(
        session,
        {
            "which": visit.visit_id,
            "since": opened_at,
            "at": closed_at,
            "source": source,
            "credited": earned.minutes,
        },
    )
    return Left(
        station=door.station_name,
        opened_at=opened_at,
        at=closed_at,
        minutes=earned.minutes,
        stayed_minutes=int((closed_at - opened_at).total_seconds()) // 60,
        reduction=earned.reduction,
        service_minutes=earned.service_minutes,
        redeemable_minutes=earned.redeemable_minutes,
        star=earned.star,
        to_next_minutes=earned.to_next_minutes,
        volunteer=door.volunteer_name,
        visit_id=visit.visit_id,
        family=door.family_id is not None and source == "scan",
    )


def ask_clerks(session: CitySession, station_id: int, request_id: str, now: datetime) -> None:
    """Ask the station's clerks to confirm the arrival of a scan that was kept."""
    for clerk in access.holders(session, role="clerk", scope_ref=str(station_id)):
        notices.tell(
            session,
            kind="confirm-arrival",
            account_id=clerk,
            dedupe_key=f"confirm-arrival/{request_id}/{clerk}",
            facts={"request_id": request_id},
            due_at=now,
        )
