"""Registering: consent, places and teams to choose from, handing in.

Who somebody is by his document: `identifying`. How it is kept: `handing_in`; what an officer
decides: `approval`; consents after registering: `consents`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, or_, select, update

from domain import registration as rules
from domain.permissions import Action
from domain.places import Places
from domain.policy_shape import Retention, Terms
from domain.refusals import Code, Refusal, unless_refused
from domain.routing import Affiliation, Route, route_for
from models.columns import table_of
from models.people import Application, Consent, Decision
from models.places import Team, Unit
from usecases import (
    access,
    audit,
    conversations,
    handing_in,
    identifying,
    queue_notices,
    wards,
)
from usecases.city import CitySession

_APPLICATIONS = table_of(Application)
_CONSENTS = table_of(Consent)
_DECISIONS = table_of(Decision)
_TEAMS = table_of(Team)
_UNITS = table_of(Unit)

# The conversation in which a registration is filled in.
FLOW = conversations.REGISTRATION
# What is agreed to apart from the rest (PIPL K4, K6); the first two are needed to register.
TO_REGISTER = "registration"
ID_NUMBER = "identity-number"
ONWARD_ENTRY = "onward-entry"
NEEDED = (TO_REGISTER, ID_NUMBER)
# What the conversation keeps; nothing else of its data is handed in.
KEPT = (
    "name", "kind", "number", "sex", "born_on", "phone", "county", "township",
    "unit_id", "unit_name", "team_id", "team_name", "teams", "categories", "skills",
    "free_times", "health", "oath",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """What the questions need of the city: its map, its lists, its limits, how long it keeps."""

    places: Places
    terms: Terms
    # Kinds of qualifications that can be handed in.
    proofs: tuple[str, ...]
    retention: Retention
    max_categories: int
    max_age: int
    adult_age: int
    accompany_below: int
    name_max_length: int
    text_version: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A team to choose from."""

    ref: int
    name: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A registration handed in: who decides, where, and by which day an answer is usual."""

    application_id: int
    approver: str
    county: str
    reply_workdays: int
    reply_by_on: date
    # A guardian must agree before the office sees it.
    needs_guardian: bool = False


@dataclass(frozen=True, slots=True)
class SentBack:
    """A registration that came back: its answers, the line that is wrong, and why."""

    answers: dict[str, Any]
    line: str
    reason: str


@access.performs(Action.REGISTER)
def form(session: CitySession, *, now: datetime) -> Form:
    """Return what the questions need of the city today."""
    policy = session.city.policy(now)
    return Form(
        session.city.places,
        policy.terms,
        policy.qualifications.kinds,
        policy.retention,
        policy.registration.max_categories,
        policy.registration.max_age,
        policy.registration.adult_age,
        policy.registration.accompany_below,
        policy.registration.name_max_length,
        policy.consent.text_version,
    )


@access.performs(Action.REGISTER)
def agree(
    session: CitySession, *, actor: int, kinds: list[str], now: datetime, typist: int | None = None
) -> None:
    """Keep what the person agrees to in today's wording; what is not in `kinds` is withdrawn.

    Each leaves a line in the trail (K1); where a `typist` takes it down, under his account.
    """
    version = session.city.policy(now).consent.text_version
    live = {row.kind for row in _live_consents(session, actor) if row.text_version == version}
    over = sorted(live.difference(kinds))
    withdraw(session, actor=actor, kinds=over, now=now)
    _written(session, typist or actor, actor, "consent.withdrawn", over, now)
    new = [kind for kind in dict.fromkeys(kinds) if kind not in live]
    for kind in new:
        session.connection().execute(
            insert(_CONSENTS).values(
                account_id=actor, kind=kind, text_version=version, given_at=now
            )
        )
    _written(session, typist or actor, actor, "consent.given", new, now, version=version)


def _written(
    session: CitySession,
    by: int,
    whose: int,
    deed: str,
    kinds: list[str],
    now: datetime,
    **detail: str,
) -> None:
    for kind in kinds:
        audit.record(session, by, deed, f"account:{whose}", now, kind=kind, **detail)


@access.performs(Action.REGISTER)
def decline(session: CitySession, *, actor: int, now: datetime, typist: int | None = None) -> None:
    """Withdraw every consent; the conversation that held the answers ends with it."""
    kinds = list(dict.fromkeys(row.kind for row in _live_consents(session, actor)))
    withdraw(session, actor=actor, kinds=kinds, now=now)
    _written(session, typist or actor, actor, "consent.withdrawn", kinds, now)


def withdraw(session: CitySession, *, actor: int, kinds: list[str], now: datetime) -> None:
    """End these consents of the account."""
    session.connection().execute(
        update(_CONSENTS)
        .where(
            _CONSENTS.c.account_id == actor,
            _CONSENTS.c.kind.in_(kinds),
            _CONSENTS.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )


def _live_consents(session: CitySession, actor: int):  # type: ignore[no-untyped-def]
    return (
        session.connection()
        .execute(
            select(_CONSENTS.c.kind, _CONSENTS.c.text_version, _CONSENTS.c.given_at)
            .where(_CONSENTS.c.account_id == actor, _CONSENTS.c.withdrawn_at.is_(None))
            .order_by(_CONSENTS.c.id)
        )
        .all()
    )


@access.performs(Action.REGISTER)
def teams_for(
    session: CitySession, *, unit_id: int | None, township: str, now: datetime
) -> list[Choice]:
    """Return the teams of the unit, then of the township, then of the city; the policy's most."""
    fits = or_(
        _TEAMS.c.unit_id == unit_id if unit_id is not None else _TEAMS.c.id.is_(None),
        _TEAMS.c.township == township if township else _TEAMS.c.id.is_(None),
        _TEAMS.c.unit_id.is_(None) & _TEAMS.c.township.is_(None),
    )
    rows = session.connection().execute(
        select(_TEAMS.c.id, _TEAMS.c.name)
        .where(fits)
        .order_by(_TEAMS.c.unit_id.is_(None), _TEAMS.c.township.is_(None), _TEAMS.c.name)
        .limit(session.city.policy(now).registration.max_teams_shown)
    )
    return [Choice(row.id, row.name) for row in rows]


@access.performs(Action.REGISTER)
def submit(
    session: CitySession,
    *,
    actor: int,
    answers: Mapping[str, Any],
    now: datetime,
    typist: int | None = None,
) -> Submitted:
    """Hand the registration in, or hand it in again after it was sent back.

    Everything is checked once more; a minor's waits for a guardian. Refuses consent-missing,
    answer-missing, already-registered, and what the answers' own checks refuse; what was handed
    in already is success.
    """
    policy, today = session.city.policy(now), session.city.calendar.day_of(now)
    given = {row.kind for row in _live_consents(session, actor)}
    if not given.issuperset(NEEDED):
        raise Refusal(Code.CONSENT_MISSING)
    checked = unless_refused(
        rules.check(answers, policy=policy, places=session.city.places, today=today)
    )
    indexes = identifying.indexes(session, checked.identity)
    identifying.refuse_known(session, actor, indexes)
    route = route_of(session, checked.unit_id, checked.county, now)
    kept = {key: answers[key] for key in KEPT if key in answers} | {"name": checked.name}
    values = {
        "route": route.written,
        "answers_sealed": session.city.keys.seal(
            json.dumps(kept, ensure_ascii=False), f"application/{actor}/answers"
        ),
        "id_index": indexes[0],
        "phone_index": session.city.keys.blind(checked.phone, "phone"),
        "submitted_at": now,
        "decided_at": None,
    }
    days = policy.registration.reply_workdays
    minor = checked.identity.terms.guardian_consent
    application_id, state = handing_in.keep(
        session, actor, values, typist=typist, minor=minor, now=now
    )
    if checked.identity.terms.health_declaration:
        handing_in.declare(session, application_id, policy.consent.text_version, now)
    if state == "submitted":
        queue_notices.call(
            session,
            kind=queue_notices.APPLICATIONS,
            role=route.approver,
            scope_ref=route.county or "",
            now=now,
        )
    return Submitted(
        application_id,
        route.approver,
        route.county or checked.county,
        days,
        session.city.calendar.add_workdays(today, days),
        state == wards.WITH_GUARDIAN,
    )


def route_of(session: CitySession, unit_id: int | None, county: str, now: datetime) -> Route:
    """Return who decides about somebody of this unit who lives in this county."""
    unit = None
    if unit_id is not None:
        unit = (
            session.connection()
            .execute(select(_UNITS.c.affiliation, _UNITS.c.county).where(_UNITS.c.id == unit_id))
            .one_or_none()
        )
        if unit is None:
            raise Refusal(Code.ANSWER_MISSING)
    return route_for(
        affiliation=Affiliation(unit.affiliation) if unit else None,
        unit_county=unit.county if unit else None,
        home_county=county,
        rules=session.city.policy(now).routing,
    )


def opened(session: CitySession, sealed: bytes, account_id: int) -> dict[str, Any]:
    """Return the answers of an application of the account."""
    text = session.city.keys.open(sealed, f"application/{account_id}/answers")
    answers: dict[str, Any] = json.loads(text)
    return answers


@access.performs(Action.REGISTER)
def sent_back(session: CitySession, *, actor: int) -> SentBack:
    """Return the account's own registration that was sent back; refuses not-found."""
    row = (
        session.connection()
        .execute(
            select(_APPLICATIONS.c.answers_sealed, _DECISIONS.c.field, _DECISIONS.c.reason)
            .join(_DECISIONS, _DECISIONS.c.application_id == _APPLICATIONS.c.id)
            .where(_APPLICATIONS.c.account_id == actor, _APPLICATIONS.c.state == "sent_back")
            .order_by(_DECISIONS.c.id.desc())
            .limit(1)
        )
        .one_or_none()
    )
    if row is None or row.answers_sealed is None:
        raise Refusal(Code.NOT_FOUND)
    return SentBack(opened(session, row.answers_sealed, actor), row.field, row.reason)
