"""Certificates of service: free, made at once from the ledger, signed, and open to be checked.

What a certificate states is sealed as it was on its day. The same question with the same answer
is the same certificate (Order 67 Art 14, 15, 17). Whether one still stands: `certificate_standing`.
"""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update

from domain import certificates as rules
from domain.certificates import Kind, Line, Proof
from domain.identity import mask
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.certificates import Certificate, CertificateCounter
from models.columns import table_of
from models.people import Volunteer
from usecases import access, audit, served
from usecases.city import CitySession
from usecases.inserts import insert_into

ROWS = table_of(Certificate)
_COUNTERS = table_of(CertificateCounter)
_VOLUNTEERS = table_of(Volunteer)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate of the volunteer's own, with all that it states."""

    certificate_id: int
    code: str
    number: str
    statement: dict[str, Any]
    seal_place: bool


@access.performs(Action.SEE_OWN_HOURS)
def months(session: CitySession, *, actor: int) -> list[str]:
    """Return the months in which the volunteer has hours, the oldest first."""
    return served.months(session, access.own_volunteer(session, actor=actor))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a certificate can be of: the duties at a station, or (station 0) typed work by name."""

    station_id: int
    name: str


def _choice(one: served.Cause) -> Choice | None:
    """Return under which choice a cause falls, exactly one; hours from elsewhere under none."""
    if one.cause.startswith("visit:") and one.station_id:
        return Choice(one.station_id, one.where)
    return Choice(0, one.served.place) if one.cause.startswith("record:") else None


@access.performs(Action.SEE_OWN_HOURS)
def choices(
    session: CitySession, *, actor: int, from_month: str, until_month: str, now: datetime
) -> list[Choice]:
    """Return the stations and the named works with hours in these months, stations first."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    _period(session, from_month, until_month, now)
    rows = served.by_cause(session, volunteer_id, from_month, until_month)
    found = {_choice(one) for one in rows if one.served.minutes > 0} - {None}
    return sorted(
        (one for one in found if one),
        key=lambda one: (not one.station_id, one.station_id, one.name),
    )


@access.performs(Action.SEE_OWN_HOURS)
def issue(
    session: CitySession,
    *,
    actor: int,
    from_month: str,
    until_month: str,
    only: tuple[Choice, ...] = (),
    now: datetime,
) -> Issued:
    """Issue a certificate over these civil months; of some stations and works, if any are named.

    Asked again while nothing has changed it is the same one. Refuses not-registered and
    not-yet-approved, certificate-period, certificate-empty without any hour to certify, and
    certificate-withdrawn where the very same was withdrawn.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    from_on, until_on = _period(session, from_month, until_month, now)
    rows = served.by_cause(session, volunteer_id, from_month, until_month)
    if only:
        rows = [one for one in rows if _choice(one) in only]
    lines = rules.lines_of(one.served for one in rows)
    if not lines:
        raise Refusal(Code.CERTIFICATE_EMPTY)
    if from_month <= served.months(session, volunteer_id)[0]:
        # All there is: hours from elsewhere stand in their last month, and began before it.
        from_on = min([from_on, *(line.first_on for line in lines if line.first_on)])
    said = _said(session, volunteer_id, lines, from_on, until_on, now)
    same_key = sha256(f"{volunteer_id}|".encode() + rules.canonical(said)).digest()
    found = _same(session, same_key)
    if found is None:
        _lock_counter(session, session.city.calendar.day_of(now).year)
        # Whoever was quicker has committed by now.
        found = _same(session, same_key) or _new(session, actor, volunteer_id, same_key, said, now)
    if found.withdrawn_at is not None:
        raise Refusal(Code.CERTIFICATE_WITHDRAWN, number=found.number, kind=found.withdrawn_kind)
    return _issued(session, found, now)


def _period(
    session: CitySession, from_month: str, until_month: str, now: datetime
) -> tuple[date, date]:
    days = rules.period(from_month, until_month, session.city.calendar.day_of(now))
    if days is None:
        raise Refusal(Code.CERTIFICATE_PERIOD)
    return days


def _said(
    session: CitySession,
    volunteer_id: int,
    lines: list[Line],
    from_on: date,
    until_on: date,
    now: datetime,
) -> dict[str, Any]:
    """Return all that is certified but number, code and day of issue (norms B16, C3)."""
    who = (
        session.connection().execute(select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer_id))
    ).one()
    policy = session.city.policy(now)
    number = session.city.keys.open(who.id_sealed, f"volunteer/{who.opaque_id}/id_number")
    papers = policy.papers
    return {
        "city": policy.city.name,
        "city_en": policy.city.name_en,
        "name": who.name,
        "document": who.id_kind.replace("_", "-"),
        "document_number": mask(number),
        "volunteer_number": who.number,
        "from": from_on.isoformat(),
        "until": until_on.isoformat(),
        "minutes": rules.minutes_of(lines),
        "minutes_by_kind": {kind.value: rules.minutes_of(lines, kind) for kind in Kind},
        "content": [_plain(line) for line in lines],
        "issuer": papers.certificate_issuer,
        "issuer_en": papers.certificate_issuer_en,
        "responsible": papers.certificate_responsible or "",
        "contact": papers.certificate_contact or "",
        "policy": policy.version,
    }


def _plain(line: Line) -> dict[str, Any]:
    days = {"first_on": line.first_on, "last_on": line.last_on}
    return asdict(line) | {
        "kind": line.kind.value,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }


def _same(session: CitySession, same_key: bytes) -> Any:
    query = select(ROWS).where(ROWS.c.same_key == same_key)
    return session.connection().execute(query).one_or_none()


def _lock_counter(session: CitySession, year: int) -> None:
    connection = session.connection()
    connection.execute(
        insert_into(connection, _COUNTERS)
        .values(year=year, last=0)
        .on_conflict_do_nothing(index_elements=["year"])
    )
    connection.execute(select(_COUNTERS.c.last).where(_COUNTERS.c.year == year).with_for_update())


def _new(
    session: CitySession,
    actor: int,
    volunteer_id: int,
    same_key: bytes,
    said: dict[str, Any],
    now: datetime,
) -> Any:
    connection = session.connection()
    today = session.city.calendar.day_of(now)
    serial = connection.execute(
        update(_COUNTERS)
        .where(_COUNTERS.c.year == today.year)
        .values(last=_COUNTERS.c.last + 1)
        .returning(_COUNTERS.c.last)
    ).scalar_one()
    code, number = secrets.token_urlsafe(16), rules.number(today.year, serial)
    statement = rules.canonical(
        said | {"code": code, "number": number, "issued_on": today.isoformat()}
    )
    version, signature = session.city.keys.sign(rules.stated(statement))
    made = connection.execute(
        insert_into(connection, ROWS)
        .values(
            code=code,
            number=number,
            volunteer_id=volunteer_id,
            same_key=same_key,
            from_on=date.fromisoformat(said["from"]),
            until_on=date.fromisoformat(said["until"]),
            minutes=said["minutes"],
            statement_sealed=session.city.keys.seal(statement.decode(), f"certificate/{code}"),
            key_version=version,
            signature=signature,
            issued_at=now,
        )
        .returning(ROWS)
    ).one()
    audit.record(
        session, actor, "certificate.issued", f"certificate:{made.id}", now, minutes=made.minutes
    )
    return made


def _issued(session: CitySession, row: Any, now: datetime) -> Issued:
    statement = statement_of(session, row)
    if statement is None:
        raise Refusal(Code.NOT_FOUND)
    seal_place = session.city.policy(now).papers.certificate_seal_place
    return Issued(row.id, row.code, row.number, json.loads(statement), seal_place)


def statement_of(session: CitySession, row: Any) -> bytes | None:
    """Return what a row states, if it is there and this city's own signature stands under it."""
    if row.statement_sealed is None:
        return None
    statement = session.city.keys.open(row.statement_sealed, f"certificate/{row.code}").encode()
    genuine = session.city.keys.signed(rules.stated(statement), row.key_version, row.signature)
    return statement if genuine else None


def _own(session: CitySession, actor: int, certificate_id: int) -> Any:
    volunteer_id = access.own_volunteer(session, actor=actor)
    row = (
        session.connection().execute(select(ROWS).where(ROWS.c.id == certificate_id))
    ).one_or_none()
    if row is None or row.volunteer_id != volunteer_id:
        raise Refusal(Code.NOT_FOUND)
    return row


@access.performs(Action.SEE_OWN_HOURS)
def own(session: CitySession, *, actor: int, certificate_id: int, now: datetime) -> Issued:
    """Return a certificate of one's own; refuses not-found for another's, certificate-withdrawn."""
    row = _own(session, actor, certificate_id)
    if row.withdrawn_at is not None:
        raise Refusal(Code.CERTIFICATE_WITHDRAWN, number=row.number, kind=row.withdrawn_kind)
    return _issued(session, row, now)


@access.performs(Action.SEE_OWN_HOURS)
def proven(session: CitySession, *, actor: int, certificate_id: int, pdf: bytes) -> bytes:
    """Return the drawn pages with their proof in them; refuses not-found for another's."""
    row = _own(session, actor, certificate_id)
    statement = statement_of(session, row)
    if statement is None or row.withdrawn_at is not None:
        raise Refusal(Code.NOT_FOUND)
    version, signature = session.city.keys.sign(rules.filed(statement, pdf))
    return rules.with_proof(pdf, Proof(statement, version, signature))
