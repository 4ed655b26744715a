"""What each unit owes in a year, as rows and as they stand (PU18-1.3.x, 4.2a–c, PUZD-1.4.3).

A county whose volunteers its own office approves has that office as a unit of its own: the
county's units hand their statistics in to it, and it hands in one table for the county.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from domain.duties import (
    DutyKind,
    Owed,
    Progress,
    Standing,
    days_late,
    is_soon,
    missing,
    opens_on,
    owed_in,
    standing,
)
from domain.permissions import Action, Role
from domain.policy_duties import DutyRules
from domain.routing import Affiliation, route_for
from models.columns import table_of
from models.duties import Duty, Submission
from models.places import Unit
from usecases import access
from usecases.city import CitySession
from usecases.inserts import insert_into

_UNITS = table_of(Unit)
_DUTIES = table_of(Duty)
_SUBMISSIONS = table_of(Submission)
COUNTY_OFFICE = "county_office"
# The office that takes in the statistics of a county's units before the city does.
OFFICES = _UNITS.alias("office")
TO_OFFICE = and_(
    _DUTIES.c.kind == DutyKind.STATISTICS.value,
    OFFICES.c.kind == COUNTY_OFFICE,
    OFFICES.c.county == _UNITS.c.county,
    OFFICES.c.id != _UNITS.c.id,
    _UNITS.c.affiliation == Affiliation.COUNTY.value,
)


@dataclass(frozen=True, slots=True)
class DutyStanding:
    """One duty of one unit as it stands on a day; `late_days` counts from the due day."""

    duty_id: int
    unit_id: int
    unit_name: str
    is_member: bool
    # The county whose office takes it in; "" where the city does.
    county: str
    owed: Owed
    progress: Progress
    standing: Standing
    is_soon: bool
    missing: int
    late_days: int

    def item(self, today: date) -> dict[str, Any]:
        """Return what its line in a digest or in the chat needs, as plain values."""
        return {
            "duty_id": self.duty_id,
            "kind": self.owed.kind.value,
            "year": self.owed.year,
            "due_on": self.owed.due_on.isoformat(),
            "days_left": (self.owed.due_on - today).days,
            "opens_on": self.owed.opens_on.isoformat() if self.owed.opens_on else "",
            "opens_in": (self.owed.opens_on - today).days if self.owed.opens_on else 0,
            "accepted": self.progress.accepted,
            "missing": self.missing,
            "needed": self.owed.needed,
        }


@access.performs(Action.RUN_CLOCK)
def found_units(session: CitySession, *, now: datetime) -> int:
    """Let every member unit of the policy have its row; a renamed one keeps it. Return how many."""
    members = session.city.policy(now).members
    for member in members:
        _found(
            session,
            member.code,
            name=member.name,
            aliases=[member.short_name, *member.aliases],
            kind=member.kind,
            affiliation=member.affiliation,
            county=member.county,
            is_member=True,
        )
    return len(members)


def _found_offices(session: CitySession, now: datetime) -> None:
    """Let every county's office that collects the statistics have its row (PUZD-1.4.3b)."""
    policy = session.city.policy(now)
    if policy.duties.statistics_due_on is None:
        return
    for county in session.city.places.counties:
        route = route_for(
            affiliation=Affiliation.COUNTY,
            unit_county=county.code,
            home_county=county.code,
            rules=policy.routing,
        )
        if route.county is not None:
            _found(
                session,
                f"office-{county.code}",
                name=f"{county.short_name}{policy.duties.county_office}",
                aliases=[],
                kind=COUNTY_OFFICE,
                affiliation=Affiliation.COUNTY.value,
                county=county.code,
                is_member=False,
            )


def _found(session: CitySession, code: str, **values: Any) -> None:
    connection = session.connection()
    # Somebody may have founded it by hand, under one of its names.
    known = connection.scalar(
        select(_UNITS.c.id).where(_UNITS.c.name == values["name"], _UNITS.c.code != code)
    )
    if known is not None:
        connection.execute(_UNITS.update().where(_UNITS.c.id == known).values(code=code, **values))
        return
    connection.execute(
        insert_into(connection, _UNITS)
        .values(code=code, **values)
        .on_conflict_do_update(index_elements=["code"], set_=values)
    )


@access.performs(Action.RUN_CLOCK)
def prepare(session: CitySession, *, now: datetime) -> None:
    """Let the units stand there with what they owe this year."""
    found_units(session, now=now)
    _found_offices(session, now)
    impose(session, now=now)


def impose(session: CitySession, *, now: datetime) -> None:
    """Write down what each unit owes this civil year; rows that stand are left alone.

    Statistics whose day is over are not asked for: the city, or the unit, was not here for them.
    """
    connection = session.connection()
    policy, today = session.city.policy(now), session.city.calendar.day_of(now)
    rows = [
        {
            "unit_id": unit.id,
            "kind": each.kind.value,
            "period": str(today.year),
            "due_on": each.due_on,
            "needed": each.needed,
            "policy_version": policy.version,
        }
        for unit in connection.execute(
            select(_UNITS.c.id, _UNITS.c.is_member).order_by(_UNITS.c.id)
        )
        for each in _asked_for(session, policy.duties, today, member=unit.is_member)
    ]
    if rows:
        connection.execute(
            insert_into(connection, _DUTIES)
            .values(rows)
            .on_conflict_do_nothing(index_elements=["unit_id", "kind", "period"])
        )


def _asked_for(session: CitySession, rules: DutyRules, today: date, *, member: bool) -> list[Owed]:
    owed = owed_in(today.year, rules, session.city.calendar, member=member)
    return [one for one in owed if one.kind is not DutyKind.STATISTICS or today <= one.due_on]


def imposed(session: CitySession, *, now: datetime) -> bool:
    """Tell whether this year's duties are written down, for one unit at least, or there are none.

    A city whose rules ask units for nothing is not asked again every minute.
    """
    today = session.city.calendar.day_of(now)
    if not _asked_for(session, session.city.policy(now).duties, today, member=True):
        return True
    some = select(_DUTIES.c.id).where(_DUTIES.c.period == str(today.year)).limit(1)
    return session.connection().scalar(some) is not None


def standings(
    session: CitySession,
    *,
    now: datetime,
    unit_ids: list[int] | None = None,
    years: list[int] | None = None,
) -> list[DutyStanding]:
    """Return how the duties of the years (this one, by default) stand, unit by unit."""
    today = session.city.calendar.day_of(now)
    asked = [str(year) for year in years or [today.year]]
    query = (
        select(
            _DUTIES,
            _UNITS.c.name,
            _UNITS.c.aliases,
            _UNITS.c.is_member,
            func.coalesce(OFFICES.c.county, "").label("county"),
            func.count(case((_SUBMISSIONS.c.state == "accepted", 1))).label("accepted"),
            func.count(case((_SUBMISSIONS.c.state == "received", 1))).label("waiting"),
            func.max(_SUBMISSIONS.c.handed_in_at).label("handed_in_at"),
        )
        .join(_UNITS, _UNITS.c.id == _DUTIES.c.unit_id)
        .outerjoin(OFFICES, TO_OFFICE)
        .outerjoin(
            _SUBMISSIONS,
            and_(
                _SUBMISSIONS.c.duty_id == _DUTIES.c.id,
                _SUBMISSIONS.c.state.in_(["accepted", "received"]),
            ),
        )
        .where(
            _DUTIES.c.period.in_(asked),
            or_(_UNITS.c.is_member.is_(True), _DUTIES.c.kind == DutyKind.STATISTICS.value),
        )
        .group_by(_DUTIES.c.id, _UNITS.c.id, OFFICES.c.county)
        .order_by(_UNITS.c.id, _DUTIES.c.period, _DUTIES.c.due_on, _DUTIES.c.id)
    )
    if unit_ids is not None:
        query = query.where(_DUTIES.c.unit_id.in_(unit_ids))
    rules = session.city.policy(now).duties
    return [_standing(session, row, rules, today) for row in session.connection().execute(query)]


def _standing(session: CitySession, row: Any, rules: DutyRules, today: date) -> DutyStanding:
    owed = owed_of(row, rules)
    progress = Progress(row.accepted, row.waiting)
    left = missing(owed, progress)
    until = today
    if left == 0 and row.handed_in_at is not None:
        until = session.city.calendar.day_of(row.handed_in_at)
    return DutyStanding(
        row.id,
        row.unit_id,
        short_name(row),
        row.is_member,
        row.county,
        owed,
        progress,
        standing(owed, progress, today),
        is_soon(owed, today, rules),
        left,
        days_late(owed, until),
    )


def owed_of(row: Any, rules: DutyRules) -> Owed:
    """Return what a duty's row says is owed; when it opens is not in the row, but the policy's."""
    kind, year = DutyKind(row.kind), int(row.period)
    return Owed(kind, year, row.due_on, row.needed, opens_on(kind, year, rules))


def short_name(unit: Any) -> str:
    """Return the name that people use: the first alias, as `found_units` puts it."""
    return str(unit.aliases[0] if unit.aliases else unit.name)


def by_unit(found: list[DutyStanding]) -> dict[int, list[DutyStanding]]:
    """Return the standings under their units, in the order they came."""
    units: dict[int, list[DutyStanding]] = defaultdict(list)
    for one in found:
        units[one.unit_id].append(one)
    return dict(units)


@access.performs(Action.SUBMIT_DUTY)
def own(session: CitySession, *, actor: int, now: datetime) -> list[DutyStanding]:
    """Return what the actor's units owe this year, and what is late from the year before."""
    year = session.city.calendar.day_of(now).year
    found = standings(session, now=now, unit_ids=own_units(session, actor), years=[year - 1, year])
    return [one for one in found if one.owed.year == year or one.standing is not Standing.DONE]


def own_units(session: CitySession, actor: int) -> list[int]:
    """Return the units for which the actor hands in; a county's office is one. May refuse."""
    held = access.standings(session, actor=actor, action=Action.SUBMIT_DUTY)
    return [unit for role, place in held if (unit := answers_for(session, role, place)) is not None]


def answers_for(session: CitySession, role: Role, place: str) -> int | None:
    """Return the unit for which a role at a place hands in, None where there is none."""
    if role is Role.UNIT_CONTACT:
        return int(place) if place.isdigit() else None
    return session.connection().scalar(
        select(_UNITS.c.id).where(_UNITS.c.kind == COUNTY_OFFICE, _UNITS.c.county == place)
    )


def who_answers(session: CitySession, unit_id: int) -> list[int]:
    """Return the accounts that hand in for a unit."""
    contacts = access.holders(session, role=Role.UNIT_CONTACT, scope_ref=str(unit_id))
    county = session.connection().scalar(
        select(_UNITS.c.county).where(_UNITS.c.id == unit_id, _UNITS.c.kind == COUNTY_OFFICE)
    )
    if county is None:
        return contacts
    return contacts + access.holders(session, role=Role.COUNTY_OFFICE, scope_ref=county)


@access.performs(Action.SEE_BOARD)
def board(session: CitySession, *, actor: int, now: datetime) -> list[DutyStanding]:
    """Return how the duties of this year stand in every member unit."""
    access.places(session, actor=actor, action=Action.SEE_BOARD)
    return [one for one in standings(session, now=now) if one.is_member]
