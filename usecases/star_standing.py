"""How the recognition of a year stands, and what of it waits for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from domain import stars
from domain.permissions import Action, Role
from domain.policy_stars import Stars
from domain.stars import BatchState
from models.columns import table_of
from models.stars import StarApproval, StarBatch, StarCandidate, StarObjection
from usecases import access, star_candidates
from usecases.city import CitySession

_APPROVALS = table_of(StarApproval)
_BATCHES = table_of(StarBatch)
_CANDIDATES = table_of(StarCandidate)
_OBJECTIONS = table_of(StarObjection)


@dataclass(frozen=True, slots=True)
class Batch:
    """A year's recognition as it stands; `waits_for` are the approvals that are still missing."""

    batch_id: int
    version: int
    year: int
    state: BatchState
    basis: str
    hours_source: str
    notice_until_on: date | None
    approved: tuple[str, ...]
    waits_for: tuple[str, ...]
    open_objections: int
    # How many stand in each state, and of those who go forward how many have each star.
    counts: dict[str, int]
    by_star: dict[int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """The batch that goes on, or the last one; and the years that could be opened now."""

    batch: Batch | None
    years: tuple[int, ...]
    gives_stars: bool
    roles: tuple[Role, ...]
    # How many of those that the caller answers for have no answer yet.
    own_unanswered: int
    own_count: int


@access.performs(Action.SEE_STARS)
def standing(session: CitySession, *, actor: int, now: datetime) -> Standing:
    """Return how the recognition stands, as far as it is the caller's; refuses not-allowed."""
    held = access.standings(session, actor=actor, action=Action.SEE_STARS)
    row = newest(session)
    routes = star_candidates.reach(session, actor=actor) if _nominates(held) else []
    own: dict[str, int] = {}
    if row is not None and routes != []:
        own = counts(session, row.id, star_candidates.within(routes))
    return Standing(
        batch=batch_of(session, row) if row is not None else None,
        years=years_to_open(session, now),
        gives_stars=bool(session.city.policy(now).stars.thresholds_hours),
        roles=tuple(role for role, _ in held),
        own_unanswered=own.get("proposed", 0),
        own_count=sum(own.values()),
    )


@access.performs(Action.SEE_STARS)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:
    """Return how many things of the recognition wait for the caller; refuses not-allowed."""
    held = access.standings(session, actor=actor, action=Action.SEE_STARS)
    row = newest(session)
    if row is None or row.going_on is None:
        return 0
    roles = {role for role, _ in held}
    state = BatchState(row.state)
    if state is BatchState.NOMINATING and _nominates(held):
        routes = star_candidates.reach(session, actor=actor)
        whose = [Role.FEDERATION.value] if routes is None else routes
        return counts(session, row.id, star_candidates.within(whose)).get("proposed", 0)
    if state is BatchState.CHECKING:
        return int(Role.FEDERATION in roles)
    if state is BatchState.NOMINATING:
        return 0
    if state is BatchState.APPROVING:
        return sum(role.value in missing(session, row) for role in roles)
    if roles & {Role.FEDERATION, Role.CENTRE}:
        objections = open_objections(session, row.id)
        if objections:
            return objections
    over = row.notice_until_on < session.city.calendar.day_of(now)
    return int(over and bool(roles & {Role.CENTRE, Role.OFFICE}))


def _nominates(held: list[tuple[Role, str]]) -> bool:
    return bool(
        {role for role, _ in held} & {Role.UNIT_CONTACT, Role.COUNTY_OFFICE, Role.FEDERATION}
    )


def newest(session: CitySession) -> Any:
    """Return the row of the batch that goes on, else of the last one, or None."""
    return (
        session.connection()
        .execute(
            select(_BATCHES)
            .where(_BATCHES.c.state != BatchState.WITHDRAWN.value)
            .order_by(_BATCHES.c.going_on.is_(None), _BATCHES.c.id.desc())
            .limit(1)
        )
        .one_or_none()
    )


def batch_of(session: CitySession, row: Any) -> Batch:
    """Return how a batch stands."""
    approved = _approved(session, row.id)
    passing = _CANDIDATES.c.state.in_(["proposed", "nominated", "awarded"])
    by_star = session.connection().execute(
        select(_CANDIDATES.c.star, func.count().label("people"))
        .where(_CANDIDATES.c.batch_id == row.id, passing)
        .group_by(_CANDIDATES.c.star)
    )
    return Batch(
        row.id,
        row.version,
        row.year,
        BatchState(row.state),
        row.basis,
        row.hours_source,
        row.notice_until_on,
        approved,
        missing(session, row),
        open_objections(session, row.id),
        counts(session, row.id, literal(True)),
        {row.star: row.people for row in by_star},
    )


def counts(session: CitySession, batch_id: int, whose: ColumnElement[bool]) -> dict[str, int]:
    """Return how many of these candidates stand in each state."""
    rows = session.connection().execute(
        select(_CANDIDATES.c.state, func.count().label("people"))
        .where(_CANDIDATES.c.batch_id == batch_id, whose)
        .group_by(_CANDIDATES.c.state)
    )
    return {row.state: row.people for row in rows}


def _approved(session: CitySession, batch_id: int) -> tuple[str, ...]:
    return tuple(
        session.connection().scalars(
            select(_APPROVALS.c.step)
            .where(_APPROVALS.c.batch_id == batch_id, _APPROVALS.c.undone_at.is_(None))
            .order_by(_APPROVALS.c.id)
        )
    )


def missing(session: CitySession, row: Any) -> tuple[str, ...]:
    """Return whose approvals are still missing."""
    needed = stars.approvers(rules_of(session, row))
    approved = _approved(session, row.id)
    return tuple(step for step in needed if step not in approved)


def rules_of(session: CitySession, row: Any) -> Stars:
    """Return the rules of the day on which the batch was opened."""
    return session.city.policy(row.opened_at).stars


def open_objections(session: CitySession, batch_id: int) -> int:
    """Return how many objections have no answer yet."""
    count = session.connection().scalar(
        select(func.count()).where(
            _OBJECTIONS.c.batch_id == batch_id, _OBJECTIONS.c.answered_at.is_(None)
        )
    )
    return count or 0


def years_to_open(session: CitySession, now: datetime) -> tuple[int, ...]:
    """Return this year and the last, where they are not recognised yet and none goes on."""
    this_year = session.city.calendar.day_of(now).year
    rows = session.connection().execute(
        select(_BATCHES.c.year, _BATCHES.c.going_on).where(
            _BATCHES.c.state != BatchState.WITHDRAWN.value
        )
    )
    done = {row.year: row.going_on for row in rows}
    if any(done.values()):
        return ()
    latest = max(done, default=0)
    return tuple(year for year in (this_year - 1, this_year) if year > latest)
