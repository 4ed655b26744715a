"""Leaving: said before what goes and what stays, undone within some days, carried out by the clock.

PIPL K12, K17: erasing is asked for in the chat, with nobody's help, and done without being asked
again once the days are over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Account, RoleGrant, Volunteer
from models.rewards import Voucher
from models.rights import Leaving
from models.traffic import Notice
from usecases import access, audit, erasure, ledger, notices, own_wards
from usecases.city import CitySession

_ACCOUNTS = table_of(Account)
_GRANTS = table_of(RoleGrant)
_LEAVINGS = table_of(Leaving)
_NOTICES = table_of(Notice)
_VOLUNTEERS = table_of(Volunteer)
_VOUCHERS = table_of(Voucher)

# The last word goes out before there is nobody to send it to.
_LAST_WORD = timedelta(minutes=5)
_SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What leaving would take, and when it is carried out if it was asked for."""

    days: int
    years: int
    service_minutes: int
    vouchers: int
    roles: int
    # Children who may not check in afterwards unless another guardian agrees.
    wards: int
    due_at: datetime | None


@access.performs(Action.LOOK_AROUND)
def outlook(session: CitySession, *, actor: int, now: datetime) -> Outlook:
    """Return what goes and what stays if this person leaves."""
    connection = session.connection()
    policy = session.city.policy(now)
    volunteer_id = connection.scalar(
        select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.account_id == actor)
    )
    minutes: int = 0
    live: int | None = 0
    if volunteer_id is not None:
        minutes = ledger.hours(session, volunteer_id=volunteer_id).service_minutes
        live = connection.scalar(
            select(func.count()).where(
                _VOUCHERS.c.volunteer_id == volunteer_id,
                _VOUCHERS.c.state == "live",
                _VOUCHERS.c.expires_at > now,
            )
        )
    roles = connection.scalar(
        # A head of a station is given a clerk's role with it: one task, counted once.
        select(func.count()).where(
            _GRANTS.c.account_id == actor,
            _GRANTS.c.revoked_at.is_(None),
            _GRANTS.c.role != Role.STATION_HEAD.value,
        )
    )
    due_at = connection.scalar(select(_LEAVINGS.c.due_at).where(*_open(actor)))
    return Outlook(
        policy.rights.leave_wait_days,
        policy.retention.record_years,
        minutes,
        live or 0,
        roles or 0,
        _wards(session, actor, now),
        due_at,
    )


def _wards(session: CitySession, actor: int, now: datetime) -> int:
    found = own_wards.own_wards(session, actor=actor, now=now)
    return sum(ward.consents for ward in found)


def _open(actor: int):  # type: ignore[no-untyped-def]
    return (
        _LEAVINGS.c.account_id == actor,
        _LEAVINGS.c.undone_at.is_(None),
        _LEAVINGS.c.done_at.is_(None),
    )


@access.performs(Action.LOOK_AROUND)
def ask(session: CitySession, *, actor: int, now: datetime) -> datetime:
    """Begin to leave, and return when it is carried out; asked twice is asked once.

    Refuses last-administrator to whoever alone could let others in, and not-allowed where nobody
    is left to leave.
    """
    connection = session.connection()
    messenger = connection.scalar(select(_ACCOUNTS.c.messenger).where(_ACCOUNTS.c.id == actor))
    if messenger == erasure.ERASED:
        raise Refusal(Code.NOT_ALLOWED)
    due_at: datetime | None = connection.scalar(select(_LEAVINGS.c.due_at).where(*_open(actor)))
    if due_at is not None:
        return due_at
    _refuse_last_administrator(session, actor)
    due_at = now + timedelta(days=session.city.policy(now).rights.leave_wait_days)
    leaving_id = connection.execute(
        insert(_LEAVINGS)
        .values(account_id=actor, asked_at=now, due_at=due_at)
        .returning(_LEAVINGS.c.id)
    ).scalar_one()
    if due_at - _SOON > now:
        notices.tell(
            session,
            kind="leaving-soon",
            account_id=actor,
            dedupe_key=f"leaving-soon/{leaving_id}",
            facts={"due_at": due_at.isoformat()},
            due_at=due_at - _SOON,
        )
    notices.tell(
        session,
        kind="leaving-now",
        account_id=actor,
        dedupe_key=f"leaving-now/{leaving_id}",
        facts={},
        due_at=due_at,
    )
    audit.record(session, actor, "account.leaving", f"account:{actor}", now)
    return due_at


def _refuse_last_administrator(session: CitySession, actor: int) -> None:
    keepers = set(
        session.connection().scalars(
            select(_GRANTS.c.account_id).where(
                _GRANTS.c.role == Role.ADMINISTRATOR.value, _GRANTS.c.revoked_at.is_(None)
            )
        )
    )
    if keepers == {actor}:
        raise Refusal(Code.LAST_ADMINISTRATOR)


@access.performs(Action.LOOK_AROUND)
def undo(session: CitySession, *, actor: int, now: datetime) -> None:
    """Stay after all; refuses step-gone when nothing is under way or its time has come."""
    connection = session.connection()
    stayed = connection.execute(
        update(_LEAVINGS)
        .where(*_open(actor), _LEAVINGS.c.due_at > now)
        .values(undone_at=now)
        .returning(_LEAVINGS.c.id)
    ).scalar_one_or_none()
    if stayed is None:
        raise Refusal(Code.STEP_GONE)
    keys = [f"leaving-soon/{stayed}", f"leaving-now/{stayed}"]
    connection.execute(
        update(_NOTICES)
        .where(_NOTICES.c.dedupe_key.in_(keys), _NOTICES.c.state == "pending")
        .values(state="withdrawn")
    )
    audit.record(session, actor, "account.stays", f"account:{actor}", now)


@access.performs(Action.RUN_CLOCK)
def carry_out(session: CitySession, *, now: datetime) -> bool:
    """Forget the next one whose days are over; False when nobody's are."""
    account_id = session.connection().scalar(
        select(_LEAVINGS.c.account_id)
        .where(
            _LEAVINGS.c.undone_at.is_(None),
            _LEAVINGS.c.done_at.is_(None),
            _LEAVINGS.c.due_at <= now - _LAST_WORD,
        )
        .order_by(_LEAVINGS.c.due_at)
        .limit(1)
    )
    if account_id is None:
        return False
    erasure.erase(session, account_id=account_id, now=now)
    # Who asked in the very moment in which he was forgotten is not looked for for ever.
    session.connection().execute(update(_LEAVINGS).where(*_open(account_id)).values(done_at=now))
    return True


@access.performs(Action.RUN_CLOCK)
def next_due(session: CitySession) -> datetime | None:
    """Return when the next one is to be forgotten, or None."""
    due_at: datetime | None = session.connection().scalar(
        select(func.min(_LEAVINGS.c.due_at)).where(
            _LEAVINGS.c.undone_at.is_(None), _LEAVINGS.c.done_at.is_(None)
        )
    )
    return due_at + _LAST_WORD if due_at else None
