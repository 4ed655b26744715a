"""Vouchers under races: what is there is given once (P3, P8)."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from domain.permissions import Role
from domain.refusals import Code, Refusal, Refused
from models.rewards import Voucher
from tests.cast import (
    Somebody,
    with_role,
)
from tests.usecases.fair import Fair, a_zhang
from usecases import vouchers
from usecases.city import CitySession
from usecases.honouring import Honoured


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
        return [a_zhang(session, 1000 + n, 600) for n in range(200)]

    people = await fair.db.write(crowd)
    well, codes = await settled(*(fair.redeem(who=who) for who in people))
    assert len(well) == 20
    assert codes == [Code.STOCK_GONE] * 180
    assert await fair.stock() == 0
    left = [await fair.redeemable(who) for who in people]
    assert sorted(left) == [0] * 20 + [600] * 180


async def test_hours_for_one_ticket_buy_one_however_often_one_presses(fair: Fair) -> None:
    zhang = await fair.db.write(a_zhang, minutes=600)
    well, codes = await settled(*(fair.redeem(who=zhang) for _ in range(16)))
    assert len(well) == 1
    assert codes == [Code.HOURS_SHORT] * 15
    assert await fair.stock() == 19


async def test_sixteen_presses_of_one_button_make_one_voucher(fair: Fair) -> None:
    zhang = await fair.db.write(a_zhang, minutes=600)
    well, codes = await settled(
        *(fair.redeem(who=zhang, request_id="one button") for _ in range(16))
    )
    assert codes == []
    assert {one.voucher.voucher_id for one in well} == {well[0].voucher.voucher_id}
    assert await fair.stock() == 19


async def test_the_limit_of_vouchers_in_hand_holds_in_a_race(fair: Fair) -> None:
    zhang = await fair.db.write(a_zhang, minutes=60_000)
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
