"""What a volunteer has of stars: those awarded, and, apart from them, what his hours reach."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from domain import stars
from domain.permissions import Action
from domain.policy import Policy
from domain.stars import BatchState, Quality
from models.columns import table_of
from models.stars import StarAward, StarBatch, StarCandidate
from usecases import access, star_hours
from usecases.city import CitySession

_AWARDS = table_of(StarAward)
_BATCHES = table_of(StarBatch)
_CANDIDATES = table_of(StarCandidate)


@dataclass(frozen=True, slots=True)
class Awarded:
    """The star that somebody bears: under `lifetime` the highest, else that of the last year."""

    star: int
    year: int


@dataclass(frozen=True, slots=True)
class OnTheList:
    """Where somebody stands in the recognition that goes on."""

    year: int
    star: int
    state: str
    batch_state: BatchState
    until_on: date | None


@dataclass(frozen=True, slots=True)
class OwnStars:
    """What a volunteer sees; `reached` is by hours alone, `to_next_minutes` None at the top.

    Without thresholds the city gives no stars, and `gives` is false.
    """

    gives: bool
    awards: list[Awarded]
    reached: int
    counted_minutes: int
    to_next_minutes: int | None
    basis: str
    hours_source: str
    on_the_list: OnTheList | None
    # A list is published now that he can look at.
    published: bool
    quality: Quality
    # The least average for the next star, in tenths; None where quality is not asked for.
    least_tenths: int | None


def borne(session: CitySession, *, volunteer_id: int, policy: Policy) -> Awarded | None:
    """Return the star that a volunteer bears now, or None."""
    found = _awards(session, volunteer_id)
    if not found:
        return None
    if policy.stars.basis == "lifetime":
        return max(found, key=lambda one: (one.star, one.year))
    return found[-1]


def _awards(session: CitySession, volunteer_id: int) -> list[Awarded]:
    rows = session.connection().execute(
        select(_AWARDS.c.star, _AWARDS.c.year)
        .where(_AWARDS.c.volunteer_id == volunteer_id)
        .order_by(_AWARDS.c.year)
    )
    return [Awarded(row.star, row.year) for row in rows]


@access.performs(Action.SEE_OWN_HOURS)
def own(session: CitySession, *, actor: int, now: datetime) -> OwnStars:
    """Return the volunteer's stars; refuses not-registered, not-yet-approved."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    policy = session.city.policy(now)
    counted = star_hours.counted_minutes(
        session, volunteer_id=volunteer_id, year=session.city.calendar.day_of(now).year, now=now
    )
    year = session.city.calendar.day_of(now).year
    least, reached = policy.stars.quality_min, stars.star_for(counted, policy.stars)
    return OwnStars(
        quality=star_hours.quality_of(session, volunteer_id=volunteer_id, year=year, policy=policy),
        least_tenths=least[min(reached, len(least) - 1)] if least else None,
        gives=bool(policy.stars.thresholds_hours),
        awards=_awards(session, volunteer_id),
        reached=reached,
        counted_minutes=counted,
        to_next_minutes=stars.minutes_to_next(counted, policy.stars),
        basis=policy.stars.basis,
        hours_source=policy.stars.hours_source,
        on_the_list=_on_the_list(session, volunteer_id),
        published=session.connection().scalar(
            select(_BATCHES.c.state).where(_BATCHES.c.going_on == 1)
        )
        == BatchState.NOTICE,
    )


def _on_the_list(session: CitySession, volunteer_id: int) -> OnTheList | None:
    row: Any = (
        session.connection()
        .execute(
            select(
                _BATCHES.c.year,
                _BATCHES.c.state.label("batch_state"),
                _BATCHES.c.notice_until_on,
                _CANDIDATES.c.star,
                _CANDIDATES.c.state,
            )
            .join(_BATCHES, _BATCHES.c.id == _CANDIDATES.c.batch_id)
            .where(_BATCHES.c.going_on == 1, _CANDIDATES.c.volunteer_id == volunteer_id)
        )
        .one_or_none()
    )
    if row is None:
        return None
    state = BatchState(row.batch_state)
    return OnTheList(row.year, row.star, row.state, state, row.notice_until_on)
