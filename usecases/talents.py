"""The talent pool: volunteers found by field, speciality, qualification and place (SM3-3d).

Whoever searches sees his own scope only, and names masked; a telephone is shown to one who asks
for it, and that he did is kept. Of minors less is shown, and no telephone at all (K7, K18).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select, true

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from models.places import Team, Unit
from usecases import access, audit, minors, qualifications
from usecases.city import CitySession

_TEAMS = table_of(Team)
_UNITS = table_of(Unit)
_VOLUNTEERS = table_of(Volunteer)

# Those of a list that fit a small phone at once.
PAGE = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for on four axes; "" is anything. A place is a county or a township.

    `proven` is the kind of a qualification that was checked and counts on the day (PU9-T27b).
    """

    category: str = ""
    skill: str = ""
    place: str = ""
    proven: str = ""


@dataclass(frozen=True, slots=True)
class Talent:
    """One of a list: masked; of a minor nothing but that there is one."""

    volunteer_id: int
    minor: bool
    name: str = ""
    number: str = ""
    township: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """How many fit, and a page of them; `page` counts from 0."""

    count: int
    lines: list[Talent]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody found, as he may be seen; of a minor the lists are empty."""

    volunteer_id: int
    minor: bool
    name: str
    number: str
    township: str
    unit: str
    team: str
    categories: list[str]
    skills: list[str]
    proven: list[str]
    free_times: list[str]


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody; shown for a moment, never left in a chat."""

    name: str
    phone: str


@access.performs(Action.SEARCH_TALENTS)
def search(session: CitySession, *, actor: int, wanted: Wanted, page: int, now: datetime) -> Found:
    """Return how many of the caller's scope fit, and a page of them; refuses not-allowed."""
    fits = (
        _scope(session, actor) & _fits(session, wanted, now) & _VOLUNTEERS.c.suspended_at.is_(None)
    )
    connection = session.connection()
    count = connection.scalar(select(func.count()).select_from(_VOLUNTEERS).where(fits)) or 0
    pages = max((count + PAGE - 1) // PAGE, 1)
    page = min(page, pages - 1)
    rows = connection.execute(
        select(_VOLUNTEERS).where(fits).order_by(_VOLUNTEERS.c.id).limit(PAGE).offset(page * PAGE)
    )
    return Found(count, [_line(session, row, now) for row in rows], page, pages)


@access.performs(Action.SEARCH_TALENTS)
def person(session: CitySession, *, actor: int, volunteer_id: int, now: datetime) -> Person:
    """Return one of the caller's scope; that somebody looked at a minor is kept.

    Refuses not-allowed, and not-found outside the scope.
    """
    row = _one(session, actor, volunteer_id)
    minor = minors.is_minor(session.city, row.born_on, now)
    minors.seen(session, actor, f"volunteer:{row.id}", row.born_on, minors.Screen.PEOPLE, now)
    return Person(
        row.id,
        minor,
        mask_name(row.name),
        row.number,
        "" if minor else row.township or row.county,
        row.unit or "",
        row.team or "",
        [] if minor else row.categories,
        [] if minor else row.skills,
        [] if minor else qualifications.held_by(session, row.id, now),
        [] if minor else row.free_times,
    )


@access.performs(Action.SEARCH_TALENTS)
def contact(session: CitySession, *, actor: int, volunteer_id: int, now: datetime) -> Contact:
    """Return name and telephone of an adult; that they were looked at is kept (K18).

    Refuses not-allowed, not-found outside the scope, minor-protected.
    """
    row = _one(session, actor, volunteer_id)
    if minors.is_minor(session.city, row.born_on, now):
        raise Refusal(Code.MINOR_PROTECTED)
    audit.record(session, actor, "volunteer.contact-seen", f"volunteer:{row.id}", now)
    phone = session.city.keys.open(row.phone_sealed, f"volunteer/{row.opaque_id}/phone")
    return Contact(row.name, phone)


def _scope(session: CitySession, actor: int) -> ColumnElement[bool]:
    """Return the condition that a volunteer is in the caller's scope; refuses not-allowed."""
    found: list[ColumnElement[bool]] = []
    for role, place in access.standings(session, actor=actor, action=Action.SEARCH_TALENTS):
        if role is Role.UNIT_CONTACT:
            found.append(_VOLUNTEERS.c.unit_id == int(place))
        elif role is Role.COUNTY_OFFICE:
            found.append(_VOLUNTEERS.c.county == place)
        else:
            return true()
    return or_(*found)


def _fits(session: CitySession, wanted: Wanted, now: datetime) -> ColumnElement[bool]:
    fits: ColumnElement[bool] = true()
    for column, code in (
        (_VOLUNTEERS.c.categories, wanted.category),
        (_VOLUNTEERS.c.skills, wanted.skill),
    ):
        if code:
            # A list of codes is kept as JSON text, each code between quotes.
            fits = fits & cast(column, String).contains(f'"{code}"', autoescape=True)
    if wanted.place:
        county, township = _VOLUNTEERS.c.county, _VOLUNTEERS.c.township
        fits = fits & ((county == wanted.place) | (township == wanted.place))
    if wanted.proven:
        held = qualifications.ROWS
        counts = qualifications.counting(session.city.calendar.day_of(now))
        fits = fits & _VOLUNTEERS.c.id.in_(
            select(held.c.volunteer_id).where(counts, held.c.kind == wanted.proven)
        )
    return fits


def _line(session: CitySession, row: Any, now: datetime) -> Talent:
    if minors.is_minor(session.city, row.born_on, now):
        return Talent(row.id, minor=True)
    return Talent(
        row.id,
        minor=False,
        name=mask_name(row.name),
        number=row.number,
        township=row.township or row.county,
    )


def _one(session: CitySession, actor: int, volunteer_id: int) -> Any:
    row = (
        session.connection()
        .execute(
            select(_VOLUNTEERS, _UNITS.c.name.label("unit"), _TEAMS.c.name.label("team"))
            .outerjoin(_UNITS, _UNITS.c.id == _VOLUNTEERS.c.unit_id)
            .outerjoin(_TEAMS, _TEAMS.c.id == _VOLUNTEERS.c.team_id)
            .where(
                _VOLUNTEERS.c.id == volunteer_id,
                _VOLUNTEERS.c.suspended_at.is_(None),
                _scope(session, actor),
            )
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    return row
