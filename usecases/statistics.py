"""The yearly table of statistics: a unit's own, and the one that a county's office collects.

PUZD-1.4.3. The figures are those of the day on which the table is made; what was handed in is the
paper with the seal on it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from domain.duties import DutyKind, Owed, Standing
from domain.permissions import Action, Role
from domain.statistics import Line, Table
from models.columns import table_of
from models.duties import Duty
from models.people import Volunteer
from models.places import Unit
from models.stars import StarAward
from usecases import access, duties, submissions, unit_figures
from usecases.city import CitySession
from usecases.duties import DutyStanding

_AWARDS = table_of(StarAward)
_DUTIES = table_of(Duty)
_UNITS = table_of(Unit)
_VOLUNTEERS = table_of(Volunteer)


@dataclass(frozen=True, slots=True)
class Collected:
    """How the tables stand that are handed in to an office, and what it owes itself."""

    owed: Owed
    standings: tuple[DutyStanding, ...]
    own: DutyStanding | None

    @property
    def missing(self) -> list[str]:
        """Return who has not handed in."""
        return [one.unit_name for one in self.standings if one.missing]

    def count(self, standing: Standing) -> int:
        """Return how many stand so."""
        return sum(one.standing is standing for one in self.standings)


@access.performs(Action.SUBMIT_DUTY)
def table(session: CitySession, *, actor: int, duty_id: int, now: datetime) -> Table:
    """Return the table that fulfils a duty: of one unit, or for a county's office of its county.

    Refuses not-found, not-allowed, duty-done, duty-not-open.
    """
    opened = submissions.open_duty(session, actor=actor, duty_id=duty_id, now=now)
    unit = session.connection().execute(select(_UNITS).where(_UNITS.c.id == opened.unit_id)).one()
    units = {unit.id: unit.name}
    if unit.kind == duties.COUNTY_OFFICE:
        units |= _units_of(session, unit.county, opened.year)
    lines = _lines(session, units, opened.year, now)
    if len(lines) > 1 and not lines[0].registered:
        # The office itself has a line where it has volunteers of its own.
        del lines[0]
    city = session.city.policy(now).city
    until_on = unit_figures.last_day(session, year=opened.year, now=now)
    return Table(unit.name, opened.year, until_on, tuple(lines), city.name, city.name_en)


def _units_of(session: CitySession, county: str, year: int) -> dict[int, str]:
    """Return the units that hand in to a county's office, by their whole names."""
    rows = session.connection().execute(
        select(_UNITS.c.id, _UNITS.c.name)
        .join(_DUTIES, _DUTIES.c.unit_id == _UNITS.c.id)
        .join(duties.OFFICES, duties.TO_OFFICE)
        .where(duties.OFFICES.c.county == county, _DUTIES.c.period == str(year))
        .order_by(_UNITS.c.id)
    )
    return {row.id: row.name for row in rows}


def _lines(session: CitySession, units: dict[int, str], year: int, now: datetime) -> list[Line]:
    ids = list(units)
    day = unit_figures.last_day(session, year=year, now=now)
    people = unit_figures.headcounts(session, on=day, units=ids)
    served = unit_figures.of_year(session, year=year, now=now, units=ids)
    bearers = session.connection().execute(
        select(_VOLUNTEERS.c.unit_id, func.count(_AWARDS.c.volunteer_id.distinct()))
        .join(_AWARDS, _AWARDS.c.volunteer_id == _VOLUNTEERS.c.id)
        .where(_VOLUNTEERS.c.unit_id.in_(ids), _VOLUNTEERS.c.suspended_at.is_(None))
        .group_by(_VOLUNTEERS.c.unit_id)
    )
    stars: dict[int, int] = {row[0]: row[1] for row in bearers}
    lines = []
    for unit, name in units.items():
        count, figures = people.get(unit), served.get(unit, unit_figures.UnitYear())
        lines.append(
            Line(
                name,
                count.people if count else None,
                figures.registered if count else 0,
                figures.registered,
                figures.minutes,
                stars.get(unit, 0),
            )
        )
    return lines


@access.performs(Action.REVIEW_SUBMISSION)
def collected(session: CitySession, *, actor: int, now: datetime) -> Collected | None:
    """Return how this year's tables stand that come to the actor's office; None: none are due."""
    held = access.standings(session, actor=actor, action=Action.REVIEW_SUBMISSION)
    counties = [place for role, place in held if role is Role.COUNTY_OFFICE]
    county = counties[0] if len(counties) == len(held) else ""
    office = duties.answers_for(session, Role.COUNTY_OFFICE, county)
    found = [
        one for one in duties.standings(session, now=now) if one.owed.kind is DutyKind.STATISTICS
    ]
    own = next((one for one in found if one.unit_id == office), None)
    mine = tuple(one for one in found if one.county == county) if own or not county else ()
    if not mine and own is None:
        return None
    return Collected((own or mine[0]).owed, mine, own)
