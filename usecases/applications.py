"""Applications as the officers who decide about them see them: what waits, and each one masked."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from domain.ages import terms_for
from domain.identity import DocumentKind, age_on, mask
from domain.permissions import Action
from domain.refusals import Code, Refusal, Refused
from domain.writing import mask_name, phone_tail
from models.columns import table_of
from models.people import Application, Volunteer
from usecases import access, audit, handing_in, minors, proxies, registration, wards
from usecases.city import CitySession
from usecases.consent_proofs import SignedPaper
from usecases.proxies import Typed
from usecases.wards import Consented

_APPLICATIONS = table_of(Application)
_VOLUNTEERS = table_of(Volunteer)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for an officer: how many, and for how many days the oldest."""

    count: int
    days: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """One application as an officer sees it: masked, what is unusual first."""

    application_id: int
    version: int
    name: str
    sex: str
    age: int
    document: str
    number: str
    phone_tail: str
    county: str
    township: str
    unit: str
    team: str
    submitted_at: datetime
    unusual: list[tuple[str, int]] = field(default_factory=list)
    guardian: Consented | None = None
    typed: Typed | None = None
    born_on: date | None = None


@access.performs(Action.DECIDE_APPLICATION)
def queue(session: CitySession, *, actor: int, now: datetime) -> Queue:
    """Return how many applications wait for the officer, and since when the oldest does."""
    row = (
        session.connection()
        .execute(
            select(func.count(), func.min(_APPLICATIONS.c.submitted_at)).where(
                _APPLICATIONS.c.state == "submitted",
                _APPLICATIONS.c.route.in_(access.routes(session, actor=actor)),
            )
        )
        .one()
    )
    count, oldest_at = int(row[0]), row[1]
    if oldest_at is None:
        return Queue(0)
    day_of = session.city.calendar.day_of
    return Queue(count, (day_of(now) - day_of(oldest_at)).days)


@access.performs(Action.DECIDE_APPLICATION)
def following(
    session: CitySession, *, actor: int, after: int | None, now: datetime
) -> Waiting | None:
    """Return the oldest application that waits, or the one behind `after`; None if none waits."""
    connection = session.connection()
    waiting = connection.scalars(
        select(_APPLICATIONS.c.id)
        .where(
            _APPLICATIONS.c.state == "submitted",
            _APPLICATIONS.c.route.in_(access.routes(session, actor=actor)),
        )
        .order_by(_APPLICATIONS.c.submitted_at, _APPLICATIONS.c.id)
    ).all()
    if not waiting:
        return None
    behind = waiting.index(after) + 1 if after in waiting else 0
    return waiting_one(session, actor=actor, application_id=waiting[behind % len(waiting)], now=now)


@access.performs(Action.DECIDE_APPLICATION)
def waiting_one(session: CitySession, *, actor: int, application_id: int, now: datetime) -> Waiting:
    """Return this application; refuses step-gone when it does not wait any more."""
    row = within_reach(session, actor, application_id)
    if row.state != "submitted":
        raise Refusal(Code.STEP_GONE)
    return _seen(session, row, now)


def _seen(session: CitySession, row: Any, now: datetime) -> Waiting:
    answers = registration.opened(session, row.answers_sealed, row.account_id)
    born_on = date.fromisoformat(answers["born_on"])
    age = age_on(born_on, session.city.calendar.day_of(now))
    return Waiting(
        application_id=row.id,
        version=row.version,
        name=mask_name(answers["name"]),
        sex=answers["sex"],
        age=age,
        born_on=born_on,
        document=answers["kind"],
        number=mask(answers["number"]),
        phone_tail=phone_tail(answers["phone"]),
        county=answers["county"],
        township=answers["township"],
        unit=answers.get("unit_name") or "",
        team=answers.get("team_name") or "",
        submitted_at=row.submitted_at,
        unusual=[*_of_age(session, age, now), *_unusual(session, row, answers)],
        guardian=wards.seen(session, row.id),
        typed=proxies.typed(session, row.account_id),
    )


def _of_age(session: CitySession, age: int, now: datetime) -> list[tuple[str, int]]:
    """Return what the applicant's age asks the officer to look at, with the age that it begins at.

    The order is that of the ages: company, a guardian's consent, a declaration of health.
    """
    rules = session.city.policy(now).registration
    terms = terms_for(age, rules)
    if isinstance(terms, Refused):
        return []
    asked = [
        ("needs-company", terms.company, rules.accompany_below),
        ("needs-consent", terms.guardian_consent, rules.consent_below),
        ("over-age", terms.health_declaration, rules.senior_above),
    ]
    return [(code, limit) for code, applies, limit in asked if applies]


def _unusual(session: CitySession, row: Any, answers: dict[str, Any]) -> list[tuple[str, int]]:
    """Return what an officer should look at first, each with how many there are."""
    refused = (
        session.connection().scalar(
            select(func.count())
            .select_from(_APPLICATIONS)
            .where(_APPLICATIONS.c.id_index == row.id_index, _APPLICATIONS.c.state == "refused")
        )
        or 0
    )
    other = int(answers["kind"] != DocumentKind.RESIDENT_ID)
    found = [
        ("same-phone", _of_same_phone(session, row)),
        ("refused-before", refused),
        ("other-document", other),
    ]
    return [(code, count) for code, count in found if count]


def _of_same_phone(session: CitySession, row: Any) -> int:
    """Count who else gave this telephone; that of a child without one is its guardian's."""
    typed = proxies.of_application(session, row.account_id)
    guardian_id = typed.typist_id if typed is not None and typed.station_id is None else -1
    registered = (
        select(func.count())
        .select_from(_VOLUNTEERS)
        .where(
            _VOLUNTEERS.c.phone_index == row.phone_index,
            _VOLUNTEERS.c.id_index != row.id_index,
            _VOLUNTEERS.c.account_id.is_distinct_from(guardian_id),
        )
    )
    waiting = (
        select(func.count())
        .select_from(_APPLICATIONS)
        .where(
            _APPLICATIONS.c.phone_index == row.phone_index,
            _APPLICATIONS.c.id_index != row.id_index,
            _APPLICATIONS.c.state.in_(handing_in.OPEN_STATES),
        )
    )
    return sum(session.connection().scalar(each) or 0 for each in (registered, waiting))


@access.performs(Action.DECIDE_APPLICATION)
def full_name(session: CitySession, *, actor: int, application_id: int, now: datetime) -> str:
    """Return the applicant's whole name; that it was looked at is kept (K18)."""
    row = within_reach(session, actor, application_id)
    if row.answers_sealed is None:
        raise Refusal(Code.NOT_FOUND)
    audit.record(session, actor, "application.name-seen", f"application:{application_id}", now)
    answers = registration.opened(session, row.answers_sealed, row.account_id)
    born_on = date.fromisoformat(answers["born_on"])
    minors.seen(session, actor, f"application:{application_id}", born_on, minors.Screen.NAME, now)
    name: str = answers["name"]
    return name


def within_reach(session: CitySession, actor: int, application_id: int) -> Any:
    """Return the row of an application that this officer decides; not-found, not-allowed."""
    row = (
        session.connection()
        .execute(select(_APPLICATIONS).where(_APPLICATIONS.c.id == application_id))
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.route not in access.routes(session, actor=actor):
        raise Refusal(Code.NOT_ALLOWED)
    return row


@access.performs(Action.DECIDE_APPLICATION)
def signed_paper(
    session: CitySession, *, actor: int, application_id: int, now: datetime
) -> SignedPaper:
    """Return the photo of the paper that an applicant signed; that it was looked at is kept.

    Refuses not-found where there is none (any more), not-allowed.
    """
    row = within_reach(session, actor, application_id)
    paper = proxies.paper_of(session, row.account_id)
    audit.record(session, actor, "application.paper-seen", f"application:{application_id}", now)
    return paper
