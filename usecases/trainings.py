"""Trainings that volunteers took: entered once for many, corrected in the open (B10, PUZD-3.1d).

A correction strikes the rows that stand and writes new ones in their place, so that the volunteer
sees both. Minutes of learning are no service: nothing here moves the ledger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import mask_name, public_text
from models.columns import table_of
from models.people import RoleGrant, Volunteer
from models.trainings import Training
from usecases import access, audit, notices
from usecases.city import CitySession
from usecases.inserts import insert_into

ROWS = table_of(Training)
_VOLUNTEERS = table_of(Volunteer)
_GRANTS = table_of(RoleGrant)

MOST = {"name": 60, "content": 300, "organizer": 60, "place": 60}
# A thousand hours: what is longer is a slip of the finger.
MOST_MINUTES = 60_000
MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What is recorded of a training (Order 67 Art 8, and the place after PUZD-3.1d)."""

    name: str
    content: str
    learning_minutes: int
    organizer: str
    place: str
    held_on: date


FIELDS = tuple(one.name for one in fields(Said))


class Fault(StrEnum):
    """Why a typed line names nobody; the words stand under `training-line-<fault>`."""

    UNKNOWN = "unknown"
    OWN = "own"
    TWICE = "twice"
    HAS_IT = "has-it"
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class Person:
    """A volunteer as whoever enters a training sees him: masked, with his number."""

    volunteer_id: int
    born_on: date | None
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line: the person whom it names, or what is wrong with it."""

    typed: str
    person: Person | None
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Entered:
    """A training as it was saved at once for some people; `first_id` names it on buttons."""

    first_id: int
    said: Said
    people: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A training of one's own; `state` is stands, corrected (another follows it) or struck."""

    said: Said
    state: str


# -- whose training one may enter ------------------------------------------------------------------


def _scope(session: CitySession, actor: int) -> ColumnElement[bool]:
    """Return the condition that the actor answers for a volunteer; refuses not-allowed."""
    found: list[ColumnElement[bool]] = []
    for role, place in access.standings(session, actor=actor, action=Action.RECORD_TRAINING):
        if not place:
            return true()
        if role is Role.UNIT_CONTACT:
            found.append(_VOLUNTEERS.c.unit_id == int(place))
        elif role is Role.STATION_HEAD:
            found.append(_VOLUNTEERS.c.account_id.in_(_staff(place)))
        else:
            found.append(_VOLUNTEERS.c.county == place)
    return or_(false(), *found)


def _staff(station: str) -> Any:
    return select(_GRANTS.c.account_id).where(
        _GRANTS.c.role.in_([Role.CLERK.value, Role.STATION_HEAD.value]),
        _GRANTS.c.scope_ref == station,
        _GRANTS.c.revoked_at.is_(None),
    )


@access.performs(Action.RECORD_TRAINING)
def read_lines(
    session: CitySession, *, actor: int, said: Said, typed: str, known: Sequence[int]
) -> list[Line]:
    """Return whom each typed line names, or why nobody; a number stands first in its line.

    `known` are those who are on the list already. Refuses not-allowed.
    """
    texts = [text.split() for text in typed.splitlines() if text.split()]
    asked = [text[0] for text in texts[: MOST_PEOPLE * 2]]
    scope = _scope(session, actor)
    rows = session.connection().execute(
        select(_VOLUNTEERS).where(
            _VOLUNTEERS.c.number.in_(asked), _VOLUNTEERS.c.suspended_at.is_(None), scope
        )
    )
    found = {row.number: row for row in rows}
    having = _having(session, said, [row.id for row in found.values()])
    lines: list[Line] = []
    listed = set(known)
    for number in asked:
        row = found.get(number)
        fault = _fault(row, actor, listed, having)
        if row is None or fault is not None:
            lines.append(Line(number[:40], None, fault))
            continue
        listed.add(row.id)
        lines.append(Line(number, _person(row), None))
    return lines


def _fault(row: Any, actor: int, listed: set[int], having: set[int]) -> Fault | None:
    if row is None:
        return Fault.UNKNOWN
    if row.account_id == actor:
        return Fault.OWN
    if row.id in listed:
        return Fault.TWICE
    if row.id in having:
        return Fault.HAS_IT
    return Fault.TOO_MANY if len(listed) >= MOST_PEOPLE else None


def _having(session: CitySession, said: Said, volunteer_ids: Iterable[int]) -> set[int]:
    query = select(ROWS.c.volunteer_id).where(
        ROWS.c.volunteer_id.in_(volunteer_ids),
        ROWS.c.name == said.name,
        ROWS.c.held_on == said.held_on,
        ROWS.c.struck_at.is_(None),
    )
    return set(session.connection().scalars(query))


def _person(row: Any) -> Person:
    return Person(row.id, row.born_on, mask_name(row.name), row.number)


# -- entering --------------------------------------------------------------------------------------


@access.performs(Action.RECORD_TRAINING)
def save(
    session: CitySession,
    *,
    actor: int,
    said: Said,
    volunteer_ids: Sequence[int],
    request_id: str,
    now: datetime,
) -> Entered:
    """Enter a training for these people and tell each; the same request is the same training.

    Whoever is no longer the actor's to enter, or has this very training already, is left out.
    Refuses not-allowed, text-empty, text-length, text-number, step-gone for minutes or a day that
    cannot be, volunteer-unknown and training-twice where nobody is left.
    """
    known = batch(session, ROWS.c.batch == request_id)
    if known:
        return entered_of(known)
    said = checked(session, said, now)
    scope = _scope(session, actor)
    mine = _VOLUNTEERS.c.account_id.is_(None) | (_VOLUNTEERS.c.account_id != actor)
    found = session.connection().scalars(
        select(_VOLUNTEERS.c.id).where(
            _VOLUNTEERS.c.id.in_(volunteer_ids[:MOST_PEOPLE]),
            _VOLUNTEERS.c.suspended_at.is_(None),
            mine,
            scope,
        )
    )
    pairs = [(one, None) for one in sorted(found)]
    if not pairs:
        raise Refusal(Code.VOLUNTEER_UNKNOWN)
    made = write(session, actor, said, pairs, request_id, now)
    if not made:
        raise Refusal(Code.TRAINING_TWICE)
    note(session, actor, "entered", made, now)
    return entered_of(made)


def cleaned(field: str, typed: str) -> str:
    """Return a text as it is kept; refuses text-empty, text-length and text-number."""
    return unless_refused(public_text(typed.replace("\n", " "), max_length=MOST[field]))


def checked(session: CitySession, said: Said, now: datetime) -> Said:
    """Return a training as it is kept; refuses texts, and step-gone for what cannot be."""
    if not 0 < said.learning_minutes <= MOST_MINUTES:
        raise Refusal(Code.STEP_GONE)
    if said.held_on > session.city.calendar.day_of(now):
        raise Refusal(Code.STEP_GONE)
    texts: dict[str, Any] = {field: cleaned(field, getattr(said, field)) for field in MOST}
    return replace(said, **texts)


def write(
    session: CitySession,
    actor: int,
    said: Said,
    people: Sequence[tuple[int, int | None]],
    request_id: str,
    now: datetime,
) -> list[Any]:
    """Write a row for each person, with the one that it replaces; return those that were new."""
    if not people:
        return []
    connection = session.connection()
    facts = {field: getattr(said, field) for field in FIELDS}
    rows = [
        {"volunteer_id": who, "replaces_id": old, "batch": request_id, "entered_by": actor,
         "entered_at": now, **facts}
        for who, old in people
    ]  # fmt: skip
    # Of two at once the second finds the first one's rows.
    connection.execute(insert_into(connection, ROWS).values(rows).on_conflict_do_nothing())
    return batch(session, ROWS.c.batch == request_id)


def batch(session: CitySession, which: ColumnElement[bool]) -> list[Any]:
    """Return the rows that stand of what was saved at once."""
    query = select(ROWS).where(which, ROWS.c.struck_at.is_(None)).order_by(ROWS.c.id)
    return list(session.connection().execute(query))


def said_of(row: Any) -> Said:
    """Return what a row says."""
    return Said(*(getattr(row, field) for field in FIELDS))


def entered_of(rows: Sequence[Any]) -> Entered:
    """Return a training by its rows."""
    return Entered(rows[0].id, said_of(rows[0]), len(rows))


def note(session: CitySession, actor: int, what: str, rows: Sequence[Any], now: datetime) -> None:
    """Keep who did it, and tell everybody concerned."""
    audit.record(
        session, actor, f"training.{what}", f"training:{rows[0].id}", now, people=len(rows)
    )
    accounts = session.connection().execute(
        select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.account_id).where(
            _VOLUNTEERS.c.id.in_([row.volunteer_id for row in rows])
        )
    )
    told: dict[int, int | None] = {row.id: row.account_id for row in accounts}
    for row in rows:
        account_id = told.get(row.volunteer_id)
        if account_id is not None:
            notices.tell(
                session, kind="training", account_id=account_id,
                dedupe_key=f"training/{row.id}/{what}",
                facts={
                    "training": row.name, "learning_minutes": row.learning_minutes,
                    "held_on": row.held_on.isoformat(), "what": what,
                },
                due_at=now,
            )  # fmt: skip


# -- one's own -------------------------------------------------------------------------------------


@access.performs(Action.SEE_OWN_DETAILS)
def own(session: CitySession, *, actor: int) -> list[Taken]:
    """Return one's own trainings, the latest first, with what was struck or corrected of them.

    Refuses not-registered, not-yet-approved.
    """
    return of_volunteer(session, access.own_volunteer(session, actor=actor))


def of_volunteer(session: CitySession, volunteer_id: int) -> list[Taken]:
    """Return the trainings of a volunteer, the latest first."""
    rows = session.connection().execute(
        select(ROWS)
        .where(ROWS.c.volunteer_id == volunteer_id)
        .order_by(ROWS.c.held_on.desc(), ROWS.c.id.desc())
    )
    found = rows.all()
    replaced = {row.replaces_id for row in found}
    return [
        Taken(said_of(row), "stands" if row.struck_at is None else
              "corrected" if row.id in replaced else "struck")
        for row in found
    ]  # fmt: skip
