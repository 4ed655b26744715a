"""Guardians who come after the first: each is seen by an officer once before his word counts.

The first is seen with the registration. A link is the child's to give, so a later one, above all
after another took his consent back, could be anybody.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from domain.guardians import Relation
from domain.identity import age_on
from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.writing import mask_name, phone_tail
from models.columns import table_of
from models.guardians import GuardianConsent, Guardianship
from models.people import Volunteer
from usecases import access, audit, notices, queue_notices, registration, wards
from usecases.children import Child, child_of, tell
from usecases.city import CitySession
from usecases.wards import REGISTRATION

_VOLUNTEERS = table_of(Volunteer)
_GUARDIANS = table_of(Guardianship)
_CONSENTS = table_of(GuardianConsent)

WAITING = "guardians-waiting"


@dataclass(frozen=True, slots=True)
class Later:
    """A later guardian as the officer sees him: masked, and whether the child is held back."""

    consent_id: int
    waiting: int
    volunteer_id: int
    born_on: date | None
    child: str
    number: str
    age: int
    relation: Relation
    name: str
    phone_tail: str
    given_at: datetime
    ended_at: datetime | None


def route_to_ask(session: CitySession, actor: int, child: Child, now: datetime) -> str | None:
    """Return whose officers have to confirm this account's consent, None when nobody has to.

    Nobody is asked about whose consent has stood before, about an applicant, whom an officer sees
    anyway, nor about the first guardian of all while nobody has taken a consent back.
    """
    if child.volunteer_id is None:
        return None
    connection = session.connection()
    stood = set(
        connection.scalars(
            select(_GUARDIANS.c.account_id)
            .join(_CONSENTS, _CONSENTS.c.guardianship_id == _GUARDIANS.c.id)
            .where(
                _GUARDIANS.c.volunteer_id == child.volunteer_id,
                _CONSENTS.c.kind == REGISTRATION,
                _CONSENTS.c.confirm_route.is_(None),
            )
        )
    )
    row = connection.execute(
        select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == child.volunteer_id)
    ).one()
    if actor in stood or (not stood and row.consent_ended_at is None):
        return None
    route = registration.route_of(session, row.unit_id, row.county, now)
    return route.written


def call(session: CitySession, route: str, now: datetime) -> None:
    """Call the officers of the route to a guardian who waits."""
    role, _, county = route.partition(":")
    queue_notices.call(session, kind=WAITING, role=role, scope_ref=county, now=now)


def tell_others(
    session: CitySession, actor: int, guardianship_id: int, child: Child, now: datetime
) -> None:
    """Tell the other guardians that somebody else has agreed for their child."""
    whose = _GUARDIANS.c.application_id == child.application_id
    if child.volunteer_id is not None:
        whose = _GUARDIANS.c.volunteer_id == child.volunteer_id
    others = select(_GUARDIANS.c.account_id).where(whose, _GUARDIANS.c.account_id != actor)
    for account_id in session.connection().scalars(others.distinct()).all():
        notices.tell(
            session,
            kind="guardian-another",
            account_id=account_id,
            dedupe_key=f"guardian-another/{guardianship_id}/{account_id}/{now.isoformat()}",
            facts={"name": mask_name(child.name)},
            due_at=now,
        )


def restore(session: CitySession, child: Child, guardianship_id: int, now: datetime) -> None:
    """Let a volunteer who was held back for want of a consent go on, and tell him."""
    freed = session.connection().execute(
        update(_VOLUNTEERS)
        .where(_VOLUNTEERS.c.id == child.volunteer_id, _VOLUNTEERS.c.consent_ended_at.is_not(None))
        .values(consent_ended_at=None)
    )
    if freed.rowcount:
        key = str(guardianship_id)
        tell(session, child, kind="guardian-agreed-again", dedupe_key=key, now=now)


# -- the officer -----------------------------------------------------------------------------------


@access.performs(Action.DECIDE_APPLICATION)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many later guardians wait for the officer."""
    count = select(func.count()).select_from(_CONSENTS).where(_to_decide(session, actor))
    return session.connection().scalar(count) or 0


def _to_decide(session: CitySession, actor: int) -> ColumnElement[bool]:
    return _CONSENTS.c.withdrawn_at.is_(None) & _CONSENTS.c.confirm_route.in_(
        access.routes(session, actor=actor)
    )


@access.performs(Action.DECIDE_APPLICATION)
def following(session: CitySession, *, actor: int, after: int, now: datetime) -> Later | None:
    """Return the oldest behind `after`, beginning anew at the end; None if none waits."""
    ids = (
        session.connection()
        .scalars(select(_CONSENTS.c.id).where(_to_decide(session, actor)).order_by(_CONSENTS.c.id))
        .all()
    )
    if not ids:
        return None
    row = _row(session, next((each for each in ids if each > after), ids[0]))
    keys = session.city.keys
    return Later(
        consent_id=row.consent_id,
        waiting=len(ids),
        volunteer_id=row.volunteer_id,
        born_on=row.born_on,
        child=mask_name(row.name),
        number=row.number,
        age=age_on(row.born_on, wards.today(session, now)) if row.born_on else 0,
        relation=Relation(row.relation),
        name=mask_name(keys.open(row.name_sealed, wards.name_place(row.account_id))),
        phone_tail=phone_tail(keys.open(row.phone_sealed, wards.phone_place(row.account_id))),
        given_at=row.given_at,
        ended_at=row.consent_ended_at,
    )


def _row(session: CitySession, consent_id: int) -> Any:
    return (
        session.connection()
        .execute(
            select(
                _GUARDIANS,
                _CONSENTS.c.id.label("consent_id"),
                _CONSENTS.c.given_at,
                _CONSENTS.c.confirm_route,
                _CONSENTS.c.withdrawn_at,
                _VOLUNTEERS.c.account_id.label("child_account_id"),
                _VOLUNTEERS.c.name,
                _VOLUNTEERS.c.number,
                _VOLUNTEERS.c.born_on,
                _VOLUNTEERS.c.consent_ended_at,
            )
            .join(_GUARDIANS, _GUARDIANS.c.id == _CONSENTS.c.guardianship_id)
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _GUARDIANS.c.volunteer_id)
            .where(_CONSENTS.c.id == consent_id)
        )
        .one_or_none()
    )


@access.performs(Action.DECIDE_APPLICATION)
def confirm(
    session: CitySession, *, actor: int, consent_id: int, agreed: bool, now: datetime
) -> None:
    """Say whether a later guardian, whom the officer has checked, is one.

    If he is, his consent stands from now on and the child goes on; if not, it ends. Refuses
    not-found, not-allowed outside the scope and to the child and the guardian themselves,
    already-decided to the second of two officers and where it was taken back meanwhile.
    """
    routes = access.routes(session, actor=actor)
    if not routes:
        raise Refusal(Code.NOT_ALLOWED)
    row = _row(session, consent_id)
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.confirm_route is None or row.withdrawn_at is not None:
        raise Refusal(Code.ALREADY_DECIDED)
    theirs = (row.account_id, row.child_account_id)
    if row.confirm_route not in routes or actor in theirs:
        raise Refusal(Code.NOT_ALLOWED)
    decided = session.connection().execute(
        update(_CONSENTS)
        .where(
            _CONSENTS.c.id == consent_id,
            _CONSENTS.c.withdrawn_at.is_(None),
            _CONSENTS.c.confirm_route.is_not(None),
        )
        .values({"confirm_route": None} if agreed else {"withdrawn_at": now})
    )
    if decided.rowcount != 1:
        raise Refusal(Code.ALREADY_DECIDED)
    verb = "guardian.confirmed" if agreed else "guardian.not-confirmed"
    audit.record(session, actor, verb, f"guardianship:{row.id}", now)
    child = child_of(session, None, row.volunteer_id)
    if agreed and child is not None:
        restore(session, child, row.id, now)
    notices.tell(
        session,
        kind="guardian-confirmed" if agreed else "guardian-not-confirmed",
        account_id=row.account_id,
        dedupe_key=f"guardian-confirmed/{consent_id}",
        facts={"name": mask_name(row.name)},
        due_at=now,
    )
    if not agreed and child is not None:
        tell(session, child, kind="guardian-not-taken", dedupe_key=str(consent_id), now=now)
