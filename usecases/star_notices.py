"""Who is told of the recognition: the nominators, the offices, and everybody on the list at once.

Those on a list are told by one statement for each star, because they may be thousands.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, cast, func, insert, literal, select

from domain.duties import next_office_hour
from domain.permissions import Role
from models.columns import table_of
from models.people import Volunteer
from models.stars import StarCandidate
from models.traffic import Notice
from usecases import access, notices, queue_notices
from usecases.city import CitySession
from usecases.star_standing import Batch

_CANDIDATES = table_of(StarCandidate)
_ROWS = table_of(Notice)
_VOLUNTEERS = table_of(Volunteer)

# Who answers objections to a list.
ANSWERING = (Role.FEDERATION, Role.CENTRE)


def call(session: CitySession, roles: Iterable[Role], now: datetime) -> None:
    """Queue a message to the offices that have something to do now."""
    for role in roles:
        queue_notices.call(session, kind=queue_notices.STARS, role=role, scope_ref="", now=now)


def call_nominators(session: CitySession, *, batch_id: int, now: datetime) -> None:
    """Tell each unit's contact and each county's office that their people have the hours."""
    rows = session.connection().execute(
        select(_CANDIDATES.c.route, func.count())
        .where(_CANDIDATES.c.batch_id == batch_id, _CANDIDATES.c.state == "proposed")
        .group_by(_CANDIDATES.c.route)
    )
    roles = {"unit": Role.UNIT_CONTACT, "county_office": Role.COUNTY_OFFICE}
    due_at = next_office_hour(now, session.city.policy(now).duties, session.city.calendar)
    for route, count in rows.all():
        kind, _, place = route.partition(":")
        if kind not in roles:
            continue
        for account_id in access.holders(session, role=roles[kind], scope_ref=place):
            notices.tell(
                session,
                kind="stars-nominate",
                account_id=account_id,
                dedupe_key=f"stars-nominate/{batch_id}/{route}/{account_id}",
                facts={"count": count},
                due_at=due_at,
            )


def tell_listed(session: CitySession, *, batch: Batch, now: datetime) -> None:
    """Tell everybody on the published list, and those who were held back why."""
    assert batch.notice_until_on is not None  # noqa: S101 - it has just been published
    for star in batch.by_star:
        tell(
            session,
            kind="star-listed",
            dedupe_key="star-listed",
            whose=(batch.batch_id, "nominated", star),
            facts={
                "year": str(batch.year),
                "star": star,
                "until_on": batch.notice_until_on.isoformat(),
            },
            now=now,
        )
    held_back = session.connection().execute(
        select(_CANDIDATES.c.id, _CANDIDATES.c.reason, _VOLUNTEERS.c.account_id)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _CANDIDATES.c.volunteer_id)
        .where(
            _CANDIDATES.c.batch_id == batch.batch_id,
            _CANDIDATES.c.state.in_(["held_back", "struck"]),
            _VOLUNTEERS.c.account_id.is_not(None),
        )
    )
    for row in held_back.all():
        notices.tell(
            session,
            kind="star-held-back",
            account_id=row.account_id,
            dedupe_key=f"star-held-back/{row.id}",
            facts={"year": str(batch.year), "reason": row.reason or ""},
            due_at=now,
        )


def tell_awarded(session: CitySession, *, batch: Batch, now: datetime) -> None:
    """Tell everybody who has been awarded a star (PUZD-5.1d)."""
    for star in batch.by_star:
        tell(
            session,
            kind="star-awarded",
            dedupe_key="star-awarded",
            whose=(batch.batch_id, "awarded", star),
            facts={"year": str(batch.year), "star": star},
            now=now,
        )


def tell(
    session: CitySession,
    *,
    kind: str,
    dedupe_key: str,
    whose: tuple[int, str, int],
    facts: dict[str, Any],
    now: datetime,
) -> None:
    """Queue the same notice to all candidates of a batch with this state and star."""
    batch_id, state, star = whose
    columns = ["dedupe_key", "kind", "account_id", "facts", "due_at", "state", "tries"]
    key = literal(f"{dedupe_key}/", String).concat(cast(_CANDIDATES.c.id, String))
    found = (
        select(
            key,
            literal(kind),
            _VOLUNTEERS.c.account_id,
            literal(facts, JSON),
            literal(now, _ROWS.c.due_at.type),
            literal("pending"),
            literal(0),
        )
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _CANDIDATES.c.volunteer_id)
        .where(
            _CANDIDATES.c.batch_id == batch_id,
            _CANDIDATES.c.state == state,
            _CANDIDATES.c.star == star,
            _VOLUNTEERS.c.account_id.is_not(None),
        )
    )
    session.connection().execute(insert(_ROWS).from_select(columns, found))
