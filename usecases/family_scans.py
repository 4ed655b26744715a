"""A family that comes together: one scan of the head, and everybody's own visit (PU9-T28a).

Each passes the same rules as by a scan of his own; one may be refused and the others not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from domain.admission import CodeKind, Means
from domain.guardians import needs_consent
from domain.permissions import Action
from domain.policy_shape import Registration
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.families import Family
from models.visits import Scan, Visit
from usecases import access, checkins, families, notices
from usecases.checkins import Arrived, Left, Outcome
from usecases.city import CitySession
from usecases.families import Member
from usecases.scanned_codes import Scanned

_SCANS = table_of(Scan)
_VISITS = table_of(Visit)
_FAMILIES = table_of(Family)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who may be checked in or out beside the head, by his scan of a moment ago."""

    station: str
    leaving: bool
    members: tuple[Member, ...]
    # Those whom he may not check in, because they have not agreed to it.
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """What came of it for one of the family."""

    name: str
    outcome: Outcome


@access.performs(Action.KEEP_FAMILY)
def gathering(session: CitySession, *, actor: int, now: datetime) -> Gathering:
    """Return who may come along with the head's latest scan; refuses not-found, step-gone."""
    scan, home = _latest(session, actor, now)
    agreed = tuple(one for one in home if one.agreed)
    return Gathering(
        scan.facts["station"],
        scan.outcome == Left.__name__,
        agreed,
        tuple(one.name for one in home if not one.agreed),
    )


def _latest(session: CitySession, actor: int, now: datetime) -> tuple[Any, tuple[Member, ...]]:
    volunteer_id = access.own_volunteer(session, actor=actor)
    connection = session.connection()
    family = connection.execute(
        select(_FAMILIES).where(
            _FAMILIES.c.head_id == volunteer_id, _FAMILIES.c.dissolved_at.is_(None)
        )
    ).one_or_none()
    if family is None:
        raise Refusal(Code.NOT_FOUND)
    window = timedelta(minutes=session.city.policy(now).families.together_minutes)
    scan = connection.execute(
        select(_SCANS)
        .where(
            _SCANS.c.volunteer_id == volunteer_id,
            _SCANS.c.account_id == actor,
            _SCANS.c.code_kind == CodeKind.STATION.value,
            _SCANS.c.scanned_at > now - window,
            _SCANS.c.outcome.in_([Arrived.__name__, Left.__name__]),
        )
        .order_by(_SCANS.c.scanned_at.desc(), _SCANS.c.id.desc())
        .limit(1)
    ).one_or_none()
    if scan is None:
        raise Refusal(Code.STEP_GONE)
    beside = families.members(session, family, volunteer_id)
    today, rules = session.city.calendar.day_of(now), session.city.policy(now).registration
    # Who has come of age without a telephone is taken along by nobody's word.
    return scan, tuple(
        replace(one, agreed=one.agreed and not _grown(one, today, rules))
        for one in beside
        if not one.is_head
    )


def _grown(one: Member, today: date, rules: Registration) -> bool:
    return one.account_id is None and not needs_consent(one.born_on, today, rules)


@access.performs(Action.KEEP_FAMILY)
def together(
    session: CitySession, *, actor: int, member_ids: Sequence[int], now: datetime
) -> list[Together]:
    """Check these members in or out, as the head has just done, and tell each of them.

    The same again changes nothing. Refuses not-found (no head), step-gone (no scan of his in the
    last minutes); who has not agreed, or is no member, is passed over.
    """
    scan, beside = _latest(session, actor, now)
    leaving = scan.outcome == Left.__name__
    done = []
    for one in beside:
        if one.member_id not in member_ids or not one.agreed:
            continue
        outcome = _wrong_way(session, one, scan, leaving) or checkins.settle(
            session,
            Scanned(
                CodeKind.STATION,
                by_clerk=False,
                station_id=scan.station_id,
                volunteer_id=one.volunteer_id,
                vouched=True,
            ),
            actor=actor,
            means=Means(scan.means),
            request_id=f"family/{scan.id}/{one.volunteer_id}",
            now=scan.scanned_at,
        )
        done.append(Together(one.name, outcome))
        _tell(session, one, scan, outcome, now)
    return done


def _wrong_way(session: CitySession, one: Member, scan: Any, leaving: bool) -> Refused | None:
    """Return why somebody cannot go the head's way: he is in already, or not in at all."""
    connection = session.connection()
    if connection.execute(
        select(_SCANS.c.id).where(_SCANS.c.request_id == f"family/{scan.id}/{one.volunteer_id}")
    ).first():
        return None
    here = connection.execute(
        select(_VISITS.c.opened_at).where(
            _VISITS.c.volunteer_id == one.volunteer_id,
            _VISITS.c.station_id == scan.station_id,
            _VISITS.c.closed_at.is_(None),
        )
    ).one_or_none()
    if leaving and here is None:
        return Refused(Code.VISIT_GONE)
    if not leaving and here is not None:
        return Refused(Code.JUST_ARRIVED, {"since_at": here.opened_at.isoformat()})
    return None


def _tell(session: CitySession, one: Member, scan: Any, outcome: Outcome, now: datetime) -> None:
    """Tell a member that his time runs, or has been counted: somebody else has pressed it."""
    if one.account_id is None:
        return
    if isinstance(outcome, Arrived):
        notices.tell(
            session,
            kind="family-arrived",
            account_id=one.account_id,
            dedupe_key=f"family/{scan.id}/{one.volunteer_id}",
            facts={"station": outcome.station, "since_at": outcome.at.isoformat()},
            due_at=now,
        )
    elif isinstance(outcome, Left):
        notices.tell(
            session,
            kind="family-left",
            account_id=one.account_id,
            dedupe_key=f"family/{scan.id}/{one.volunteer_id}",
            facts={"station": outcome.station, "minutes": outcome.minutes},
            due_at=now,
        )
