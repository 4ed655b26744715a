"""What a person agreed to: taken back as easily as given, asked anew when the wording changes.

PIPL K1, K2: each kind for itself; what is not needed to register costs nobody anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, insert, literal, select

from domain.identity import latest_birth
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.guardians import Guardianship
from models.people import Consent, Volunteer
from models.traffic import Notice
from usecases import access, audit, notices, person_groups, registration, wards
from usecases.city import CitySession
from usecases.registration import NEEDED, TO_REGISTER

_CONSENTS = table_of(Consent)
_GUARDIANS = table_of(Guardianship)
_NOTICES = table_of(Notice)
_VOLUNTEERS = table_of(Volunteer)
_AT_ONCE = 500
_AGAIN, _WARDS_AGAIN = "consent-again", "ward-consent-again"


@dataclass(frozen=True, slots=True)
class Given:
    """A consent that holds: what for, since when, and whether registering stands on it."""

    consent_id: int
    kind: str
    given_at: datetime
    needed: bool
    # Which group he agreed to be counted in, where it is that.
    group: str = ""


@access.performs(Action.LOOK_AROUND)
def given(session: CitySession, *, actor: int) -> list[Given]:
    """Return what the person has agreed to and not taken back, one row a kind or group."""
    rows = session.connection().execute(
        select(_CONSENTS.c.id, _CONSENTS.c.kind, _CONSENTS.c.given_at)
        .where(_CONSENTS.c.account_id == actor, _CONSENTS.c.withdrawn_at.is_(None))
        .order_by(_CONSENTS.c.id)
    )
    groups = person_groups.of_account(session, actor)
    newest = {(row.kind, groups.get(row.id, "")): row for row in rows}
    return [
        Given(row.id, kind, row.given_at, kind in NEEDED, group)
        for (kind, group), row in newest.items()
    ]


@access.performs(Action.LOOK_AROUND)
def one(session: CitySession, *, actor: int, consent_id: int) -> Given:
    """Return one of one's own consents; refuses step-gone when it holds no more."""
    for each in given(session, actor=actor):
        if each.consent_id == consent_id:
            return each
    raise Refusal(Code.STEP_GONE)


@access.performs(Action.LOOK_AROUND)
def withdraw(session: CitySession, *, actor: int, consent_id: int, now: datetime) -> str:
    """Take a consent back, and return its kind; its purpose ends with it.

    Refuses step-gone for one that holds no more, and consent-missing for one on which being
    registered stands: taking that back is leaving.
    """
    which = one(session, actor=actor, consent_id=consent_id)
    if which.needed and _is_volunteer(session, actor):
        raise Refusal(Code.CONSENT_MISSING)
    if which.kind == person_groups.CONSENT:
        person_groups.take_back(session, actor=actor, code=which.group, now=now)
    else:
        registration.withdraw(session, actor=actor, kinds=[which.kind], now=now)
    audit.record(session, actor, "consent.withdrawn", f"consent:{consent_id}", now, kind=which.kind)
    return which.kind


def _is_volunteer(session: CitySession, actor: int) -> bool:
    his = select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.account_id == actor)
    return session.connection().execute(his).first() is not None


@access.performs(Action.RUN_CLOCK)
def ask_again(session: CitySession, *, now: datetime) -> int:
    """Ask the next volunteers whose consent is to an older wording; return how many were told.

    Guardians are asked as volunteers are, each once a wording. Until somebody answers, what he
    agreed to holds.
    """
    version = session.city.policy(now).consent.text_version
    return _ask_volunteers(session, version, now) + _ask_guardians(session, version, now)


def _ask_volunteers(session: CitySession, version: str, now: datetime) -> int:
    key = literal(f"{_AGAIN}/{version}/") + cast(_CONSENTS.c.account_id, String)
    asked = select(_NOTICES.c.id).where(_NOTICES.c.dedupe_key == key).exists()
    rows = session.connection().scalars(
        select(_CONSENTS.c.account_id)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.account_id == _CONSENTS.c.account_id)
        .where(
            _CONSENTS.c.kind == TO_REGISTER,
            _CONSENTS.c.withdrawn_at.is_(None),
            _CONSENTS.c.text_version != version,
            _VOLUNTEERS.c.suspended_at.is_(None),
            ~asked,
        )
        .order_by(_CONSENTS.c.id)
        .limit(_AT_ONCE)
    )
    return _tell(session, _AGAIN, version, rows.all(), now)


def _ask_guardians(session: CitySession, version: str, now: datetime) -> int:
    key = literal(f"{_WARDS_AGAIN}/{version}/") + cast(_GUARDIANS.c.account_id, String)
    asked = select(_NOTICES.c.id).where(_NOTICES.c.dedupe_key == key).exists()
    rules = session.city.policy(now).registration
    rows = session.connection().scalars(
        select(_GUARDIANS.c.account_id)
        .distinct()
        .join(wards.CONSENTS, wards.CONSENTS.c.guardianship_id == _GUARDIANS.c.id)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _GUARDIANS.c.volunteer_id)
        .where(
            wards.LIVE,
            wards.CONSENTS.c.text_version != version,
            _VOLUNTEERS.c.suspended_at.is_(None),
            _VOLUNTEERS.c.born_on > latest_birth(wards.today(session, now), rules.consent_below),
            ~asked,
        )
        .order_by(_GUARDIANS.c.account_id)
        .limit(_AT_ONCE)
    )
    return _tell(session, _WARDS_AGAIN, version, rows.all(), now)


def _tell(
    session: CitySession, kind: str, version: str, accounts: Sequence[int], now: datetime
) -> int:
    told = [
        notices.tell(
            session,
            kind=kind,
            account_id=account_id,
            dedupe_key=f"{kind}/{version}/{account_id}",
            facts={},
            due_at=now,
        )
        for account_id in accounts
    ]
    return sum(told)


@access.performs(Action.LOOK_AROUND)
def renew(session: CitySession, *, actor: int, now: datetime) -> int:
    """Agree to today's wording of everything agreed to before; return how many that were."""
    version = session.city.policy(now).consent.text_version
    older = _older(session, actor, version)
    kinds = list(dict.fromkeys(row.kind for row in older))
    registration.withdraw(session, actor=actor, kinds=kinds, now=now)
    made: set[str] = set()
    for row in older:
        if row.kind in made and row.kind != person_groups.CONSENT:
            continue
        made.add(row.kind)
        new = session.connection().execute(
            insert(_CONSENTS)
            .values(account_id=actor, kind=row.kind, text_version=version, given_at=now)
            .returning(_CONSENTS.c.id)
        )
        person_groups.stand_on(session, row.id, new.scalar_one())
    if kinds:
        audit.record(session, actor, "consent.renewed", f"account:{actor}", now, version=version)
    return len(kinds)


def _older(session: CitySession, actor: int, version: str) -> list[Any]:
    return list(
        session.connection()
        .execute(
            select(_CONSENTS.c.id, _CONSENTS.c.kind)
            .where(
                _CONSENTS.c.account_id == actor,
                _CONSENTS.c.withdrawn_at.is_(None),
                _CONSENTS.c.text_version != version,
            )
            .order_by(_CONSENTS.c.id)
        )
        .all()
    )


@access.performs(Action.LOOK_AROUND)
def old(session: CitySession, *, actor: int, now: datetime) -> list[str]:
    """Return the kinds to which the person agreed in an older wording."""
    version = session.city.policy(now).consent.text_version
    return list(dict.fromkeys(row.kind for row in _older(session, actor, version)))
