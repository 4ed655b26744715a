"""Guardians of minors: a one-use link, what they agree to, and taking it back (K7, K21, X4).

The minor's registration waits until a guardian has agreed in his own chat. Who is guardian of whom
stays; consents are rows of their own that end.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, select, update

from domain import guardians as rules
from domain import tokens
from domain.ages import AgeTerms, terms_for
from domain.guardians import Relation
from domain.identity import age_on
from domain.permissions import Action
from domain.policy_shape import Retention
from domain.refusals import Code, Refusal, Refused
from domain.writing import clean_name, mask_name, read_phone
from models.columns import table_of
from models.guardians import GuardianConsent, GuardianLink, Guardianship
from models.people import Application, Volunteer
from usecases import access, audit, later_guardians, wards
from usecases.children import Child, child_of, of_account, tell, wishes_onward
from usecases.city import CitySession
from usecases.inserts import insert_into
from usecases.wards import LIVE, ONWARD, REGISTRATION, TEACHER, WITH_GUARDIAN

_APPLICATIONS = table_of(Application)
_VOLUNTEERS = table_of(Volunteer)
_GUARDIANS = table_of(Guardianship)
_CONSENTS = table_of(GuardianConsent)
_LINKS = table_of(GuardianLink)


@dataclass(frozen=True, slots=True)
class Link:
    """What a minor passes to his guardian, good once; None where nobody has to agree any more."""

    code: str | None
    days: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a guardian is asked to agree to: the child masked, its age, how long what is kept."""

    name: str
    age: int
    company: bool
    # The child has asked to be entered in the national system: the guardian says so too, or not.
    onward: bool
    accompany_below: int
    retention: Retention
    text_version: str


# -- the minor -------------------------------------------------------------------------------------


@access.performs(Action.REGISTER)
def link(session: CitySession, *, actor: int, now: datetime) -> Link:
    """Make a new link for the actor's guardian; the one before is worth nothing from now on.

    Who has come of age meanwhile needs none: his registration goes on, and the code is None.
    Refuses not-found to whoever has no registration that a guardian can agree to.
    """
    child = of_account(session, actor)
    if child is None:
        raise Refusal(Code.NOT_FOUND)
    policy = session.city.policy(now)
    days = policy.guardians.link_days
    if not rules.needs_consent(child.born_on, wards.today(session, now), policy.registration):
        if child.application_id is not None:
            wards.pass_on(session, child.application_id, now)
        return Link(None, days)
    connection = session.connection()
    connection.execute(
        update(_LINKS)
        .where(_behind(child), _LINKS.c.used_at.is_(None), _LINKS.c.expires_at > now)
        .values(expires_at=now)
    )
    code = tokens.random_code(tokens.RandomKind.GUARDIAN)
    connection.execute(
        insert(_LINKS).values(
            code_hash=tokens.digest(code),
            application_id=child.application_id,
            volunteer_id=child.volunteer_id,
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    return Link(code, days)


def _behind(child: Child) -> Any:
    if child.volunteer_id is not None:
        return _LINKS.c.volunteer_id == child.volunteer_id
    return _LINKS.c.application_id == child.application_id


# -- the guardian ----------------------------------------------------------------------------------


@access.performs(Action.ACT_AS_GUARDIAN)
def asked(session: CitySession, *, actor: int, code: str, now: datetime) -> Asked:
    """Return what the link asks to agree to; opening it uses nothing up.

    Refuses link-invalid (unknown, used, expired and overtaken alike), own-link to the child
    itself, guardian-too-young to a volunteer who is a minor.
    """
    return explained(session, _linked(session, actor, code, now), now)


def explained(session: CitySession, child: Child, now: datetime) -> Asked:
    """Return what a guardian of this child is told before he agrees."""
    policy = session.city.policy(now)
    age = age_on(child.born_on, wards.today(session, now))
    terms = terms_for(age, policy.registration)
    company = isinstance(terms, AgeTerms) and terms.company
    return Asked(
        mask_name(child.name),
        age,
        company,
        wishes_onward(session, child),
        policy.registration.accompany_below,
        policy.retention,
        policy.consent.text_version,
    )


def _linked(session: CitySession, actor: int, code: str, now: datetime) -> Child:
    if tokens.random_kind(code) is not tokens.RandomKind.GUARDIAN:
        raise Refusal(Code.LINK_INVALID)
    row = (
        session.connection()
        .execute(
            select(_LINKS).where(
                _LINKS.c.code_hash == tokens.digest(code),
                _LINKS.c.used_at.is_(None),
                _LINKS.c.expires_at > now,
            )
        )
        .one_or_none()
    )
    child = child_of(session, row.application_id, row.volunteer_id) if row is not None else None
    if child is None:
        raise Refusal(Code.LINK_INVALID)
    if child.account_id == actor:
        raise Refusal(Code.OWN_LINK)
    refuse_minor(session, actor, now)
    return child


def refuse_minor(session: CitySession, actor: int, now: datetime) -> None:
    """Refuse guardian-too-young to a volunteer who is a minor."""
    own_birthday = session.connection().scalar(
        select(_VOLUNTEERS.c.born_on).where(_VOLUNTEERS.c.account_id == actor)
    )
    if not wards.is_adult(session, own_birthday, now):
        adult_age = session.city.policy(now).registration.adult_age
        raise Refusal(Code.GUARDIAN_TOO_YOUNG, "registration.adult_age", adult_age=adult_age)


def _use(session: CitySession, actor: int, code: str, now: datetime) -> None:
    """Use the link up; of two at once one is refused."""
    used = session.connection().execute(
        update(_LINKS)
        .where(_LINKS.c.code_hash == tokens.digest(code), _LINKS.c.used_at.is_(None))
        .values(used_at=now, used_by=actor)
    )
    if used.rowcount != 1:
        raise Refusal(Code.LINK_INVALID)


@access.performs(Action.ACT_AS_GUARDIAN)
def agree(
    session: CitySession,
    *,
    actor: int,
    code: str,
    name: str,
    phone: str,
    relation: str,
    onward: bool = False,
    now: datetime,
) -> int:
    """Agree for the child: its registration goes to the office, or it may check in again.

    Of a registered child a later guardian waits for an officer. `onward` is a word of its own: that
    the child may be entered in the national system (K4, K7). Returns the guardianship. Refuses
    what `asked` does, and what a name and a telephone refuse.
    """
    child = _linked(session, actor, code, now)
    _use(session, actor, code, now)
    return agree_for(
        session, actor, child, name=name, phone=phone, relation=relation, onward=onward, now=now
    )


def agree_for(
    session: CitySession,
    actor: int,
    child: Child,
    *,
    name: str,
    phone: str,
    relation: str,
    onward: bool,
    now: datetime,
) -> int:
    """Let the actor be guardian of the child and agree; return the guardianship.

    Refuses answer-missing, and what a name and a telephone refuse.
    """
    longest = session.city.policy(now).registration.name_max_length
    said_name = _or_refuse(clean_name(name, max_length=longest))
    said_phone = _or_refuse(read_phone(phone))
    if relation not in set(Relation):
        raise Refusal(Code.ANSWER_MISSING)
    keys = session.city.keys
    values = {
        "relation": relation,
        "name_sealed": keys.seal(said_name, wards.name_place(actor)),
        "phone_sealed": keys.seal(said_phone, wards.phone_place(actor)),
    }
    guardianship_id = _guardianship(session, actor, child, values, now)
    keep_consent(session, actor, guardianship_id, child, now)
    if onward:
        let_onward(session, actor, guardianship_id, child, now)
    return guardianship_id


def _or_refuse(said: str | Refused) -> str:
    if isinstance(said, Refused):
        raise Refusal.of(said)
    return said


def _guardianship(
    session: CitySession, actor: int, child: Child, values: dict[str, Any], now: datetime
) -> int:
    connection = session.connection()
    whose = [
        column == ref
        for column, ref in (
            (_GUARDIANS.c.application_id, child.application_id),
            (_GUARDIANS.c.volunteer_id, child.volunteer_id),
        )
        if ref is not None
    ]
    known = connection.scalar(
        update(_GUARDIANS)
        .where(_GUARDIANS.c.account_id == actor, or_(*whose))
        .values(**values)
        .returning(_GUARDIANS.c.id)
    )
    if known is not None:
        return int(known)
    made = connection.execute(
        insert(_GUARDIANS)
        .values(
            account_id=actor,
            application_id=child.application_id,
            volunteer_id=child.volunteer_id,
            since_at=now,
            **values,
        )
        .returning(_GUARDIANS.c.id)
    )
    return int(made.scalar_one())


def keep_consent(
    session: CitySession, actor: int, guardianship_id: int, child: Child, now: datetime
) -> None:
    """Let the guardian's consent stand, and let go on what waited for it.

    A later guardian's waits for an officer first; the other guardians hear of him either way.
    Nothing happens where it stands, or waits, already.
    """
    route = later_guardians.route_to_ask(session, actor, child, now)
    if not give(session, guardianship_id, REGISTRATION, None, now, confirm_route=route):
        return
    audit.record(session, actor, "guardian.agreed", f"guardianship:{guardianship_id}", now)
    later_guardians.tell_others(session, actor, guardianship_id, child, now)
    if route is not None:
        later_guardians.call(session, route, now)
    elif child.volunteer_id is not None:
        later_guardians.restore(session, child, guardianship_id, now)
    elif child.application_id is not None and wards.pass_on(session, child.application_id, now):
        key = str(guardianship_id)
        tell(session, child, kind="guardian-agreed", dedupe_key=key, now=now)


def let_onward(
    session: CitySession, actor: int, guardianship_id: int, child: Child, now: datetime
) -> None:
    """Keep the guardian's word for the onward entry; refuses step-gone where none is asked for."""
    if not wishes_onward(session, child):
        raise Refusal(Code.STEP_GONE)
    if give(session, guardianship_id, ONWARD, None, now):
        subject = f"guardianship:{guardianship_id}"
        audit.record(session, actor, "guardian.allowed_onward", subject, now)


def give(
    session: CitySession,
    guardianship_id: int,
    kind: str,
    teacher_id: int | None,
    now: datetime,
    *,
    confirm_route: str | None = None,
) -> bool:
    """Keep a consent in today's wording; False where one stands, or waits, already."""
    connection = session.connection()
    made = connection.execute(
        insert_into(connection, _CONSENTS)
        .values(
            guardianship_id=guardianship_id,
            kind=kind,
            teacher_id=teacher_id,
            text_version=session.city.policy(now).consent.text_version,
            given_at=now,
            confirm_route=confirm_route,
        )
        .on_conflict_do_nothing()
        .returning(_CONSENTS.c.id)
    )
    return made.first() is not None


@access.performs(Action.ACT_AS_GUARDIAN)
def decline(session: CitySession, *, actor: int, code: str, now: datetime) -> None:
    """Refuse: a registration that waits is withdrawn, and the child is told (K19)."""
    child = _linked(session, actor, code, now)
    _use(session, actor, code, now)
    audit.record(session, actor, "guardian.declined", f"application:{child.application_id}", now)
    if child.state != WITH_GUARDIAN:
        return
    session.connection().execute(
        update(_APPLICATIONS)
        .where(_APPLICATIONS.c.id == child.application_id, _APPLICATIONS.c.state == WITH_GUARDIAN)
        .values(state="withdrawn", decided_at=now, version=_APPLICATIONS.c.version + 1)
    )
    tell(
        session,
        child,
        kind="guardian-declined",
        dedupe_key=str(child.application_id),
        now=now,
    )


def may_accompany(session: CitySession, *, account_id: int, child_id: int, now: datetime) -> bool:
    """Tell whether the person with this account may take this volunteer, a child, along.

    A guardian whose consent stands may, and an adult volunteer to whom such a guardian agreed.
    """
    return child_id in companions_of(session, account_id=account_id, now=now)


def companions_of(session: CitySession, *, account_id: int, now: datetime) -> list[int]:
    """Return the volunteers whom the person with this account may take along: wards and pupils.

    All of them, whatever their age: who needs company is asked from the age on the day.
    """
    connection = session.connection()
    agreed = select(_CONSENTS.c.guardianship_id).where(LIVE).scalar_subquery()
    own = connection.scalars(
        select(_GUARDIANS.c.volunteer_id).where(
            _GUARDIANS.c.account_id == account_id,
            _GUARDIANS.c.volunteer_id.is_not(None),
            _GUARDIANS.c.id.in_(agreed),
        )
    ).all()
    adult = connection.execute(
        select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.born_on).where(
            _VOLUNTEERS.c.account_id == account_id, _VOLUNTEERS.c.suspended_at.is_(None)
        )
    ).one_or_none()
    if adult is None or not wards.is_adult(session, adult.born_on, now):
        return sorted(set(own))
    pupils = connection.scalars(
        select(_GUARDIANS.c.volunteer_id)
        .join(_CONSENTS, _CONSENTS.c.guardianship_id == _GUARDIANS.c.id)
        .where(
            _CONSENTS.c.kind == TEACHER,
            _CONSENTS.c.teacher_id == adult.id,
            _CONSENTS.c.withdrawn_at.is_(None),
            _GUARDIANS.c.volunteer_id.is_not(None),
            _GUARDIANS.c.id.in_(agreed),
        )
    ).all()
    return sorted({int(each) for each in (*own, *pupils)})
