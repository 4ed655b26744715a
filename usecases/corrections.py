"""Correcting what an officer checks: name, telephone, document (PIPL K12).

The person says what it shall be; an officer of the office that approves him looks at the document
and agrees or refuses. What was before is not kept, but for a document that was renewed: its number
goes on leading to him (`former_documents`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from domain import registration as rules
from domain.permissions import Action
from domain.refusals import Code, Refusal, Refused
from domain.registration import Identity
from domain.writing import clean_name, read_phone
from models.columns import table_of
from models.corrections import Correction
from models.people import Application, Volunteer
from usecases import (
    access,
    audit,
    former_documents,
    handing_in,
    queue_notices,
    registration,
    wards,
)
from usecases.city import CitySession

_APPLICATIONS = table_of(Application)
CORRECTIONS = table_of(Correction)
_VOLUNTEERS = table_of(Volunteer)

NAME, PHONE, DOCUMENT = "name", "phone", "document"
LINES = (NAME, PHONE, DOCUMENT)
# A renewed document is put aside and leads to the same person; a mistaken one never was his.
RENEWED, MISTAKEN = "renewed", "mistaken"
WHYS = (RENEWED, MISTAKEN)
WAITING = "corrections-waiting"
DOCUMENT_SAYS = ("kind", "number", "sex", "born_on")


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction that waits: which line, and who looks at the document, where."""

    correction_id: int
    line: str
    approver: str
    county: str


def place(volunteer_id: int) -> str:
    """Return what the words of a correction are sealed for."""
    return f"correction/{volunteer_id}/said"


@access.performs(Action.SEE_OWN_DETAILS)
def ask(
    session: CitySession,
    *,
    actor: int,
    line: str,
    said: Mapping[str, str],
    now: datetime,
    why: str = "",
) -> Asked:
    """Ask for another name, telephone or document; a newer wish takes the place of an older one.

    `said` holds what the line needs: name; phone; kind, number, sex and born_on, and the name too
    where one page asks for both. Refuses not-registered, not-yet-approved, step-gone,
    nothing-new, already-registered for a document that is another's, needs-guardian for one that
    makes a minor of somebody, and what the answers' own checks refuse.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    if line not in LINES or (line == DOCUMENT) != (why in WHYS):
        raise Refusal(Code.STEP_GONE)
    row = (
        session.connection()
        .execute(select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer_id).with_for_update())
        .one()
    )
    checked = _checked(session, row, line, said, now)
    if checked.items() <= kept(session, row).items():
        raise Refusal(Code.NOTHING_NEW)
    route = registration.route_of(session, row.unit_id, row.county, now)
    session.connection().execute(
        update(CORRECTIONS)
        .where(*_own_open(volunteer_id), CORRECTIONS.c.line == line)
        .values(state="withdrawn", decided_at=now, version=CORRECTIONS.c.version + 1)
    )
    made = session.connection().execute(
        insert(CORRECTIONS)
        .values(
            volunteer_id=volunteer_id,
            line=line,
            why=why,
            route=route.written,
            said_sealed=session.city.keys.seal(
                json.dumps(checked, ensure_ascii=False), place(volunteer_id)
            ),
            asked_at=now,
            state="open",
            version=1,
        )
        .returning(CORRECTIONS.c.id)
    )
    correction_id = int(made.scalar_one())
    audit.record(session, actor, "correction.asked", f"correction:{correction_id}", now, line=line)
    queue_notices.call(
        session, kind=WAITING, role=route.approver, scope_ref=route.county or "", now=now
    )
    return Asked(correction_id, line, route.approver, route.county or row.county)


def _own_open(volunteer_id: int) -> tuple[Any, Any]:
    return CORRECTIONS.c.volunteer_id == volunteer_id, CORRECTIONS.c.state == "open"


@access.performs(Action.SEE_OWN_DETAILS)
def own(session: CitySession, *, actor: int) -> dict[str, int]:
    """Return one's own corrections that wait: line to id; not-registered, not-yet-approved."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    rows = session.connection().execute(
        select(CORRECTIONS.c.line, CORRECTIONS.c.id)
        .where(*_own_open(volunteer_id))
        .order_by(CORRECTIONS.c.id)
    )
    return {row.line: row.id for row in rows}


@access.performs(Action.SEE_OWN_DETAILS)
def withdraw(session: CitySession, *, actor: int, correction_id: int, now: datetime) -> str:
    """Take one's own correction back and return its line; refuses not-found."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    ended = session.connection().execute(
        update(CORRECTIONS)
        .where(*_own_open(volunteer_id), CORRECTIONS.c.id == correction_id)
        .values(state="withdrawn", decided_at=now, version=CORRECTIONS.c.version + 1)
        .returning(CORRECTIONS.c.line)
    )
    line = ended.scalar_one_or_none()
    if line is None:
        raise Refusal(Code.NOT_FOUND)
    audit.record(session, actor, "correction.withdrawn", f"correction:{correction_id}", now)
    return str(line)


# -- what was said, and what stands ----------------------------------------------------------------


def kept(session: CitySession, row: Any) -> dict[str, str]:
    """Return what is registered of a volunteer, as a correction says it."""
    keys = session.city.keys
    return {
        "name": row.name,
        "phone": keys.open(row.phone_sealed, f"volunteer/{row.opaque_id}/phone"),
        "kind": row.id_kind,
        "number": keys.open(row.id_sealed, f"volunteer/{row.opaque_id}/id_number"),
        "sex": row.sex or "",
        "born_on": row.born_on.isoformat() if row.born_on else "",
    }


def opened(session: CitySession, correction: Any) -> dict[str, str]:
    """Return what a correction says; refuses step-gone when its days are over."""
    if correction.said_sealed is None:
        raise Refusal(Code.STEP_GONE)
    text = session.city.keys.open(correction.said_sealed, place(correction.volunteer_id))
    said: dict[str, str] = json.loads(text)
    return said


def _checked(
    session: CitySession, row: Any, line: str, said: Mapping[str, str], now: datetime
) -> dict[str, str]:
    checked: dict[str, str] = {}
    longest = session.city.policy(now).registration.name_max_length
    if line == NAME or (line == DOCUMENT and said.get("name")):
        checked["name"] = _read(clean_name(said.get("name", ""), max_length=longest))
    if line == PHONE:
        checked["phone"] = _read(read_phone(said.get("phone", "")))
    if line == DOCUMENT:
        checked |= _document(session, row, said, now)
    return checked


def _read(checked: str | Refused) -> str:
    if isinstance(checked, Refused):
        raise Refusal.of(checked)
    return checked


def _document(
    session: CitySession, row: Any, said: Mapping[str, str], now: datetime
) -> dict[str, str]:
    document = {key: said.get(key, "") for key in DOCUMENT_SAYS}
    # A document that tells neither is that of the same person as before.
    document["sex"] = document["sex"] or row.sex or ""
    document["born_on"] = document["born_on"] or (row.born_on.isoformat() if row.born_on else "")
    policy = session.city.policy(now).registration
    today = session.city.calendar.day_of(now)
    found = rules.identify(**document, rules=policy, today=today)
    if isinstance(found, Refused):
        raise Refusal.of(found)
    refuse_anothers(session, row, found)
    consents = wards.consented(session, wards.of_volunteer(row.id))
    if found.terms.guardian_consent and not consents:
        raise Refusal(Code.NEEDS_GUARDIAN, "registration.consent_below", adult_age=policy.adult_age)
    return {
        "kind": found.facts.kind.value,
        "number": found.facts.normalised,
        "sex": found.sex.value,
        "born_on": found.born_on.isoformat(),
    }


def identity_of(said: Mapping[str, str], session: CitySession, now: datetime) -> Identity:
    """Return who the document of a correction shows; refuses what its check does."""
    found = rules.identify(
        **{key: said[key] for key in DOCUMENT_SAYS},
        rules=session.city.policy(now).registration,
        today=session.city.calendar.day_of(now),
    )
    if isinstance(found, Refused):
        raise Refusal.of(found)
    return found


def refuse_anothers(session: CitySession, row: Any, identity: Identity) -> None:
    """Refuse already-registered for a document under which another is registered or applies."""
    indexes = session.city.keys.blinds(identity.person_key, "id")
    another = select(_VOLUNTEERS.c.id).where(
        former_documents.holder(indexes), _VOLUNTEERS.c.id != row.id
    )
    applies = select(_APPLICATIONS.c.id).where(
        _APPLICATIONS.c.id_index.in_(indexes),
        _APPLICATIONS.c.state.in_(handing_in.OPEN_STATES),
    )
    connection = session.connection()
    if connection.execute(another).first() or connection.execute(applies).first():
        raise Refusal(Code.ALREADY_REGISTERED)
