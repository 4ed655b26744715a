"""The recognition of a year: opened, checked, approved by two, published, awarded (X11).

Every step is one deed on the batch's row, which is taken for oneself first: whoever comes second
sees what the first has done. The rules of the day on which it was opened hold until its end.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, insert, literal, select, update

from domain import stars
from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from domain.stars import BatchState
from models.columns import table_of
from models.people import Volunteer
from models.stars import StarApproval, StarAward, StarBatch, StarCandidate
from usecases import (
    access,
    audit,
    star_candidates,
    star_hours,
    star_notices,
    star_objections,
    star_standing,
)
from usecases.city import CitySession
from usecases.inserts import insert_into
from usecases.star_standing import Batch

_APPROVALS = table_of(StarApproval)
_AWARDS = table_of(StarAward)
_BATCHES = table_of(StarBatch)
_CANDIDATES = table_of(StarCandidate)
_VOLUNTEERS = table_of(Volunteer)
# The reason, as a word of `star-held-reason`, for whom a correction took below the threshold.
HOURS_CORRECTED = "hours-corrected"


# -- from opening to the list ----------------------------------------------------------------------


@access.performs(Action.KEEP_STARS)
def open_batch(session: CitySession, *, actor: int, year: int, now: datetime) -> Batch:
    """Open the recognition of a year and write its candidates down; the nominators are told.

    Refuses not-allowed; stars-none where the city gives none, stars-national where hours of the
    national system would have to count; stars-year for a year that cannot be opened (it is done,
    another goes on, it is not this year or the last).
    """
    access.places(session, actor=actor, action=Action.KEEP_STARS)
    policy = session.city.policy(now)
    if not policy.stars.thresholds_hours:
        raise Refusal(Code.STARS_NONE, "stars.thresholds_hours")
    if policy.stars.hours_source == "national":
        raise Refusal(Code.STARS_NATIONAL, "stars.hours_source")
    if year not in star_standing.years_to_open(session, now):
        raise Refusal(Code.STARS_YEAR, year=str(year))
    batch_id = _begun(session, actor, year, now)
    count = star_hours.choose(session, batch_id=batch_id, year=year, policy=policy, now=now)
    audit.record(session, actor, "star_batch.opened", f"star_batch:{batch_id}", now, count=count)
    star_notices.call_nominators(session, batch_id=batch_id, now=now)
    star_notices.call(session, (Role.FEDERATION,), now)
    return star_standing.batch_of(session, star_standing.newest(session))


def _begun(session: CitySession, actor: int, year: int, now: datetime) -> int:
    """Insert the batch; of two at once one is refused stars-year."""
    policy = session.city.policy(now)
    connection = session.connection()
    inserted = connection.execute(
        insert_into(connection, _BATCHES)
        .values(
            year=year,
            state=stars.first_state(policy.stars).value,
            going_on=1,
            basis=policy.stars.basis,
            hours_source=policy.stars.hours_source,
            policy_version=policy.version,
            opened_at=now,
            opened_by=actor,
            version=1,
        )
        .on_conflict_do_nothing()
        .returning(_BATCHES.c.id)
    )
    batch_id: int | None = inserted.scalar_one_or_none()
    if batch_id is None:
        raise Refusal(Code.STARS_YEAR, year=str(year))
    return batch_id


@access.performs(Action.KEEP_STARS)
def withdraw(session: CitySession, *, actor: int, version: int, now: datetime) -> int:
    """Take a batch back before it is published; return its year, which can be opened anew.

    Refuses not-allowed, step-gone (it went on, or is published).
    """
    access.places(session, actor=actor, action=Action.KEEP_STARS)
    batch = _locked(
        session, version, BatchState.NOMINATING, BatchState.CHECKING, BatchState.APPROVING
    )
    _step(session, actor, batch, BatchState.WITHDRAWN, now, going_on=None, ended_at=now)
    year: int = batch.year
    return year


@access.performs(Action.CHECK_STARS)
def close_nominations(session: CitySession, *, actor: int, version: int, now: datetime) -> Batch:
    """End the nominations; whom no unit answered for is the Federation's. Undone by `reopen`.

    Refuses not-allowed, step-gone.
    """
    access.places(session, actor=actor, action=Action.CHECK_STARS)
    batch = _locked(session, version, BatchState.NOMINATING)
    return _step(session, actor, batch, BatchState.CHECKING, now)


@access.performs(Action.CHECK_STARS)
def reopen_nominations(session: CitySession, *, actor: int, version: int, now: datetime) -> Batch:
    """Let the units nominate again; refuses not-allowed, step-gone."""
    access.places(session, actor=actor, action=Action.CHECK_STARS)
    batch = _locked(session, version, BatchState.CHECKING)
    if "unit" not in star_standing.rules_of(session, batch).chain:
        raise Refusal(Code.STEP_GONE)
    return _step(session, actor, batch, BatchState.NOMINATING, now)


@access.performs(Action.CHECK_STARS)
def finish_check(session: CitySession, *, actor: int, version: int, now: datetime) -> Batch:
    """Say that the list is checked; those who approve are called.

    Refuses not-allowed, step-gone, stars-unanswered while somebody is neither nominated nor held
    back.
    """
    access.places(session, actor=actor, action=Action.CHECK_STARS)
    batch = _locked(session, version, BatchState.CHECKING)
    left = star_standing.counts(session, batch.id, literal(True)).get("proposed", 0)
    if left:
        raise Refusal(Code.STARS_UNANSWERED, count=left)
    made = _step(session, actor, batch, BatchState.APPROVING, now)
    star_notices.call(session, [Role(step) for step in made.waits_for], now)
    return made


@access.performs(Action.APPROVE_STARS)
def send_back(session: CitySession, *, actor: int, version: int, now: datetime) -> Batch:
    """Give the list back to be checked again; an approval that stood is undone.

    Refuses not-allowed, step-gone.
    """
    access.places(session, actor=actor, action=Action.APPROVE_STARS)
    batch = _locked(session, version, BatchState.APPROVING)
    _undo_approvals(session, batch.id, now)
    made = _step(session, actor, batch, BatchState.CHECKING, now)
    star_notices.call(session, (Role.FEDERATION,), now)
    return made


@access.performs(Action.APPROVE_STARS)
def approve(session: CitySession, *, actor: int, version: int, now: datetime) -> Batch:
    """Approve the list for one's own office; with the last approval it is published.

    Refuses not-allowed, step-gone, already-decided (one's office has approved), second-person
    (who approved for one office does not approve for the other as well).
    """
    held = access.standings(session, actor=actor, action=Action.APPROVE_STARS)
    batch = _locked(session, version, BatchState.APPROVING)
    if _approves_already(session, batch.id, actor):
        raise Refusal(Code.SECOND_PERSON, "stars.chain")
    missing = star_standing.missing(session, batch)
    step = next((role.value for role, _ in held if role.value in missing), None)
    if step is None:
        raise Refusal(Code.ALREADY_DECIDED)
    session.connection().execute(
        insert(_APPROVALS).values(
            batch_id=batch.id, step=step, by_account_id=actor, approved_at=now
        )
    )
    audit.record(session, actor, "star_batch.approved", f"star_batch:{batch.id}", now, step=step)
    if len(missing) > 1:
        return star_standing.batch_of(session, batch)
    return _publish(session, actor, batch, now)


def _approves_already(session: CitySession, batch_id: int, actor: int) -> bool:
    mine = exists().where(
        _APPROVALS.c.batch_id == batch_id,
        _APPROVALS.c.by_account_id == actor,
        _APPROVALS.c.undone_at.is_(None),
    )
    return bool(session.connection().scalar(select(mine)))


@access.performs(Action.APPROVE_STARS)
def take_back_approval(session: CitySession, *, actor: int, version: int, now: datetime) -> Batch:
    """Undo one's own approval while the other is missing; refuses not-allowed, step-gone."""
    access.places(session, actor=actor, action=Action.APPROVE_STARS)
    batch = _locked(session, version, BatchState.APPROVING)
    if not _approves_already(session, batch.id, actor):
        raise Refusal(Code.STEP_GONE)
    _undo_approvals(session, batch.id, now, by=actor)
    audit.record(session, actor, "star_batch.approval_undone", f"star_batch:{batch.id}", now)
    return star_standing.batch_of(session, batch)


def _undo_approvals(
    session: CitySession, batch_id: int, now: datetime, by: int | None = None
) -> None:
    mine = literal(True) if by is None else _APPROVALS.c.by_account_id == by
    session.connection().execute(
        update(_APPROVALS)
        .where(_APPROVALS.c.batch_id == batch_id, _APPROVALS.c.undone_at.is_(None), mine)
        .values(undone_at=now)
    )


def _publish(session: CitySession, actor: int, batch: Any, now: datetime) -> Batch:
    calendar = session.city.calendar
    workdays = star_standing.rules_of(session, batch).notice_workdays
    until_on = calendar.add_workdays(calendar.day_of(now), workdays)
    made = _step(session, actor, batch, BatchState.NOTICE, now, notice_until_on=until_on)
    star_notices.tell_listed(session, batch=made, now=now)
    return made


# -- awarding --------------------------------------------------------------------------------------


@access.performs(Action.KEEP_STARS)
def award(session: CitySession, *, actor: int, version: int, now: datetime) -> Batch:
    """Award the stars of the list when its days are over and every objection is answered.

    From whom hours were taken meanwhile is counted anew: he gets the star that is left, or is put
    back with the reason. Done again it returns the same batch. Refuses not-allowed, step-gone,
    notice-runs, objections-open.
    """
    access.places(session, actor=actor, action=Action.KEEP_STARS)
    try:
        batch = _locked(session, version, BatchState.NOTICE)
    except Refusal:
        done = star_standing.newest(session)
        if done is None or done.state != BatchState.AWARDED or done.version != version + 1:
            raise
        return star_standing.batch_of(session, done)
    if session.city.calendar.day_of(now) <= batch.notice_until_on:
        raise Refusal(
            Code.NOTICE_RUNS, "stars.notice_workdays", until_on=batch.notice_until_on.isoformat()
        )
    objections = star_standing.open_objections(session, batch.id)
    if objections:
        raise Refusal(Code.OBJECTIONS_OPEN, count=objections)
    _recount(session, actor, batch, now)
    _write_awards(session, batch, now)
    made = _step(
        session, actor, batch, BatchState.AWARDED, now, going_on=None, ended_at=now, ended_by=actor
    )
    star_notices.tell_awarded(session, batch=made, now=now)
    return made


def _recount(session: CitySession, actor: int, batch: Any, now: datetime) -> None:
    for one in star_hours.recount(session, batch=batch, now=now):
        if not one.star:
            star_objections.put_off(
                session,
                actor=actor,
                batch=batch,
                candidate_id=one.candidate_id,
                reason=HOURS_CORRECTED,
                now=now,
            )
            continue
        session.connection().execute(
            update(_CANDIDATES)
            .where(_CANDIDATES.c.id == one.candidate_id)
            .values(star=one.star, minutes=one.minutes)
        )
        subject = f"star_candidate:{one.candidate_id}"
        audit.record(session, actor, "star.recounted", subject, now, star=one.star)


def _write_awards(session: CitySession, batch: Any, now: datetime) -> None:
    """Make an award of every candidate who is still on the list, and still with us."""
    connection = session.connection()
    here = select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.suspended_at.is_(None))
    named = (
        _CANDIDATES.c.batch_id == batch.id,
        _CANDIDATES.c.state == "nominated",
        _CANDIDATES.c.volunteer_id.in_(here),
    )
    connection.execute(
        insert(_AWARDS).from_select(
            ["batch_id", "volunteer_id", "year", "star", "minutes", "awarded_at"],
            select(
                _CANDIDATES.c.batch_id,
                _CANDIDATES.c.volunteer_id,
                literal(batch.year),
                _CANDIDATES.c.star,
                _CANDIDATES.c.minutes,
                literal(now, _AWARDS.c.awarded_at.type),
            ).where(*named),
        )
    )
    connection.execute(update(_CANDIDATES).where(*named).values(state="awarded"))


def _locked(session: CitySession, version: int, *states: BatchState) -> Any:
    """Return the batch that goes on, taken for oneself, if it is still as the button saw it."""
    batch = star_candidates.going_on(session, lock=True)
    if batch.version != version or BatchState(batch.state) not in states:
        raise Refusal(Code.STEP_GONE)
    return batch


def _step(
    session: CitySession, actor: int, batch: Any, state: BatchState, now: datetime, **also: Any
) -> Batch:
    session.connection().execute(
        update(_BATCHES)
        .where(_BATCHES.c.id == batch.id)
        .values(state=state.value, version=batch.version + 1, **also)
    )
    audit.record(session, actor, f"star_batch.{state.value}", f"star_batch:{batch.id}", now)
    row = session.connection().execute(select(_BATCHES).where(_BATCHES.c.id == batch.id)).one()
    return star_standing.batch_of(session, row)
