"""Redeeming: the price of a reward is held, and a voucher stands for it.

Rows are touched in a fixed order: the voucher by its request, the ledger by its key, the balance,
and last the reward's stock. Balance and stock are taken by conditional UPDATEs after a plain read
that refuses early; measured, that is the fastest of the ways that sell nothing twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from domain.permissions import Action
from domain.policy import Policy
from domain.refusals import Code, Refusal
from domain.rewards import RedeemFacts, charged_minutes, last_day, refusal_to_redeem
from models.columns import table_of
from models.ledger import CityAccount
from models.rewards import Merchant, Reward, Voucher
from usecases import access, codes, ledger, voucher_codes, vouchers
from usecases.city import CitySession
from usecases.inserts import insert_into
from usecases.vouchers import VoucherShown

_VOUCHERS = table_of(Voucher)
_REWARDS = table_of(Reward)
_MERCHANTS = table_of(Merchant)

# Long after a voucher has ended its typed code still tells why it is no good.
_REMEMBERED = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A reward was redeemed: its minutes are held until the voucher is used or ends."""

    voucher: VoucherShown
    left_minutes: int


@access.performs(Action.REDEEM)
def redeem(
    session: CitySession,
    *,
    actor: int,
    reward_id: int,
    price_minutes: int,
    request_id: str,
    now: datetime,
) -> Redeemed:
    """Hold the price of a reward and make its voucher; the same request gets the same voucher.

    `price_minutes` is the price that the person saw and agreed to. Refuses `not-found`,
    `offer-changed`, `offer-ended`, `stock-gone`, `too-many-vouchers`, `hours-short`,
    `key-reused` (the request redeemed something else), `not-registered`, `not-yet-approved`.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    seen = vouchers.found_by_request(session, volunteer_id, request_id)
    if seen is None:
        policy = session.city.policy(now)
        reward = _reward(session, reward_id, price_minutes)
        _refuse_early(session, reward, volunteer_id, policy, request_id, now)
        made = _make(session, reward, volunteer_id, request_id, policy, now)
        if made is not None:
            _hold(session, made, reward, volunteer_id, actor, policy, now)
        seen = vouchers.found_by_request(session, volunteer_id, request_id)
    if seen is None or seen.reward_id != reward_id:
        raise Refusal(Code.KEY_REUSED)
    left = ledger.hours(session, volunteer_id=volunteer_id).redeemable_minutes
    return Redeemed(vouchers.shown(session, seen), left)


def _reward(session: CitySession, reward_id: int, price_minutes: int) -> Any:
    row = (
        session.connection()
        .execute(
            select(_REWARDS, _MERCHANTS.c.closed_at)
            .join(_MERCHANTS, _MERCHANTS.c.id == _REWARDS.c.merchant_id)
            .where(_REWARDS.c.id == reward_id)
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.price_minutes != price_minutes:
        raise Refusal(Code.OFFER_CHANGED)
    return row


def _refuse_early(
    session: CitySession,
    reward: Any,
    volunteer_id: int,
    policy: Policy,
    request_id: str,
    now: datetime,
) -> None:
    """Refuse on a plain read what the conditional UPDATEs would refuse after queueing."""
    facts = RedeemFacts(
        price_minutes=reward.price_minutes,
        stock=reward.stock,
        offered_until_at=reward.offered_until_at,
        merchant_closed=reward.closed_at is not None,
        has_minutes=ledger.hours(session, volunteer_id=volunteer_id).redeemable_minutes,
        live_vouchers=_live(session, volunteer_id, now),
        at=now,
    )
    refused = refusal_to_redeem(facts, policy.redemption)
    # The hours may be short because this very request was done a moment ago.
    if refused and vouchers.found_by_request(session, volunteer_id, request_id) is None:
        raise Refusal.of(refused)


def _live(session: CitySession, volunteer_id: int, now: datetime) -> int:
    counted = session.connection().scalar(
        select(func.count()).where(
            _VOUCHERS.c.volunteer_id == volunteer_id,
            _VOUCHERS.c.state == "live",
            _VOUCHERS.c.expires_at > now,
        )
    )
    return counted or 0


def _make(
    session: CitySession,
    reward: Any,
    volunteer_id: int,
    request_id: str,
    policy: Policy,
    now: datetime,
) -> int | None:
    """Insert the voucher; None when another run of the same request was faster."""
    connection = session.connection()
    calendar = session.city.calendar
    last = last_day(calendar.day_of(now), policy.redemption)
    expires_at = calendar.starts_at(last + timedelta(days=1))
    opaque_id = codes.opaque_id()
    voucher_id: int | None = connection.execute(
        insert_into(connection, _VOUCHERS)
        .values(
            opaque_id=opaque_id,
            request_id=request_id,
            reward_id=reward.id,
            merchant_id=reward.merchant_id,
            volunteer_id=volunteer_id,
            price_minutes=charged_minutes(reward.price_minutes, policy.redemption),
            state="live",
            redeemed_at=now,
            expires_at=expires_at,
        )
        .on_conflict_do_nothing(index_elements=["request_id"])
        .returning(_VOUCHERS.c.id)
    ).scalar_one_or_none()
    if voucher_id is not None:
        codes.keep_short(
            session,
            typed=voucher_codes.typed(session, opaque_id=opaque_id),
            kind=voucher_codes.KIND,
            subject_id=voucher_id,
            expires_at=expires_at + _REMEMBERED,
            now=now,
        )
    return voucher_id


def _hold(
    session: CitySession,
    voucher_id: int,
    reward: Any,
    volunteer_id: int,
    actor: int,
    policy: Policy,
    now: datetime,
) -> None:
    charged = charged_minutes(reward.price_minutes, policy.redemption)
    if charged:
        vouchers.move(session, voucher_id, (volunteer_id, CityAccount.HELD), charged, actor, now)
    # Counted again: the balance row that was just taken lets one redemption of a person pass at
    # a time, so that two at once cannot both be the last one allowed.
    most = policy.redemption.max_live_vouchers
    if _live(session, volunteer_id, now) > most:
        raise Refusal(Code.TOO_MANY_VOUCHERS, "redemption.max_live_vouchers", max=most)
    taken = session.connection().execute(
        update(_REWARDS)
        .where(_REWARDS.c.id == reward.id, _REWARDS.c.stock > 0)
        .values(stock=_REWARDS.c.stock - 1)
    )
    if taken.rowcount != 1:
        raise Refusal(Code.STOCK_GONE)
