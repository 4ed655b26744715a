"""What each member unit owes in a year, as rows and as they stand (PU18-1.3.x, 4.2a–c)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.duties import DutyKind, Owed, Progress, Standing, days_late, missing, owed_in, standing
from domain.permissions import Action
from models.columns import table_of
from models.duties import Duty, Submission
from models.places import Unit
from usecases import access
from usecases.city import CitySession

_UNITS = table_of(Unit)
_DUTIES = table_of(Duty)
_SUBMISSIONS = table_of(Submission)


@dataclass(frozen=True, slots=True)
class DutyStanding:
    """One duty of one unit as it stands on a day; `late_days` counts from the due day."""

    duty_id: int
    unit_id: int
    unit_name: str
    owed: Owed
    progress: Progress
    standing: Standing
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
            "accepted": self.progress.accepted,
            "missing": self.missing,
            "needed": self.owed.needed,
        }


@access.performs(Action.RUN_CLOCK)
def found_units(session: CitySession, *, now: datetime) -> int:
    """Let every member unit of the policy have its row; a renamed one keeps it. Return how many."""
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    members = session.city.policy(now).members
    for member in members:
        values = {
            "name": member.name,
            "aliases": [member.short_name, *member.aliases],
            "kind": member.kind,
            "affiliation": member.affiliation,
            "county": member.county,
            "is_member": True,
        }
        # Somebody may have founded it by hand, under one of its names.
        known = connection.scalar(
            select(_UNITS.c.id).where(_UNITS.c.name == member.name, _UNITS.c.code != member.code)
        )
        if known is not None:
            connection.execute(
                _UNITS.update().where(_UNITS.c.id == known).values(code=member.code, **values)
            )
            continue
        connection.execute(
            insert(_UNITS)
            .values(code=member.code, **values)
            .on_conflict_do_update(index_elements=["code"], set_=values)
        )
    return len(members)


@access.performs(Action.RUN_CLOCK)
def prepare(session: CitySession, *, now: datetime) -> None:
    """Let the member units stand there with what they owe this year."""
    found_units(session, now=now)
    impose(session, now=now)


def impose(session: CitySession, *, now: datetime) -> None:
    """Write down what each member unit owes this civil year; rows that stand are left alone."""
    connection = session.connection()
    year = session.city.calendar.day_of(now).year
    policy = session.city.policy(now)
    owed = owed_in(year, policy.duties, session.city.calendar)
    if not owed:
        return
    units = connection.scalars(
        select(_UNITS.c.id).where(_UNITS.c.is_member.is_(True)).order_by(_UNITS.c.id)
    ).all()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [
        {
            "unit_id": unit_id,
            "kind": each.kind.value,
            "period": str(year),
            "due_on": each.due_on,
            "needed": each.needed,
            "policy_version": policy.version,
        }
        for unit_id in units
        for each in owed
    ]
    if rows:
        connection.execute(
            insert(_DUTIES)
            .values(rows)
            .on_conflict_do_nothing(index_elements=["unit_id", "kind", "period"])
        )


def imposed(session: CitySession, *, now: datetime) -> bool:
    """Tell whether this year's duties are written down, for one unit at least, or there are none.

    A city whose rules ask units for nothing is not asked again every minute.
    """
    year, calendar = session.city.calendar.day_of(now).year, session.city.calendar
    if not owed_in(year, session.city.policy(now).duties, calendar):
        return True
    some = select(_DUTIES.c.id).where(_DUTIES.c.period == str(year)).limit(1)
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
            func.count(case((_SUBMISSIONS.c.state == "accepted", 1))).label("accepted"),
            func.count(case((_SUBMISSIONS.c.state == "received", 1))).label("waiting"),
            func.max(_SUBMISSIONS.c.handed_in_at).label("handed_in_at"),
        )
        .join(_UNITS, _UNITS.c.id == _DUTIES.c.unit_id)
        .outerjoin(
            _SUBMISSIONS,
            and_(
                _SUBMISSIONS.c.duty_id == _DUTIES.c.id,
                _SUBMISSIONS.c.state.in_(["accepted", "received"]),
            ),
        )
        .where(_DUTIES.c.period.in_(asked), _UNITS.c.is_member.is_(True))
        .group_by(_DUTIES.c.id, _UNITS.c.id)
        .order_by(_UNITS.c.id, _DUTIES.c.period, _DUTIES.c.due_on, _DUTIES.c.id)
    )
    if unit_ids is not None:
        query = query.where(_DUTIES.c.unit_id.in_(unit_ids))
    return [_standing(session, row, today) for row in session.connection().execute(query)]


def _standing(session: CitySession, row: Any, today: date) -> DutyStanding:
    owed = Owed(DutyKind(row.kind), int(row.period), row.due_on, row.needed)
    progress = Progress(row.accepted, row.waiting)
    left = missing(owed, progress)
    until = today
    if left == 0 and row.handed_in_at is not None:
        until = session.city.calendar.day_of(row.handed_in_at)
    return DutyStanding(
        row.id,
        row.unit_id,
        _short(row.name, row.aliases),
        owed,
        progress,
        standing(owed, progress, today),
        left,
        days_late(owed, until),
    )


def _short(name: str, aliases: list[str]) -> str:
    """Return the name that people use: the first alias, as `found_units` puts it."""
    return aliases[0] if aliases else name


def by_unit(found: list[DutyStanding]) -> dict[int, list[DutyStanding]]:
    """Return the standings under their units, in the order they came."""
    units: dict[int, list[DutyStanding]] = defaultdict(list)
    for one in found:
        units[one.unit_id].append(one)
    return dict(units)


@access.performs(Action.SUBMIT_DUTY)
def own(session: CitySession, *, actor: int, now: datetime) -> list[DutyStanding]:
    """Return what the contact's units owe this year, and what is late from the year before."""
    unit_ids = [
        int(place) for place in access.places(session, actor=actor, action=Action.SUBMIT_DUTY)
    ]
    year = session.city.calendar.day_of(now).year
    found = standings(session, now=now, unit_ids=unit_ids, years=[year - 1, year])
    return [one for one in found if one.owed.year == year or one.standing is not Standing.DONE]


@access.performs(Action.SEE_BOARD)
def board(session: CitySession, *, actor: int, now: datetime) -> list[DutyStanding]:
    """Return how the duties of this year stand in every member unit."""
    access.places(session, actor=actor, action=Action.SEE_BOARD)
    return standings(session, now=now)
