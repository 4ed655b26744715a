"""Corrections on the officers' side: the document is looked at, then the registration changes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from domain.identity import mask
from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.writing import mask_name, phone_tail
from models.columns import table_of
from models.guardians import Guardianship
from models.people import Volunteer
from usecases import (
    access,
    audit,
    corrections,
    former_documents,
    minors,
    notices,
    paper_checks,
    wards,
)
from usecases.city import CitySession
from usecases.corrections import CORRECTIONS, RENEWED
from usecases.paper_checks import Papers

_GUARDIANS = table_of(Guardianship)
_VOLUNTEERS = table_of(Volunteer)

# Why not; the words stand under `correction-fault-<reason>`.
REASONS = ("unseen", "differs", "not-his")
_PAPERS = Papers(CORRECTIONS, "correction", REASONS, waits="open")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that shall change: which, what it is and what it shall be, both masked."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A correction as the officer sees it."""

    correction_id: int
    version: int
    waiting: int
    volunteer_id: int
    name: str
    number: str
    why: str
    # The kind of the new document, "" where no document is corrected.
    document: str
    facts: list[Fact]
    born_on: date | None
    # Of a minor: whether a guardian's consent stands; None of an adult.
    consented: bool | None
    asked_at: datetime


@access.performs(Action.DECIDE_APPLICATION)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many corrections wait for the officer."""
    return paper_checks.waiting(session, actor, _PAPERS)


@access.performs(Action.DECIDE_APPLICATION)
def following(
    session: CitySession, *, actor: int, now: datetime, after: int | None = None
) -> ToCheck | None:
    """Return the oldest correction behind `after`, beginning anew at the end; None if none."""
    found = paper_checks.following(session, actor, _PAPERS, after or 0)
    if found is None:
        return None
    row, volunteer = _rows(session, actor, found[0].id)
    said, before = corrections.opened(session, row), corrections.kept(session, volunteer)
    minor = minors.is_minor(session.city, volunteer.born_on, now)
    return ToCheck(
        correction_id=row.id,
        version=row.version,
        waiting=found[1],
        volunteer_id=volunteer.id,
        name=mask_name(volunteer.name),
        number=volunteer.number,
        why=row.why,
        document=said.get("kind", ""),
        facts=_facts(before, said),
        born_on=volunteer.born_on,
        consented=wards.consented(session, wards.of_volunteer(volunteer.id)) if minor else None,
        asked_at=row.asked_at,
    )


def _facts(before: dict[str, str], said: dict[str, str]) -> list[Fact]:
    shown = {"name": mask_name, "phone": phone_tail, "number": mask}
    return [
        Fact(what, masked(before[what]), masked(said[what]))
        for what, masked in shown.items()
        if what in said and said[what] != before[what]
    ]


def _rows(
    session: CitySession, actor: int, correction_id: int, *, lock: bool = False
) -> tuple[Any, Any]:
    """Return the correction and its volunteer; refuses not-found, not-allowed."""
    connection = session.connection()
    row = connection.execute(
        select(CORRECTIONS).where(CORRECTIONS.c.id == correction_id)
    ).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.route not in access.routes(session, actor=actor):
        raise Refusal(Code.NOT_ALLOWED)
    query = select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == row.volunteer_id)
    return row, connection.execute(query.with_for_update() if lock else query).one()


@access.performs(Action.DECIDE_APPLICATION)
def full_name(session: CitySession, *, actor: int, correction_id: int, now: datetime) -> str:
    """Return the whole name as it shall be; that it was looked at is kept (K18).

    Refuses not-found where the name stays, not-allowed, step-gone.
    """
    row, volunteer = _rows(session, actor, correction_id)
    said = corrections.opened(session, row)
    if "name" not in said:
        raise Refusal(Code.NOT_FOUND)
    subject = f"volunteer:{volunteer.id}"
    audit.record(session, actor, "correction.name-seen", f"correction:{row.id}", now)
    minors.seen(session, actor, subject, volunteer.born_on, minors.Screen.NAME, now)
    return said["name"]


@access.performs(Action.DECIDE_APPLICATION)
def decide(
    session: CitySession, *, actor: int, correction_id: int, version: int, reason: str,
    now: datetime,
) -> None:  # fmt: skip
    """Agree to a correction, or with a reason not; the person is told, and a minor's guardians.

    Refuses not-found, not-allowed, second-person (himself, or his own ward), already-decided,
    step-gone for a reason that is none, and already-registered for a document that has become
    another's meanwhile.
    """
    row, volunteer = _rows(session, actor, correction_id, lock=True)
    if actor in (volunteer.account_id, *_guardians(session, volunteer.id)):
        raise Refusal(Code.SECOND_PERSON)
    if reason and reason not in REASONS:
        raise Refusal(Code.STEP_GONE)
    verdict = "refused" if reason else "accepted"
    moved = session.connection().execute(
        update(CORRECTIONS)
        .where(
            CORRECTIONS.c.id == correction_id,
            CORRECTIONS.c.version == version,
            CORRECTIONS.c.state == "open",
        )
        .values(state=verdict, version=version + 1, decided_at=now, decided_by=actor)
    )
    if moved.rowcount != 1:
        raise Refusal(Code.ALREADY_DECIDED)
    if not reason:
        _change(session, row, volunteer, now)
    audit.record(
        session, actor, f"correction.{verdict}", f"correction:{row.id}", now, line=row.line
    )
    _tell(session, row, volunteer, reason, now)


def _guardians(session: CitySession, volunteer_id: int) -> list[int]:
    query = select(_GUARDIANS.c.account_id).where(wards.of_volunteer(volunteer_id))
    return list(session.connection().scalars(query))


def _change(session: CitySession, row: Any, volunteer: Any, now: datetime) -> None:
    """Put what was said into the registration; nothing of before stays but a renewed document."""
    said, keys = corrections.opened(session, row), session.city.keys
    values: dict[str, Any] = {}
    if "name" in said:
        values["name"] = said["name"]
    if "phone" in said:
        values["phone_sealed"] = keys.seal(said["phone"], f"volunteer/{volunteer.opaque_id}/phone")
        values["phone_index"] = keys.blind(said["phone"], "phone")
    try:
        with session.connection().begin_nested():
            if "number" in said:
                values |= _document(session, row, volunteer, said, now)
            session.connection().execute(
                update(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer.id).values(**values)
            )
    except IntegrityError as error:
        # Somebody was registered under this document at the same moment.
        raise Refusal(Code.ALREADY_REGISTERED) from error


def _document(
    session: CitySession, row: Any, volunteer: Any, said: dict[str, str], now: datetime
) -> dict[str, Any]:
    keys = session.city.keys
    identity = corrections.identity_of(said, session, now)
    corrections.refuse_anothers(session, volunteer, identity)
    indexes = keys.blinds(identity.person_key, "id")
    former_documents.take_back(session, volunteer.id, indexes)
    if row.why == RENEWED and volunteer.id_index not in indexes:
        number = corrections.kept(session, volunteer)["number"]
        former_documents.keep(session, volunteer, number, now)
    return {
        "id_kind": said["kind"],
        "id_sealed": keys.seal(said["number"], f"volunteer/{volunteer.opaque_id}/id_number"),
        "id_index": indexes[0],
        "sex": said["sex"],
        "born_on": date.fromisoformat(said["born_on"]),
    }


def _tell(session: CitySession, row: Any, volunteer: Any, reason: str, now: datetime) -> None:
    key = f"correction/{row.id}/decided"
    facts: dict[str, Any] = {"line": row.line}
    kind = "correction-refused" if reason else "correction-accepted"
    if volunteer.account_id is not None:
        notices.tell(
            session, kind=kind, account_id=volunteer.account_id, dedupe_key=key,
            facts=facts | ({"reason": reason} if reason else {}), due_at=now,
        )  # fmt: skip
    if reason or not minors.is_minor(session.city, volunteer.born_on, now):
        return
    for guardian in _guardians(session, volunteer.id):
        notices.tell(
            session, kind="correction-ward", account_id=guardian,
            dedupe_key=f"{key}/{guardian}",
            facts=facts | {"name": mask_name(volunteer.name)}, due_at=now,
        )  # fmt: skip
