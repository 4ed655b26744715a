"""Who has the hours for a star: counted and written down in one statement over all volunteers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    union_all,
)

from domain.permissions import Role
from domain.policy import Policy
from domain.routing import route_for
from domain.stars import HOUR_MINUTES, Quality, star_for
from models.columns import table_of
from models.ledger import Balance, Ledger, LedgerTransfer
from models.outside import OutsideHours
from models.people import Volunteer
from models.records import ServiceRecord
from models.stars import StarAward, StarCandidate
from models.visits import Visit
from usecases.city import CitySession
from usecases.recipients import CONFIRMED, WORDS

_AWARDS = table_of(StarAward)
_BALANCES = table_of(Balance)
_BROUGHT = table_of(OutsideHours)
_CANDIDATES = table_of(StarCandidate)
_RECORDS = table_of(ServiceRecord)
_TRANSFERS = table_of(LedgerTransfer)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)


def choose(session: CitySession, *, batch_id: int, year: int, policy: Policy, now: datetime) -> int:
    """Write down everybody whose hours reach a star that he has not got; return how many.

    Where the city asks for quality too, only a star counts whose least average he has (SM3-7a).
    One statement over all volunteers. A lifetime's hours end with the year, or now in a year that
    still runs; under `lifetime` only a star above the highest one awarded makes a candidate, under
    `calendar_year` the year's hours alone do (X2).
    """
    counted = _counted(session, year, policy, now).subquery()
    rated = _rated(session, year, policy).subquery() if policy.stars.quality_min else None
    star = _star(counted.c.minutes, rated, policy)
    highest = (
        select(_AWARDS.c.volunteer_id, func.max(_AWARDS.c.star).label("star"))
        .group_by(_AWARDS.c.volunteer_id)
        .subquery()
    )
    above = star > func.coalesce(highest.c.star, 0) if _lifetime(policy) else star > 0
    found = (
        select(
            literal(batch_id),
            counted.c.volunteer_id,
            star,
            counted.c.minutes,
            _route(session, policy),
            literal("proposed" if "unit" in policy.stars.chain else "nominated"),
        )
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == counted.c.volunteer_id)
        .outerjoin(highest, highest.c.volunteer_id == counted.c.volunteer_id)
        .where(
            counted.c.minutes >= policy.stars.thresholds_hours[0] * HOUR_MINUTES,
            _VOLUNTEERS.c.suspended_at.is_(None),
            above,
        )
    )
    if rated is not None:
        found = found.outerjoin(rated, rated.c.volunteer_id == counted.c.volunteer_id)
    columns = ["batch_id", "volunteer_id", "star", "minutes", "route", "state"]
    made = session.connection().execute(insert(_CANDIDATES).from_select(columns, found))
    return made.rowcount


@dataclass(frozen=True, slots=True)
class Recount:
    """A nominated candidate from whom hours were taken since the batch was opened.

    `star` is what they still earn that he has not got already; 0: none.
    """

    candidate_id: int
    volunteer_id: int
    star: int
    minutes: int


def recount(session: CitySession, *, batch: Any, now: datetime) -> list[Recount]:
    """Return those of the list who have fewer hours than when it was made.

    Hours fall by corrections only, so nobody else is counted anew.
    """
    policy = session.city.policy(batch.opened_at)
    taken = select(_TRANSFERS.c.debit).where(
        _TRANSFERS.c.debit > literal(0, literal_execute=True),
        _TRANSFERS.c.ledger == int(Ledger.SERVICE),
        _TRANSFERS.c.recorded_at >= batch.opened_at,
    )
    rows = session.connection().execute(
        select(_CANDIDATES).where(
            _CANDIDATES.c.batch_id == batch.id,
            _CANDIDATES.c.state == "nominated",
            _CANDIDATES.c.volunteer_id.in_(taken),
        )
    )
    found = []
    for row in rows.all():
        counted = _counted(session, batch.year, policy, now, row.volunteer_id).subquery()
        minutes = int(session.connection().scalar(select(func.sum(counted.c.minutes))) or 0)
        if minutes < row.minutes:
            quality = quality_of(
                session, volunteer_id=row.volunteer_id, year=batch.year, policy=policy
            )
            star = star_for(minutes, policy.stars, quality)
            had = _highest(session, row.volunteer_id) if _lifetime(policy) else 0
            star = star if star > had else 0
            found.append(Recount(row.id, row.volunteer_id, star, minutes))
    return found


def _highest(session: CitySession, volunteer_id: int) -> int:
    had = select(func.max(_AWARDS.c.star)).where(_AWARDS.c.volunteer_id == volunteer_id)
    return session.connection().scalar(had) or 0


def counted_minutes(session: CitySession, *, volunteer_id: int, year: int, now: datetime) -> int:
    """Return the minutes that count for one volunteer's star in this year, as the policy says."""
    counted = _counted(session, year, session.city.policy(now), now, volunteer_id).subquery()
    return int(session.connection().scalar(select(func.sum(counted.c.minutes))) or 0)


def _lifetime(policy: Policy) -> bool:
    return policy.stars.basis == "lifetime"


def left_out(outside_minutes: int, policy: Policy) -> int:
    """Return how many of the minutes that were served elsewhere count for no star."""
    return 0 if policy.stars.hours_source == "local_and_imported" else outside_minutes


def outside_in(session: CitySession, *, volunteer_id: int, year: int) -> int:
    """Return the minutes from elsewhere that stand in a year's months."""
    query = select(func.sum(_BROUGHT.c.minutes)).where(
        _BROUGHT.c.volunteer_id == volunteer_id, _of_year(year), _BROUGHT.c.state == "credited"
    )
    return int(session.connection().scalar(query) or 0)


def _of_year(year: int) -> ColumnElement[bool]:
    return _BROUGHT.c.last_on.between(date(year, 1, 1), date(year, 12, 31))


def _counted(
    session: CitySession, year: int, policy: Policy, now: datetime, only: int | None = None
) -> Select[Any]:
    """Return volunteer and minutes, less those from elsewhere where these count for no star."""
    held = _held(session, year, policy, now, only)
    if policy.stars.hours_source == "local_and_imported":
        return held
    until = _BROUGHT.c.last_on <= date(year, 12, 31)
    brought = select(_BROUGHT.c.volunteer_id, (-_BROUGHT.c.minutes).label("minutes")).where(
        _BROUGHT.c.state == "credited", until if _lifetime(policy) else _of_year(year)
    )
    if only is not None:
        brought = brought.where(_BROUGHT.c.volunteer_id == only)
    # Few bring any along: the balances of all others are read as they stand.
    if session.connection().execute(brought.limit(1)).first() is None:
        return held
    both = union_all(held, brought).subquery()
    return select(both.c.volunteer_id, func.sum(both.c.minutes).label("minutes")).group_by(
        both.c.volunteer_id
    )


def _held(
    session: CitySession, year: int, policy: Policy, now: datetime, only: int | None
) -> Select[Any]:
    """Return volunteer and minutes: what the balances hold, or the ledger's months to the end."""
    if _lifetime(policy) and year >= session.city.calendar.day_of(now).year:
        held = select(_BALANCES.c.volunteer_id, _BALANCES.c.service_minutes.label("minutes"))
        return held if only is None else held.where(_BALANCES.c.volunteer_id == only)
    months = _TRANSFERS.c.month <= f"{year}-12"
    if not _lifetime(policy):
        months = months & (_TRANSFERS.c.month >= f"{year}-01")
    halves = [
        select(owner.label("volunteer_id"), (sign * _TRANSFERS.c.minutes).label("moved")).where(
            _mine(owner, only), _TRANSFERS.c.ledger == int(Ledger.SERVICE), months
        )
        for owner, sign in ((_TRANSFERS.c.credit, 1), (_TRANSFERS.c.debit, -1))
    ]
    moved = union_all(*halves).subquery()
    return select(moved.c.volunteer_id, func.sum(moved.c.moved).label("minutes")).group_by(
        moved.c.volunteer_id
    )


def _mine(owner: ColumnElement[int], only: int | None) -> ColumnElement[bool]:
    # Written out: of a bound 0 the database would not know that the partial index fits.
    positive = owner > literal(0, literal_execute=True)
    return positive if only is None else positive & (owner == only)


def _star(minutes: ColumnElement[int], rated: Any, policy: Policy) -> ColumnElement[int]:
    reached = []
    for star, hours in reversed(list(enumerate(policy.stars.thresholds_hours, start=1))):
        enough = minutes >= hours * HOUR_MINUTES
        if rated is not None:
            least = policy.stars.quality_min[star - 1]
            enough &= rated.c.words.is_(None) | (rated.c.stars * 10 >= least * rated.c.words)
        reached.append((enough, star))
    return case(*reached, else_=0)


def _rated(session: CitySession, year: int, policy: Policy, only: int | None = None) -> Select[Any]:
    """Return volunteer, recipients' stars and how many gave them, of what another has seen."""
    starts_at = session.city.calendar.starts_at
    begins = None if _lifetime(policy) else starts_at(date(year, 1, 1))
    ends = starts_at(date(year + 1, 1, 1))
    lines = (
        (_RECORDS, _RECORDS.c.began_at, WORDS.c.record_id, _RECORDS.c.state == "credited"),
        (_VISITS, _VISITS.c.opened_at, WORDS.c.visit_id, _VISITS.c.minutes > 0),
    )
    given = union_all(
        *(
            select(line.c.volunteer_id, WORDS.c.stars)
            .join(WORDS, of_line == line.c.id)
            .where(CONFIRMED, WORDS.c.stars.is_not(None), counts, began < ends)
            .where(*([] if begins is None else [began >= begins]))
            .where(*([] if only is None else [line.c.volunteer_id == only]))
            for line, began, of_line, counts in lines
        )
    ).subquery()
    return select(
        given.c.volunteer_id,
        func.sum(given.c.stars).label("stars"),
        func.count(given.c.stars).label("words"),
    ).group_by(given.c.volunteer_id)


def quality_of(session: CitySession, *, volunteer_id: int, year: int, policy: Policy) -> Quality:
    """Return what those whom a volunteer served gave him, as far as it counts for the year."""
    his = _rated(session, year, policy, only=volunteer_id)
    row = session.connection().execute(his).one_or_none()
    return Quality(int(row.stars), int(row.words)) if row else Quality()


def _route(session: CitySession, policy: Policy) -> ColumnElement[str]:
    """Return who nominates: his unit, or else the office of his county's registrations."""
    offices = {}
    for county in session.city.places.counties:
        route = route_for(
            affiliation=None, unit_county=None, home_county=county.code, rules=policy.routing
        )
        offices[county.code] = (
            f"{route.approver}:{route.county}" if route.county else Role.FEDERATION.value
        )
    of_county = case(offices, value=_VOLUNTEERS.c.county, else_=Role.FEDERATION.value)
    unit = literal("unit:", String).concat(cast(_VOLUNTEERS.c.unit_id, String))
    return case((_VOLUNTEERS.c.unit_id.is_not(None), unit), else_=of_county)
