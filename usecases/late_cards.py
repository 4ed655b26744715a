"""Printed cards that were scanned without a network: they count when a second person says so.

A card has no time of its own, so the clerk's device alone would say when its holder came. He says
so himself in his chat, or another clerk of the station does, whoever does not scan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update

from domain import tokens
from domain.admission import CodeKind, Means
from domain.permissions import Action
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.late_scans import LateScan
from models.people import Volunteer
from models.places import Station
from models.visits import Visit
from usecases import access, audit, checkins, notices, visits, workplace
from usecases.city import CitySession
from usecases.scan_outcomes import CompanyAsked
from usecases.scanned_codes import Scanned

_LATE = table_of(LateScan)
_STATIONS = table_of(Station)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)

# The card itself, what was scanned after it and means nothing without it, and the holder's no.
CARD, BEHIND, NOT_ME = "card", "behind-card", "not-me"
WAITING = (CARD, BEHIND)
OVERLAP, COMPANY = "overlap", "needs-company"
# A second reading of somebody who is in already is no news for anybody.
_HARMLESS = {Code.JUST_ARRIVED}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What became of a person's scans: how many count, and when the others were."""

    volunteer: str
    counted: int
    not_counted: list[tuple[datetime, str]]


def waits(
    session: CitySession, token: str, volunteer_id: int | None, scanned_at: datetime
) -> str | None:
    """Return for what this scan has to wait: a second person's word, or that of one before it."""
    if volunteer_id is None:
        return None
    signed = tokens.parse(token)
    if isinstance(signed, tokens.PersonalCode) and signed.printed:
        return CARD
    before = select(_LATE.c.id).where(
        _waiting(session, scanned_at),
        _LATE.c.volunteer_id == volunteer_id,
        _LATE.c.scanned_at <= scanned_at,
    )
    found = session.connection().execute(before.limit(1)).first()
    return BEHIND if found is not None else None


def _waiting(session: CitySession, now: datetime) -> ColumnElement[bool]:
    days = timedelta(days=session.city.policy(now).credit.staff_end_days)
    return (
        _LATE.c.doubt.in_(WAITING) & _LATE.c.seen_at.is_(None) & (_LATE.c.scanned_at >= now - days)
    )


def tell(session: CitySession, late_ids: Sequence[int], now: datetime) -> None:
    """Ask each holder whether that was he; where he has no chat, the station's other clerks."""
    rows = session.connection().execute(
        select(_LATE, _VOLUNTEERS.c.account_id.label("holder"), _STATIONS.c.name.label("station"))
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _LATE.c.volunteer_id)
        .join(_STATIONS, _STATIONS.c.id == _LATE.c.station_id)
        .where(_LATE.c.id.in_(late_ids))
        .order_by(_LATE.c.scanned_at)
    )
    asked: dict[int, list[Any]] = {}
    for row in rows:
        if row.holder is not None:
            asked.setdefault(row.holder, []).append(row)
            continue
        for clerk in access.holders(session, role="clerk", scope_ref=str(row.station_id)):
            if clerk != row.account_id:
                _tell_clerk(session, clerk, row, now)
    for holder, his in asked.items():
        upto = max(row.id for row in his)
        notices.tell(
            session,
            kind="late-card",
            account_id=holder,
            dedupe_key=f"late-card/{holder}/{upto}",
            facts={
                "station": his[0].station,
                "scanned_at": [row.scanned_at.isoformat() for row in his],
                "upto": upto,
            },
            due_at=now,
        )


def _tell_clerk(session: CitySession, clerk: int, row: Any, now: datetime) -> None:
    notices.tell(
        session,
        kind="late-card-here",
        account_id=clerk,
        dedupe_key=f"late-card-here/{clerk}/{row.sent_at.isoformat()}",
        facts={"station": row.station},
        due_at=now,
    )


@access.performs(Action.SCAN_STATION)
def confirm_own(session: CitySession, *, actor: int, upto: int, now: datetime) -> Confirmed:
    """Count the scans of the actor's own card up to this one, in their order.

    Refuses step-gone when none of them waits any more.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    return _confirm(session, actor, now, _of(volunteer_id, upto))


def _of(volunteer_id: int, upto: int) -> ColumnElement[bool]:
    return (_LATE.c.volunteer_id == volunteer_id) & (_LATE.c.id <= upto)


@access.performs(Action.SCAN_STATION)
def deny_own(session: CitySession, *, actor: int, upto: int, now: datetime) -> int:
    """Say that these scans of the actor's card were not he; return how many. None of them counts.

    They stay with the station's clerks. Refuses step-gone when none waits any more.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    denied = session.connection().execute(
        update(_LATE)
        .where(_waiting(session, now), _of(volunteer_id, upto))
        .values(doubt=NOT_ME)
        .returning(_LATE.c.id)
    )
    ids = denied.scalars().all()
    if not ids:
        raise Refusal(Code.STEP_GONE)
    for late_id in ids:
        audit.record(session, actor, "late-scan.denied", f"late-scan:{late_id}", now)
    return len(ids)


@access.performs(Action.CONFIRM_END)
def confirm_other(session: CitySession, *, actor: int, late_id: int, now: datetime) -> Confirmed:
    """Count what another clerk of the station scanned of this person's card, in its order.

    Refuses step-gone (counted, or too long ago), and not-allowed to who scanned, and for himself.
    """
    station_id = workplace.station_of(session, actor=actor, action=Action.CONFIRM_END)
    row = (
        session.connection()
        .execute(
            select(_LATE.c.volunteer_id, _LATE.c.account_id, _VOLUNTEERS.c.account_id.label("his"))
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _LATE.c.volunteer_id)
            .where(_LATE.c.id == late_id, _LATE.c.station_id == station_id)
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.STEP_GONE)
    if actor in (row.account_id, row.his):
        raise Refusal(Code.NOT_ALLOWED)
    mine = _LATE.c.account_id != actor
    here = (_LATE.c.volunteer_id == row.volunteer_id) & (_LATE.c.station_id == station_id)
    return _confirm(session, actor, now, here & mine)


def _confirm(
    session: CitySession, actor: int, now: datetime, which: ColumnElement[bool]
) -> Confirmed:
    connection = session.connection()
    ids = (
        connection.execute(
            update(_LATE)
            .where(_waiting(session, now), which)
            .values(seen_at=now, seen_by=actor)
            .returning(_LATE.c.id)
        )
        .scalars()
        .all()
    )
    rows = connection.execute(
        select(_LATE, _VOLUNTEERS.c.name)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _LATE.c.volunteer_id)
        .where(_LATE.c.id.in_(ids))
        .order_by(_LATE.c.scanned_at, _LATE.c.id)
    ).all()
    if not rows:
        raise Refusal(Code.STEP_GONE)
    not_counted = []
    for row in rows:
        doubt = _count(session, row)
        values: dict[str, Any] = {"doubt": doubt}
        if doubt is not None:
            not_counted.append((row.scanned_at, doubt))
            values["seen_at"] = None
        connection.execute(update(_LATE).where(_LATE.c.id == row.id).values(**values))
        audit.record(session, actor, "late-scan.confirmed", f"late-scan:{row.id}", now)
    return Confirmed(rows[0].name, len(rows) - len(not_counted), not_counted)


def _count(session: CitySession, row: Any) -> str | None:
    """Count a scan that was proven when it came; return why it does not count, or None."""
    over = overlapping(session, row.volunteer_id, row.scanned_at)
    if over is not None:
        if not ends(over, row.station_id, row.scanned_at) or over.account_id == row.account_id:
            return OVERLAP
        visits.settle(
            session, over, row.account_id, row.scanned_at, row.scanned_at, source="staff_scan"
        )
        return None
    kind = CodeKind.CARD if row.doubt == CARD else CodeKind.PERSONAL
    scanned = Scanned(
        kind, by_clerk=True, station_id=row.station_id, volunteer_id=row.volunteer_id, vouched=True
    )
    outcome = checkins.settle(
        session,
        scanned,
        actor=row.account_id,
        means=Means.SCANNER,
        request_id=row.request_id,
        now=row.scanned_at,
    )
    return doubt_of(outcome)


def doubt_of(outcome: checkins.Outcome) -> str | None:
    """Return why a scan did not count, or None."""
    if isinstance(outcome, CompanyAsked):
        return COMPANY
    if isinstance(outcome, Refused) and outcome.code not in _HARMLESS:
        return outcome.code.value
    return None


def overlapping(session: CitySession, volunteer_id: int | None, scanned_at: datetime) -> Any:
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


def ends(visit: Any, station_id: int, scanned_at: datetime) -> bool:
    """Tell whether a scan at this station then is the end that the clock had to guess."""
    return bool(
        visit.closed_source == "clock"
        and visit.minutes is None
        and visit.settled_at is None
        and visit.station_id == station_id
        and visit.opened_at < scanned_at
    )
