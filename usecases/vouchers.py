"""Vouchers in people's hands: shown, cancelled before use, ended by the clock.

Their minutes are held from `usecases/redeeming.py` on, spent when a merchant honours the voucher
(`usecases/honouring.py`), and else given back. Rows are touched in a fixed order: the voucher, the
ledger by its key, the balance, and last the reward's stock, which everybody wants.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select, update

from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.ledger import CityAccount, Ledger
from models.people import Volunteer
from models.rewards import Merchant, Reward, Voucher
from usecases import access, ledger, notices, voucher_codes
from usecases.city import CitySession

_VOUCHERS = table_of(Voucher)
_REWARDS = table_of(Reward)
_MERCHANTS = table_of(Merchant)
_VOLUNTEERS = table_of(Volunteer)

# As many as one tick of the clock ends; the next tick goes on.
_AT_ONCE = 200
_MORNING = time(9)


@dataclass(frozen=True, slots=True)
class VoucherShown:
    """A voucher as its volunteer sees it; `until_on` is the last day on which it is honoured."""

    voucher_id: int
    title: str
    terms: str
    merchant: str
    address: str
    price_minutes: int
    state: str
    typed: str
    until_on: date
    redeemed_at: datetime
    honoured_at: datetime | None
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class VoucherCancelled:
    """A voucher was cancelled before use and its minutes came back."""

    title: str
    returned_minutes: int
    has_minutes: int


SHOWN = (
    select(
        _VOUCHERS,
        _REWARDS.c.title,
        _REWARDS.c.terms,
        _MERCHANTS.c.name.label("merchant"),
        _MERCHANTS.c.address,
    )
    .join(_REWARDS, _REWARDS.c.id == _VOUCHERS.c.reward_id)
    .join(_MERCHANTS, _MERCHANTS.c.id == _VOUCHERS.c.merchant_id)
)


def shown(session: CitySession, row: Any) -> VoucherShown:
    """Return a row of the voucher query as its volunteer sees it."""
    last_instant = row.expires_at - timedelta(seconds=1)
    return VoucherShown(
        voucher_id=row.id,
        title=row.title,
        terms=row.terms,
        merchant=row.merchant,
        address=row.address,
        price_minutes=row.price_minutes,
        state=row.state,
        typed=voucher_codes.typed(session, opaque_id=row.opaque_id),
        until_on=session.city.calendar.day_of(last_instant),
        redeemed_at=row.redeemed_at,
        honoured_at=row.honoured_at,
        cancelled_at=row.cancelled_at,
    )


def found_by_request(session: CitySession, volunteer_id: int, request_id: str) -> Any:
    """Return the row of the voucher that a request of this volunteer has made, or None."""
    query = SHOWN.where(
        _VOUCHERS.c.request_id == request_id, _VOUCHERS.c.volunteer_id == volunteer_id
    )
    return session.connection().execute(query).one_or_none()


def move(
    session: CitySession,
    voucher_id: int,
    accounts: tuple[int, int],
    minutes: int,
    by: int | None,
    now: datetime,
) -> None:
    """Move a voucher's minutes: into holding when it is redeemed, spent when it is honoured."""
    debit, credit = accounts
    honoured = credit == CityAccount.SPENT
    ledger.record(
        session,
        ledger.Entry(
            key=f"voucher:{voucher_id}/{'spent' if honoured else 'held'}",
            ledger=Ledger.REDEEMABLE,
            debit=debit,
            credit=credit,
            minutes=minutes,
            source="honour" if honoured else "redeem",
            cause=f"voucher:{voucher_id}",
            policy_version=session.city.policy(now).version,
            month=f"{session.city.calendar.day_of(now):%Y-%m}",
            by_account_id=by,
        ),
        now=now,
    )


# -- what the volunteer has in hand ----------------------------------------------------------------


@access.performs(Action.REDEEM)
def own(session: CitySession, *, actor: int, limit: int = 10) -> list[VoucherShown]:
    """Return the volunteer's vouchers: those that can be used, then the newest others."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    rows = session.connection().execute(
        SHOWN.where(_VOUCHERS.c.volunteer_id == volunteer_id)
        .order_by(_VOUCHERS.c.state != "live", _VOUCHERS.c.id.desc())
        .limit(limit)
    )
    return [shown(session, row) for row in rows]


@access.performs(Action.REDEEM)
def show(session: CitySession, *, actor: int, voucher_id: int) -> VoucherShown:
    """Return one of the volunteer's own vouchers; refuses `not-found` for anybody else's."""
    return shown(session, _own_row(session, actor, voucher_id))


@access.performs(Action.REDEEM)
def by_request(session: CitySession, *, actor: int, request_id: str) -> VoucherShown | None:
    """Return the voucher that a request has made, so that a second press shows the same one."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    row = found_by_request(session, volunteer_id, request_id)
    return shown(session, row) if row is not None else None


@access.performs(Action.REDEEM)
def renewing_code(session: CitySession, *, actor: int, voucher_id: int, now: datetime) -> str:
    """Return the voucher's code of this slot, for a page that asks again in the next one.

    Refuses `not-found` for another's voucher, and voucher-* when it can no longer be used.
    """
    row = _own_row(session, actor, voucher_id)
    refused = voucher_codes.refusal(session, row, now)
    if refused is not None:
        raise Refusal.of(refused)
    return voucher_codes.signed(session, opaque_id=row.opaque_id, merchant=row.merchant_id, now=now)


def _own_row(session: CitySession, actor: int, voucher_id: int) -> Any:
    volunteer_id = access.own_volunteer(session, actor=actor)
    query = SHOWN.where(_VOUCHERS.c.id == voucher_id, _VOUCHERS.c.volunteer_id == volunteer_id)
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    return row


# -- giving back -----------------------------------------------------------------------------------


@access.performs(Action.REDEEM)
def cancel(session: CitySession, *, actor: int, voucher_id: int, now: datetime) -> VoucherCancelled:
    """Cancel a voucher before use: a reversing entry gives its minutes back, stock goes up.

    Refuses `not-found` for another's, `voucher-used`, `voucher-expired`, `voucher-cancelled`.
    """
    row = _own_row(session, actor, voucher_id)
    cancelled = session.connection().execute(
        update(_VOUCHERS)
        .where(
            _VOUCHERS.c.id == voucher_id,
            _VOUCHERS.c.state == "live",
            _VOUCHERS.c.expires_at > now,
        )
        .values(state="cancelled", cancelled_at=now)
    )
    if cancelled.rowcount != 1:
        refused = voucher_codes.refusal(session, _own_row(session, actor, voucher_id), now)
        assert refused is not None  # noqa: S101 - the UPDATE asked for the same things
        raise Refusal.of(refused)
    _give_back(session, voucher_id, row.price_minutes, by=actor, source="cancel", now=now)
    _restock(session, {row.reward_id: 1})
    has = ledger.hours(session, volunteer_id=row.volunteer_id).redeemable_minutes
    return VoucherCancelled(row.title, row.price_minutes, has)


def give_up(session: CitySession, *, voucher_id: int, now: datetime) -> None:
    """Cancel a live voucher whose holder is forgotten: its minutes and its piece go back."""
    row = session.connection().execute(SHOWN.where(_VOUCHERS.c.id == voucher_id)).one()
    session.connection().execute(
        update(_VOUCHERS)
        .where(_VOUCHERS.c.id == voucher_id, _VOUCHERS.c.state == "live")
        .values(state="cancelled", cancelled_at=now)
    )
    _give_back(session, voucher_id, row.price_minutes, by=None, source="cancel", now=now)
    _restock(session, {row.reward_id: 1})


@access.performs(Action.RUN_CLOCK)
def expire_due(session: CitySession, *, now: datetime) -> int:
    """End the vouchers whose last day is over, give minutes and stock back, and tell; how many.

    Nothing was received for these minutes, so they go back to the volunteer (docs/decisions.md).
    """
    connection = session.connection()
    due = (
        select(_VOUCHERS.c.id)
        .where(_VOUCHERS.c.state == "live", _VOUCHERS.c.expires_at <= now)
        .order_by(_VOUCHERS.c.expires_at, _VOUCHERS.c.id)
        .limit(_AT_ONCE)
    )
    ended = connection.scalars(
        update(_VOUCHERS)
        .where(_VOUCHERS.c.id.in_(due.scalar_subquery()), _VOUCHERS.c.state == "live")
        .values(state="expired")
        .returning(_VOUCHERS.c.id)
    ).all()
    # Balances by volunteer, then rewards by id: the order in which everybody else takes them.
    rows = connection.execute(
        SHOWN.add_columns(_VOLUNTEERS.c.account_id)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VOUCHERS.c.volunteer_id)
        .where(_VOUCHERS.c.id.in_(ended))
        .order_by(_VOUCHERS.c.volunteer_id, _VOUCHERS.c.id)
    ).all()
    stock: dict[int, int] = {}
    for row in rows:
        _give_back(session, row.id, row.price_minutes, by=None, source="expire", now=now)
        stock[row.reward_id] = stock.get(row.reward_id, 0) + 1
        if row.account_id is not None:
            notices.tell(
                session,
                kind="voucher-expired",
                account_id=row.account_id,
                dedupe_key=f"voucher-expired/{row.id}",
                facts={"title": row.title, "minutes": row.price_minutes},
                due_at=_awake(session, now),
            )
    _restock(session, stock)
    return len(rows)


@access.performs(Action.RUN_CLOCK)
def next_expiry(session: CitySession) -> datetime | None:
    """Return when the next voucher ends, for the clock."""
    found: datetime | None = session.connection().scalar(
        select(func.min(_VOUCHERS.c.expires_at)).where(_VOUCHERS.c.state == "live")
    )
    return found


def _awake(session: CitySession, now: datetime) -> datetime:
    """Return now, or the morning of this day: vouchers end at midnight, and people sleep."""
    calendar = session.city.calendar
    return max(now, calendar.at(calendar.day_of(now), _MORNING))


def _give_back(
    session: CitySession,
    voucher_id: int,
    minutes: int,
    *,
    by: int | None,
    source: str,
    now: datetime,
) -> None:
    if minutes:
        ledger.reverse(session, key=f"voucher:{voucher_id}/held", by=by, now=now, source=source)


def _restock(session: CitySession, back: dict[int, int]) -> None:
    for reward_id, count in sorted(back.items()):
        session.connection().execute(
            update(_REWARDS)
            .where(_REWARDS.c.id == reward_id)
            .values(stock=_REWARDS.c.stock + count)
        )
