"""Registering somebody who has no telephone of his own: a clerk types, or a guardian (SM3-3b).

The person agrees himself, on paper or on a relative's telephone (norm B4); the clerk types. The
applicant stands by an account of no messenger, so that consents, application and decision are kept
as everybody's are; the volunteer that he becomes has no account until he takes over. What is a
guardian's alone stands in `child_registrations`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from domain.permissions import Action
from domain.refusals import Code, Refusal, Refused
from domain.registration import Identity
from domain.tokens import RandomKind
from models.columns import table_of
from models.guardians import Guardianship
from models.people import Account, Application, Volunteer
from models.places import Station
from models.proxies import ProxyRegistration
from usecases import (
    access,
    audit,
    codes,
    consent_proofs,
    identifying,
    notices,
    registration,
    workplace,
)
from usecases.city import CitySession
from usecases.codes import ShownOnce
from usecases.consent_proofs import Proven, SignedPaper
from usecases.profile import Card, card_of
from usecases.registration import SentBack, Submitted

_PROXIES = table_of(ProxyRegistration)
_ACCOUNTS = table_of(Account)
_APPLICATIONS = table_of(Application)
_STATIONS = table_of(Station)
_GUARDIANS = table_of(Guardianship)
_VOLUNTEERS = table_of(Volunteer)

# The messenger of those who have none.
NO_MESSENGER = "paper"
_PROVEN = Proven(_PROXIES, "proxy", "account_id", "account", "typist_id", RandomKind.PROXY)


@dataclass(frozen=True, slots=True)
class Typed:
    """That an application was typed by somebody else, as an officer sees it."""

    # "" where a guardian typed, who has agreed as guardian.
    station: str
    proof: str
    has_photo: bool


@access.performs(Action.REGISTER_OTHER)
def begin(session: CitySession, *, actor: int, now: datetime) -> int:
    """Begin to register somebody else, and return the account that stands for him.

    Refuses not-allowed to all but clerks.
    """
    station_id = workplace.station_of(session, actor=actor, action=Action.REGISTER_OTHER)
    return stand_for(session, actor, station_id, now)


def stand_for(session: CitySession, actor: int, station_id: int | None, now: datetime) -> int:
    """Return a new account of no messenger for whom the actor types from now on."""
    made = session.connection().scalar(
        insert(_ACCOUNTS)
        .values(
            messenger=NO_MESSENGER,
            external_id=codes.opaque_id(),
            language="zh-hans",
            first_seen_at=now,
            # Nothing is ever sent there.
            blocked_at=now,
        )
        .returning(_ACCOUNTS.c.id)
    )
    session.connection().execute(
        insert(_PROXIES).values(
            account_id=made, typist_id=actor, station_id=station_id, begun_at=now
        )
    )
    audit.record(session, actor, "proxy.begun", f"account:{made}", now)
    return int(made or 0)


def _row(session: CitySession, actor: int, applicant: int) -> Any:
    """Return the row of an applicant for whom this clerk types; refuses not-allowed."""
    row = typed_by(session, actor, applicant)
    if row.station_id is None:
        raise Refusal(Code.NOT_ALLOWED)
    return row


def typed_by(session: CitySession, actor: int, applicant: int) -> Any:
    """Return the row of an applicant for whom the actor types, as clerk or guardian; not-allowed.

    Where a clerk began it, only who is one still goes on.
    """
    row = (
        session.connection()
        .execute(
            select(_PROXIES).where(
                _PROXIES.c.account_id == applicant, _PROXIES.c.typist_id == actor
            )
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_ALLOWED)
    if row.station_id is not None:
        access.places(session, actor=actor, action=Action.REGISTER_OTHER)
    return row


def _who(session: CitySession, actor: int, applicant: int | None) -> int:
    """Return for whom the actor answers: for himself, or for somebody he types for."""
    return actor if applicant is None else int(typed_by(session, actor, applicant).account_id)


# -- the questions, for oneself or for somebody else -------------------------------------------


@access.performs(Action.REGISTER)
def agree(
    session: CitySession, *, actor: int, kinds: list[str], now: datetime,
    applicant: int | None = None,
) -> None:  # fmt: skip
    """Keep what is agreed to; refuses not-allowed for an applicant of somebody else."""
    who = _who(session, actor, applicant)
    registration.agree(session, actor=who, kinds=kinds, now=now, typist=actor)


@access.performs(Action.REGISTER)
def decline(
    session: CitySession, *, actor: int, now: datetime, applicant: int | None = None
) -> None:
    """Withdraw every consent; refuses not-allowed for an applicant of somebody else."""
    who = _who(session, actor, applicant)
    registration.decline(session, actor=who, now=now, typist=actor)


@access.performs(Action.REGISTER)
def identify(
    session: CitySession,
    *,
    actor: int,
    kind: str,
    number: str,
    sex: str,
    born_on: str,
    now: datetime,
    applicant: int | None = None,
) -> Identity | Refused:
    """Return who this is by his document, or already-registered, as `identifying.recognise` does.

    A clerk types for nobody under age, whose guardian does it from his own chat, and a guardian for
    nobody of age. Refuses needs-guardian, of-age, not-allowed.
    """
    found = identifying.recognise(
        session,
        actor=_who(session, actor, applicant),
        kind=kind,
        number=number,
        sex=sex,
        born_on=born_on,
        now=now,
    )
    if applicant is not None and isinstance(found, Identity):
        by_guardian = typed_by(session, actor, applicant).station_id is None
        of_right_age(session, now, minor=found.terms.guardian_consent, by_guardian=by_guardian)
    return found


def of_right_age(session: CitySession, now: datetime, *, minor: bool, by_guardian: bool) -> None:
    """Refuse needs-guardian to a clerk who types for a minor, of-age to a guardian for an adult."""
    if minor != by_guardian:
        adult_age = session.city.policy(now).registration.adult_age
        code = Code.OF_AGE if by_guardian else Code.NEEDS_GUARDIAN
        raise Refusal(code, "registration.consent_below", adult_age=adult_age)


@access.performs(Action.REGISTER)
def submit(
    session: CitySession,
    *,
    actor: int,
    answers: Mapping[str, Any],
    now: datetime,
    applicant: int | None = None,
) -> Submitted:
    """Hand the registration in; for somebody else only with the proof that he agreed.

    Refuses proof-missing, not-allowed, and what `registration.submit` does.
    """
    if applicant is None:
        return registration.submit(session, actor=actor, answers=answers, now=now)
    row = _row(session, actor, applicant)
    if row.proof is None:
        raise Refusal(Code.PROOF_MISSING)
    handed_in = registration.submit(
        session, actor=applicant, answers=answers, now=now, typist=actor
    )
    of_right_age(session, now, minor=handed_in.needs_guardian, by_guardian=False)
    subject = f"application:{handed_in.application_id}"
    audit.record(session, actor, "proxy.handed-in", subject, now, proof=row.proof)
    return handed_in


@access.performs(Action.REGISTER_OTHER)
def sent_back(session: CitySession, *, actor: int, applicant: int) -> SentBack:
    """Return an application that came back to the clerk who typed it; not-allowed, not-found."""
    return registration.sent_back(session, actor=_who(session, actor, applicant))


# -- how it is proven that the person agreed ---------------------------------------------------


@access.performs(Action.REGISTER_OTHER)
def keep_paper(
    session: CitySession, *, actor: int, applicant: int, paper: SignedPaper, now: datetime
) -> None:
    """Keep the photo of the paper that the person has signed; not-allowed, paper-used."""
    _row(session, actor, applicant)
    consent_proofs.keep_paper(session, actor, _PROVEN, applicant, paper, now)


@access.performs(Action.REGISTER_OTHER)
def link(session: CitySession, *, actor: int, applicant: int, now: datetime) -> str:
    """Return a one-use link for a relative's telephone; an older one ends. Refuses not-allowed."""
    _row(session, actor, applicant)
    return consent_proofs.link(session, _PROVEN, applicant, now)


@access.performs(Action.LOOK_AROUND)
def asked(session: CitySession, *, actor: int, code: str, now: datetime) -> str:
    """Return the station at which somebody is being registered; refuses invite-invalid."""
    row = consent_proofs.linked(session, actor, _PROVEN, code, now)
    return str(of_application(session, row.account_id).station)


@access.performs(Action.LOOK_AROUND)
def agree_on_telephone(session: CitySession, *, actor: int, code: str, now: datetime) -> ShownOnce:
    """Use the link up and return the code that is read out to the clerk; invite-invalid."""
    return consent_proofs.agree_on_telephone(session, actor, _PROVEN, code, now)


@access.performs(Action.REGISTER_OTHER)
def take_code(
    session: CitySession, *, actor: int, applicant: int, typed: str, now: datetime
) -> Refused | None:
    """Take the code that was read out; None when it was good. Wrong ones are counted.

    Returns code-unknown and code-used; refuses not-allowed, too-many-tries.
    """
    _row(session, actor, applicant)
    return consent_proofs.take_code(session, actor, _PROVEN, applicant, typed, now)


# -- what the office sees, and what becomes of it ----------------------------------------------


def of_application(session: CitySession, account_id: int) -> Any:
    """Return the row of an applicant for whom somebody typed, or None."""
    return (
        session.connection()
        .execute(
            select(_PROXIES, _STATIONS.c.name.label("station"))
            .outerjoin(_STATIONS, _STATIONS.c.id == _PROXIES.c.station_id)
            .where(_PROXIES.c.account_id == account_id)
        )
        .one_or_none()
    )


def typed(session: CitySession, account_id: int) -> Typed | None:
    """Return who typed an application and how the person agreed; None for one's own."""
    row = of_application(session, account_id)
    if row is None:
        return None
    return Typed(row.station or "", row.proof or "", row.photo_key_sealed is not None)


def paper_of(session: CitySession, account_id: int) -> SignedPaper:
    """Return where the photo of the signed paper lies; refuses not-found."""
    return consent_proofs.paper_of(session, _PROVEN, of_application(session, account_id))


def refuse_own(session: CitySession, actor: int, account_id: int) -> None:
    """Refuse `typed-yourself` to who typed the application, or showed the code for it."""
    row = of_application(session, account_id)
    if row is not None and actor in (row.typist_id, row.relative_id):
        raise Refusal(Code.TYPED_YOURSELF)


def account_of(session: CitySession, volunteer_id: int) -> int | None:
    """Return the account that stands for a volunteer who was registered by another person."""
    found: int | None = session.connection().scalar(
        select(_APPLICATIONS.c.account_id)
        .where(_APPLICATIONS.c.volunteer_id == volunteer_id)
        .order_by(_APPLICATIONS.c.id.desc())
        .limit(1)
    )
    return found


def holder(session: CitySession, account_id: int) -> int | None:
    """Return the account of the volunteer to be: none for somebody without a messenger."""
    return None if of_application(session, account_id) is not None else account_id


def tell(
    session: CitySession, row: Any, outcome: str, facts: Mapping[str, Any], key: str, now: datetime
) -> bool:
    """Tell who typed an application what became of it; False where nobody did."""
    found = of_application(session, row.account_id)
    if found is None:
        return False
    if found.station_id is None:
        _tell_guardian(session, row, found.typist_id, outcome, facts, key, now)
        return True
    notices.tell(
        session,
        kind="proxy-decided",
        account_id=found.typist_id,
        dedupe_key=key,
        facts={
            "applicant": row.account_id,
            "outcome": outcome,
            "name": facts.get("name", ""),
            "number": facts.get("number", ""),
            "line": facts.get("line", ""),
            "reason": facts.get("reason", ""),
        },
        due_at=now,
    )
    return True


def _tell_guardian(
    session: CitySession, row: Any, account_id: int, outcome: str, facts: Mapping[str, Any],
    key: str, now: datetime,
) -> None:  # fmt: skip
    guardianship_id = session.connection().scalar(
        select(_GUARDIANS.c.id).where(
            _GUARDIANS.c.application_id == row.id, _GUARDIANS.c.account_id == account_id
        )
    )
    notices.tell(
        session,
        kind="child-decided",
        account_id=account_id,
        dedupe_key=key,
        facts={
            "applicant": row.account_id,
            "guardianship": guardianship_id,
            "outcome": outcome,
            "name": facts.get("name", ""),
            "number": facts.get("number", ""),
            "line": facts.get("line", ""),
            "reason": facts.get("reason", ""),
        },
        due_at=now,
    )


@access.performs(Action.REGISTER_OTHER)
def card(session: CitySession, *, actor: int, applicant: int, now: datetime) -> Card:
    """Return the card of somebody whom the clerk has registered, to be printed for him.

    Refuses not-allowed, not-found (not approved, or not any more, or he has taken over himself).
    """
    _row(session, actor, applicant)
    volunteer_id = session.connection().scalar(
        select(_APPLICATIONS.c.volunteer_id)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _APPLICATIONS.c.volunteer_id)
        .where(
            _APPLICATIONS.c.account_id == applicant,
            _APPLICATIONS.c.state == "approved",
            _VOLUNTEERS.c.suspended_at.is_(None),
            _VOLUNTEERS.c.account_id.is_(None),
        )
    )
    if volunteer_id is None:
        raise Refusal(Code.NOT_FOUND)
    audit.record(session, actor, "proxy.card-printed", f"volunteer:{volunteer_id}", now)
    return card_of(session, volunteer_id, now)
