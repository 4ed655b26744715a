"""Changing one's own profile line by line: what one would do, can do, when, and where one lives.

Name, document and telephone are not among them: those an officer checks (`corrections`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from domain.permissions import Action
from domain.policy import Policy
from domain.refusals import Code, Refusal
from domain.registration import FREE_TIMES
from models.columns import table_of
from models.people import Volunteer
from models.profiles import ProfileChange
from usecases import access, audit
from usecases.city import CitySession

_CHANGES = table_of(ProfileChange)
_VOLUNTEERS = table_of(Volunteer)

PLACE = "place"
LINES = ("categories", "skills", "free_times", PLACE)


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that was changed, and until when that can be undone; 0 when nothing differed."""

    change_id: int
    line: str
    undo_until_at: datetime


@access.performs(Action.SEE_OWN_DETAILS)
def current(session: CitySession, *, actor: int, line: str) -> list[str]:
    """Return what stands in a line now; refuses not-registered, not-yet-approved, step-gone."""
    return _standing(_own(session, actor), line)


@access.performs(Action.SEE_OWN_DETAILS)
def home_county(session: CitySession, *, actor: int) -> str:
    """Return the county in which one may choose another township without asking anybody."""
    county: str = _own(session, actor).county
    return county


@access.performs(Action.SEE_OWN_DETAILS)
def change(
    session: CitySession, *, actor: int, line: str, chosen: list[str], now: datetime
) -> Changed:
    """Put what was chosen into a line and keep what stood there.

    A place is one code of a township. Refuses not-registered, not-yet-approved, step-gone for what
    cannot be chosen, too-many-categories, other-county: who moves there gets other officers, and
    asks for a transfer.
    """
    row = _own(session, actor, lock=True)
    policy = session.city.policy(now)
    chosen = list(dict.fromkeys(chosen))
    _check(session, line, chosen, policy)
    _stay(session, row, line, chosen)
    minutes = policy.registration.undo_minutes
    before = _standing(row, line)
    until_at = now + timedelta(minutes=minutes)
    if before == chosen:
        return Changed(0, line, until_at)
    made = session.connection().execute(
        insert(_CHANGES)
        .values(volunteer_id=row.id, line=line, before=before, after=chosen, changed_at=now)
        .returning(_CHANGES.c.id)
    )
    change_id = int(made.scalar_one())
    _put(session, row.id, line, chosen)
    audit.record(session, actor, "profile.changed", f"profile_change:{change_id}", now, line=line)
    return Changed(change_id, line, until_at)


@access.performs(Action.SEE_OWN_DETAILS)
def undo(session: CitySession, *, actor: int, change_id: int, now: datetime) -> str:
    """Put back what stood there before the last change of a line; return the line.

    Refuses not-found, undo-too-late (its minutes are over, or the line changed again).
    """
    row = _own(session, actor, lock=True)
    minutes = session.city.policy(now).registration.undo_minutes
    made = (
        session.connection()
        .execute(
            select(_CHANGES).where(_CHANGES.c.id == change_id, _CHANGES.c.volunteer_id == row.id)
        )
        .one_or_none()
    )
    if made is None:
        raise Refusal(Code.NOT_FOUND)
    newest = session.connection().scalar(
        select(func.max(_CHANGES.c.id)).where(
            _CHANGES.c.volunteer_id == row.id,
            _CHANGES.c.line == made.line,
            _CHANGES.c.undone_at.is_(None),
        )
    )
    late = now - made.changed_at > timedelta(minutes=minutes)
    if late or newest != made.id or _elsewhere(session, row, made.line, made.before):
        raise Refusal(Code.UNDO_TOO_LATE, "registration.undo_minutes", minutes=minutes)
    _put(session, row.id, made.line, made.before)
    session.connection().execute(
        update(_CHANGES).where(_CHANGES.c.id == made.id).values(undone_at=now)
    )
    audit.record(session, actor, "profile.undone", f"profile_change:{made.id}", now)
    line: str = made.line
    return line


def _own(session: CitySession, actor: int, *, lock: bool = False) -> Any:
    volunteer_id = access.own_volunteer(session, actor=actor)
    query = select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer_id)
    return session.connection().execute(query.with_for_update() if lock else query).one()


def _standing(row: Any, line: str) -> list[str]:
    if line == PLACE:
        return [row.township]
    if line not in LINES:
        raise Refusal(Code.STEP_GONE)
    return list(getattr(row, line))


def _check(session: CitySession, line: str, chosen: list[str], policy: Policy) -> None:
    if line == PLACE:
        county = session.city.places.county_of(chosen[0]) if len(chosen) == 1 else None
        if county is None or county.code == chosen[0]:
            raise Refusal(Code.STEP_GONE)
        return
    terms = policy.terms
    known = {"categories": terms.categories, "skills": terms.skills, "free_times": FREE_TIMES}
    if line not in known or not set(chosen) <= set(known[line]):
        raise Refusal(Code.STEP_GONE)
    most = policy.registration.max_categories
    if line == "categories" and len(chosen) > most:
        raise Refusal(Code.TOO_MANY_CATEGORIES, "registration.max_categories", max=most)


def _elsewhere(session: CitySession, row: Any, line: str, chosen: list[str]) -> bool:
    """Tell whether this would be a home in another county than the volunteer's."""
    county = session.city.places.county_of(chosen[0]) if line == PLACE and chosen else None
    return county is not None and bool(row.county) and county.code != row.county


def _stay(session: CitySession, row: Any, line: str, chosen: list[str]) -> None:
    if _elsewhere(session, row, line, chosen):
        raise Refusal(Code.OTHER_COUNTY, "relocation.reasons")


def _put(session: CitySession, volunteer_id: int, line: str, values: list[str]) -> None:
    new: dict[str, Any] = {line: values}
    if line == PLACE:
        # An old row may have had no township: then the county alone stays.
        county = session.city.places.county_of(values[0])
        new = {"township": values[0]} | ({"county": county.code} if county else {})
    session.connection().execute(
        update(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer_id).values(**new)
    )
