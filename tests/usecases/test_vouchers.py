"""Vouchers, on both databases: every refusal provoked, every race run, thresholds at both sides."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.permissions import Role
from domain.refusals import Code, Refusal, Refused
from domain.rewards import MerchantKind
from models.columns import table_of
from models.ledger import LedgerTransfer
from models.rewards import Merchant, Reward, Voucher
from models.traffic import Notice
from tests.cast import (
    MORNING,
    POLICY,
    CinemaOffer,
    Somebody,
    a_cinema,
    a_volunteer,
    an_account,
    later,
    with_hours,
    with_role,
)
from usecases import honouring, ledger, redeeming, rewards, vouchers
from usecases.city import City, CitySession
from usecases.database import Database
from usecases.honouring import Honoured
from usecases.redeeming import Redeemed
from usecases.vouchers import VoucherShown


class Fair:
    """A cinema that gives tickets for ten hours, and 李志愿 who has 52."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.li: Somebody
        self.cinema: CinemaOffer
        self.requests = 0

    async def opens(self, **offer: Any) -> "Fair":
        def cast(session: CitySession) -> None:
            self.li = a_volunteer(session, 12)
            with_hours(session, self.li, 3120)
            self.cinema = a_cinema(session, **offer)

        await self.db.write(cast)
        return self

    async def redeem(
        self,
        *,
        who: Somebody | None = None,
        request_id: str | None = None,
        at: datetime = MORNING,
        reward_id: int | None = None,
        price_minutes: int | None = None,
    ) -> Redeemed:
        self.requests += 1
        return await self.db.write(
            redeeming.redeem,
            actor=(who or self.li).account_id,
            reward_id=reward_id or self.cinema.reward_id,
            price_minutes=price_minutes or self.cinema.price_minutes,
            request_id=request_id or f"request/{self.requests}",
            now=at,
        )

    async def ticket(self, at: datetime = MORNING) -> VoucherShown:
        return (await self.redeem(at=at)).voucher

    async def honour(
        self,
        code: str,
        *,
        at: datetime = MORNING,
        actor: Somebody | None = None,
        request_id: str | None = None,
    ) -> Honoured | Refused:
        self.requests += 1
        return await self.db.write(
            honouring.honour,
            actor=(actor or self.cinema.till).account_id,
            code=code,
            request_id=request_id or f"honour/{self.requests}",
            now=at,
        )

    async def cancel(self, voucher: VoucherShown, at: datetime = MORNING) -> Any:
        return await self.db.write(
            vouchers.cancel, actor=self.li.account_id, voucher_id=voucher.voucher_id, now=at
        )

    async def redeemable(self, who: Somebody | None = None) -> int:
        found = await self.db.read(ledger.hours, volunteer_id=(who or self.li).volunteer_id)
        return found.redeemable_minutes

    async def rows(self, table: type[Any]) -> list[Any]:
        return await self.db.read(
            lambda session: list(session.connection().execute(select(table_of(table))))
        )

    async def stock(self) -> int:
        return int((await self.rows(Reward))[0].stock)


@pytest.fixture
async def fair(db: Database) -> Fair:
    return await Fair(db).opens()


async def refused(deed: Any) -> Refused:
    with pytest.raises(Refusal) as refusal:
        await deed
    return refusal.value.refused


def code_of(outcome: object) -> Code:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


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
    zhang = await fair.db.write(_zhang)
    asked = fair.redeem(request_id="once", who=zhang)
    assert (await refused(asked)).code is Code.KEY_REUSED
    assert await fair.redeemable(zhang) == 3120
    assert len(await fair.rows(Voucher)) == 1


def _zhang(session: CitySession, external_id: int = 13, minutes: int = 3120) -> Somebody:
    zhang = a_volunteer(session, external_id, "张志愿")
    with_hours(session, zhang, minutes)
    return zhang


@pytest.mark.parametrize(("minutes", "short"), [(599, 1), (600, 0), (601, 0)])
async def test_the_price_must_be_there_to_the_minute(fair: Fair, minutes: int, short: int) -> None:
    zhang = await fair.db.write(_zhang, minutes=minutes)
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
    zhang = await fair.db.write(_zhang)
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
    zhang = await fair.db.write(_zhang, minutes=599)
    assert (await refused(fair.redeem(who=zhang))).code is Code.HOURS_SHORT


# -- honouring


async def test_a_voucher_is_honoured_once_and_the_second_try_hears_when(fair: Fair) -> None:
    ticket = await fair.ticket()
    outcome = await fair.honour(ticket.typed)
    assert isinstance(outcome, Honoured)
    assert (outcome.title, outcome.count_today) == ("电影票", 1)
    again = await fair.honour(ticket.typed, at=later(minutes=5))
    assert code_of(again) is Code.VOUCHER_USED
    assert isinstance(again, Refused)
    assert again.facts == {"honoured_at": MORNING.isoformat(), "merchant": "思茅影城"}
    sources = [row.source for row in await fair.rows(LedgerTransfer)]
    assert sources.count("honour") == 1


async def test_a_scan_sent_twice_gets_the_same_answer(fair: Fair) -> None:
    ticket = await fair.ticket()
    first = await fair.honour(ticket.typed, request_id="scan")
    assert await fair.honour(ticket.typed, request_id="scan", at=later(minutes=1)) == first
    other = await fair.db.write(with_role, 77, Role.MERCHANT, str(fair.cinema.merchant_id))
    asked = fair.honour(ticket.typed, request_id="scan", actor=other)
    assert (await refused(asked)).code is Code.KEY_REUSED


async def test_the_merchants_day_counts_its_own_vouchers_of_today(fair: Fair) -> None:
    for _ in range(2):
        await fair.honour((await fair.ticket()).typed)
    third = await fair.ticket()
    outcome = await fair.honour(third.typed, at=later(days=1))
    assert isinstance(outcome, Honoured)
    assert outcome.count_today == 1
    actor = fair.cinema.till.account_id
    day = await fair.db.read(honouring.honoured_today, actor=actor, now=later(hours=1))
    assert (day.merchant, len(day.lines)) == ("思茅影城", 2)


async def test_another_merchant_is_told_whose_voucher_it_is(fair: Fair) -> None:
    ticket = await fair.ticket()
    other = await fair.db.write(a_cinema, "二号影城")
    outcome = await fair.honour(ticket.typed, actor=other.till)
    assert outcome == Refused(Code.VOUCHER_ELSEWHERE, {"merchant": "思茅影城"})
    assert isinstance(await fair.honour(ticket.typed), Honoured)


async def test_only_a_merchant_honours(fair: Fair) -> None:
    ticket = await fair.ticket()
    clerk = await fair.db.write(with_role, 77, Role.CLERK, "1")
    for nobody in (fair.li, clerk):
        asked = fair.honour(ticket.typed, actor=nobody)
        assert (await refused(asked)).code is Code.VOUCHER_NEEDS_MERCHANT


@pytest.mark.parametrize(("seconds", "good"), [(-1, True), (0, False), (1, False)])
async def test_a_voucher_is_good_to_the_end_of_its_last_day(
    fair: Fair, seconds: int, good: bool
) -> None:
    ticket = await fair.ticket()
    midnight = datetime.fromisoformat("2026-12-22T00:00:00+08:00")
    outcome = await fair.honour(ticket.typed, at=midnight + timedelta(seconds=seconds))
    if good:
        assert isinstance(outcome, Honoured)
    else:
        assert isinstance(outcome, Refused)
        assert (outcome.code, outcome.facts) == (Code.VOUCHER_EXPIRED, {"until_on": "2026-12-21"})


async def test_five_wrong_codes_in_a_minute_are_enough(fair: Fair) -> None:
    ticket = await fair.ticket()
    for _ in range(5):
        assert code_of(await fair.honour("2222 3333 4444")) is Code.VOUCHER_UNKNOWN
    assert (await refused(fair.honour(ticket.typed))).code is Code.TOO_MANY_TRIES
    # A minute later he may try again.
    assert isinstance(await fair.honour(ticket.typed, at=later(seconds=61)), Honoured)


@pytest.mark.parametrize("typed", ["", "🎟", "x" * 4096, "'; DROP TABLE voucher", "A" * 32])
async def test_what_is_no_code_is_unknown(fair: Fair, typed: str) -> None:
    assert code_of(await fair.honour(typed)) is Code.VOUCHER_UNKNOWN


async def test_the_picture_never_goes_stale(fair: Fair) -> None:
    ticket = await fair.ticket()
    shown = await fair.db.read(
        vouchers.show, actor=fair.li.account_id, voucher_id=ticket.voucher_id
    )
    assert shown.typed == ticket.typed
    assert isinstance(await fair.honour(ticket.typed, at=later(days=20)), Honoured)


async def renewing(fair: Fair, ticket: VoucherShown, at: datetime) -> str:
    return await fair.db.read(
        vouchers.renewing_code, actor=fair.li.account_id, voucher_id=ticket.voucher_id, now=at
    )


@pytest.mark.parametrize(
    ("seconds", "good"), [(0, True), (59, True), (60, False), (-1, False), (86_400, False)]
)
async def test_a_renewing_code_is_good_for_its_slot_and_the_next(
    fair: Fair, seconds: int, good: bool
) -> None:
    ticket = await fair.ticket()
    code = await renewing(fair, ticket, later(minutes=5))
    outcome = await fair.honour(code, at=later(minutes=5) + timedelta(seconds=seconds))
    if good:
        assert isinstance(outcome, Honoured)
    else:
        assert code_of(outcome) is Code.CODE_CHANGED


async def test_a_renewing_code_with_one_bit_changed_is_worthless(fair: Fair) -> None:
    code = await renewing(fair, await fair.ticket(), MORNING)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for bit in range(192):
        place, inside = divmod(bit, 6)
        changed = alphabet[alphabet.index(code[place]) ^ (1 << inside)]
        outcome = await fair.honour(code[:place] + changed + code[place + 1 :])
        assert code_of(outcome) is Code.VOUCHER_UNKNOWN, bit
    assert isinstance(await fair.honour(code), Honoured)


async def test_nobody_sees_or_cancels_another_persons_voucher(fair: Fair) -> None:
    ticket = await fair.ticket()
    zhang = await fair.db.write(_zhang)
    own: Any = {"actor": zhang.account_id, "voucher_id": ticket.voucher_id}
    assert (await refused(fair.db.read(vouchers.show, **own))).code is Code.NOT_FOUND
    asked = fair.db.read(vouchers.renewing_code, **own, now=MORNING)
    assert (await refused(asked)).code is Code.NOT_FOUND
    assert (await refused(fair.db.write(vouchers.cancel, **own, now=MORNING))).code is (
        Code.NOT_FOUND
    )
    assert await fair.db.read(vouchers.own, actor=zhang.account_id) == []


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
    people = [await fair.db.write(_zhang, 20 + n) for n in range(3)]
    for who in (*people, *people, fair.li):
        await fair.redeem(who=who)
    assert await fair.db.write(vouchers.expire_due, now=later(days=40)) == 7
    assert await fair.stock() == 20
    assert [await fair.redeemable(who) for who in people] == [3120] * 3


# -- races (P3, P8)


async def settled(*deeds: Any) -> tuple[list[Any], list[Code]]:
    """Run all at once; return what came out well and the codes of what was refused."""
    outcomes = await asyncio.gather(*deeds, return_exceptions=True)
    refusals = [one for one in outcomes if isinstance(one, Refusal | Refused)]
    well = [one for one in outcomes if not isinstance(one, Refusal | Refused)]
    assert not [one for one in well if isinstance(one, BaseException)], well
    return well, [one.code if isinstance(one, Refused) else one.refused.code for one in refusals]


async def test_forty_racers_honour_one_voucher_once(fair: Fair) -> None:
    ticket = await fair.ticket()
    second = await fair.db.write(with_role, 77, Role.MERCHANT, str(fair.cinema.merchant_id))
    tills = (fair.cinema.till, second)
    well, codes = await settled(*(fair.honour(ticket.typed, actor=tills[n % 2]) for n in range(40)))
    assert len(well) == 1
    assert codes == [Code.VOUCHER_USED] * 39


async def test_one_request_sent_ten_times_at_once_is_one_deed_with_one_answer(fair: Fair) -> None:
    ticket = await fair.ticket()
    again = [fair.honour(ticket.typed, request_id="honour/on a bad line") for _ in range(10)]
    well, codes = await settled(*again)
    assert [one.voucher_id for one in well] == [ticket.voucher_id] * 10
    assert codes == []


async def test_two_hundred_redeemers_get_the_twenty_that_there_are(fair: Fair) -> None:
    def crowd(session: CitySession) -> list[Somebody]:
        return [_zhang(session, 1000 + n, 600) for n in range(200)]

    people = await fair.db.write(crowd)
    well, codes = await settled(*(fair.redeem(who=who) for who in people))
    assert len(well) == 20
    assert codes == [Code.STOCK_GONE] * 180
    assert await fair.stock() == 0
    left = [await fair.redeemable(who) for who in people]
    assert sorted(left) == [0] * 20 + [600] * 180


async def test_hours_for_one_ticket_buy_one_however_often_one_presses(fair: Fair) -> None:
    zhang = await fair.db.write(_zhang, minutes=600)
    well, codes = await settled(*(fair.redeem(who=zhang) for _ in range(16)))
    assert len(well) == 1
    assert codes == [Code.HOURS_SHORT] * 15
    assert await fair.stock() == 19


async def test_sixteen_presses_of_one_button_make_one_voucher(fair: Fair) -> None:
    zhang = await fair.db.write(_zhang, minutes=600)
    well, codes = await settled(
        *(fair.redeem(who=zhang, request_id="one button") for _ in range(16))
    )
    assert codes == []
    assert {one.voucher.voucher_id for one in well} == {well[0].voucher.voucher_id}
    assert await fair.stock() == 19


async def test_the_limit_of_vouchers_in_hand_holds_in_a_race(fair: Fair) -> None:
    zhang = await fair.db.write(_zhang, minutes=60_000)
    well, codes = await settled(*(fair.redeem(who=zhang) for _ in range(16)))
    assert len(well) == 5
    assert codes == [Code.TOO_MANY_VOUCHERS] * 11


async def test_of_cancelling_honouring_and_the_clock_one_wins(fair: Fair) -> None:
    tickets = [await fair.ticket() for _ in range(5)]
    last = datetime.fromisoformat("2026-12-21T23:59:59+08:00")
    deeds: list[Any] = []
    for ticket in tickets:
        deeds += [fair.honour(ticket.typed, at=last), fair.cancel(ticket, last)]
        deeds += [fair.db.write(vouchers.expire_due, now=last + timedelta(seconds=1))]
    well, _ = await settled(*deeds)
    states = [row.state for row in await fair.rows(Voucher)]
    assert "live" not in states
    used = states.count("honoured")
    assert used == sum(isinstance(one, Honoured) for one in well)
    assert await fair.redeemable() == 3120 - 600 * used
    assert await fair.stock() == 20 - used


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
