"""Trainings that were entered: seen, corrected and struck by who entered them or an officer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true, update

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from usecases import access, trainings
from usecases.city import CitySession
from usecases.trainings import ROWS, Entered, Person, Said

_VOLUNTEERS = table_of(Volunteer)

PAGE = 8


@dataclass(frozen=True, slots=True)
class Whole:
    """A training with its people, and what was said of it before, the oldest first."""

    entered: Entered
    people: list[Person]
    before: list[Said]


@access.performs(Action.RECORD_TRAINING)
def entered(session: CitySession, *, actor: int, page: int) -> tuple[list[Entered], bool]:
    """Return trainings that the actor entered or answers for, the newest first, and if more follow.

    Refuses not-allowed.
    """
    query = (
        select(func.min(ROWS.c.id).label("first_id"), func.count().label("people"))
        .select_from(ROWS.join(_VOLUNTEERS, _VOLUNTEERS.c.id == ROWS.c.volunteer_id))
        .where(ROWS.c.struck_at.is_(None), _mine(session, actor))
        .group_by(ROWS.c.batch)
        .order_by(func.min(ROWS.c.id).desc())
        .offset(page * PAGE)
        .limit(PAGE + 1)
    )
    found = session.connection().execute(query).all()
    firsts = select(ROWS).where(ROWS.c.id.in_([row.first_id for row in found]))
    said = {row.id: trainings.said_of(row) for row in session.connection().execute(firsts)}
    shown = [Entered(row.first_id, said[row.first_id], row.people) for row in found[:PAGE]]
    return shown, len(found) > PAGE


def _mine(session: CitySession, actor: int) -> ColumnElement[bool]:
    """Return the condition that a row is the actor's to correct: his own, or an officer's."""
    held = access.standings(session, actor=actor, action=Action.RECORD_TRAINING)
    if any(not place for _, place in held):
        return true()
    counties = [place for role, place in held if role is Role.COUNTY_OFFICE]
    return (ROWS.c.entered_by == actor) | _VOLUNTEERS.c.county.in_(counties)


def _standing(
    session: CitySession, actor: int, training_id: int, *, lock: bool = False
) -> list[Any]:
    """Return the rows that stand of one training, as far as they are the actor's.

    Refuses not-found where none is, and not-allowed.
    """
    batch = select(ROWS.c.batch).where(ROWS.c.id == training_id).scalar_subquery()
    query = (
        select(ROWS, _VOLUNTEERS.c.name.label("person"), _VOLUNTEERS.c.number,
               _VOLUNTEERS.c.born_on)
        .select_from(ROWS.join(_VOLUNTEERS, _VOLUNTEERS.c.id == ROWS.c.volunteer_id))
        .where(ROWS.c.batch == batch, ROWS.c.struck_at.is_(None), _mine(session, actor))
        .order_by(ROWS.c.id)
    )  # fmt: skip
    query = query.with_for_update(of=ROWS) if lock else query
    rows = list(session.connection().execute(query))
    if not rows:
        raise Refusal(Code.NOT_FOUND)
    return rows


@access.performs(Action.RECORD_TRAINING)
def look(session: CitySession, *, actor: int, training_id: int) -> Whole:
    """Return a training with its people and its earlier wordings; refuses not-found."""
    rows = _standing(session, actor, training_id)
    people = [
        Person(row.volunteer_id, row.born_on, mask_name(row.person), row.number) for row in rows
    ]
    before: list[Said] = []
    replaces = rows[0].replaces_id
    while replaces is not None:
        old = session.connection().execute(select(ROWS).where(ROWS.c.id == replaces)).one()
        before.insert(0, trainings.said_of(old))
        replaces = old.replaces_id
    return Whole(trainings.entered_of(rows), people, before)


@access.performs(Action.RECORD_TRAINING)
def correct(
    session: CitySession, *, actor: int, training_id: int, said: Said, request_id: str,
    now: datetime,
) -> Entered:  # fmt: skip
    """Let a training be another: what stood is struck, what is right stands in its place.

    The same request is the same correction. Refuses not-found, not-allowed, what `save` refuses,
    training-twice where somebody has the corrected one already.
    """
    known = trainings.batch(session, ROWS.c.batch == request_id)
    if known:
        return trainings.entered_of(known)
    said = trainings.checked(session, said, now)
    rows = _standing(session, actor, training_id, lock=True)
    _strike(session, actor, rows, now)
    pairs = [(row.volunteer_id, row.id) for row in rows]
    made = trainings.write(session, actor, said, pairs, request_id, now)
    if len(made) != len(rows):
        raise Refusal(Code.TRAINING_TWICE)
    trainings.note(session, actor, "corrected", made, now)
    return trainings.entered_of(made)


@access.performs(Action.RECORD_TRAINING)
def strike(
    session: CitySession, *, actor: int, training_id: int, number: str, now: datetime
) -> int:
    """Strike a training, of one person if a number is given; return of how many it was struck.

    Refuses not-found, not-allowed.
    """
    rows = _standing(session, actor, training_id, lock=True)
    rows = [row for row in rows if number in ("", row.number)]
    if not rows:
        raise Refusal(Code.NOT_FOUND)
    _strike(session, actor, rows, now)
    trainings.note(session, actor, "struck", rows, now)
    return len(rows)


def _strike(session: CitySession, actor: int, rows: Sequence[Any], now: datetime) -> None:
    session.connection().execute(
        update(ROWS)
        .where(ROWS.c.id.in_([row.id for row in rows]))
        .values(struck_by=actor, struck_at=now)
    )
