"""Rewards for hours: who may honour them, and when one may be redeemed (PUZD-5.2b–d)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.policy_shape import RedemptionRules
from domain.refusals import Code, Refused


class MerchantKind(StrEnum):
    """The kinds of parties that the city signs with: nine of PUZD-5.2c, two more of 5.2a."""

    CULTURE = "culture"
    SCENIC = "scenic"
    HOTEL = "hotel"
    GUESTHOUSE = "guesthouse"
    SHOP = "shop"
    TRANSPORT = "transport"
    HOSPITAL = "hospital"
    CINEMA = "cinema"
    SERVICES = "services"
    LAW_FIRM = "law-firm"
    RESTAURANT = "restaurant"


@dataclass(frozen=True, slots=True)
class RedeemFacts:
    """What decides on a redemption; minutes are redeemable ones."""

    price_minutes: int
    stock: int
    offered_until_at: datetime | None
    merchant_closed: bool
    has_minutes: int
    live_vouchers: int
    at: datetime


def refusal_to_redeem(facts: RedeemFacts, rules: RedemptionRules) -> Refused | None:
    """Return why the reward cannot be redeemed now, or None when it can.

    What nobody can change comes first, so that nobody saves hours for something that is gone:
    offer-ended, stock-gone, too-many-vouchers, hours-short.
    """
    ended = facts.offered_until_at is not None and facts.at >= facts.offered_until_at
    if ended or facts.merchant_closed:
        return Refused(Code.OFFER_ENDED)
    if facts.stock <= 0:
        return Refused(Code.STOCK_GONE)
    if facts.live_vouchers >= rules.max_live_vouchers:
        most = {"max": rules.max_live_vouchers}
        return Refused(Code.TOO_MANY_VOUCHERS, dict(most), "redemption.max_live_vouchers")
    if facts.has_minutes < facts.price_minutes:
        short = facts.price_minutes - facts.has_minutes
        return Refused(Code.HOURS_SHORT, {"minutes": short, "has_minutes": facts.has_minutes})
    return None


def charged_minutes(price_minutes: int, rules: RedemptionRules) -> int:
    """Return the minutes that redeeming takes: the price, or 0 where hours only open the door."""
    return price_minutes if rules.deduct else 0


def last_day(redeemed_on: date, rules: RedemptionRules) -> date:
    """Return the last civil day on which a voucher is honoured; it counts to that day's end."""
    return redeemed_on + timedelta(days=rules.voucher_days)
