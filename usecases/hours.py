"""A volunteer's hours: the sums, the last months, and the statement line by line.

Sums come from the ledger and nothing else; a visit adds to a line where and when it was.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, or_, select, union, union_all

from domain import stars
from domain.months import bounds_of, last_months, month_of
from domain.permissions import Action
from domain.policy import Policy
from models.columns import table_of
from models.ledger import Ledger, LedgerTransfer
from models.outside import OutsideHours
from models.places import Station
from models.records import ServiceRecord
from models.visits import Visit
from usecases import access, ledger, star_awards, star_hours
from usecases.city import CitySession

_TRANSFERS = table_of(LedgerTransfer)
_VISITS = table_of(Visit)
_STATIONS = table_of(Station)
_RECORDS = table_of(ServiceRecord)
_BROUGHT = table_of(OutsideHours)

_MONTHS_SHOWN = 12
# What a typed record that has no entry is called; a refused one was never the volunteer's.
_TYPED_STATES = {"filed": "checking", "published": "on-notice", "struck": "uncounted"}
_ZERO: ColumnElement[int] = literal_column("0")


@dataclass(frozen=True, slots=True)
class HoursSummary:
    """What a volunteer has; `to_next_minutes` is None at the highest star.

    `star` is what the hours reach; `awarded_star` is what was recognised, 0 before that.
    """

    service_minutes: int
    redeemable_minutes: int
    owed_minutes: int
    this_year_minutes: int
    star: int
    to_next_minutes: int | None
    # The last twelve civil months ("2026-11") with their service minutes, the oldest first.
    months: list[tuple[str, int]]
    awarded_star: int = 0
    awarded_year: int = 0
    gives_stars: bool = True
    # Those of the service minutes that were served elsewhere, and whether stars count them.
    outside_minutes: int = 0
    outside_counts: bool = False


@access.performs(Action.SEE_OWN_HOURS)
def summary(session: CitySession, *, actor: int, now: datetime) -> HoursSummary:
    """Return the volunteer's sums; refuses `not-registered` and `not-yet-approved`."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    has = ledger.hours(session, volunteer_id=volunteer_id)
    today = session.city.calendar.day_of(now)
    policy = session.city.policy(now)
    by_month = _by_month(session, volunteer_id)
    this_year = sum(
        minutes for month, minutes in by_month.items() if month.startswith(f"{today:%Y}-")
    )
    brought = has.outside_minutes
    if brought and policy.stars.basis != "lifetime":
        brought = star_hours.outside_in(session, volunteer_id=volunteer_id, year=today.year)
    counted = _counted(policy, has.service_minutes, this_year)
    counted -= star_hours.left_out(brought, policy)
    borne = star_awards.borne(session, volunteer_id=volunteer_id, policy=policy)
    return HoursSummary(
        service_minutes=has.service_minutes,
        redeemable_minutes=has.redeemable_minutes,
        owed_minutes=has.owed_minutes,
        this_year_minutes=this_year,
        star=stars.star_for(counted, policy.stars),
        to_next_minutes=stars.minutes_to_next(counted, policy.stars),
        months=[(month, by_month.get(month, 0)) for month in last_months(today, _MONTHS_SHOWN)],
        awarded_star=borne.star if borne else 0,
        awarded_year=borne.year if borne else 0,
        gives_stars=bool(policy.stars.thresholds_hours),
        outside_minutes=has.outside_minutes,
        outside_counts=policy.stars.hours_source == "local_and_imported",
    )


def _counted(policy: Policy, lifetime_minutes: int, this_year_minutes: int) -> int:
    return lifetime_minutes if policy.stars.basis == "lifetime" else this_year_minutes


def _moved(volunteer_id: int) -> Any:
    """Return the minutes of a transfer as the volunteer sees them: given, or taken."""
    return case(
        (_TRANSFERS.c.credit == volunteer_id, _TRANSFERS.c.minutes), else_=-_TRANSFERS.c.minutes
    )


def _halves(volunteer_id: int) -> tuple[Any, Any]:
    """Return what was given to him and what was taken, each for its partial index."""
    # A bound 0 would not be known to match the index.
    return (
        (_TRANSFERS.c.credit == volunteer_id) & (_TRANSFERS.c.credit > _ZERO),
        (_TRANSFERS.c.debit == volunteer_id) & (_TRANSFERS.c.debit > _ZERO),
    )


def _his(volunteer_id: int) -> Any:
    return or_(*_halves(volunteer_id))


def _by_month(session: CitySession, volunteer_id: int) -> dict[str, int]:
    # Each half is answered by its index alone; of an OR the database would read every row.
    service = _TRANSFERS.c.ledger == int(Ledger.SERVICE)
    given, taken = _halves(volunteer_id)
    moved = union_all(
        select(_TRANSFERS.c.month, _TRANSFERS.c.minutes.label("moved")).where(given, service),
        select(_TRANSFERS.c.month, -_TRANSFERS.c.minutes).where(taken, service),
    ).subquery()
    rows = session.connection().execute(
        select(moved.c.month, func.sum(moved.c.moved)).group_by(moved.c.month)
    )
    return {month: int(minutes) for month, minutes in rows}


# -- the statement ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a month: a visit, a correction, or hours spent and given back.

    `source` is the ledger's word, or the state of a visit that has no entry: `open`, `waiting`
    (for a clerk's word) or `uncounted`. `minutes` may be negative.
    """

    day: date
    source: str
    minutes: int
    service: bool
    station: str | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    reverses: bool = False
    # "visit:7" or "record:3": what the line is about, if it is about service.
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A month's lines and sums, and which months before and after it hold any."""

    month: str
    lines: list[StatementLine]
    service_minutes: int
    redeemable_minutes: int
    earlier: str | None
    later: str | None


@access.performs(Action.SEE_OWN_HOURS)
def statement(
    session: CitySession, *, actor: int, now: datetime, month: str | None = None
) -> Statement:
    """Return the statement of a civil month ("2026-11"); without one, of the newest that has lines.

    Refuses `not-registered` and `not-yet-approved`. A month without lines is an empty statement.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    months = _months(session, volunteer_id)
    if month is None:
        month = months[-1] if months else month_of(session.city.calendar.day_of(now))
    lines = _lines(session, volunteer_id, month, now)
    return Statement(
        month=month,
        lines=lines,
        service_minutes=sum(line.minutes for line in lines if line.service),
        redeemable_minutes=sum(line.minutes for line in lines if not line.service),
        earlier=max((one for one in months if one < month), default=None),
        later=min((one for one in months if one > month), default=None),
    )


def _months(session: CitySession, volunteer_id: int) -> list[str]:
    connection = session.connection()
    given, taken = (select(_TRANSFERS.c.month).where(half) for half in _halves(volunteer_id))
    found = set(connection.scalars(union(given, taken)))
    day_of = session.city.calendar.day_of
    opened = connection.scalars(
        select(_VISITS.c.opened_at).where(
            _VISITS.c.volunteer_id == volunteer_id, func.coalesce(_VISITS.c.minutes, 0) == 0
        )
    )
    typed = connection.scalars(
        select(_RECORDS.c.began_at).where(
            _RECORDS.c.volunteer_id == volunteer_id, _RECORDS.c.state.in_(_TYPED_STATES)
        )
    )
    return sorted(found | {month_of(day_of(at)) for at in (*opened, *typed)})


def _lines(
    session: CitySession, volunteer_id: int, month: str, now: datetime
) -> list[StatementLine]:
    visits = _visits(session, volunteer_id, month, now) | _typed(session, volunteer_id, month)
    places = _places_outside(session, volunteer_id)
    entries = session.connection().execute(
        select(_TRANSFERS, _moved(volunteer_id).label("moved"))
        .where(_his(volunteer_id), _TRANSFERS.c.month == month)
        .order_by(_TRANSFERS.c.id)
    )
    lines: list[StatementLine] = []
    credited: set[str] = set()
    for entry in entries:
        if not _is_told(entry):
            continue
        line = replace(_entry_line(session, entry), station=places.get(entry.cause))
        visit = visits.get(entry.cause)
        if visit is not None and line.service:
            line = replace(line, station=visit.station, cause=entry.cause)
            if not line.reverses:
                line = replace(visit, source=entry.source, minutes=entry.moved)
                credited.add(entry.cause)
        lines.append(line)
    bare = [visit for cause, visit in visits.items() if cause not in credited]
    return sorted([*lines, *bare], key=_order)


def _is_told(entry: Any) -> bool:
    """Tell whether an entry has a line: earning fills both ledgers, and is told once."""
    if entry.ledger == Ledger.SERVICE:
        return True
    return bool(entry.cause.startswith("voucher:") or entry.key.endswith(("/owed", "/repay")))


def _order(line: StatementLine) -> tuple[date, bool, datetime | None]:
    return line.day, line.opened_at is None, line.opened_at


def _entry_line(session: CitySession, entry: Any) -> StatementLine:
    return StatementLine(
        day=session.city.calendar.day_of(entry.recorded_at),
        source=entry.source,
        minutes=entry.moved,
        service=entry.ledger == Ledger.SERVICE,
        reverses=entry.reverses_id is not None,
    )


def _visits(
    session: CitySession, volunteer_id: int, month: str, now: datetime
) -> dict[str, StatementLine]:
    """Return the month's visits under their cause, as if none had an entry."""
    first, after = bounds_of(month)
    calendar = session.city.calendar
    rows = session.connection().execute(
        select(_VISITS, _STATIONS.c.name)
        .join(_STATIONS, _STATIONS.c.id == _VISITS.c.station_id)
        .where(
            _VISITS.c.volunteer_id == volunteer_id,
            _VISITS.c.opened_at >= calendar.starts_at(first),
            _VISITS.c.opened_at < calendar.starts_at(after),
        )
    )
    return {
        f"visit:{row.id}": StatementLine(
            day=calendar.day_of(row.opened_at),
            source=_state(session, row, now),
            minutes=0,
            service=True,
            station=row.name,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            cause=f"visit:{row.id}",
        )
        for row in rows
    }


def _typed(session: CitySession, volunteer_id: int, month: str) -> dict[str, StatementLine]:
    """Return the month's typed records under their cause, as if none had an entry."""
    first, after = bounds_of(month)
    calendar = session.city.calendar
    rows = session.connection().execute(
        select(_RECORDS).where(
            _RECORDS.c.volunteer_id == volunteer_id,
            _RECORDS.c.state.in_([*_TYPED_STATES, "credited"]),
            _RECORDS.c.began_at >= calendar.starts_at(first),
            _RECORDS.c.began_at < calendar.starts_at(after),
        )
    )
    return {
        f"record:{row.id}": StatementLine(
            day=calendar.day_of(row.began_at),
            source=_TYPED_STATES.get(row.state, "uncounted"),
            minutes=0,
            service=True,
            station=row.name,
            opened_at=row.began_at,
            closed_at=row.ended_at,
            cause=f"record:{row.id}",
        )
        for row in rows
    }


def _places_outside(session: CitySession, volunteer_id: int) -> dict[str, str]:
    """Return where hours from elsewhere were served, under their cause."""
    rows = session.connection().execute(
        select(_BROUGHT.c.id, _BROUGHT.c.place).where(_BROUGHT.c.volunteer_id == volunteer_id)
    )
    return {f"outside:{row.id}": row.place for row in rows}


def _state(session: CitySession, visit: Any, now: datetime) -> str:
    if visit.closed_at is None:
        return "open"
    days = session.city.policy(visit.opened_at).credit.staff_end_days
    settled = visit.minutes is not None or visit.settled_at is not None
    in_time = now <= visit.closed_at + timedelta(days=days)
    return "waiting" if in_time and not settled else "uncounted"
