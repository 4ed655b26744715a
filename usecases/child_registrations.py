"""A guardian registers his child, who has no telephone, from his own chat (SM3-3b, K7, K21).

What the clerk's way does with a paper or a relative's telephone, the guardian's own consent does
here: he hands the registration in and agrees to it in one deed, and the office sees both.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.guardians import Guardianship
from models.people import Application
from models.proxies import ProxyRegistration
from usecases import access, audit, children, guardians, proxies, registration, wards
from usecases.city import CitySession
from usecases.handing_in import OPEN_STATES
from usecases.registration import SentBack, Submitted

_APPLICATIONS = table_of(Application)
_GUARDIANS = table_of(Guardianship)
_PROXIES = table_of(ProxyRegistration)


@access.performs(Action.ACT_AS_GUARDIAN)
def begin(session: CitySession, *, actor: int, now: datetime) -> int:
    """Begin to register a child of the actor's, and return the account that stands for it.

    One that was begun and never handed in is used again. Refuses guardian-too-young to a volunteer
    who is a minor, and too-many-children.
    """
    guardians.refuse_minor(session, actor, now)
    _refuse_too_many(session, actor, now)
    begun = session.connection().scalar(
        update(_PROXIES)
        .where(_own(actor), _PROXIES.c.account_id.not_in(select(_APPLICATIONS.c.account_id)))
        .values(begun_at=now)
        .returning(_PROXIES.c.account_id)
    )
    return int(begun) if begun is not None else proxies.stand_for(session, actor, None, now)


def _own(actor: int) -> Any:
    return (_PROXIES.c.typist_id == actor) & _PROXIES.c.station_id.is_(None)


def _refuse_too_many(session: CitySession, actor: int, now: datetime) -> None:
    """Refuse too-many-children to who has registered as many as the policy allows."""
    most = session.city.policy(now).guardians.most_children
    count = session.connection().scalar(
        select(func.count(_APPLICATIONS.c.account_id.distinct()))
        .join(_PROXIES, _PROXIES.c.account_id == _APPLICATIONS.c.account_id)
        .where(_own(actor), _APPLICATIONS.c.state.in_([*OPEN_STATES, "approved"]))
    )
    if (count or 0) >= most:
        raise Refusal(Code.TOO_MANY_CHILDREN, "guardians.most_children", most=most)


@access.performs(Action.ACT_AS_GUARDIAN)
def submit(
    session: CitySession,
    *,
    actor: int,
    applicant: int,
    answers: Mapping[str, Any],
    now: datetime,
) -> Submitted:
    """Hand the child's registration in and agree to it as its guardian; the office is called.

    Beside the child's own answers: `guardian` (his name), `relation`; the telephone is his. Where
    the child asks for the onward entry, his tick is his word for it. Refuses not-allowed, of-age,
    guardian-too-young, too-many-children, and what `registration.submit` and a consent refuse.
    """
    _refuse_others(session, actor, applicant)
    guardians.refuse_minor(session, actor, now)
    if not _handed_in(session, applicant):
        _refuse_too_many(session, actor, now)
    handed_in = registration.submit(
        session, actor=applicant, answers=answers, now=now, typist=actor
    )
    child = children.child_of(session, handed_in.application_id, None)
    if child is None:
        raise Refusal(Code.NOT_FOUND)
    minor = not wards.is_adult(session, child.born_on, now)
    proxies.of_right_age(session, now, minor=minor, by_guardian=True)
    guardians.agree_for(
        session,
        actor,
        child,
        name=str(answers.get("guardian", "")),
        phone=str(answers.get("phone", "")),
        relation=str(answers.get("relation", "")),
        onward=children.wishes_onward(session, child),
        now=now,
    )
    subject = f"application:{handed_in.application_id}"
    audit.record(session, actor, "child.handed-in", subject, now)
    return replace(handed_in, needs_guardian=False)


def _refuse_others(session: CitySession, actor: int, applicant: int) -> None:
    """Refuse not-allowed for whom the actor does not type as guardian."""
    if proxies.typed_by(session, actor, applicant).station_id is not None:
        raise Refusal(Code.NOT_ALLOWED)


def _handed_in(session: CitySession, applicant: int) -> bool:
    query = select(_APPLICATIONS.c.id).where(
        _APPLICATIONS.c.account_id == applicant, _APPLICATIONS.c.state.in_(OPEN_STATES)
    )
    return session.connection().execute(query).first() is not None


@access.performs(Action.ACT_AS_GUARDIAN)
def sent_back(session: CitySession, *, actor: int, applicant: int) -> SentBack:
    """Return a child's registration that came back, with what its guardian said of himself.

    Refuses not-allowed, not-found.
    """
    _refuse_others(session, actor, applicant)
    back = registration.sent_back(session, actor=applicant)
    row = (
        session.connection()
        .execute(
            select(_GUARDIANS.c.relation, _GUARDIANS.c.name_sealed)
            .join(_APPLICATIONS, _APPLICATIONS.c.id == _GUARDIANS.c.application_id)
            .where(
                _APPLICATIONS.c.account_id == applicant,
                _APPLICATIONS.c.state == "sent_back",
                _GUARDIANS.c.account_id == actor,
            )
        )
        .one_or_none()
    )
    if row is None or row.name_sealed is None:
        return back
    name = session.city.keys.open(row.name_sealed, wards.name_place(actor))
    return replace(back, answers=back.answers | {"relation": row.relation, "guardian": name})
