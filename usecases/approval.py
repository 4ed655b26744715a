"""Approving registrations: the queue of an office, one decision each, and undoing a wrong tap.

A decision is a row that stays; undoing one is another row. Who approved by mistake does not lose
the number: the volunteer is suspended, and approving again lifts that from the same row.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, insert, select, update

from domain.identity import DocumentKind, age_on, mask
from domain.permissions import Action, Role
from domain.refusals import Code, Refusal, Refused
from domain.writing import clean_text, mask_name, phone_tail
from models.columns import table_of
from models.people import Application, Decision, RoleGrant, Volunteer
from usecases import access, admitting, invites, notices, registration
from usecases.city import CitySession

_APPLICATIONS = table_of(Application)
_DECISIONS = table_of(Decision)
_GRANTS = table_of(RoleGrant)
_VOLUNTEERS = table_of(Volunteer)

LONGEST_REASON = 200
# What the lines of a summary are called in a decision; the same words open them again.
LINES = ("name", "number", "phone", "place", "unit", "team", "interests", "times")


class Verdict(StrEnum):
    """What an officer may decide; the value is the application's new state."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for an officer: how many, and since when the oldest."""

    count: int
    oldest_at: datetime | None
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


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands: for whom, what, and until when it can be undone."""

    decision_id: int
    verdict: Verdict
    name: str
    number: str
    undo_until_at: datetime


def _routes(session: CitySession, actor: int) -> list[str]:
    """Return whose applications the officer decides, as `Application.route` writes it."""
    held = access.standings(session, actor=actor, action=Action.DECIDE_APPLICATION)
    return [f"{role.value}:{place}" if place else role.value for role, place in held]


@access.performs(Action.DECIDE_APPLICATION)
def queue(session: CitySession, *, actor: int, now: datetime) -> Queue:
    """Return how many applications wait for the officer, and since when the oldest does."""
    row = (
        session.connection()
        .execute(
            select(func.count(), func.min(_APPLICATIONS.c.submitted_at)).where(
                _APPLICATIONS.c.state == "submitted",
                _APPLICATIONS.c.route.in_(_routes(session, actor)),
            )
        )
        .one()
    )
    count, oldest_at = int(row[0]), row[1]
    if oldest_at is None:
        return Queue(0, None)
    day_of = session.city.calendar.day_of
    return Queue(count, oldest_at, (day_of(now) - day_of(oldest_at)).days)


@access.performs(Action.DECIDE_APPLICATION)
def following(
    session: CitySession, *, actor: int, after: int | None, now: datetime
) -> Waiting | None:
    """Return the oldest application that waits, or the one behind `after`; None if none waits."""
    rows = (
        session.connection()
        .execute(
            select(_APPLICATIONS)
            .where(
                _APPLICATIONS.c.state == "submitted",
                _APPLICATIONS.c.route.in_(_routes(session, actor)),
            )
            .order_by(_APPLICATIONS.c.submitted_at, _APPLICATIONS.c.id)
        )
        .all()
    )
    if not rows:
        return None
    places = {row.id: place for place, row in enumerate(rows)}
    behind = places.get(after, -1) + 1 if after is not None else 0
    return _seen(session, rows[behind % len(rows)], now)


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
        document=answers["kind"],
        number=mask(answers["number"]),
        phone_tail=phone_tail(answers["phone"]),
        county=answers["county"],
        township=answers["township"],
        unit=answers.get("unit_name") or "",
        team=answers.get("team_name") or "",
        submitted_at=row.submitted_at,
        unusual=_unusual(session, row, answers),
    )


def _unusual(session: CitySession, row: Any, answers: dict[str, Any]) -> list[tuple[str, int]]:
    """Return what an officer should look at first, each with how many there are."""
    connection = session.connection()
    shared = (
        connection.scalar(
            select(func.count())
            .select_from(_VOLUNTEERS)
            .where(
                _VOLUNTEERS.c.phone_index == row.phone_index,
                _VOLUNTEERS.c.id_index != row.id_index,
            )
        )
        or 0
    ) + (
        connection.scalar(
            select(func.count())
            .select_from(_APPLICATIONS)
            .where(
                _APPLICATIONS.c.phone_index == row.phone_index,
                _APPLICATIONS.c.id_index != row.id_index,
                _APPLICATIONS.c.state.in_(registration.OPEN_STATES),
            )
        )
        or 0
    )
    refused = (
        connection.scalar(
            select(func.count())
            .select_from(_APPLICATIONS)
            .where(_APPLICATIONS.c.id_index == row.id_index, _APPLICATIONS.c.state == "refused")
        )
        or 0
    )
    other = int(answers["kind"] != DocumentKind.RESIDENT_ID)
    found = [("same-phone", shared), ("refused-before", refused), ("other-document", other)]
    return [(code, count) for code, count in found if count]


@access.performs(Action.DECIDE_APPLICATION)
def full_name(session: CitySession, *, actor: int, application_id: int, now: datetime) -> str:
    """Return the applicant's whole name; that it was looked at is kept (K18)."""
    row = _within_reach(session, actor, application_id)
    if row.answers_sealed is None:
        raise Refusal(Code.NOT_FOUND)
    invites.audit(session, actor, "application.name-seen", f"application:{application_id}", now)
    name: str = registration.opened(session, row.answers_sealed, row.account_id)["name"]
    return name


def _within_reach(session: CitySession, actor: int, application_id: int) -> Any:
    row = (
        session.connection()
        .execute(select(_APPLICATIONS).where(_APPLICATIONS.c.id == application_id))
        .one_or_none()
    )
    routes = _routes(session, actor)
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.route not in routes:
        raise Refusal(Code.NOT_ALLOWED)
    return row


@access.performs(Action.DECIDE_APPLICATION)
def decide(
    session: CitySession,
    *,
    actor: int,
    application_id: int,
    version: int,
    verdict: Verdict,
    reason: str = "",
    line: str = "",
    now: datetime,
) -> Decided:
    """Decide about an application; the applicant is told, and an approved one is a volunteer.

    Of two officers at once one wins; the other is refused application-decided with who and when.
    Refuses not-allowed outside the officer's scope, answer-missing without the reason (or the
    line, when sent back) that the applicant needs, text-length for a long one.
    """
    row = _within_reach(session, actor, application_id)
    if verdict is not Verdict.APPROVED:
        cleaned = clean_text(reason, max_length=LONGEST_REASON)
        if isinstance(cleaned, Refused):
            raise Refusal(cleaned.code, cleaned.rule, **cleaned.facts)
        reason = cleaned
    if verdict is Verdict.SENT_BACK and line not in LINES:
        raise Refusal(Code.ANSWER_MISSING)
    moved = session.connection().execute(
        update(_APPLICATIONS)
        .where(
            _APPLICATIONS.c.id == application_id,
            _APPLICATIONS.c.version == version,
            _APPLICATIONS.c.state == "submitted",
        )
        .values(state=verdict.value, version=version + 1, decided_at=now)
    )
    if moved.rowcount != 1:
        raise _decided_by_another(session, application_id)
    made = session.connection().execute(
        insert(_DECISIONS)
        .values(
            application_id=application_id,
            outcome=verdict.value,
            reason=reason or None,
            field=line or None,
            by_account_id=actor,
            decided_at=now,
        )
        .returning(_DECISIONS.c.id)
    )
    decision_id = int(made.scalar_one())
    invites.audit(
        session, actor, f"application.{verdict.value}", f"application:{application_id}", now
    )
    answers = registration.opened(session, row.answers_sealed, row.account_id)
    number = admitting.admit(session, row, answers, now) if verdict is Verdict.APPROVED else ""
    facts = {"name": answers["name"], "number": number, "line": line, "reason": reason}
    _tell(session, row, decision_id, verdict, facts, now)
    minutes = session.city.policy(now).registration.undo_minutes
    return Decided(
        decision_id,
        verdict,
        mask_name(answers["name"]),
        number,
        now + timedelta(minutes=minutes),
    )


def _tell(
    session: CitySession, row: Any, decision_id: int, verdict: Verdict, facts: dict[str, Any],
    now: datetime,
) -> None:  # fmt: skip
    key, who = f"application/{row.id}/decision/{decision_id}", row.account_id
    if verdict is Verdict.APPROVED:
        notices.tell(
            session,
            kind="application-approved",
            account_id=who,
            dedupe_key=key,
            facts={"name": facts["name"], "number": facts["number"]},
            due_at=now,
        )
    elif verdict is Verdict.SENT_BACK:
        notices.tell(
            session,
            kind="application-sent-back",
            account_id=who,
            dedupe_key=key,
            facts={"line": facts["line"], "reason": facts["reason"]},
            due_at=now,
        )
    else:
        notices.tell(
            session,
            kind="application-refused",
            account_id=who,
            dedupe_key=key,
            facts={"reason": facts["reason"]},
            due_at=now,
        )


def _decided_by_another(session: CitySession, application_id: int) -> Refusal:
    connection = session.connection()
    last = connection.execute(
        select(_DECISIONS.c.by_account_id, _DECISIONS.c.decided_at, _APPLICATIONS.c.state)
        .join(_APPLICATIONS, _APPLICATIONS.c.id == _DECISIONS.c.application_id)
        .where(_DECISIONS.c.application_id == application_id)
        .order_by(_DECISIONS.c.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        # Nobody decided: the applicant has handed it in anew.
        return Refusal(Code.STEP_GONE)
    held = connection.scalars(
        select(_GRANTS.c.role).where(_GRANTS.c.account_id == last.by_account_id)
    ).all()
    offices = [role for role in held if Role(role) in _OFFICES]
    return Refusal(
        Code.APPLICATION_DECIDED,
        role=offices[0] if offices else Role.FEDERATION.value,
        outcome=last.state,
        decided_at=last.decided_at.isoformat(),
    )


_OFFICES = (Role.FEDERATION, Role.COUNTY_OFFICE, Role.OFFICE)


@access.performs(Action.DECIDE_APPLICATION)
def undo(session: CitySession, *, actor: int, decision_id: int, now: datetime) -> int:
    """Take a decision back within the policy's minutes; return the application, waiting again.

    The undoing is a row of its own. Refuses not-found, not-allowed, undo-too-late (also when the
    application has changed since).
    """
    connection = session.connection()
    minutes = session.city.policy(now).registration.undo_minutes
    decision = connection.execute(
        select(_DECISIONS).where(_DECISIONS.c.id == decision_id)
    ).one_or_none()
    if decision is None:
        raise Refusal(Code.NOT_FOUND)
    row = _within_reach(session, actor, decision.application_id)
    newest = connection.scalar(
        select(func.max(_DECISIONS.c.id)).where(_DECISIONS.c.application_id == row.id)
    )
    late = now - decision.decided_at > timedelta(minutes=minutes)
    other_open = connection.execute(
        select(_APPLICATIONS.c.id).where(
            _APPLICATIONS.c.id != row.id,
            _APPLICATIONS.c.state.in_(registration.OPEN_STATES),
            (_APPLICATIONS.c.account_id == row.account_id)
            | (_APPLICATIONS.c.id_index == row.id_index),
        )
    ).first()
    if late or newest != decision_id or row.state != decision.outcome or other_open:
        raise Refusal(Code.UNDO_TOO_LATE, "registration.undo_minutes", minutes=minutes)
    moved = connection.execute(
        update(_APPLICATIONS)
        .where(_APPLICATIONS.c.id == row.id, _APPLICATIONS.c.version == row.version)
        .values(state="submitted", version=row.version + 1, decided_at=None)
    )
    if moved.rowcount != 1:
        raise Refusal(Code.UNDO_TOO_LATE, "registration.undo_minutes", minutes=minutes)
    connection.execute(
        insert(_DECISIONS).values(
            application_id=row.id,
            outcome="undone",
            by_account_id=actor,
            decided_at=now,
            undoes_id=decision_id,
        )
    )
    if decision.outcome == Verdict.APPROVED:
        admitting.suspend(session, row.volunteer_id, now)
    invites.audit(session, actor, "application.undone", f"application:{row.id}", now)
    notices.tell(
        session,
        kind="application-reopened",
        account_id=row.account_id,
        dedupe_key=f"application/{row.id}/undone/{decision_id}",
        facts={},
        due_at=now,
    )
    return int(row.id)
