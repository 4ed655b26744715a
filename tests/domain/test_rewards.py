"""When a reward can be redeemed: thresholds at both sides, and which of several reasons is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.months import bounds_of, is_month, last_months
from domain.policy_shape import RedemptionRules
from domain.refusals import Code
from domain.rewards import RedeemFacts, charged_minutes, last_day, refusal_to_redeem

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
RULES = RedemptionRules(deduct=True, voucher_days=30, max_live_vouchers=5)
GOOD = RedeemFacts(
    price_minutes=600,
    stock=1,
    offered_until_at=NOW + timedelta(seconds=1),
    merchant_closed=False,
    has_minutes=600,
    live_vouchers=4,
    at=NOW,
)


def test_a_reward_can_be_redeemed_with_the_last_minute_for_the_last_piece() -> None:
    assert refusal_to_redeem(GOOD, RULES) is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"offered_until_at": NOW}, Code.OFFER_ENDED),
        ({"merchant_closed": True}, Code.OFFER_ENDED),
        ({"stock": 0}, Code.STOCK_GONE),
        ({"live_vouchers": 5}, Code.TOO_MANY_VOUCHERS),
        ({"has_minutes": 599}, Code.HOURS_SHORT),
    ],
)
def test_each_reason_is_told(changed: dict[str, object], code: Code) -> None:
    refused = refusal_to_redeem(replace(GOOD, **changed), RULES)  # type: ignore[arg-type]
    assert refused is not None
    assert refused.code is code


def test_nobody_is_sent_to_earn_hours_for_what_is_gone() -> None:
    refused = refusal_to_redeem(replace(GOOD, stock=0, has_minutes=0, live_vouchers=9), RULES)
    assert refused is not None
    assert refused.code is Code.STOCK_GONE


def test_where_hours_only_open_the_door_nothing_is_taken() -> None:
    assert charged_minutes(600, RULES) == 600
    assert charged_minutes(600, replace(RULES, deduct=False)) == 0


def test_a_voucher_of_thirty_days_is_good_on_the_thirtieth_day_after() -> None:
    assert last_day(date(2026, 11, 21), RULES) == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("text", "good"),
    [("2026-11", True), ("2026-13", False), ("2026-00", False), ("1999-12", False),
     ("2026-11\n", False), ("２０２６-11", False), ("", False)],
)  # fmt: skip
def test_only_a_month_is_a_month(text: str, good: bool) -> None:
    assert is_month(text) is good


def test_months_lead_over_the_year_and_end_where_the_next_begins() -> None:
    assert last_months(date(2027, 1, 31), 3) == ["2026-11", "2026-12", "2027-01"]
    assert bounds_of("2026-12") == (date(2026, 12, 1), date(2027, 1, 1))
    assert bounds_of("2028-02") == (date(2028, 2, 1), date(2028, 3, 1))
