"""The books of service on paper: a volunteer's own (SM3-5e), and a station's (PUZD-3.2)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, literal, null, select, union_all

from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from models.places import Station, Unit
from models.records import ServiceRecord
from models.visits import Visit
from usecases import access, honours, served, trainings, workplace
from usecases.city import CitySession, day_bounds
from usecases.recipients import CONFIRMED, WORDS
from usecases.station_past import StationsThen

_VOLUNTEERS = table_of(Volunteer)
_STATIONS = table_of(Station)
_UNITS = table_of(Unit)
_VISITS = table_of(Visit)
_RECORDS = table_of(ServiceRecord)
# What a typed record says of itself, by the name that a line has for it.
_TYPED = {
    "what": "name",
    "recipients": "recipients",
    "content": "content",
    "leader": "leader",
    "quality": "quality",
    "quality_on": "quality_on",
}
# A register page is of a day or of a month.
MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class BookLine:
    """One service: when, what, where, for whom, how long, how it was recorded, who led it.

    `stars` are the recipient's, 0 for none; `quality` is what was written about it.
    """

    day: date | None
    opened_at: datetime | None
    closed_at: datetime | None
    what: str
    place: str
    recipients: str
    content: str
    minutes: int
    source: str
    unit: str
    leader: str
    quality: str
    quality_on: date | None
    stars: int


@dataclass(frozen=True, slots=True)
class RecordBook:
    """All that a volunteer has served, the oldest first."""

    name: str
    number: str
    unit: str
    lines: list[BookLine]
    minutes: int
    # What stands of the trainings; learning is no service, and its time is in no sum of the above.
    trainings: list[trainings.Said]
    honours: list[honours.Held]


@access.performs(Action.SEE_OWN_HOURS)
def own(session: CitySession, *, actor: int) -> RecordBook:
    """Return the volunteer's own record book; its sum is that of the ledger."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    who = (
        session.connection().execute(
            select(_VOLUNTEERS.c.name, _VOLUNTEERS.c.number, _UNITS.c.name.label("unit"))
            .outerjoin(_UNITS, _UNITS.c.id == _VOLUNTEERS.c.unit_id)
            .where(_VOLUNTEERS.c.id == volunteer_id)
        )
    ).one()
    months = served.months(session, volunteer_id)
    found = served.by_cause(session, volunteer_id, months[0], months[-1]) if months else []
    lines = [_line(one) for one in found if one.served.minutes]
    lines.sort(key=lambda line: (line.day or date.min, str(line.opened_at or "")))
    learned = trainings.of_volunteer(session, volunteer_id)
    return RecordBook(
        who.name,
        who.number,
        who.unit or "",
        lines,
        sum(line.minutes for line in lines),
        [one.said for one in reversed(learned) if one.state == "stands"],
        honours.of_volunteer(session, volunteer_id),
    )


def _line(one: served.Cause) -> BookLine:
    return BookLine(
        day=one.served.day,
        opened_at=one.opened_at,
        closed_at=one.closed_at,
        what=one.served.place,
        place=one.where,
        recipients=one.recipients,
        content=one.content,
        minutes=one.served.minutes,
        source=one.served.source,
        unit=one.served.unit,
        leader=one.leader,
        quality=one.quality,
        quality_on=one.quality_on,
        stars=one.stars,
    )


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One person's service at a station; the name is masked, the number tells him apart.

    `what` is "" for a scanned duty; of one that counts nothing yet the register shows the rest too.
    """

    masked_name: str
    number: str
    opened_at: datetime
    closed_at: datetime | None
    minutes: int | None
    typed: bool
    what: str
    recipients: str
    content: str
    leader: str
    quality: str
    quality_on: date | None
    stars: int


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """What a station's register says of some days."""

    station: str
    address: str
    unit: str
    first_on: date
    last_on: date
    lines: list[RegisterLine]
    people: int
    minutes: int


@access.performs(Action.SEE_STATION_DAY)
def register(session: CitySession, *, actor: int, first_on: date, last_on: date) -> RegisterPage:
    """Return the register of the clerk's station from one day to another, at most a month.

    Refuses not-allowed, and step-gone for days that are no day or month.
    """
    station_id = workplace.station_of(session, actor=actor, action=Action.SEE_STATION_DAY)
    if not 0 <= (last_on - first_on).days < MOST_DAYS:
        raise Refusal(Code.STEP_GONE)
    station = (
        session.connection().execute(
            select(_STATIONS.c.name, _STATIONS.c.address, _UNITS.c.name.label("unit"))
            .outerjoin(_UNITS, _UNITS.c.id == _STATIONS.c.unit_id)
            .where(_STATIONS.c.id == station_id)
        )
    ).one()
    begins, ends = day_bounds(session, first_on)[0], day_bounds(session, last_on)[1]
    rows = session.connection().execute(_served_at(station_id, begins, ends)).all()
    then = StationsThen(session, {station_id})
    lines = [_register_line(session, then, station_id, row) for row in rows]
    return RegisterPage(
        station=station.name,
        address=station.address,
        unit=station.unit or "",
        first_on=first_on,
        last_on=last_on,
        lines=lines,
        people=len({row.number for row in rows}),
        minutes=sum(row.minutes or 0 for row in rows),
    )


def _register_line(
    session: CitySession, then: StationsThen, station_id: int, row: Any
) -> RegisterLine:
    duty = then.duty(station_id, row.opened_at)
    said_on = session.city.calendar.day_of(row.said_at) if row.said_at else row.quality_on
    whom = session.city.policy(row.opened_at).records.visit_recipients
    return RegisterLine(
        masked_name=mask_name(row.name),
        number=row.number,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        minutes=row.minutes,
        typed=row.typed,
        what=row.what or "",
        recipients=(row.recipients or "") if row.typed else whom,
        content=row.content if row.typed else duty.content,
        leader=row.leader if row.typed else duty.leader,
        quality=row.quality or "",
        quality_on=said_on,
        stars=row.stars or 0,
    )


def _served_at(station_id: int, begins: datetime, ends: datetime) -> Any:
    """Return the query of visits and of typed records that count, in the order they began."""
    visits = (
        select(
            _VISITS.c.volunteer_id,
            _VISITS.c.opened_at,
            _VISITS.c.closed_at,
            _VISITS.c.minutes,
            literal(value=False).label("typed"),
            *(null().label(name) for name in _TYPED),
            WORDS.c.stars,
            WORDS.c.said_at,
        )
        .outerjoin(WORDS, (WORDS.c.visit_id == _VISITS.c.id) & CONFIRMED)
        .where(_VISITS.c.station_id == station_id, _within(_VISITS.c.opened_at, begins, ends))
    )
    records = (
        select(
            _RECORDS.c.volunteer_id,
            _RECORDS.c.began_at,
            _RECORDS.c.ended_at,
            _RECORDS.c.minutes,
            literal(value=True),
            *(_RECORDS.c[name] for name in _TYPED.values()),
            WORDS.c.stars,
            WORDS.c.said_at,
        )
        .outerjoin(WORDS, (WORDS.c.record_id == _RECORDS.c.id) & CONFIRMED)
        .where(
            _RECORDS.c.station_id == station_id,
            _RECORDS.c.state == "credited",
            _within(_RECORDS.c.began_at, begins, ends),
        )
    )
    some = union_all(visits, records).subquery()
    return (
        select(some, _VOLUNTEERS.c.name, _VOLUNTEERS.c.number)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == some.c.volunteer_id)
        .order_by(some.c.opened_at, _VOLUNTEERS.c.number)
    )


def _within(column: Any, begins: datetime, ends: datetime) -> ColumnElement[bool]:
    within: ColumnElement[bool] = (column >= begins) & (column < ends)
    return within
