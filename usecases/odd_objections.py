"""From an odd pattern to a line of hours: an officer objects to it, another one decides.

The objection goes the way of every dispute: the recorder is asked, whoever decides did not raise
it, and a correction reverses the line. The volunteer hears of it and can say his word.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from domain.oddities import OddState
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.oddities import Oddity
from usecases import access, disputes, notices, oddities
from usecases.city import CitySession
from usecases.disputes import DISPUTES, OPEN, PATTERN
from usecases.lines import VISITS, VOLUNTEERS, Line, line_of
from usecases.records import RECORDS

PAGE = 8
_ROWS = table_of(Oddity)
_LOOKED_INTO = (OddState.CHECKING.value, OddState.CONFIRMED.value)


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of the lines behind a pattern, the newest first, without those objected to."""

    lines: list[Line]
    more: bool
    # Whose they are, for what is written down of looks at minors.
    numbers: list[str]


@access.performs(Action.CHECK_ODDITY)
def lines(session: CitySession, *, actor: int, oddity_id: int, page: int = 0) -> Lines:
    """Return what this officer can object to because of a pattern that is being looked into.

    Refuses not-found for a pattern of elsewhere, about himself, or that nobody has taken up.
    """
    found = _causes(session, _pattern(session, actor, oddity_id), actor)
    rows = [line_of(session, cause)[0] for cause in found[page * PAGE : (page + 1) * PAGE]]
    whose = select(VOLUNTEERS.c.number).where(
        VOLUNTEERS.c.id.in_({one.volunteer_id for one in rows})
    )
    numbers = list(session.connection().scalars(whose))
    return Lines(rows, len(found) > (page + 1) * PAGE, numbers)


@access.performs(Action.CHECK_ODDITY)
def object_to(
    session: CitySession, *, actor: int, oddity_id: int, cause: str, words: str, now: datetime
) -> Line:
    """Object to one of these lines; what counts goes on counting until another officer decides.

    Refuses not-found as `lines` does and for any other line, dispute-open, text-empty,
    text-length, text-number.
    """
    if cause not in _causes(session, _pattern(session, actor, oddity_id), actor):
        raise Refusal(Code.NOT_FOUND)
    line, row = line_of(session, cause)
    made = disputes.raised(session, line, row, actor, PATTERN, words, now)
    if row.account_id is not None:
        notices.tell(
            session,
            kind="dispute-of-pattern",
            account_id=row.account_id,
            dedupe_key=f"dispute-of-pattern/{made.dispute_id}",
            facts={
                "cause": cause,
                "title": line.title,
                "began_at": line.began_at.isoformat(),
                "words": made.words,
            },
            due_at=now,
        )
    return line


def _pattern(session: CitySession, actor: int, oddity_id: int) -> Any:
    query = select(_ROWS).where(
        _ROWS.c.id == oddity_id,
        _ROWS.c.state.in_(_LOOKED_INTO),
        oddities.of_place(session, actor),
    )
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    return row


def _causes(session: CitySession, row: Any, actor: int) -> list[str]:
    """Return the lines behind a pattern: of its people, or typed by whom it is about."""
    days = session.city.policy(row.found_at).oddities.lookback_days
    since, until = row.found_at - timedelta(days=days), row.found_at
    people = {row.volunteer_id, row.other_id} - {None}
    himself = select(VOLUNTEERS.c.id).where(VOLUNTEERS.c.account_id == actor)
    found = []
    for kind, rows, began, mine in (
        ("visit", VISITS, VISITS.c.opened_at, VISITS.c.closed_at.is_not(None)),
        ("record", RECORDS, RECORDS.c.began_at, RECORDS.c.state.in_(["published", "credited"])),
    ):
        if row.account_id is not None and kind == "visit":
            continue
        objected = select(DISPUTES.c[f"{kind}_id"]).where(
            OPEN, DISPUTES.c.what == PATTERN, DISPUTES.c[f"{kind}_id"].is_not(None)
        )
        query = select(rows.c.id, began.label("began_at")).where(
            mine,
            began >= since,
            began < until,
            func.coalesce(rows.c.volunteer_id.not_in(himself), True),
            rows.c.id.not_in(objected),
        )
        if people:
            query = query.where(rows.c.volunteer_id.in_(people))
        if row.account_id is not None:
            query = query.where(rows.c.typed_by == row.account_id)
        found += [(one.began_at, f"{kind}:{one.id}") for one in session.connection().execute(query)]
    return [cause for _, cause in sorted(found, reverse=True)]
