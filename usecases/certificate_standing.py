"""How a certificate stands: what anybody may look up, and an officer's withdrawal of it.

Neither shows a whole name or a document. How one is issued: `certificates`.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from domain import certificates as rules
from domain.certificates import Kind, Withdrawal
from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from usecases import access, audit, notices, served
from usecases.certificates import ROWS, statement_of
from usecases.city import CitySession

_VOLUNTEERS = table_of(Volunteer)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """That a certificate does not stand any more: since when, by which office, and why."""

    at: datetime
    role: str
    kind: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What anybody may know who has the code or the number: no name, no document."""

    certificate_id: int
    number: str
    masked_name: str
    # The volunteer's number, as the certificate states it.
    volunteer: str
    minutes: int
    typed_minutes: int
    from_on: date
    until_on: date
    issued_on: date
    issuer: str
    issuer_en: str
    withdrawn: Withdrawn | None
    # Hours of this period were corrected after it was issued; it states what was known then.
    corrected: bool


@access.performs(Action.LOOK_AROUND)
def look_up(session: CitySession, *, code: str) -> Standing | None:
    """Return how the certificate behind a code stands, or None for one that is none of ours."""
    if rules.CODE.fullmatch(code) is None:
        return None
    row = session.connection().execute(select(ROWS).where(ROWS.c.code == code)).one_or_none()
    return _standing(session, row) if row else None


def _standing(session: CitySession, row: Any) -> Standing | None:
    statement = statement_of(session, row)
    if statement is None:
        return None
    said = json.loads(statement)
    withdrawn = None
    if row.withdrawn_at is not None:
        withdrawn = Withdrawn(row.withdrawn_at, row.withdrawn_role, row.withdrawn_kind)
    return Standing(
        certificate_id=row.id,
        number=said["number"],
        masked_name=mask_name(said["name"]),
        volunteer=said["volunteer_number"],
        minutes=said["minutes"],
        typed_minutes=said["minutes_by_kind"][Kind.TYPED],
        from_on=date.fromisoformat(said["from"]),
        until_on=date.fromisoformat(said["until"]),
        issued_on=date.fromisoformat(said["issued_on"]),
        issuer=said["issuer"],
        issuer_en=said["issuer_en"],
        withdrawn=withdrawn,
        corrected=served.corrected_since(session, row.volunteer_id, said, row.issued_at),
    )


@access.performs(Action.LOOK_AROUND)
def public_keys(session: CitySession) -> list[str]:
    """Return the keys with which anybody checks a file, the newest first, as they are printed."""
    return session.city.keys.public_keys()


@access.performs(Action.WITHDRAW_CERTIFICATE)
def find(session: CitySession, *, actor: int, number: str) -> Standing:
    """Return the certificate of a number as everybody may see it; refuses not-found."""
    access.standings(session, actor=actor, action=Action.WITHDRAW_CERTIFICATE)
    if rules.NUMBER.fullmatch(number) is None:
        raise Refusal(Code.NOT_FOUND)
    row = (session.connection().execute(select(ROWS).where(ROWS.c.number == number))).one_or_none()
    found = _standing(session, row) if row else None
    if found is None:
        raise Refusal(Code.NOT_FOUND)
    return found


@access.performs(Action.WITHDRAW_CERTIFICATE)
def withdraw(
    session: CitySession, *, actor: int, certificate_id: int, kind: Withdrawal, now: datetime
) -> str:
    """Withdraw a certificate for good; its page says so and its holder is told. Return its number.

    Refuses not-found, and already-decided for one that is withdrawn already.
    """
    held = access.standings(session, actor=actor, action=Action.WITHDRAW_CERTIFICATE)
    connection = session.connection()
    row = connection.execute(select(ROWS).where(ROWS.c.id == certificate_id)).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    moved = connection.execute(
        update(ROWS)
        .where(ROWS.c.id == certificate_id, ROWS.c.withdrawn_at.is_(None))
        .values(
            withdrawn_at=now,
            withdrawn_by=actor,
            withdrawn_role=held[0][0].value,
            withdrawn_kind=kind.value,
        )
    )
    if moved.rowcount != 1:
        raise Refusal(Code.ALREADY_DECIDED)
    audit.record(
        session, actor, "certificate.withdrawn", f"certificate:{certificate_id}", now, kind=kind
    )
    holder = connection.scalar(
        select(_VOLUNTEERS.c.account_id).where(_VOLUNTEERS.c.id == row.volunteer_id)
    )
    if holder is not None:
        notices.tell(
            session,
            kind="certificate-withdrawn",
            account_id=holder,
            dedupe_key=f"certificate/{certificate_id}/withdrawn",
            facts={"number": row.number, "role": held[0][0].value, "reason": kind.value},
            due_at=now,
        )
    return str(row.number)
