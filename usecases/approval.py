"""Approving registrations: the queue of an office, one decision each, and undoing a wrong tap.

A decision is a row that stays; undoing one is another row. Who approved by mistake does not lose
the number: the volunteer is suspended, and approving again lifts that from the same row.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from domain.guardians import needs_consent
from domain.permissions import Action, Role
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import LONGEST_REASON, clean_text, mask_name
from models.columns import table_of
from models.guardians import HealthDeclaration
from models.people import Application, Decision, RoleGrant, Volunteer
from usecases import (
    access,
    admitting,
    applications,
    audit,
    handing_in,
    new_menus,
    notices,
    proxies,
    registration,
    wards,
)
from usecases.city import CitySession

_APPLICATIONS = table_of(Application)
_DECISIONS = table_of(Decision)
_DECLARATIONS = table_of(HealthDeclaration)
_GRANTS = table_of(RoleGrant)
_VOLUNTEERS = table_of(Volunteer)

# What the lines of a summary are called in a decision; the same words open them again.
LINES = ("name", "number", "phone", "place", "unit", "team", "interests", "times")


class Verdict(StrEnum):
    """What an officer may decide; the value is the application's new state."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands: for whom, what, and until when it can be undone."""

    decision_id: int
    verdict: Verdict
    name: str
    number: str
    undo_until_at: datetime


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
    line, when sent back) that the applicant needs, text-length for a long one, needs-guardian for
    a minor whose guardian does not agree any more, typed-yourself to who typed it for another.
    """
    row = applications.within_reach(session, actor, application_id)
    proxies.refuse_own(session, actor, row.account_id)
    if verdict is not Verdict.APPROVED:
        reason = unless_refused(clean_text(reason, max_length=LONGEST_REASON))
    if verdict is Verdict.SENT_BACK and line not in LINES:
        raise Refusal(Code.ANSWER_MISSING)
    decision_id = _keep(session, actor, application_id, version, verdict, reason, line, now)
    answers = registration.opened(session, row.answers_sealed, row.account_id)
    number = ""
    if verdict is Verdict.APPROVED:
        _as_the_age_asks(session, actor, row, answers, now)
        number = admitting.admit(session, row, answers, now)
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


def _keep(
    session: CitySession,
    actor: int,
    application_id: int,
    version: int,
    verdict: Verdict,
    reason: str,
    line: str,
    now: datetime,
) -> int:
    """Return the id of the decision, kept if the application still is what the officer saw."""
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
    audit.record(
        session, actor, f"application.{verdict.value}", f"application:{application_id}", now
    )
    return int(made.scalar_one())


def _as_the_age_asks(
    session: CitySession, actor: int, row: Any, answers: dict[str, Any], now: datetime
) -> None:
    """Ask for a minor's guardian, and keep who reviewed the declaration of an old applicant."""
    day, rules = session.city.calendar.day_of(now), session.city.policy(now).registration
    if needs_consent(date.fromisoformat(answers["born_on"]), day, rules):
        wards.require(session, row.id, rules.adult_age)
    reviewed = session.connection().execute(
        update(_DECLARATIONS)
        .where(_DECLARATIONS.c.application_id == row.id)
        .values(reviewed_by=actor, reviewed_at=now)
    )
    if reviewed.rowcount:
        audit.record(session, actor, "health.reviewed", f"application:{row.id}", now)


def _tell(
    session: CitySession, row: Any, decision_id: int, verdict: Verdict, facts: dict[str, Any],
    now: datetime,
) -> None:  # fmt: skip
    key, who = f"application/{row.id}/decision/{decision_id}", row.account_id
    typed = proxies.of_application(session, who)
    by_guardian = typed is not None and typed.station_id is None
    # A guardian who registered his child is told of it as the one who did.
    if verdict is not Verdict.SENT_BACK and not by_guardian:
        approved = verdict is Verdict.APPROVED
        wards.tell_decided(session, row.id, facts["name"], key, now, approved=approved)
    if proxies.tell(session, row, verdict.value, facts, key, now):
        return
    if verdict is Verdict.APPROVED:
        notices.tell(
            session,
            kind="application-approved",
            account_id=who,
            dedupe_key=key,
            facts={"name": facts["name"], "number": facts["number"]},
            due_at=now,
        )
        new_menus.tell(session, account_id=who, role=Role.VOLUNTEER, dedupe_key=key, now=now)
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


def _changed_since(connection: Connection, decision: Any, row: Any) -> bool:
    """Tell whether the application is not any more what this decision made of it."""
    newest = connection.scalar(
        select(func.max(_DECISIONS.c.id)).where(_DECISIONS.c.application_id == row.id)
    )
    other_open = connection.execute(
        select(_APPLICATIONS.c.id).where(
            _APPLICATIONS.c.id != row.id,
            _APPLICATIONS.c.state.in_(handing_in.OPEN_STATES),
            (_APPLICATIONS.c.account_id == row.account_id)
            | (_APPLICATIONS.c.id_index == row.id_index),
        )
    ).first()
    moved_on = newest != decision.id or row.state != decision.outcome or other_open is not None
    return moved_on or _document_changed(connection, row)


def _document_changed(connection: Connection, row: Any) -> bool:
    """Tell whether the volunteer of an application has corrected his document since."""
    stands = connection.scalar(
        select(_VOLUNTEERS.c.id_index).where(_VOLUNTEERS.c.id == row.volunteer_id)
    )
    return stands is not None and stands != row.id_index


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
    row = applications.within_reach(session, actor, decision.application_id)
    late = now - decision.decided_at > timedelta(minutes=minutes)
    if late or _changed_since(connection, decision, row):
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
    audit.record(session, actor, "application.undone", f"application:{row.id}", now)
    key = f"application/{row.id}/undone/{decision_id}"
    if not proxies.tell(session, row, "reopened", {}, key, now):
        notices.tell(
            session,
            kind="application-reopened",
            account_id=row.account_id,
            dedupe_key=key,
            facts={},
            due_at=now,
        )
        if decision.outcome == Verdict.APPROVED:
            new_menus.tell(session, account_id=row.account_id, role=None, dedupe_key=key, now=now)
    return int(row.id)
