"""A child without a telephone in its guardian's family: he lets it in, and his scan takes it along.

The child opens no link and agrees to nothing by itself: the guardian's standing consent to its
registration is what he checks it in by (PU9-T28, PIPL K12). Its hours stay its own.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.guardians import needs_consent
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.families import FamilyMember
from models.guardians import Guardianship
from models.people import Volunteer
from usecases import access, audit, families
from usecases.city import CitySession
from usecases.families import Home

_MEMBERS = table_of(FamilyMember)
_GUARDIANSHIPS = table_of(Guardianship)
_VOLUNTEERS = table_of(Volunteer)


@dataclass(frozen=True, slots=True)
class Child:
    """A child without a telephone that its guardian can let into his family."""

    guardianship_id: int
    volunteer_id: int
    name: str


@access.performs(Action.KEEP_FAMILY)
def outside(session: CitySession, *, actor: int, now: datetime) -> list[Child]:
    """Return the actor's children without a telephone that belong to no family yet.

    Refuses not-registered, not-yet-approved.
    """
    access.own_volunteer(session, actor=actor)
    live = select(_MEMBERS.c.id).where(
        _MEMBERS.c.volunteer_id == _VOLUNTEERS.c.id, _MEMBERS.c.left_at.is_(None)
    )
    rows = session.connection().execute(
        select(_GUARDIANSHIPS.c.id, _VOLUNTEERS.c.id.label("who"), _VOLUNTEERS.c.name,
               _VOLUNTEERS.c.born_on)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _GUARDIANSHIPS.c.volunteer_id)
        .where(
            _GUARDIANSHIPS.c.account_id == actor,
            _VOLUNTEERS.c.account_id.is_(None),
            _VOLUNTEERS.c.suspended_at.is_(None),
            families.answered_for(actor).exists(),
            ~live.exists(),
        )
        .order_by(_GUARDIANSHIPS.c.id)
    )  # fmt: skip
    today, rules = session.city.calendar.day_of(now), session.city.policy(now).registration
    return [
        Child(row.id, row.who, row.name) for row in rows if needs_consent(row.born_on, today, rules)
    ]


@access.performs(Action.KEEP_FAMILY)
def join(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> Home:
    """Let one's child without a telephone belong to the family that one heads.

    Refuses not-found (no head, no such child of his, in a family already), family-full,
    not-registered, not-yet-approved.
    """
    _, family_id = families.headed(session, actor)
    found = outside(session, actor=actor, now=now)
    child = next((one for one in found if one.guardianship_id == guardianship_id), None)
    if child is None:
        raise Refusal(Code.NOT_FOUND)
    families.enter_last(session, family_id, child.volunteer_id, now)
    subject = f"guardianship:{guardianship_id}"
    audit.record(session, actor, "family.child-joined", subject, now, family=family_id)
    home = families.own(session, actor=actor)
    assert home is not None  # noqa: S101 - he heads it
    return home
