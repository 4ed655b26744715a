"""Honouring vouchers: once, where they are bound to, by codes that are theirs."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.permissions import Role
from domain.refusals import Code, Refused
from models.ledger import LedgerTransfer
from tests.cast import (
    MORNING,
    a_cinema,
    later,
    with_role,
)
from tests.usecases.fair import Fair, a_zhang, code_of, refused, renewing
from usecases import honouring, vouchers
from usecases.honouring import Honoured


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
    assert (day.merchants, len(day.lines)) == (["思茅影城"], 2)


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
    zhang = await fair.db.write(a_zhang)
    own: Any = {"actor": zhang.account_id, "voucher_id": ticket.voucher_id}
    assert (await refused(fair.db.read(vouchers.show, **own))).code is Code.NOT_FOUND
    asked = fair.db.read(vouchers.renewing_code, **own, now=MORNING)
    assert (await refused(asked)).code is Code.NOT_FOUND
    assert (await refused(fair.db.write(vouchers.cancel, **own, now=MORNING))).code is (
        Code.NOT_FOUND
    )
    assert await fair.db.read(vouchers.own, actor=zhang.account_id) == []
