"""Hours of a month as rows to be typed into the national system, with its own columns (norm I16).

Of those only who have a number there; whose rows they are is whose people they are, as for entries.
A row is of one day (I14) and states what we credit, never more: its end is its beginning and that.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select, union_all

from domain.months import bounds_of, is_month
from domain.national import Segment, State, segments
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.national import NationalEntry
from models.people import Account, Volunteer
from models.places import Station, Team
from models.records import ServiceRecord
from models.visits import Visit
from usecases import audit, minors, national, paper_links
from usecases.access import performs
from usecases.city import CitySession

_ACCOUNTS = table_of(Account)
_ENTRIES = table_of(NationalEntry)
_RECORDS = table_of(ServiceRecord)
_STATIONS = table_of(Station)
_TEAMS = table_of(Team)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)

KIND = "national-hours"
_THERE = (State.ENTERED.value, State.ACCEPTED.value)


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One line: who served where from when until when; `county` is the area's six digits."""

    county: str
    team: str
    name: str
    national_number: str
    document_number: str
    remark: str
    segment: Segment


@dataclass(frozen=True, slots=True)
class HoursSheet:
    """The rows of a month (YYYY-MM), and the language of whoever asked for them."""

    month: str
    rows: tuple[HoursRow, ...]
    language: str


@performs(Action.ENTER_NATIONAL)
def link(session: CitySession, *, actor: int, month: str, now: datetime) -> str:
    """Return a link that opens the hours of a month once, with whole ID numbers; in the trail.

    Refuses not-allowed, and step-gone for what is no month or has not begun.
    """
    national.standing(session, actor=actor, now=now)
    if not is_month(month) or month > f"{session.city.calendar.day_of(now):%Y-%m}":
        raise Refusal(Code.STEP_GONE)
    audit.record(session, actor, "national.hours-asked", f"account:{actor}", now, month=month)
    subject = int(month.replace("-", ""))
    return paper_links.make(session, actor=actor, kind=KIND, subject=subject, now=now)


@performs(Action.LOOK_AROUND)
def by_link(session: CitySession, *, token: str, now: datetime) -> HoursSheet | None:
    """Return the hours of whoever asked for the link; once.

    None for a link that is forged, late or used, and for one whose asker has no right any more.
    """
    opened = paper_links.take(session, token=token, now=now)
    if opened is None or opened.kind != KIND:
        return None
    actor, month = opened.account_id, f"{opened.subject // 100:04}-{opened.subject % 100:02}"
    try:
        rows = _rows(session, actor, month, now)
    except Refusal:
        return None
    facts: dict[str, int | str] = {"month": month, "rows": len(rows)}
    audit.record(session, actor, "national.hours-opened", f"account:{actor}", now, **facts)
    language = session.connection().scalar(
        select(_ACCOUNTS.c.language).where(_ACCOUNTS.c.id == actor)
    )
    return HoursSheet(month, rows, language or "")


def _rows(session: CitySession, actor: int, month: str, now: datetime) -> tuple[HoursRow, ...]:
    found = session.connection().execute(
        select(
            (some := _served(session, month).subquery()),
            _VOLUNTEERS,
            _ENTRIES.c.number.label("national_number"),
            _TEAMS.c.name.label("team"),
        )
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == some.c.volunteer_id)
        .join(_ENTRIES, _ENTRIES.c.volunteer_id == _VOLUNTEERS.c.id)
        .outerjoin(_TEAMS, _TEAMS.c.id == _VOLUNTEERS.c.team_id)
        .where(*national.own_entries(session, actor, now), _ENTRIES.c.state.in_(_THERE))
        .order_by(some.c.began_at, _ENTRIES.c.id)
    )
    rows = found.all()
    for born_on, volunteer_id in {(row.born_on, row.volunteer_id) for row in rows}:
        subject = f"volunteer:{volunteer_id}"
        minors.seen(session, actor, subject, born_on, minors.Screen.ENTRY_SHEET, now)
    return tuple(one for row in rows for one in _of_days(session, row))


def _of_days(session: CitySession, row: Any) -> list[HoursRow]:
    number = session.city.keys.open(row.id_sealed, f"volunteer/{row.opaque_id}/id_number")
    who = (row.county, row.team or "", row.name, row.national_number, number, row.what)
    found = segments(row.began_at, row.minutes, session.city.calendar)
    return [HoursRow(*who, segment) for segment in found]


def _served(session: CitySession, month: str) -> Any:
    """Return what counts of a month: visits and typed records."""
    starts = session.city.calendar.starts_at
    begins, ends = (starts(day) for day in bounds_of(month))
    visits = (
        select(
            _VISITS.c.volunteer_id,
            _VISITS.c.opened_at.label("began_at"),
            _VISITS.c.minutes,
            _STATIONS.c.name.label("what"),
        )
        .join(_STATIONS, _STATIONS.c.id == _VISITS.c.station_id)
        .where(_VISITS.c.opened_at >= begins, _VISITS.c.opened_at < ends)
        .where(_VISITS.c.minutes > literal(0))
    )
    records = select(
        _RECORDS.c.volunteer_id, _RECORDS.c.began_at, _RECORDS.c.minutes, _RECORDS.c.name
    ).where(
        _RECORDS.c.began_at >= begins,
        _RECORDS.c.began_at < ends,
        _RECORDS.c.state == "credited",
        _RECORDS.c.minutes > literal(0),
    )
    return union_all(visits, records)
