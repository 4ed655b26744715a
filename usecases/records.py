"""Typing service that no scan saw: for whom, when, what, and that it was service at all.

What is typed here counts for nothing yet: `record_checks.py` has the second person's word and the
notice, `record_credit.py` what comes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from domain.duties import next_office_hour
from domain.permissions import Action, Role, Scope, scope_for
from domain.policy_records import Records
from domain.records import (
    NO_SERVICE,
    WRITTEN,
    Span,
    is_late,
    lacking,
    warning_days,
    when_refused,
)
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import mask_name, public_text
from models.columns import table_of
from models.people import Volunteer
from models.places import Station, Unit
from models.records import RecordFile, ServiceRecord
from models.visits import Visit
from usecases import (
    access,
    audit,
    notices,
    omitted,
    queue_notices,
    registration,
    stored_files,
    workplace,
)
from usecases.city import CitySession
from usecases.file_store import Kept
from usecases.taken_time import taken_by

RECORDS = table_of(ServiceRecord)
FILES = table_of(RecordFile)
_VOLUNTEERS = table_of(Volunteer)
_UNITS = table_of(Unit)
_STATIONS = table_of(Station)
_VISITS = table_of(Visit)

MOST = {
    "name": 60,
    "place": 60,
    "recipients": 60,
    "content": 300,
    "leader": 30,
    "organizer": 60,
    "quality": 200,
    "reason": 300,
    "late_reason": 300,
}
MOST_FILES = 5
MOST_PEOPLE = 8
_RECORDERS = (Role.CLERK, Role.UNIT_CONTACT, Role.FEDERATION)
# Whoever was at the station lately is whom its clerk will want to write something for.
_LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Person:
    """A volunteer as a recorder finds him: masked, with his number."""

    volunteer_id: int
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Begun:
    """Whom a record is about, and what can be proposed for its fields."""

    person: Person
    place: str
    organizer: str


@dataclass(frozen=True, slots=True)
class Timely:
    """A time that can be recorded; `due_on` is the last day that needs one approval only."""

    span: Span
    late: bool
    due_on: date


@dataclass(frozen=True, slots=True)
class Filed:
    """A record that was handed in and waits for a second person."""

    record_id: int
    person: Person
    span: Span
    late: bool
    county: str


@access.performs(Action.RECORD_SERVICE)
def people(
    session: CitySession, *, actor: int, role: Role, now: datetime, after: str = ""
) -> list[Person]:
    """Return at most 8 whom the recorder may write for, by number, behind the number `after`.

    A contact sees his unit's people, a clerk who was at his station in the last weeks; the
    Federation types a number. Refuses not-allowed.
    """
    place = _place(session, actor, role)
    if role is Role.FEDERATION:
        return []
    query = select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.name, _VOLUNTEERS.c.number).where(
        _VOLUNTEERS.c.suspended_at.is_(None),
        _VOLUNTEERS.c.number > after,
        _VOLUNTEERS.c.account_id.is_(None) | (_VOLUNTEERS.c.account_id != actor),
    )
    if role is Role.UNIT_CONTACT:
        query = query.where(_VOLUNTEERS.c.unit_id.in_(_units(session, actor)))
    else:
        lately = select(_VISITS.c.volunteer_id).where(
            _VISITS.c.station_id == int(place), _VISITS.c.opened_at > now - _LATELY
        )
        query = query.where(_VOLUNTEERS.c.id.in_(lately))
    rows = session.connection().execute(query.order_by(_VOLUNTEERS.c.number).limit(MOST_PEOPLE))
    return [_person(row) for row in rows]


@access.performs(Action.RECORD_SERVICE)
def about(session: CitySession, *, actor: int, role: Role, number: str) -> Begun:
    """Return the volunteer of a number, if this recorder may write for him.

    Refuses not-allowed, volunteer-unknown (also for one of another unit), record-another (nobody
    writes his own hours).
    """
    row = _subject(session, actor, role, _VOLUNTEERS.c.number == number.strip())
    place, organizer = _proposed(session, actor, role, row)
    return Begun(_person(row), place, organizer)


@access.performs(Action.LOOK_AROUND)
def asked_for(session: CitySession, *, now: datetime) -> Records:
    """Return what the policy asks a recorder for."""
    return session.city.policy(now).records


def _place(session: CitySession, actor: int, role: Role) -> str:
    """Return where the recorder writes in this role: his station, or "" where it does not matter.

    Refuses not-allowed to everybody who does not hold the role.
    """
    held = access.standings(session, actor=actor, action=Action.RECORD_SERVICE)
    if role not in {one for one, _ in held} or role not in _RECORDERS:
        raise Refusal(Code.NOT_ALLOWED)
    if scope_for(Action.RECORD_SERVICE, role) is Scope.STATION:
        return str(workplace.station_of(session, actor=actor, action=Action.RECORD_SERVICE))
    return ""


def _units(session: CitySession, actor: int) -> list[int]:
    held = access.standings(session, actor=actor, action=Action.RECORD_SERVICE)
    return [int(place) for role, place in held if role is Role.UNIT_CONTACT]


def _subject(
    session: CitySession, actor: int, role: Role, which: Any, *, lock: bool = False
) -> Any:
    _place(session, actor, role)
    query = select(_VOLUNTEERS).where(which, _VOLUNTEERS.c.suspended_at.is_(None))
    row = session.connection().execute(query.with_for_update() if lock else query).one_or_none()
    if row is None or (role is Role.UNIT_CONTACT and row.unit_id not in _units(session, actor)):
        raise Refusal(Code.VOLUNTEER_UNKNOWN)
    if row.account_id == actor:
        raise Refusal(Code.RECORD_ANOTHER)
    return row


def _person(row: Any) -> Person:
    return Person(row.id, mask_name(row.name), row.number)


def _proposed(session: CitySession, actor: int, role: Role, volunteer: Any) -> tuple[str, str]:
    connection = session.connection()
    organizer = _unit_name(session, volunteer.unit_id)
    if role is not Role.CLERK:
        return "", organizer
    station = connection.execute(
        select(_STATIONS.c.name, _STATIONS.c.unit_id).where(
            _STATIONS.c.id == int(_place(session, actor, role))
        )
    ).one()
    return station.name, _unit_name(session, station.unit_id) or station.name


def _unit_name(session: CitySession, unit_id: int | None) -> str:
    found = session.connection().scalar(select(_UNITS.c.name).where(_UNITS.c.id == unit_id))
    return found or ""


# -- when ------------------------------------------------------------------------------------------


@access.performs(Action.RECORD_SERVICE)
def at_that_time(
    session: CitySession, *, actor: int, role: Role, volunteer_id: int, span: Span, now: datetime
) -> Timely:
    """Return whether a record can be of this time, and let the recorder be warned to finish it.

    The warnings come on the policy's working days and only if no record has come by then (X13).
    Refuses record-backwards, -two-days, -future, -too-short, -overlaps, not-allowed.
    """
    _subject(session, actor, role, _VOLUNTEERS.c.id == volunteer_id)
    found = timely(session, volunteer_id, span, now)
    policy, calendar = session.city.policy(now), session.city.calendar
    served_on = calendar.day_of(span.began_at)
    for nth, day in enumerate(warning_days(served_on, calendar, policy.records)):
        opens_at = next_office_hour(calendar.starts_at(day), policy.duties, calendar)
        if opens_at > now:
            notices.tell(
                session,
                kind="record-deadline",
                account_id=actor,
                dedupe_key=f"record-deadline/{actor}/{volunteer_id}/{served_on}/{nth}",
                facts={
                    "volunteer_id": volunteer_id,
                    "served_on": served_on.isoformat(),
                    "due_on": found.due_on.isoformat(),
                },
                due_at=opens_at,
            )
    return found


def timely(session: CitySession, volunteer_id: int, span: Span, now: datetime) -> Timely:
    """Return when a record of this time is due; refuses what `at_that_time` does of the time."""
    policy, calendar = session.city.policy(now), session.city.calendar
    rules = session.city.policy(span.began_at).credit
    refused = when_refused(span, now=now, calendar=calendar, rules=rules)
    if refused is not None:
        raise Refusal.of(refused)
    taken = taken_by(session, volunteer_id=volunteer_id, span=span, now=now)
    if taken is not None:
        raise Refusal(
            Code.RECORD_OVERLAPS,
            began_at=taken.began_at.isoformat(),
            ended_at=taken.ended_at.isoformat(),
        )
    served_on = calendar.day_of(span.began_at)
    due_on = calendar.add_workdays(served_on, policy.records.deadline_workdays)
    return Timely(span, is_late(served_on, calendar.day_of(now), calendar, policy.records), due_on)


# -- handing in ------------------------------------------------------------------------------------


@access.performs(Action.RECORD_SERVICE)
def file_record(
    session: CitySession,
    *,
    actor: int,
    role: Role,
    volunteer_id: int,
    span: Span,
    said: Mapping[str, str],
    denied: list[str],
    reason: str,
    files: list[Kept],
    request_id: str,
    late_reason: str = "",
    now: datetime,
) -> Filed:
    """Keep a typed record and call the officers who check it; the same request is the same record.

    `denied` are the questions of what is no service that were asked and answered with no. Refuses
    what `at_that_time` refuses, record-lacks, record-no-service, record-no-file, text-length,
    record-why-late (it comes too late and does not say why).
    """
    known = _filed_before(session, actor, request_id)
    if known is not None:
        return known
    # Locked: of two records of one person at once the second one sees the first.
    row = _subject(session, actor, role, _VOLUNTEERS.c.id == volunteer_id, lock=True)
    when = timely(session, volunteer_id, span, now)
    policy = session.city.policy(now)
    fields = _fields(said, policy.records.mandatory)
    if set(denied) != set(policy.records.not_service):
        raise Refusal.of(NO_SERVICE)
    if not files:
        raise Refusal(Code.RECORD_NO_FILE)
    if when.late and not late_reason.strip():
        raise Refusal(Code.RECORD_WHY_LATE, "records.deadline_workdays")
    county = county_of(session, row, now)
    rated_on = session.city.calendar.day_of(now) if fields["quality"] else None
    record_id = (
        session.connection()
        .execute(
            insert(RECORDS)
            .values(
                **fields,
                request_id=request_id,
                volunteer_id=volunteer_id,
                station_id=int(_place(session, actor, role)) if role is Role.CLERK else None,
                unit_id=row.unit_id,
                quality_on=rated_on,
                began_at=span.began_at,
                ended_at=span.ended_at,
                reason=cleaned(reason, "reason"),
                denied=sorted(denied),
                late=when.late,
                late_reason=cleaned(late_reason, "late_reason") if when.late else None,
                county=county,
                typed_by=actor,
                typed_at=now,
                state="filed",
                version=1,
                policy_version=policy.version,
            )
            .returning(RECORDS.c.id)
        )
        .scalar_one()
    )
    for file in files[:MOST_FILES]:
        keep_file(session, record_id, file, now)
    audit.record(session, actor, "record.filed", f"record:{record_id}", now, late=when.late)
    omitted.filed(session, volunteer_id=row.id, span=span, record_id=record_id, by=actor, now=now)
    call_officers(session, county, now)
    return Filed(record_id, _person(row), span, when.late, county)


def _filed_before(session: CitySession, actor: int, request_id: str) -> Filed | None:
    """Return the record that the same request has made already."""
    connection = session.connection()
    known = connection.execute(
        select(RECORDS).where(RECORDS.c.request_id == request_id, RECORDS.c.typed_by == actor)
    ).one_or_none()
    if known is None:
        return None
    volunteer = select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == known.volunteer_id)
    person, span = (
        _person(connection.execute(volunteer).one()),
        Span(known.began_at, known.ended_at),
    )
    return Filed(known.id, person, span, known.late, known.county)


def cleaned(text: str, field: str) -> str:
    """Return a text as it is kept; refuses text-empty, text-length and text-number."""
    return unless_refused(public_text(text, max_length=MOST[field]))


def _fields(said: Mapping[str, str], mandatory: Any) -> dict[str, str | None]:
    missing = lacking(said, mandatory)
    if missing:
        raise Refusal(Code.RECORD_LACKS, "records.mandatory", field=missing[0])
    fields: dict[str, str | None] = {}
    for field in WRITTEN:
        text = said.get(field, "")
        fields[field] = cleaned(text, field) if text.strip() else None
    return fields


def county_of(session: CitySession, volunteer: Any, now: datetime) -> str:
    """Return whose officers check what is typed for him: as they decide about registrations."""
    return registration.route_of(session, volunteer.unit_id, volunteer.county, now).county or ""


def call_officers(session: CitySession, county: str, now: datetime) -> None:
    """Tell those who check the records of a county, or of the city, that one waits."""
    for role in (Role.COUNTY_OFFICE,) if county else (Role.FEDERATION, Role.OFFICE):
        queue_notices.call(
            session, kind=queue_notices.RECORDS, role=role, scope_ref=county, now=now
        )


def keep_file(session: CitySession, record_id: int, file: Kept, now: datetime) -> None:
    """Keep one of a record's papers under the name that its sender gave it."""
    stored_files.keep(session, file, now)
    session.connection().execute(
        insert(FILES).values(record_id=record_id, sha256=file.sha256, name=file.name)
    )
