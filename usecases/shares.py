"""Shares and averages of units and places, beside what the documents ask for (PUZD-1.3, 3.3).

Office, Centre and Federation see all, a county's office its own units; a unit's contact his unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import func, insert, select, update

from domain import shares as rules
from domain.permissions import Action
from domain.policy import Policy
from domain.policy_shares import AverageBase
from domain.refusals import Code, Refusal
from domain.routing import Affiliation
from domain.shares import Average, People, Share
from models.columns import table_of
from models.figures import PlacePopulation
from models.places import Unit
from usecases import access, audit, unit_figures
from usecases.city import CitySession
from usecases.unit_figures import Headcount, UnitYear

_PEOPLE = table_of(PlacePopulation)
_UNITS = table_of(Unit)

Base = Literal["built_up", "resident"]
BASES: tuple[Base, ...] = get_args(Base)
# More than live anywhere; a slip of the finger is asked again.
MOST_PEOPLE = 100_000_000
# Those of a list that fit a small phone at once.
PAGE = 8
# No older year can be asked for.
_YEARS_BACK = 10


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in a year: its shares, its average, and the titles that use them."""

    unit_id: int
    name: str
    kind: str
    county: str
    built_up: bool
    headcount: Headcount | None
    shares: tuple[Share, ...]
    average: Average
    titles: tuple[str, ...]
    hide_below: int


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """The city or a county: its share of each base, the main one first, and the city's average."""

    code: str
    name: str
    name_en: str
    kind: Literal["city", "county"]
    shares: dict[Base, Share]
    average: Average
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """How many people live in a place that the account answers for; None: nobody has said."""

    code: str
    name: str
    name_en: str
    people: dict[Base, int | None]


@dataclass(frozen=True, slots=True)
class Overview:
    """The places that the account sees, and how its units stand on the last day counted."""

    year: int
    day: date
    places: list[PlaceLine]
    units: int
    counted: int
    # Units of which a share is asked and known, and those of them that have reached all of it.
    judged: int
    reached: int
    asks: bool
    hide_below: int


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A page of the units; `page` counts from 0."""

    lines: list[UnitLine]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything of a year for a workbook."""

    day: date
    units: list[UnitLine]
    places: list[PlaceLine]
    hide_below: int
    base: AverageBase


@access.performs(Action.KEEP_SHARES)
def overview(session: CitySession, *, actor: int, year: int, now: datetime) -> Overview:
    """Return how places and units stand; refuses not-allowed, step-gone for no such year."""
    places = access.places(session, actor=actor, action=Action.KEEP_SHARES)
    lines = _units(session, _of(places), year, now)
    policy = session.city.policy(now)
    judged = [line for line in lines if any(one.reached is not None for one in line.shares)]
    return Overview(
        year,
        unit_figures.last_day(session, year=year, now=now),
        _places(session, places, year, now),
        len(lines),
        sum(line.headcount is not None for line in lines),
        len(judged),
        sum(all(one.reached is not False for one in line.shares) for line in judged),
        rules.asks(policy.shares),
        policy.coverage.hide_below,
    )


@access.performs(Action.KEEP_SHARES)
def units(session: CitySession, *, actor: int, year: int, page: int, now: datetime) -> UnitPage:
    """Return a page of the account's units; refuses not-allowed, step-gone for no such year."""
    places = access.places(session, actor=actor, action=Action.KEEP_SHARES)
    rows = session.connection().execute(
        select(_UNITS.c.id).where(_of(places)).order_by(_UNITS.c.is_member.desc(), _UNITS.c.id)
    )
    ids = [row.id for row in rows]
    pages = max((len(ids) + PAGE - 1) // PAGE, 1)
    page = min(page, pages - 1)
    shown = ids[page * PAGE : (page + 1) * PAGE]
    return UnitPage(_units(session, _UNITS.c.id.in_(shown), year, now, shown), page, pages)


@access.performs(Action.KEEP_SHARES)
def unit(session: CitySession, *, actor: int, unit_id: int, year: int, now: datetime) -> UnitLine:
    """Return one unit; refuses not-allowed, not-found, step-gone for no such year."""
    _require(session, actor, unit_id)
    return _units(session, _UNITS.c.id == unit_id, year, now, [unit_id])[0]


@access.performs(Action.KEEP_ROSTER)
def own(session: CitySession, *, actor: int, unit_id: int, now: datetime) -> UnitLine:
    """Return a contact's own unit in the year that runs; refuses not-allowed."""
    access.require(session, actor=actor, action=Action.KEEP_ROSTER, place=str(unit_id))
    year = session.city.calendar.day_of(now).year
    return _units(session, _UNITS.c.id == unit_id, year, now, [unit_id])[0]


@access.performs(Action.KEEP_SHARES)
def assessment(session: CitySession, *, actor: int, year: int, now: datetime) -> Assessment:
    """Return all that the account sees of a year; as few statements for many units as for one.

    Refuses not-allowed, step-gone for no such year.
    """
    places = access.places(session, actor=actor, action=Action.KEEP_SHARES)
    year, policy = _checked(session, year, now), session.city.policy(now)
    return Assessment(
        unit_figures.last_day(session, year=year, now=now),
        _units(session, _of(places), year, now),
        _places(session, places, year, now),
        policy.coverage.hide_below,
        policy.averages.base,
    )


def _of(places: Sequence[str]) -> Any:
    """Return the condition for the units of these places; a county has its own, not the city's."""
    if "" in places:
        return _UNITS.c.id.is_not(None)
    return (_UNITS.c.affiliation == Affiliation.COUNTY.value) & _UNITS.c.county.in_(places)


def _require(session: CitySession, actor: int, unit_id: int) -> Any:
    """Return a unit that the account answers for; refuses not-allowed, not-found."""
    places = access.places(session, actor=actor, action=Action.KEEP_SHARES)
    row = (
        session.connection()
        .execute(select(_UNITS).where(_UNITS.c.id == unit_id, _of(places)))
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    return row


def _checked(session: CitySession, year: int, now: datetime) -> int:
    this = session.city.calendar.day_of(now).year
    if not this - _YEARS_BACK <= year <= this:
        raise Refusal(Code.STEP_GONE)
    return year


def _units(
    session: CitySession,
    which: Any,
    year: int,
    now: datetime,
    ids: Sequence[int] | None = None,
) -> list[UnitLine]:
    """Return the lines of units, members first; `ids` names them where they are few."""
    year = _checked(session, year, now)
    policy = session.city.policy(now)
    day = unit_figures.last_day(session, year=year, now=now)
    counts = unit_figures.headcounts(session, on=day, units=ids)
    years = unit_figures.of_year(session, year=year, now=now, units=ids)
    rows = session.connection().execute(
        select(_UNITS).where(which).order_by(_UNITS.c.is_member.desc(), _UNITS.c.id)
    )
    return [_line(row, counts.get(row.id), years.get(row.id, UnitYear()), policy) for row in rows]


def _line(row: Any, count: Headcount | None, year: UnitYear, policy: Policy) -> UnitLine:
    hide_below = policy.coverage.hide_below
    people = People(
        year.registered,
        year.minors,
        count.staff if count else None,
        count.pupils if count else None,
    )
    targets = rules.unit_targets(row.kind, built_up=row.built_up, rules=policy.shares)
    hours = rules.average_target(row.kind, row.county, built_up=row.built_up, rules=policy.averages)
    return UnitLine(
        row.id,
        row.name,
        row.kind,
        row.county,
        row.built_up,
        count,
        rules.unit_shares(targets, people, hide_below=hide_below),
        _average(year, hours, policy),
        rules.titles_of(row.kind, policy.titles),
        hide_below,
    )


def _average(year: UnitYear, hours: tuple[str, int | None], policy: Policy) -> Average:
    return rules.average(
        year.minutes,
        year.registered,
        year.active,
        hours,
        base=policy.averages.base,
        hide_below=policy.coverage.hide_below,
        member_days=year.member_days,
        days=max(year.days, 1),
    )


def _places(
    session: CitySession, places: Sequence[str], year: int, now: datetime
) -> list[PlaceLine]:
    """Return the city where the account sees it, and the counties of which a share is asked."""
    year = _checked(session, year, now)
    policy, city = session.city.policy(now), session.city.places
    day = unit_figures.last_day(session, year=year, now=now)
    known = _populations(session, day)
    by_county = unit_figures.of_counties(session, year=year, now=now)
    lines = []
    for names in _named(session, places, now):
        if names[0] == city.city.code:
            lines.append(_place(names, "city", _total(list(by_county.values())), known, policy))
        else:
            of_county = by_county.get(names[0], UnitYear())
            lines.append(_place(names, "county", of_county, known, policy))
    return lines


def _named(
    session: CitySession, places: Sequence[str], now: datetime
) -> list[tuple[str, str, str]]:
    """Return code and names of the places that the account sees and that are asked for a share."""
    policy, city = session.city.policy(now), session.city.places
    asked = any(one.percent for one in rules.county_targets(policy.shares))
    names = [(city.city.code, policy.city.name, policy.city.name_en)] if "" in places else []
    return names + [
        (one.code, one.short_name, one.name_en)
        for one in city.counties
        if asked and ("" in places or one.code in places)
    ]


@access.performs(Action.KEEP_SHARES)
def populations(session: CitySession, *, actor: int, now: datetime) -> list[Population]:
    """Return how many people live in each place of the account; refuses not-allowed."""
    places = access.places(session, actor=actor, action=Action.KEEP_SHARES)
    known = _populations(session, session.city.calendar.day_of(now))
    return [
        Population(*names, {base: known.get((names[0], base)) for base in BASES})
        for names in _named(session, places, now)
    ]


def _place(
    names: tuple[str, str, str],
    kind: Literal["city", "county"],
    year: UnitYear,
    known: dict[tuple[str, str], int],
    policy: Policy,
) -> PlaceLine:
    is_city = kind == "city"
    targets = (rules.city_targets if is_city else rules.county_targets)(policy.shares)
    hours = ("city_hours", policy.averages.city_hours) if is_city else ("", None)
    shares = {
        base: rules.share(
            target,
            year.registered,
            known.get((names[0], base)),
            hide_below=policy.coverage.hide_below,
        )
        for base, target in zip(BASES, targets, strict=True)
    }
    titles = rules.titles_of(kind, policy.titles)
    return PlaceLine(*names, kind, shares, _average(year, hours, policy), titles)


def _total(years: Sequence[UnitYear]) -> UnitYear:
    return UnitYear(
        sum(one.registered for one in years),
        sum(one.minors for one in years),
        sum(one.active for one in years),
        sum(one.minutes for one in years),
        sum(one.member_days for one in years),
        max((one.days for one in years), default=0),
    )


def _populations(session: CitySession, on: date) -> dict[tuple[str, str], int]:
    """Return (place, base) -> how many people lived there, as it was known at the end of a day."""
    newest = (
        select(func.max(_PEOPLE.c.id))
        .where(_PEOPLE.c.entered_at < unit_figures.after(session, on))
        .group_by(_PEOPLE.c.place, _PEOPLE.c.base)
    )
    rows = session.connection().execute(select(_PEOPLE).where(_PEOPLE.c.id.in_(newest)))
    return {(row.place, row.base): row.people for row in rows}


@access.performs(Action.KEEP_SHARES)
def enter_population(
    session: CitySession, *, actor: int, place: str, base: str, people: int, now: datetime
) -> None:
    """Keep how many people live in the city or a county; what was entered before stays.

    Refuses not-allowed, step-gone for no place, no base, or a number that cannot be.
    """
    access.require(session, actor=actor, action=Action.KEEP_SHARES, place=place)
    city = session.city.places
    known = {city.city.code, *(one.code for one in city.counties)}
    if place not in known or base not in BASES or not 0 < people <= MOST_PEOPLE:
        raise Refusal(Code.STEP_GONE)
    session.connection().execute(
        insert(_PEOPLE).values(
            place=place, base=base, people=people, entered_by=actor, entered_at=now
        )
    )
    audit.record(
        session, actor, "population.entered", f"place:{place}", now, base=base, people=people
    )


@access.performs(Action.KEEP_SHARES)
def place_unit(
    session: CitySession, *, actor: int, unit_id: int, built_up: bool, now: datetime
) -> None:
    """Say whether a unit stands in a built-up area, of which some clauses speak.

    Refuses not-allowed, not-found.
    """
    row = _require(session, actor, unit_id)
    if row.built_up == built_up:
        return
    session.connection().execute(
        update(_UNITS).where(_UNITS.c.id == unit_id).values(built_up=built_up)
    )
    audit.record(session, actor, "unit.placed", f"unit:{unit_id}", now, built_up=built_up)
