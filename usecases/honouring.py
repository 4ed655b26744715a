"""Honouring a voucher: once, by the merchant whom it is bound to, and the merchant's day.

The minutes that were held for it are spent then.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from domain.permissions import Action
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.ledger import CityAccount
from models.rewards import Merchant, Voucher
from usecases import access, voucher_codes, vouchers
from usecases.city import CitySession, day_bounds

_VOUCHERS = table_of(Voucher)
_MERCHANTS = table_of(Merchant)


@dataclass(frozen=True, slots=True)
class Honoured:
    """A voucher was honoured; `count_today` is the merchant's so far today, this one included."""

    voucher_id: int
    title: str
    terms: str
    merchant: str
    honoured_at: datetime
    count_today: int


@dataclass(frozen=True, slots=True)
class MerchantDay:
    """What the merchants of the actor honoured today, oldest first."""

    merchants: list[str]
    lines: list[tuple[str, datetime]]


@access.performs(Action.HONOUR_VOUCHER)
def honour(
    session: CitySession, *, actor: int, code: str, request_id: str, now: datetime
) -> Honoured | Refused:
    """Honour the voucher behind a scanned or typed code, once, at the merchant it is bound to.

    The same request gets the same answer. Returns Refused with `voucher-unknown` (counted as a
    wrong try when typed), `voucher-used`, `voucher-cancelled`, `voucher-expired`,
    `voucher-elsewhere`, `code-changed`; raises `voucher-needs-merchant`, `too-many-tries`,
    `key-reused`.
    """
    merchants = _merchants(session, actor)
    connection = session.connection()
    seen = connection.execute(
        vouchers.SHOWN.where(_VOUCHERS.c.honour_request_id == request_id)
    ).one_or_none()
    if seen is not None:
        return _honoured_before(session, seen, actor)
    found = voucher_codes.find(session, actor=actor, code=code, now=now)
    if isinstance(found, Refused):
        return found
    # Whoever asks at the same moment waits here, and then reads what the faster one has done.
    locked = vouchers.SHOWN.where(_VOUCHERS.c.id == found.voucher_id).with_for_update(of=_VOUCHERS)
    row = connection.execute(locked).one()
    if row.honour_request_id == request_id:
        return _honoured_before(session, row, actor)
    if row.merchant_id not in merchants:
        return Refused(Code.VOUCHER_ELSEWHERE, {"merchant": row.merchant})
    refused = voucher_codes.refusal(session, row, now) or found.stale
    if refused is not None:
        return refused
    connection.execute(
        update(_VOUCHERS)
        .where(_VOUCHERS.c.id == row.id)
        .values(state="honoured", honoured_at=now, honoured_by=actor, honour_request_id=request_id)
    )
    if row.price_minutes:
        accounts = (CityAccount.HELD, CityAccount.SPENT)
        vouchers.move(session, row.id, accounts, row.price_minutes, actor, now)
    return _honoured(
        session, connection.execute(vouchers.SHOWN.where(_VOUCHERS.c.id == row.id)).one()
    )


def _honoured_before(session: CitySession, row: Any, actor: int) -> Honoured:
    if row.honoured_by != actor:
        raise Refusal(Code.KEY_REUSED)
    return _honoured(session, row)


def _merchants(session: CitySession, actor: int) -> set[int]:
    try:
        places = access.places(session, actor=actor, action=Action.HONOUR_VOUCHER)
    except Refusal as refusal:
        raise Refusal(Code.VOUCHER_NEEDS_MERCHANT) from refusal
    return {int(place) for place in places}


def _honoured(session: CitySession, row: Any) -> Honoured:
    start, end = day_bounds(session, session.city.calendar.day_of(row.honoured_at))
    count = session.connection().scalar(
        select(func.count()).where(
            _VOUCHERS.c.merchant_id == row.merchant_id,
            _VOUCHERS.c.honoured_at >= start,
            _VOUCHERS.c.honoured_at < end,
        )
    )
    return Honoured(row.id, row.title, row.terms, row.merchant, row.honoured_at, count or 0)


@access.performs(Action.HONOUR_VOUCHER)
def honoured_today(session: CitySession, *, actor: int, now: datetime) -> MerchantDay:
    """Return what was honoured today at the actor's merchants; refuses `not-allowed`."""
    places = access.places(session, actor=actor, action=Action.HONOUR_VOUCHER)
    merchants = [int(place) for place in places]
    start, end = day_bounds(session, session.city.calendar.day_of(now))
    connection = session.connection()
    names = connection.scalars(
        select(_MERCHANTS.c.name).where(_MERCHANTS.c.id.in_(merchants)).order_by(_MERCHANTS.c.id)
    )
    rows = connection.execute(
        vouchers.SHOWN.where(
            _VOUCHERS.c.merchant_id.in_(merchants),
            _VOUCHERS.c.honoured_at >= start,
            _VOUCHERS.c.honoured_at < end,
        ).order_by(_VOUCHERS.c.honoured_at, _VOUCHERS.c.id)
    )
    return MerchantDay(list(names), [(row.title, row.honoured_at) for row in rows])
