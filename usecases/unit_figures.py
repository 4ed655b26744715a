"""How many people a unit has, and what its volunteers have served in a year (PUZD-1.3, 3.3).

Figures only: nobody is named by them, and nobody is told that he must register (A20).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, insert, literal, or_, select

from domain.identity import born_at_latest
from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.units import has_pupils
from models.columns import table_of
from models.figures import UnitHeadcount
from models.ledger import Ledger, LedgerTransfer
from models.people import Volunteer
from models.places import Unit
from models.relocations import Relocation
from usecases import access, audit
from usecases.city import CitySession

_COUNTS = table_of(UnitHeadcount)
_MOVES = table_of(Relocation)
_TRANSFERS = table_of(LedgerTransfer)
_UNITS = table_of(Unit)
_VOLUNTEERS = table_of(Volunteer)

# More than any unit has; a slip of the finger is asked again.
MOST_PEOPLE = 10_000_000


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people a unit has: who works there (a community: who lives there), and pupils."""

    staff: int
    pupils: int
    entered_at: datetime

    @property
    def people(self) -> int:
        """Return all of them."""
        return self.staff + self.pupils


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's volunteers on the last day of a year, or now in the year that runs.

    `minors` are those of them under age, `active` those who were credited anything in the year,
    `minutes` what all of them have served in it, wherever they belonged then (PUZD-4c).
    `member_days` are the days of the year's `days` so far on which each of them was registered.
    """

    registered: int = 0
    minors: int = 0
    active: int = 0
    minutes: int = 0
    member_days: int = 0
    days: int = 0

    @property
    def average_minutes(self) -> int | None:
        """Return the minutes for each of the registered, rounded down; None: there is nobody."""
        return self.minutes // self.registered if self.registered else None


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit as its contact sees it; without a headcount nobody has entered one."""

    unit_id: int
    name: str
    kind: str
    headcount: Headcount | None

    @property
    def has_pupils(self) -> bool:
        """Tell whether pupils are entered apart."""
        return has_pupils(self.kind)


@access.performs(Action.KEEP_ROSTER)
def own(session: CitySession, *, actor: int, unit_id: int, now: datetime) -> OwnUnit:
    """Return what a contact has entered of his unit; refuses not-allowed."""
    access.require(session, actor=actor, action=Action.KEEP_ROSTER, place=str(unit_id))
    row = session.connection().execute(select(_UNITS).where(_UNITS.c.id == unit_id)).one()
    found = headcounts(session, on=session.city.calendar.day_of(now), units=[unit_id])
    return OwnUnit(unit_id, row.name, row.kind, found.get(unit_id))


@access.performs(Action.KEEP_ROSTER)
def enter(
    session: CitySession, *, actor: int, unit_id: int, staff: int, pupils: int, now: datetime
) -> None:
    """Keep how many people the unit has; what was entered before stays, the newest counts.

    Refuses not-allowed, step-gone for numbers that cannot be.
    """
    unit = own(session, actor=actor, unit_id=unit_id, now=now)
    fits = 0 <= staff <= MOST_PEOPLE and 0 <= pupils <= MOST_PEOPLE and staff + pupils > 0
    if not fits or (pupils and not unit.has_pupils):
        raise Refusal(Code.STEP_GONE)
    session.connection().execute(
        insert(_COUNTS).values(
            unit_id=unit_id, staff=staff, pupils=pupils, entered_by=actor, entered_at=now
        )
    )
    audit.record(
        session, actor, "headcount.entered", f"unit:{unit_id}", now, staff=staff, pupils=pupils
    )


def headcounts(
    session: CitySession, *, on: date, units: Sequence[int] | None = None
) -> dict[int, Headcount]:
    """Return unit -> its newest headcount at the end of a day; without `units` of all."""
    newest = (
        select(func.max(_COUNTS.c.id))
        .where(_COUNTS.c.entered_at < after(session, on))
        .group_by(_COUNTS.c.unit_id)
    )
    if units is not None:
        newest = newest.where(_COUNTS.c.unit_id.in_(units))
    rows = session.connection().execute(select(_COUNTS).where(_COUNTS.c.id.in_(newest)))
    return {row.unit_id: Headcount(row.staff, row.pupils, row.entered_at) for row in rows}


def after(session: CitySession, day: date) -> datetime:
    """Return the instant at which a day is over."""
    return session.city.calendar.starts_at(day + timedelta(days=1))


def last_day(session: CitySession, *, year: int, now: datetime) -> date:
    """Return the day that a year's figures are of: its last one, or today in a year that runs."""
    return min(session.city.calendar.day_of(now), date(year, 12, 31))


def of_year(
    session: CitySession, *, year: int, now: datetime, units: Sequence[int] | None = None
) -> dict[int, UnitYear]:
    """Return unit -> its volunteers' figures of a year; a unit without volunteers is left out.

    Four statements, however many units there are; without `units` of all (X6).
    """
    day = last_day(session, year=year, now=now)
    until = after(session, day)
    unit: ColumnElement[Any] = _VOLUNTEERS.c.unit_id
    source: Any = _VOLUNTEERS
    if until <= now:
        # Who has moved since then belonged to the unit that his first move after it left.
        first = (
            select(func.min(_MOVES.c.id).label("id"))
            .where(_MOVES.c.state == "accepted", _MOVES.c.decided_at >= until)
            .group_by(_MOVES.c.volunteer_id)
            .subquery()
        )
        left = (
            select(_MOVES.c.volunteer_id, _MOVES.c.from_unit_id)
            .join(first, first.c.id == _MOVES.c.id)
            .subquery()
        )
        source = _VOLUNTEERS.outerjoin(left, left.c.volunteer_id == _VOLUNTEERS.c.id)
        unit = case((left.c.volunteer_id.is_not(None), left.c.from_unit_id), else_=unit)
    members = _members(unit, until).select_from(source).where(unit.is_not(None))
    if units is not None:
        members = members.where(unit.in_(units))
    return _figures(session, members.subquery(), year, day, now)


def of_counties(session: CitySession, *, year: int, now: datetime) -> dict[str, UnitYear]:
    """Return county -> the figures of a year of those who belong there now, in a unit or not."""
    day = last_day(session, year=year, now=now)
    members = _members(_VOLUNTEERS.c.county, after(session, day))
    return _figures(session, members.subquery(), year, day, now)


def _members(key: ColumnElement[Any], until: datetime) -> Select[Any]:
    """Return who was a volunteer before an instant, each under his unit's or county's key."""
    return select(
        _VOLUNTEERS.c.id, key.label("key"), _VOLUNTEERS.c.born_on, _VOLUNTEERS.c.approved_at
    ).where(
        _VOLUNTEERS.c.approved_at < until,
        or_(_VOLUNTEERS.c.suspended_at.is_(None), _VOLUNTEERS.c.suspended_at >= until),
    )


def _figures(
    session: CitySession, members: Subquery, year: int, day: date, now: datetime
) -> dict[Any, UnitYear]:
    adult = born_at_latest(session.city.policy(now).registration.adult_age, day)
    minor = case((members.c.born_on > adult, 1), else_=0)
    people = session.connection().execute(
        select(members.c.key, func.count(), func.sum(minor)).group_by(members.c.key)
    )
    found = {row[0]: (int(row[1]), int(row[2])) for row in people}
    given, active = _moved(session, members, _TRANSFERS.c.credit, year)
    taken, _ = _moved(session, members, _TRANSFERS.c.debit, year)
    first, days = date(year, 1, 1), (day - date(year, 1, 1)).days + 1
    missed = _days_missed(session, members, first)
    return {
        key: UnitYear(
            registered,
            minors,
            active.get(key, 0),
            given.get(key, 0) - taken.get(key, 0),
            registered * days - missed.get(key, 0),
            days,
        )
        for key, (registered, minors) in found.items()
    }


def _days_missed(session: CitySession, members: Subquery, first: date) -> dict[Any, int]:
    """Return key -> the days from a first one on before its newer members were approved.

    They are read one by one, because databases cut instants into the city's days differently.
    """
    calendar, missed = session.city.calendar, Counter[Any]()
    rows = session.connection().execute(
        select(members.c.key, members.c.approved_at).where(
            members.c.approved_at >= calendar.starts_at(first)
        )
    )
    for row in rows:
        missed[row.key] += (calendar.day_of(row.approved_at) - first).days
    return missed


def _moved(
    session: CitySession, members: Subquery, owner: ColumnElement[int], year: int
) -> tuple[dict[Any, int], dict[Any, int]]:
    """Return key -> minutes that were given to, or taken from, its members, and of how many."""
    rows = session.connection().execute(
        select(members.c.key, func.sum(_TRANSFERS.c.minutes), func.count(owner.distinct()))
        .join(members, members.c.id == owner)
        .where(
            # Written out: of a bound 0 the database would not know that the partial index fits.
            owner > literal(0, literal_execute=True),
            _TRANSFERS.c.ledger == int(Ledger.SERVICE),
            _TRANSFERS.c.month.between(f"{year}-01", f"{year}-12"),
        )
        .group_by(members.c.key)
    )
    minutes, people = {}, {}
    for row in rows:
        minutes[row[0]], people[row[0]] = int(row[1]), int(row[2])
    return minutes, people
