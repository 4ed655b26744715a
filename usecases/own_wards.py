"""A guardian's own children: what he agreed to, taking it back, and who may take them along."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, insert, select, update

from domain import guardians as rules
from domain.ages import AgeTerms, terms_for
from domain.identity import age_on
from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.guardians import GuardianConsent, Guardianship
from models.people import Volunteer
from models.places import Unit
from usecases import access, audit, children, guardians, wards
from usecases.children import child_of
from usecases.city import CitySession
from usecases.guardians import Asked
from usecases.wards import ONWARD, TEACHER

_VOLUNTEERS = table_of(Volunteer)
_UNITS = table_of(Unit)
_GUARDIANS = table_of(Guardianship)
_CONSENTS = table_of(GuardianConsent)


@dataclass(frozen=True, slots=True)
class Teacher:
    """An adult volunteer who may take children along."""

    volunteer_id: int
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Ward:
    """A child as his guardian sees it: waiting, registered, or without consent."""

    guardianship_id: int
    name: str
    age: int
    needs_consent: bool
    company: bool
    consents: bool
    registered: bool
    # He is not the first guardian, and an officer has not confirmed him yet.
    waits: bool
    # Whether the child asks to be entered in the national system, and this guardian lets it.
    wishes_onward: bool
    onward: bool
    # Registered, and without a telephone: the guardian does everything for it.
    by_guardian: bool
    teachers: list[Teacher] = field(default_factory=list)


@access.performs(Action.REGISTER)
def is_minor(session: CitySession, *, actor: int, now: datetime) -> bool:
    """Tell whether the account's volunteer needs a guardian's consent today."""
    born_on = session.connection().scalar(
        select(_VOLUNTEERS.c.born_on).where(
            _VOLUNTEERS.c.account_id == actor, _VOLUNTEERS.c.suspended_at.is_(None)
        )
    )
    policy = session.city.policy(now).registration
    return rules.needs_consent(born_on, wards.today(session, now), policy)


@access.performs(Action.ACT_AS_GUARDIAN)
def has_wards(session: CitySession, *, actor: int) -> bool:
    """Tell whether the account is anybody's guardian."""
    query = select(_GUARDIANS.c.id).where(_GUARDIANS.c.account_id == actor).limit(1)
    return session.connection().execute(query).first() is not None


@access.performs(Action.ACT_AS_GUARDIAN)
def of_age(session: CitySession, *, actor: int, now: datetime) -> bool:
    """Tell whether the account may answer for children: it is no volunteer who is a minor."""
    born_on = session.connection().scalar(
        select(_VOLUNTEERS.c.born_on).where(_VOLUNTEERS.c.account_id == actor)
    )
    return wards.is_adult(session, born_on, now)


@access.performs(Action.ACT_AS_GUARDIAN)
def own_wards(session: CitySession, *, actor: int, now: datetime) -> list[Ward]:
    """Return the children that the account answers for; who has come of age is none any more."""
    ids = session.connection().scalars(
        select(_GUARDIANS.c.id).where(_GUARDIANS.c.account_id == actor).order_by(_GUARDIANS.c.id)
    )
    found = [_ward_or_none(session, each, now) for each in ids]
    return [ward for ward in found if ward is not None and ward.needs_consent]


def _ward(session: CitySession, guardianship_id: int, now: datetime) -> Ward:
    ward = _ward_or_none(session, guardianship_id, now)
    if ward is None:
        raise Refusal(Code.NOT_FOUND)
    return ward


def _ward_or_none(session: CitySession, guardianship_id: int, now: datetime) -> Ward | None:
    row = (
        session.connection()
        .execute(select(_GUARDIANS).where(_GUARDIANS.c.id == guardianship_id))
        .one()
    )
    child = child_of(session, row.application_id, row.volunteer_id)
    if child is None:
        return None
    day, policy = wards.today(session, now), session.city.policy(now).registration
    age = age_on(child.born_on, day)
    terms = terms_for(age, policy)
    return Ward(
        guardianship_id,
        child.name,
        age,
        rules.needs_consent(child.born_on, day, policy),
        isinstance(terms, AgeTerms) and terms.company,
        _consents(session, guardianship_id),
        child.volunteer_id is not None,
        _waits(session, guardianship_id),
        children.wishes_onward(session, child),
        wards.lets_onward(session, guardianship_id),
        child.volunteer_id is not None and not child.has_chat,
        _teachers(session, guardianship_id),
    )


def _waits(session: CitySession, guardianship_id: int) -> bool:
    query = select(_CONSENTS.c.id).where(
        _CONSENTS.c.guardianship_id == guardianship_id,
        _CONSENTS.c.withdrawn_at.is_(None),
        _CONSENTS.c.confirm_route.is_not(None),
    )
    return session.connection().execute(query).first() is not None


def _own(session: CitySession, actor: int, guardianship_id: int) -> Any:
    row = (
        session.connection()
        .execute(
            select(_GUARDIANS).where(
                _GUARDIANS.c.id == guardianship_id, _GUARDIANS.c.account_id == actor
            )
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    return row


@access.performs(Action.ACT_AS_GUARDIAN)
def withdraw(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> Ward:
    """Take the consent back, as easily as it was given (K1).

    Unless another guardian's stands, the child cannot check in from now on, and what waits at an
    office waits there no more; hours stay. Refuses not-found for a child of somebody else.
    """
    row = _own(session, actor, guardianship_id)
    child = child_of(session, row.application_id, row.volunteer_id)
    stood = _consents(session, guardianship_id)
    wards.end(session, _GUARDIANS.c.id == guardianship_id, now)
    audit.record(session, actor, "guardian.withdrew", f"guardianship:{guardianship_id}", now)
    if child is not None and stood:
        children.hold_back(session, child, guardianship_id, now)
    return _ward(session, guardianship_id, now)


@access.performs(Action.ACT_AS_GUARDIAN)
def agree_again(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> Ward:
    """Give a consent again that was taken back: at once, if it had stood before.

    Refuses not-found for a child of somebody else.
    """
    row = _own(session, actor, guardianship_id)
    child = child_of(session, row.application_id, row.volunteer_id)
    if child is None:
        raise Refusal(Code.NOT_FOUND)
    guardians.keep_consent(session, actor, guardianship_id, child, now)
    return _ward(session, guardianship_id, now)


@access.performs(Action.ACT_AS_GUARDIAN)
def allow_onward(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> Ward:
    """Let the child be entered in the national system; a consent of its own (K4, K7).

    Refuses not-found for a child of somebody else, needs-guardian where the consent to the
    registration was taken back, step-gone where the child does not ask for it (any more).
    """
    row = _own(session, actor, guardianship_id)
    child = child_of(session, row.application_id, row.volunteer_id)
    if child is None:
        raise Refusal(Code.NOT_FOUND)
    if not (_waits(session, guardianship_id) or _consents(session, guardianship_id)):
        adult_age = session.city.policy(now).registration.adult_age
        raise Refusal(Code.NEEDS_GUARDIAN, "registration.consent_below", adult_age=adult_age)
    guardians.let_onward(session, actor, guardianship_id, child, now)
    return _ward(session, guardianship_id, now)


@access.performs(Action.ACT_AS_GUARDIAN)
def reworded(session: CitySession, *, actor: int, now: datetime) -> list[Asked]:
    """Return for each child, to whose consent another wording stands, what it says today."""
    rows = session.connection().execute(
        select(_GUARDIANS.c.application_id, _GUARDIANS.c.volunteer_id)
        .where(_GUARDIANS.c.id.in_(select(_older(session, actor, now).c.guardianship_id)))
        .order_by(_GUARDIANS.c.id)
    )
    found = [child_of(session, row.application_id, row.volunteer_id) for row in rows.all()]
    return [guardians.explained(session, child, now) for child in found if child is not None]


@access.performs(Action.ACT_AS_GUARDIAN)
def renew(session: CitySession, *, actor: int, now: datetime) -> int:
    """Agree to today's wording of everything agreed to before for children; return how much."""
    version = session.city.policy(now).consent.text_version
    older = session.connection().execute(select(_older(session, actor, now))).all()
    _end(session, _CONSENTS.c.id.in_([row.id for row in older]), now)
    again = ("guardianship_id", "kind", "teacher_id", "confirm_route")
    for row in older:
        same = {name: getattr(row, name) for name in again}
        session.connection().execute(
            insert(_CONSENTS).values(text_version=version, given_at=now, **same)
        )
    if older:
        audit.record(session, actor, "guardian.renewed", f"account:{actor}", now, version=version)
    return len(older)


def _older(session: CitySession, actor: int, now: datetime) -> Subquery:
    mine = select(_GUARDIANS.c.id).where(_GUARDIANS.c.account_id == actor)
    return (
        select(_CONSENTS)
        .where(
            _CONSENTS.c.guardianship_id.in_(mine),
            _CONSENTS.c.withdrawn_at.is_(None),
            _CONSENTS.c.text_version != session.city.policy(now).consent.text_version,
        )
        .order_by(_CONSENTS.c.id)
        .subquery()
    )


def _consents(session: CitySession, guardianship_id: int) -> bool:
    return wards.consented(session, _GUARDIANS.c.id == guardianship_id)


@access.performs(Action.ACT_AS_GUARDIAN)
def stop_onward(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> Ward:
    """Take back that the child may be entered in the national system, and nothing else.

    It leaves queue and sheets at once, unless another guardian lets it. Refuses not-found.
    """
    _own(session, actor, guardianship_id)
    _end(
        session,
        (_CONSENTS.c.guardianship_id == guardianship_id) & (_CONSENTS.c.kind == ONWARD),
        now,
    )
    audit.record(session, actor, "guardian.stopped_onward", f"guardianship:{guardianship_id}", now)
    return _ward(session, guardianship_id, now)


def _end(session: CitySession, which: ColumnElement[bool], now: datetime) -> None:
    session.connection().execute(
        update(_CONSENTS).where(which, _CONSENTS.c.withdrawn_at.is_(None)).values(withdrawn_at=now)
    )


# -- company of children ---------------------------------------------------------------------------


@access.performs(Action.ACT_AS_GUARDIAN)
def teacher(session: CitySession, *, actor: int, number: str, now: datetime) -> Teacher:
    """Return the adult volunteer with this number, masked, for a guardian to agree to.

    Refuses not-found to who is nobody's guardian, for an unknown number, and for a minor.
    """
    if not has_wards(session, actor=actor):
        raise Refusal(Code.NOT_FOUND)
    return _teacher(session, _VOLUNTEERS.c.number == number, now)


@access.performs(Action.SEE_OWN_DETAILS)
def teachers_number(session: CitySession, *, actor: int, now: datetime) -> str:
    """Return the number by which parents agree that the actor takes their children along.

    Refuses not-registered, not-yet-approved, and guardian-too-young to a minor.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    row = (
        session.connection()
        .execute(
            select(_VOLUNTEERS.c.number, _VOLUNTEERS.c.born_on).where(
                _VOLUNTEERS.c.id == volunteer_id
            )
        )
        .one()
    )
    if not wards.is_adult(session, row.born_on, now):
        adult_age = session.city.policy(now).registration.adult_age
        raise Refusal(Code.GUARDIAN_TOO_YOUNG, "registration.adult_age", adult_age=adult_age)
    return str(row.number)


def _teacher(session: CitySession, where: Any, now: datetime) -> Teacher:
    row = (
        session.connection()
        .execute(
            select(
                _VOLUNTEERS.c.id,
                _VOLUNTEERS.c.name,
                _VOLUNTEERS.c.born_on,
                _UNITS.c.name.label("unit"),
            )
            .outerjoin(_UNITS, _UNITS.c.id == _VOLUNTEERS.c.unit_id)
            .where(where, _VOLUNTEERS.c.suspended_at.is_(None))
        )
        .one_or_none()
    )
    if row is None or not wards.is_adult(session, row.born_on, now):
        raise Refusal(Code.NOT_FOUND)
    return Teacher(row.id, mask_name(row.name), row.unit or "")


def _teachers(session: CitySession, guardianship_id: int) -> list[Teacher]:
    rows = session.connection().execute(
        select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.name, _UNITS.c.name.label("unit"))
        .join(_CONSENTS, _CONSENTS.c.teacher_id == _VOLUNTEERS.c.id)
        .outerjoin(_UNITS, _UNITS.c.id == _VOLUNTEERS.c.unit_id)
        .where(
            _CONSENTS.c.guardianship_id == guardianship_id,
            _CONSENTS.c.kind == TEACHER,
            _CONSENTS.c.withdrawn_at.is_(None),
        )
        .order_by(_CONSENTS.c.id)
    )
    return [Teacher(row.id, mask_name(row.name), row.unit or "") for row in rows]


@access.performs(Action.ACT_AS_GUARDIAN)
def allow_teacher(
    session: CitySession, *, actor: int, guardianship_id: int, teacher_id: int, now: datetime
) -> Ward:
    """Let this teacher take the child along; a consent of its own, apart from the registration.

    Refuses not-found for a child of somebody else and for who is no adult volunteer, and
    needs-guardian where the consent to the registration was taken back.
    """
    _own(session, actor, guardianship_id)
    found = _teacher(session, _VOLUNTEERS.c.id == teacher_id, now)
    if not _consents(session, guardianship_id):
        adult_age = session.city.policy(now).registration.adult_age
        raise Refusal(Code.NEEDS_GUARDIAN, "registration.consent_below", adult_age=adult_age)
    guardians.give(session, guardianship_id, TEACHER, found.volunteer_id, now)
    audit.record(
        session, actor, "guardian.allowed_teacher", f"guardianship:{guardianship_id}", now,
        teacher=found.volunteer_id,
    )  # fmt: skip
    return _ward(session, guardianship_id, now)


@access.performs(Action.ACT_AS_GUARDIAN)
def stop_teacher(
    session: CitySession, *, actor: int, guardianship_id: int, teacher_id: int, now: datetime
) -> Ward:
    """Take back that this teacher may take the child along; refuses not-found."""
    _own(session, actor, guardianship_id)
    taught = (_CONSENTS.c.kind == TEACHER) & (_CONSENTS.c.teacher_id == teacher_id)
    _end(session, (_CONSENTS.c.guardianship_id == guardianship_id) & taught, now)
    audit.record(
        session, actor, "guardian.stopped_teacher", f"guardianship:{guardianship_id}", now,
        teacher=teacher_id,
    )  # fmt: skip
    return _ward(session, guardianship_id, now)
