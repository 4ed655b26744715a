"""〈漏记了〉: a volunteer misses service in his statement; its station types it, or says why not.

Nothing is credited here: what the clerk files is a typed record like every other, with a second
person, its notice and no redeeming (Order 67 Art 13: who is recorded may have omissions put right).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from domain.permissions import Action, Role
from domain.records import Span
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from models.places import Station
from models.visits import Visit
from usecases import access, audit, disputes, notices, omitted, records, workplace
from usecases.city import CitySession
from usecases.directory import Place
from usecases.inserts import insert_into
from usecases.omitted import OMISSIONS

_STATIONS = table_of(Station)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)

# Why not; the words stand under `omission-fault-<reason>`.
REASONS = ("unknown", "counted", "no-service")
WAITING = "omission-asked"
_MOST_STATIONS = 10


@dataclass(frozen=True, slots=True)
class Missed:
    """What somebody misses, as a clerk of the station sees it."""

    omission_id: int
    version: int
    waiting: int
    volunteer_id: int
    name: str
    number: str
    born_on: Any
    span: Span
    words: str


@access.performs(Action.OBJECT)
def stations(session: CitySession, *, actor: int) -> list[Place]:
    """Return stations to choose from: where he served, the latest first, then his county's."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    connection = session.connection()
    last = func.max(_VISITS.c.opened_at)
    seen = connection.execute(
        select(_STATIONS.c.id, _STATIONS.c.name)
        .join(_VISITS, _VISITS.c.station_id == _STATIONS.c.id)
        .where(_VISITS.c.volunteer_id == volunteer_id)
        .group_by(_STATIONS.c.id, _STATIONS.c.name)
        .order_by(last.desc())
        .limit(_MOST_STATIONS)
    ).all()
    county = select(_VOLUNTEERS.c.county).where(_VOLUNTEERS.c.id == volunteer_id)
    others = connection.execute(
        select(_STATIONS.c.id, _STATIONS.c.name)
        .where(
            _STATIONS.c.county == county.scalar_subquery(),
            _STATIONS.c.id.not_in([row.id for row in seen]),
        )
        .order_by(_STATIONS.c.name)
        .limit(_MOST_STATIONS - len(seen))
    )
    return [Place(str(row.id), row.name) for row in (*seen, *others)]


@access.performs(Action.OBJECT)
def could_be(session: CitySession, *, actor: int, span: Span, now: datetime) -> None:
    """Refuse a time of which one could not ask for a record, as `ask` does."""
    records.timely(session, access.own_volunteer(session, actor=actor), span, now)


@access.performs(Action.OBJECT)
def ask(
    session: CitySession, *, actor: int, station_id: int, span: Span, words: str, now: datetime
) -> None:
    """Ask the clerks of a station to type service of one's own; asked twice is asked once.

    Refuses not-registered, not-found, text-empty, text-length, text-number, and what keeps a
    record from being of that time: record-backwards, -two-days, -future, -too-short, -overlaps.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    connection = session.connection()
    station = connection.execute(
        select(_STATIONS.c.id).where(_STATIONS.c.id == station_id)
    ).one_or_none()
    if station is None:
        raise Refusal(Code.NOT_FOUND)
    records.timely(session, volunteer_id, span, now)
    made = connection.execute(
        insert_into(connection, OMISSIONS)
        .values(
            volunteer_id=volunteer_id,
            station_id=station_id,
            began_at=span.began_at,
            ended_at=span.ended_at,
            words=disputes.cleaned(words),
            state="open",
            version=1,
            asked_at=now,
        )
        .on_conflict_do_nothing()
        .returning(OMISSIONS.c.id)
    ).scalar_one_or_none()
    if made is None:
        return
    audit.record(session, actor, "omission.asked", f"omission:{made}", now)
    for clerk in access.holders(session, role=Role.CLERK, scope_ref=str(station_id)):
        if clerk != actor:
            notices.tell(
                session,
                kind=WAITING,
                account_id=clerk,
                dedupe_key=f"omission/{made}/{clerk}",
                facts={"began_at": span.began_at.isoformat()},
                due_at=now,
            )


# -- the station -----------------------------------------------------------------------------------


def _mine(session: CitySession, actor: int) -> ColumnElement[bool]:
    held = access.standings(session, actor=actor, action=Action.RECORD_SERVICE)
    if Role.CLERK not in {role for role, _ in held}:
        return OMISSIONS.c.id < 0
    station_id = workplace.station_of(session, actor=actor, action=Action.SCAN_VOLUNTEER)
    own = select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.account_id == actor)
    return (
        (OMISSIONS.c.state == "open")
        & (OMISSIONS.c.station_id == station_id)
        & OMISSIONS.c.volunteer_id.not_in(own.scalar_subquery())
    )


@access.performs(Action.RECORD_SERVICE)
def following(session: CitySession, *, actor: int, after: int = 0) -> Missed | None:
    """Return the oldest that waits at the clerk's station behind `after`, beginning anew."""
    rows = (
        session.connection()
        .execute(
            select(OMISSIONS, _VOLUNTEERS.c.name, _VOLUNTEERS.c.number, _VOLUNTEERS.c.born_on)
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == OMISSIONS.c.volunteer_id)
            .where(_mine(session, actor), _VOLUNTEERS.c.suspended_at.is_(None))
            .order_by(OMISSIONS.c.id)
        )
        .all()
    )
    if not rows:
        return None
    row = next((one for one in rows if one.id > after), rows[0])
    return Missed(
        row.id, row.version, len(rows), row.volunteer_id, mask_name(row.name), row.number,
        row.born_on, Span(row.began_at, row.ended_at), row.words,
    )  # fmt: skip


@access.performs(Action.RECORD_SERVICE)
def refuse(
    session: CitySession, *, actor: int, omission_id: int, version: int, reason: str, now: datetime
) -> None:
    """Say why nothing is typed; the volunteer is told.

    Refuses not-allowed, not-found (also elsewhere, and of oneself), already-decided, step-gone for
    a reason that is none.
    """
    mine = _mine(session, actor)
    if reason not in REASONS:
        raise Refusal(Code.STEP_GONE)
    found = session.connection().execute(
        select(OMISSIONS.c.id).where(OMISSIONS.c.id == omission_id, mine)
    )
    if found.first() is None:
        raise Refusal(Code.NOT_FOUND)
    moved = session.connection().execute(
        update(OMISSIONS)
        .where(OMISSIONS.c.id == omission_id, OMISSIONS.c.version == version, mine)
        .values(
            state="refused", version=version + 1, reason=reason, decided_by=actor, decided_at=now
        )
    )
    if moved.rowcount != 1:
        raise Refusal(Code.ALREADY_DECIDED)
    audit.record(session, actor, "omission.refused", f"omission:{omission_id}", now)
    omitted.tell(session, omission_id, "omission-refused", now, reason)
