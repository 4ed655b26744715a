"""The ledger of minutes: what is issued, moved and taken back, and the proof that it all adds up.

Rows are touched in a fixed order (the transfer by its key, then the balance), and every key names
its deed, so doing a deed twice is success once. Balances change by conditional UPDATE only.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.refusals import Code, Refusal
from models.columns import table_of
from models.ledger import Balance, CityAccount, Ledger, LedgerTransfer
from models.outside import OutsideHours
from usecases.city import CitySession
from usecases.inserts import insert_into

_TRANSFERS = table_of(LedgerTransfer)
_BALANCES = table_of(Balance)
_BROUGHT = table_of(OutsideHours)
_COLUMN = {
    Ledger.SERVICE: _BALANCES.c.service_minutes,
    Ledger.REDEEMABLE: _BALANCES.c.redeemable_minutes,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of minutes, before it is recorded."""

    key: str
    ledger: Ledger
    debit: int
    credit: int
    minutes: int
    source: str
    cause: str
    policy_version: str
    month: str
    unit_id: int | None = None
    reverses_id: int | None = None
    by_account_id: int | None = None

    def request_hash(self) -> bytes:
        """Return what tells the same key with another request apart."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).digest()


@dataclass(frozen=True, slots=True)
class Hours:
    """What a volunteer has, in minutes."""

    service_minutes: int = 0
    redeemable_minutes: int = 0
    owed_minutes: int = 0
    # Those of the service minutes that were served elsewhere.
    outside_minutes: int = 0


_FIND = select(_TRANSFERS.c.id, _TRANSFERS.c.request_hash).where(
    _TRANSFERS.c.key == bindparam("key")
)
# Of two at once with one key the second waits, finds the row and adds nothing.
_INSERT = {
    name: dialect.insert(_TRANSFERS)
    .on_conflict_do_nothing(index_elements=["key"])
    .returning(_TRANSFERS.c.id)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}
_OUTSIDE = (
    select(func.coalesce(func.sum(_BROUGHT.c.minutes), 0))
    .where(_BROUGHT.c.volunteer_id == bindparam("who"), _BROUGHT.c.state == "credited")
    .scalar_subquery()
)
_HOURS = select(
    _BALANCES.c.service_minutes,
    _BALANCES.c.redeemable_minutes,
    _BALANCES.c.owed_minutes,
    _OUTSIDE,
).where(_BALANCES.c.volunteer_id == bindparam("who"))


def hours(session: CitySession, *, volunteer_id: int) -> Hours:
    """Return the balance row; a volunteer without one has served nothing yet."""
    row = session.connection().execute(_HOURS, {"who": volunteer_id}).one_or_none()
    return Hours(*row) if row else Hours()


def record(session: CitySession, entry: Entry, *, now: datetime) -> bool:
    """Record one movement and update the balances of the volunteers in it.

    Returns False when the same entry was recorded before (nothing changes). Refuses `hours-short`
    when the debited volunteer has not that much, and `key-reused` when the key stands for
    another movement.
    """
    connection = session.connection()
    request_hash = entry.request_hash()
    added = connection.execute(
        _INSERT[connection.dialect.name],
        {
            **asdict(entry),
            "ledger": int(entry.ledger),
            "request_hash": request_hash,
            "recorded_at": now,
        },
    ).one_or_none()
    if added is None:
        known = connection.execute(_FIND, {"key": entry.key}).one()
        if known.request_hash != request_hash:
            raise Refusal(Code.KEY_REUSED, key=entry.key)
        return False
    if entry.debit > 0:
        _take(session, entry)
    if entry.credit > 0:
        _give(session, entry)
    return True


_TAKE = {
    ledger: update(_BALANCES)
    .where(_BALANCES.c.volunteer_id == bindparam("who"), column >= bindparam("amount"))
    .values({column.name: column - bindparam("amount")})
    for ledger, column in _COLUMN.items()
}
_OWES_LESS = (
    update(_BALANCES)
    .where(_BALANCES.c.volunteer_id == bindparam("who"))
    .values(owed_minutes=_BALANCES.c.owed_minutes - bindparam("amount"))
)
_OWES_MORE = (
    update(_BALANCES)
    .where(_BALANCES.c.volunteer_id == bindparam("who"))
    .values(owed_minutes=_BALANCES.c.owed_minutes + bindparam("amount"))
)


def _take(session: CitySession, entry: Entry) -> None:
    params = {"who": entry.debit, "amount": entry.minutes}
    if session.connection().execute(_TAKE[entry.ledger], params).rowcount != 1:
        has = hours(session, volunteer_id=entry.debit)
        held = has.service_minutes if entry.ledger is Ledger.SERVICE else has.redeemable_minutes
        raise Refusal(Code.HOURS_SHORT, minutes=entry.minutes - held, has_minutes=held)
    if entry.credit == CityAccount.OWED:
        session.connection().execute(_OWES_LESS, params)


def _give(session: CitySession, entry: Entry) -> None:
    connection = session.connection()
    column = _COLUMN[entry.ledger]
    fresh = {"service_minutes": 0, "redeemable_minutes": 0, "owed_minutes": 0}
    connection.execute(
        insert_into(connection, _BALANCES)
        .values(volunteer_id=entry.credit, **(fresh | {column.name: entry.minutes}))
        .on_conflict_do_update(
            index_elements=["volunteer_id"], set_={column.name: column + entry.minutes}
        )
    )
    if entry.debit == CityAccount.OWED:
        connection.execute(_OWES_MORE, {"who": entry.credit, "amount": entry.minutes})


def issue(
    session: CitySession,
    entry: Entry,
    *,
    redeemable: bool,
    now: datetime,
    redeemable_minutes: int | None = None,
) -> None:
    """Issue service minutes to `entry.credit`, and as many redeemable ones when the source may.

    `redeemable_minutes` are fewer where a correction gives more than was once earned by scanning.
    What the volunteer owes is repaid first out of the redeemable minutes, by a row of its own.
    """
    _issue_one(session, entry, Ledger.SERVICE, now)
    if not redeemable:
        return
    if redeemable_minutes is not None:
        entry = replace(entry, minutes=min(entry.minutes, redeemable_minutes))
    if _issue_one(session, entry, Ledger.REDEEMABLE, now):
        _repay(session, entry, now)


def _issue_one(session: CitySession, entry: Entry, ledger: Ledger, now: datetime) -> bool:
    changed = {"key": f"{entry.key}/{ledger.name.lower()}", "ledger": ledger}
    return record(session, Entry(**(asdict(entry) | changed)), now=now)


def _repay(session: CitySession, entry: Entry, now: datetime) -> None:
    """Repay what the volunteer owes out of the redeemable minutes that he has just been given."""
    owed = hours(session, volunteer_id=entry.credit).owed_minutes
    if owed:
        _with_debt(session, entry, "repay", (entry.credit, CityAccount.OWED), owed, now)


def _with_debt(
    session: CitySession,
    entry: Entry,
    name: str,
    accounts: tuple[int, int],
    most: int,
    now: datetime,
) -> None:
    """Move at most `most` minutes between a volunteer and his debt, because of `entry`."""
    debit, credit = accounts
    record(
        session,
        Entry(
            key=f"{entry.key}/{name}",
            ledger=Ledger.REDEEMABLE,
            debit=debit,
            credit=credit,
            minutes=min(most, entry.minutes),
            source="corrected",
            cause=entry.cause,
            policy_version=entry.policy_version,
            month=entry.month,
        ),
        now=now,
    )


def reverse(
    session: CitySession, *, key: str, by: int | None, now: datetime, source: str = "corrected"
) -> bool:
    """Reverse the movement recorded under `key` by a row that mirrors it; twice is success once.

    Redeemable minutes that are spent already become a debt that the next ones repay, never a
    silent negative.
    """
    original = (
        session.connection()
        .execute(select(_TRANSFERS).where(_TRANSFERS.c.key == key))
        .one_or_none()
    )
    if original is None:
        raise Refusal(Code.NOT_FOUND)
    entry = Entry(
        key=f"{key}/reversed",
        ledger=Ledger(original.ledger),
        debit=original.credit,
        credit=original.debit,
        minutes=original.minutes,
        source=source,
        cause=original.cause,
        policy_version=original.policy_version,
        month=original.month,
        unit_id=original.unit_id,
        reverses_id=original.id,
        by_account_id=by,
    )
    redeemable = entry.ledger is Ledger.REDEEMABLE
    if redeemable and entry.debit > 0:
        _lend(session, entry, now)
    added = record(session, entry, now=now)
    # A debt that is itself taken back goes down by that; it is not repaid out of thin air.
    if added and redeemable and entry.credit > 0 and entry.debit != CityAccount.OWED:
        _repay(session, entry, now)
    return added


_LOCKED = (
    select(_BALANCES.c.redeemable_minutes)
    .where(_BALANCES.c.volunteer_id == bindparam("who"))
    .with_for_update()
)


def _lend(session: CitySession, entry: Entry, now: datetime) -> None:
    connection = session.connection()
    # Locked before the key is looked up: of two reversals at once the second finds the first's
    # row, and two different ones do not count on the same minutes.
    has = connection.execute(_LOCKED, {"who": entry.debit}).scalar_one_or_none()
    short = entry.minutes - (has or 0)
    if short > 0 and connection.execute(_FIND, {"key": entry.key}).first() is None:
        _with_debt(session, entry, "owed", (CityAccount.OWED, entry.debit), short, now)
