"""Vouchers, on both databases: every refusal provoked, every race run, thresholds at both sides."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from domain.permissions import Role
from domain.refusals import Code
from domain.rewards import MerchantKind
from models.columns import table_of
from models.ledger import LedgerTransfer
from models.rewards import Merchant, Voucher
from models.traffic import Notice
from tests.cast import (
    MORNING,
    POLICY,
    a_cinema,
    an_account,
    later,
    with_role,
)
from tests.usecases.fair import Fair, a_zhang, code_of, refused, renewing
from usecases import ledger, rewards, vouchers
from usecases.city import City
from usecases.database import Database
from usecases.honouring import Honoured

# -- redeeming


async def test_redeeming_holds_the_price_and_leaves_service_hours_alone(fair: Fair) -> None:
    redeemed = await fair.redeem()
    assert redeemed.left_minutes == 2520
    assert redeemed.voucher.until_on.isoformat() == "2026-12-21"
    assert await fair.stock() == 19
    has = await fair.db.read(ledger.hours, volunteer_id=fair.li.volunteer_id)
    assert (has.service_minutes, has.redeemable_minutes) == (3120, 2520)


async def test_the_same_request_gets_the_same_voucher(fair: Fair) -> None:
    first = await fair.redeem(request_id="once")
    again = await fair.redeem(request_id="once", at=later(hours=1))
    assert again == first
    assert len(await fair.rows(Voucher)) == 1


async def test_the_same_request_for_something_else_is_refused(fair: Fair) -> None:
    await fair.redeem(request_id="once")
    other = await fair.db.write(a_cinema, "二号影城")
    asked = fair.redeem(request_id="once", reward_id=other.reward_id)
    assert (await refused(asked)).code is Code.KEY_REUSED
    zhang = await fair.db.write(a_zhang)
    asked = fair.redeem(request_id="once", who=zhang)
    assert (await refused(asked)).code is Code.KEY_REUSED
    assert await fair.redeemable(zhang) == 3120
    assert len(await fair.rows(Voucher)) == 1


@pytest.mark.parametrize(("minutes", "short"), [(599, 1), (600, 0), (601, 0)])
async def test_the_price_must_be_there_to_the_minute(fair: Fair, minutes: int, short: int) -> None:
    zhang = await fair.db.write(a_zhang, minutes=minutes)
    if not short:
        assert (await fair.redeem(who=zhang)).left_minutes == minutes - 600
        return
    refusal = await refused(fair.redeem(who=zhang))
    assert refusal.code is Code.HOURS_SHORT
    assert refusal.facts == {"minutes": short, "has_minutes": minutes}
    assert await fair.rows(Voucher) == []
    assert await fair.stock() == 20


async def test_only_five_vouchers_can_be_in_hand(fair: Fair) -> None:
    held = [await fair.ticket() for _ in range(5)]
    refusal = await refused(fair.redeem())
    assert (refusal.code, refusal.facts) == (Code.TOO_MANY_VOUCHERS, {"max": 5})
    assert refusal.rule == "redemption.max_live_vouchers"
    await fair.cancel(held[0])
    await fair.ticket()


async def test_the_last_one_can_be_had_and_none_after_it(db: Database) -> None:
    fair = await Fair(db).opens(stock=1)
    await fair.redeem()
    assert (await refused(fair.redeem())).code is Code.STOCK_GONE
    assert await fair.redeemable() == 2520


@pytest.mark.parametrize(("seconds", "good"), [(-1, True), (0, False), (1, False)])
async def test_an_offer_ends_at_its_moment(db: Database, seconds: int, good: bool) -> None:
    fair = await Fair(db).opens(offered_until_at=later(days=1))
    at = later(days=1) + timedelta(seconds=seconds)
    if good:
        await fair.redeem(at=at)
    else:
        assert (await refused(fair.redeem(at=at))).code is Code.OFFER_ENDED


async def test_a_closed_merchant_offers_nothing(fair: Fair) -> None:
    await fair.db.write(
        lambda session: (
            session.connection().execute(update(table_of(Merchant)).values(closed_at=MORNING))
            and None
        )
    )
    assert (await refused(fair.redeem())).code is Code.OFFER_ENDED
    shown = await fair.db.read(rewards.catalogue, actor=fair.li.account_id, now=MORNING)
    assert shown.offers == []


async def test_nobody_pays_another_price_than_the_one_he_saw(fair: Fair) -> None:
    assert (await refused(fair.redeem(price_minutes=599))).code is Code.OFFER_CHANGED
    assert (await refused(fair.redeem(reward_id=999))).code is Code.NOT_FOUND


async def test_who_is_no_volunteer_redeems_nothing(fair: Fair) -> None:
    stranger = await fair.db.write(an_account, 99)
    assert (await refused(fair.redeem(who=stranger))).code is Code.NOT_REGISTERED


async def test_the_catalogue_shows_what_one_can_afford_first(fair: Fair) -> None:
    await fair.db.write(a_cinema, "贵影城", price_minutes=6000)
    await fair.db.write(a_cinema, "便宜影城", price_minutes=60)
    await fair.db.write(a_cinema, "空影城", price_minutes=30, stock=1)
    zhang = await fair.db.write(a_zhang)
    await fair.redeem(who=zhang, reward_id=4, price_minutes=30)
    shown = await fair.db.read(rewards.catalogue, actor=fair.li.account_id, now=MORNING)
    assert [(one.merchant, one.short_minutes) for one in shown.offers] == [
        ("便宜影城", 0),
        ("思茅影城", 0),
        ("贵影城", 2880),
    ]


async def test_where_nothing_is_deducted_a_voucher_costs_and_returns_nothing(
    fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = replace(POLICY.on(MORNING.date()).redemption, deduct=False)
    given = replace(POLICY.on(MORNING.date()), redemption=free)
    monkeypatch.setattr(City, "policy", lambda _city, _at: given)
    used, cancelled = await fair.ticket(), await fair.ticket()
    assert isinstance(await fair.honour(used.typed), Honoured)
    assert (await fair.cancel(cancelled)).returned_minutes == 0
    assert (await fair.redeemable(), await fair.stock()) == (3120, 19)
    assert {row.source for row in await fair.rows(LedgerTransfer)} == {"imported"}
    zhang = await fair.db.write(a_zhang, minutes=599)
    assert (await refused(fair.redeem(who=zhang))).code is Code.HOURS_SHORT


# -- giving back


async def test_cancelling_gives_minutes_and_stock_back_by_a_reversing_entry(fair: Fair) -> None:
    ticket = await fair.ticket()
    cancelled = await fair.cancel(ticket)
    assert (cancelled.returned_minutes, cancelled.has_minutes) == (600, 3120)
    assert await fair.stock() == 20
    rows = await fair.rows(LedgerTransfer)
    assert rows[-1].reverses_id == rows[-2].id
    assert code_of(await fair.honour(ticket.typed)) is Code.VOUCHER_CANCELLED


async def test_cancelling_twice_gives_back_once(fair: Fair) -> None:
    ticket = await fair.ticket()
    await fair.cancel(ticket)
    assert (await refused(fair.cancel(ticket))).code is Code.VOUCHER_CANCELLED
    assert await fair.redeemable() == 3120
    assert (await refused(renewing(fair, ticket, MORNING))).code is Code.VOUCHER_CANCELLED


async def test_what_was_used_cannot_be_cancelled(fair: Fair) -> None:
    ticket = await fair.ticket()
    await fair.honour(ticket.typed)
    assert (await refused(fair.cancel(ticket))).code is Code.VOUCHER_USED
    assert await fair.redeemable() == 2520


async def test_what_nobody_used_in_time_comes_back_and_is_told(fair: Fair) -> None:
    ticket = await fair.ticket()
    midnight = datetime.fromisoformat("2026-12-22T00:00:00+08:00")
    assert await fair.db.read(vouchers.next_expiry) == midnight
    early = midnight - timedelta(seconds=1)
    assert await fair.db.write(vouchers.expire_due, now=early) == 0
    assert (await refused(fair.cancel(ticket, midnight))).code is Code.VOUCHER_EXPIRED
    assert await fair.db.write(vouchers.expire_due, now=midnight) == 1
    assert await fair.db.write(vouchers.expire_due, now=midnight) == 0
    assert (await fair.redeemable(), await fair.stock()) == (3120, 20)
    notices = await fair.rows(Notice)
    assert [(one.kind, one.facts["minutes"]) for one in notices] == [("voucher-expired", 600)]
    assert await fair.db.read(vouchers.next_expiry) is None
    assert code_of(await fair.honour(ticket.typed, at=midnight)) is Code.VOUCHER_EXPIRED


async def test_many_vouchers_of_many_people_end_at_once(fair: Fair) -> None:
    people = [await fair.db.write(a_zhang, 20 + n) for n in range(3)]
    for who in (*people, *people, fair.li):
        await fair.redeem(who=who)
    assert await fair.db.write(vouchers.expire_due, now=later(days=40)) == 7
    assert await fair.stock() == 20
    assert [await fair.redeemable(who) for who in people] == [3120] * 3


# -- keeping merchants and offers


async def test_only_the_federation_keeps_merchants_and_offers(fair: Fair) -> None:
    names: Any = {"kind": MerchantKind.HOTEL, "address": "北市场 3 号", "now": MORNING}
    for nobody in (fair.li, fair.cinema.till):
        asked = fair.db.write(rewards.open_merchant, actor=nobody.account_id, name="客栈", **names)
        assert (await refused(asked)).code is Code.NOT_ALLOWED
        asked = fair.db.write(
            rewards.offer, actor=nobody.account_id, merchant_id=1, title="一晚",
            price_minutes=60, stock=1, now=MORNING,
        )  # fmt: skip
        assert (await refused(asked)).code is Code.NOT_ALLOWED


async def test_a_merchant_has_a_name_of_its_own_and_an_offer_a_price(fair: Fair) -> None:
    officer = await fair.db.write(with_role, 700_000, Role.FEDERATION)
    who: Any = {"actor": officer.account_id, "now": MORNING}
    hotel: Any = {"kind": MerchantKind.HOTEL, "address": "北市场 3 号"}
    for name, code in (
        ("思茅影城", Code.NAME_TAKEN),
        (" ", Code.TEXT_EMPTY),
        ("店" * 41, Code.TEXT_LENGTH),
    ):
        asked = fair.db.write(rewards.open_merchant, name=name, **hotel, **who)
        assert (await refused(asked)).code is code
    for wrong in ({"merchant_id": 99}, {"price_minutes": 0}, {"stock": 0}):
        offer: Any = {"merchant_id": 1, "title": "一晚", "price_minutes": 60, "stock": 1} | wrong
        assert (await refused(fair.db.write(rewards.offer, **offer, **who))).code is (
            Code.NOT_FOUND
        )
