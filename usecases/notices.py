"""Notices: written in the transaction of their cause, claimed and delivered by the scheduler."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, func, select, update

from domain.permissions import Action
from models.columns import table_of
from models.people import Account
from models.traffic import Notice, SendingPause
from usecases import access
from usecases.city import CitySession
from usecases.inserts import insert_into

_ROWS = table_of(Notice)
_ACCOUNTS = table_of(Account)
_PAUSES = table_of(SendingPause)
# A claim that is not settled by then belongs to a process that died.
_CLAIM = timedelta(minutes=2)
# The reason why a claimed notice is still pending, from the moment before it is sent.
_ON_THE_WIRE = "on the wire"
# How long the one before may still be noting what came of what he has sent.
_NOTING = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice that is ours to deliver now."""

    notice_id: int
    kind: str
    account_id: int
    external_id: int
    language: str
    facts: dict[str, Any]
    tries: int
    # Its process died while it was on the wire: nobody knows whether it was sent.
    lost: bool = False
    due_at: datetime | None = None
    # How often he had let the bot write again when this was claimed.
    came_back: int = 0


def tell(
    session: CitySession,
    *,
    kind: str,
    account_id: int,
    dedupe_key: str,
    facts: dict[str, Any],
    due_at: datetime,
) -> bool:
    """Queue a notice; False when it was queued before. Words are found when it is sent."""
    connection = session.connection()
    queued = connection.scalar(
        insert_into(connection, _ROWS)
        .values(
            dedupe_key=dedupe_key,
            kind=kind,
            account_id=account_id,
            facts=facts,
            due_at=due_at,
            state="pending",
            tries=0,
        )
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(_ROWS.c.id)
    )
    return queued is not None


# Built once: asked after every message that anybody sends.
_DUE = (
    select(_ROWS, _ACCOUNTS.c.external_id, _ACCOUNTS.c.language, _ACCOUNTS.c.came_back)
    .join(_ACCOUNTS, _ACCOUNTS.c.id == _ROWS.c.account_id)
    .where(
        _ROWS.c.state == "pending",
        _ROWS.c.due_at <= bindparam("now"),
        (_ROWS.c.claimed_until.is_(None))
        | (_ROWS.c.claimed_until <= bindparam("now"))
        # No claim lasts so long: the clock was set back since.
        | (_ROWS.c.claimed_until > bindparam("beyond")),
        _ACCOUNTS.c.blocked_at.is_(None),
    )
    .order_by(_ROWS.c.due_at, _ROWS.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_ROWS)
)
_CLAIMED = (
    update(_ROWS)
    .where(_ROWS.c.id.in_(bindparam("which", expanding=True)))
    .values(claimed_until=bindparam("until"), tries=_ROWS.c.tries + 1)
)
_BEGUN = (
    update(_ROWS)
    .where(
        _ROWS.c.id == bindparam("which"),
        _ROWS.c.tries == bindparam("tried"),
        _ROWS.c.state == "pending",
    )
    .values(reason=_ON_THE_WIRE)
)


@access.performs(Action.RUN_CLOCK)
def claim(session: CitySession, *, now: datetime, limit: int = 100) -> list[Claimed]:
    """Claim what is due and not claimed by a living process; blocked accounts are passed over."""
    connection = session.connection()
    asked = {"now": now, "beyond": now + 2 * _CLAIM, "most": limit}
    due = connection.execute(_DUE, asked).all()
    if not due:
        return []
    connection.execute(_CLAIMED, {"which": [row.id for row in due], "until": now + _CLAIM})
    return [
        Claimed(
            row.id,
            row.kind,
            row.account_id,
            row.external_id,
            row.language,
            row.facts,
            row.tries + 1,
            row.claimed_until is not None and row.reason == _ON_THE_WIRE,
            row.due_at,
            row.came_back,
        )
        for row in due
    ]


@access.performs(Action.RUN_CLOCK)
def begin(session: CitySession, *, notice_id: int, tries: int) -> bool:
    """Remember that it goes on the wire now; False when the claim is no longer this one.

    `tries` tells one claim from the next, so that who was too slow sends nothing.
    """
    begun = session.connection().execute(_BEGUN, {"which": notice_id, "tried": tries})
    return begun.rowcount == 1


@access.performs(Action.RUN_CLOCK)
def take_over(session: CitySession, *, now: datetime) -> int:
    """Let what others have claimed be claimed anew: only one process delivers, and it is ours now.

    What is on the wire has some seconds more: the one before may be alive and about to note it.
    Return how many claims that were.
    """
    sent = func.coalesce(_ROWS.c.reason, "") == _ON_THE_WIRE
    freed = 0
    for which, until in ((~sent, now), (sent, now + _NOTING)):
        freed += (
            session.connection()
            .execute(
                update(_ROWS)
                .where(_ROWS.c.state == "pending", _ROWS.c.claimed_until > until, which)
                .values(claimed_until=until)
            )
            .rowcount
        )
    return freed


@access.performs(Action.RUN_CLOCK)
def settle(
    session: CitySession,
    *,
    notice: Claimed,
    state: str,
    now: datetime,
    reason: str | None = None,
    message_id: int | None = None,
    later: datetime | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Record how a delivery ended: sent, withdrawn, never, unknown, or pending again `later`.

    `facts` replaces what was known when it was queued by what was said when it was sent. Nothing
    happens where its person was forgotten meanwhile: the row is gone, and SQLite may have given
    its number to somebody else's.
    """
    values: dict[str, Any] = {"state": state, "reason": reason, "claimed_until": None}
    if state == "sent":
        values |= {"sent_at": now, "message_id": message_id}
    if later is not None:
        values |= {"due_at": later}
    if facts is not None:
        values |= {"facts": facts}
    his = (_ROWS.c.id == notice.notice_id) & (_ROWS.c.account_id == notice.account_id)
    session.connection().execute(update(_ROWS).where(his).values(**values))


def mark_blocked(
    session: CitySession, *, account_id: int, now: datetime, came_back: int | None = None
) -> bool:
    """Remember that the person blocked the bot; nothing is sent until he lets it write again.

    `came_back` is how often he had done so when the sending began: if he has since, the refusal
    is older than what he wants now, and False says that nothing is remembered.
    """
    blocked = update(_ACCOUNTS).where(_ACCOUNTS.c.id == account_id).values(blocked_at=now)
    if came_back is not None:
        blocked = blocked.where(_ACCOUNTS.c.came_back == came_back)
    return session.connection().execute(blocked).rowcount == 1


def unblock(session: CitySession, *, account_id: int) -> None:
    """Deliver again what waited for him: he lets the bot write."""
    session.connection().execute(
        update(_ACCOUNTS)
        .where(_ACCOUNTS.c.id == account_id)
        .values(blocked_at=None, came_back=_ACCOUNTS.c.came_back + 1)
    )


@access.performs(Action.RUN_CLOCK)
def moved(session: CitySession, *, account_id: int, external_id: int) -> None:
    """Remember the new id of a chat."""
    session.connection().execute(
        update(_ACCOUNTS).where(_ACCOUNTS.c.id == account_id).values(external_id=external_id)
    )


@access.performs(Action.RUN_CLOCK)
def pause(session: CitySession, *, until: datetime) -> None:
    """Halt all sending until then, in every process; a shorter halt does not end a longer one."""
    connection = session.connection()
    connection.execute(
        insert_into(connection, _PAUSES)
        .values(id=1, until_at=until)
        .on_conflict_do_update(
            index_elements=["id"], set_={"until_at": until}, where=_PAUSES.c.until_at < until
        )
    )


@access.performs(Action.RUN_CLOCK)
def paused_until(session: CitySession) -> datetime | None:
    """Return until when sending is halted, or None when it never was."""
    found: datetime | None = session.connection().scalar(select(_PAUSES.c.until_at))
    return found


_CLAIMABLE = case(
    (_ROWS.c.claimed_until > _ROWS.c.due_at, _ROWS.c.claimed_until), else_=_ROWS.c.due_at
).label("claimable_at")
_NEXT = (
    select(_CLAIMABLE)
    .join(_ACCOUNTS, _ACCOUNTS.c.id == _ROWS.c.account_id)
    .where(_ROWS.c.state == "pending", _ACCOUNTS.c.blocked_at.is_(None))
    .order_by(_CLAIMABLE)
    .limit(1)
)


@access.performs(Action.RUN_CLOCK)
def next_due(session: CitySession) -> datetime | None:
    """Return when the next waiting notice can be claimed; those of blocked accounts wait."""
    found: datetime | None = session.connection().scalar(_NEXT)
    return found
