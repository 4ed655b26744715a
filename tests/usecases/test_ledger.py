"""The ledger of minutes: done twice is done once, nothing is rewritten, debts are repaid first."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from domain.refusals import Code, Refusal
from models.columns import table_of
from models.ledger import CityAccount, Ledger, LedgerTransfer
from tests.cast import MORNING, CinemaOffer, Somebody, a_cinema, a_volunteer, with_hours
from usecases import ledger, redeeming, vouchers
from usecases.city import CitySession
from usecases.database import Database
from usecases.ledger import Entry, Hours


@pytest.fixture
async def li(db: Database) -> Somebody:
    return await db.write(a_volunteer, 12)


def earned(li: Somebody, minutes: int, key: str = "visit-of-a-test", source: str = "scan") -> Entry:
    return Entry(
        key=key,
        ledger=Ledger.SERVICE,
        debit=CityAccount.ISSUED,
        credit=li.volunteer_id,
        minutes=minutes,
        source=source,
        cause=key,
        policy_version="test",
        month="2026-11",
    )


def spent(li: Somebody, minutes: int, key: str = "spent-in-a-test") -> Entry:
    return replace(
        earned(li, minutes, key),
        ledger=Ledger.REDEEMABLE,
        debit=li.volunteer_id,
        credit=CityAccount.HELD,
        source="redeem",
    )


async def earn(db: Database, entry: Entry, *, redeemable: bool = True) -> None:
    await db.write(ledger.issue, entry, redeemable=redeemable, now=MORNING)


async def has(db: Database, li: Somebody) -> Hours:
    return await db.read(ledger.hours, volunteer_id=li.volunteer_id)


async def transfers(db: Database) -> int:
    return await db.read(
        lambda session: len(session.connection().execute(select(table_of(LedgerTransfer))).all())
    )


async def test_minutes_earned_count_in_both_ledgers_once(db: Database, li: Somebody) -> None:
    await earn(db, earned(li, 190))
    await earn(db, earned(li, 190))
    assert await has(db, li) == Hours(190, 190, 0)
    assert await transfers(db) == 2


async def test_typed_minutes_count_as_service_and_cannot_be_spent(
    db: Database, li: Somebody
) -> None:
    await earn(db, earned(li, 190, source="typed"), redeemable=False)
    assert await has(db, li) == Hours(190, 0, 0)


async def test_a_key_stands_for_one_movement_only(db: Database, li: Somebody) -> None:
    await earn(db, earned(li, 190))
    with pytest.raises(Refusal) as refusal:
        await earn(db, earned(li, 191))
    assert refusal.value.refused.code is Code.KEY_REUSED
    assert await has(db, li) == Hours(190, 190, 0)


@pytest.mark.parametrize(("has_minutes", "takes"), [(599, False), (600, True), (601, True)])
async def test_nobody_spends_a_minute_more_than_he_has(
    db: Database, li: Somebody, has_minutes: int, takes: bool
) -> None:
    await earn(db, earned(li, has_minutes))
    key = "voucher-of-a-test"
    if takes:
        await db.write(ledger.record, spent(li, 600, key), now=MORNING)
        assert (await has(db, li)).redeemable_minutes == has_minutes - 600
        # Given back, so that the books hold without the voucher of this made-up price.
        await db.write(ledger.reverse, key=key, by=None, now=MORNING)
        return
    with pytest.raises(Refusal) as refusal:
        await db.write(ledger.record, spent(li, 600, key), now=MORNING)
    assert refusal.value.refused.facts == {"minutes": 1, "has_minutes": 599}
    assert await transfers(db) == 2


async def test_spending_never_touches_service_minutes(db: Database, li: Somebody) -> None:
    await earn(db, earned(li, 700))
    await db.write(ledger.record, spent(li, 600), now=MORNING)
    assert await has(db, li) == Hours(700, 100, 0)
    await db.write(ledger.reverse, key="spent-in-a-test", by=None, now=MORNING)


@pytest.mark.parametrize("deed", ["UPDATE ledger_transfer SET minutes = 1",
                                  "DELETE FROM ledger_transfer",
                                  "UPDATE audit_entry SET action = 'nothing'",
                                  "DELETE FROM audit_entry"])  # fmt: skip
async def test_the_database_itself_refuses_to_rewrite_what_was_done(
    db: Database, li: Somebody, deed: str
) -> None:
    await earn(db, earned(li, 190))
    await db.write(a_cinema)
    with pytest.raises(DBAPIError, match="never change"):
        await db.write(lambda session: session.connection().execute(text(deed)) and None)
    assert await has(db, li) == Hours(190, 190, 0)


async def test_a_row_that_moves_nothing_or_nowhere_is_refused_by_the_schema(
    db: Database, li: Somebody
) -> None:
    for wrong in (replace(earned(li, 1), minutes=0), replace(earned(li, 1), debit=li.volunteer_id)):
        with pytest.raises(DBAPIError, match="moves_some"):
            await db.write(ledger.record, wrong, now=MORNING)
    assert await transfers(db) == 0


async def test_a_reversal_takes_everything_back_and_twice_is_once(
    db: Database, li: Somebody
) -> None:
    await earn(db, earned(li, 190))
    for _ in range(2):
        for book in ("service", "redeemable"):
            await db.write(
                ledger.reverse, key=f"visit-of-a-test/{book}", by=li.account_id, now=MORNING
            )
    assert await has(db, li) == Hours(0, 0, 0)
    assert await transfers(db) == 4


async def test_nothing_is_reversed_that_never_was(db: Database, li: Somebody) -> None:
    with pytest.raises(Refusal) as refusal:
        await db.write(ledger.reverse, key="never", by=None, now=MORNING)
    assert refusal.value.refused.code is Code.NOT_FOUND


async def test_sixteen_who_record_one_movement_at_once_record_it_once(
    db: Database, li: Somebody
) -> None:
    entry = replace(earned(li, 60), key="once")
    added = await asyncio.gather(*(db.write(ledger.record, entry, now=MORNING) for _ in range(16)))
    assert sorted(added) == [False] * 15 + [True]
    assert (await has(db, li)).service_minutes == 60


async def test_sixteen_who_reverse_at_once_reverse_once(db: Database, li: Somebody) -> None:
    await earn(db, earned(li, 600))
    await db.write(ledger.record, spent(li, 500), now=MORNING)
    key = "visit-of-a-test/redeemable"
    added = await asyncio.gather(
        *(db.write(ledger.reverse, key=key, by=None, now=MORNING) for _ in range(16))
    )
    assert sorted(added) == [False] * 15 + [True]
    assert await has(db, li) == Hours(600, 0, 500)
    await db.write(ledger.reverse, key="spent-in-a-test", by=None, now=MORNING)
    assert await has(db, li) == Hours(600, 0, 0)


class Debt:
    """李志愿 served 10 hours, redeemed them, and then the 10 hours turned out to be wrong."""

    def __init__(self, db: Database, li: Somebody) -> None:
        self.db = db
        self.li = li
        self.offer: CinemaOffer
        self.voucher_id = 0

    async def begins(self) -> "Debt":
        await earn(self.db, earned(self.li, 600))
        self.offer = await self.db.write(a_cinema)
        redeemed = await self.db.write(
            redeeming.redeem,
            actor=self.li.account_id,
            reward_id=self.offer.reward_id,
            price_minutes=600,
            request_id="debt",
            now=MORNING,
        )
        self.voucher_id = redeemed.voucher.voucher_id
        for book in ("service", "redeemable"):
            await self.db.write(ledger.reverse, key=f"visit-of-a-test/{book}", by=None, now=MORNING)
        return self


@pytest.fixture
async def debt(db: Database, li: Somebody) -> Debt:
    return await Debt(db, li).begins()


async def test_minutes_spent_before_they_were_taken_back_are_owed(debt: Debt) -> None:
    assert await has(debt.db, debt.li) == Hours(0, 0, 600)


@pytest.mark.parametrize(("earns", "redeemable", "owed"), [(599, 0, 1), (600, 0, 0), (601, 1, 0)])
async def test_the_next_minutes_repay_the_debt_first(
    debt: Debt, earns: int, redeemable: int, owed: int
) -> None:
    await earn(debt.db, earned(debt.li, earns, "the next visit"))
    assert await has(debt.db, debt.li) == Hours(earns, redeemable, owed)


async def test_a_voucher_that_comes_back_repays_the_debt_first(debt: Debt) -> None:
    await debt.db.write(
        vouchers.cancel, actor=debt.li.account_id, voucher_id=debt.voucher_id, now=MORNING
    )
    assert await has(debt.db, debt.li) == Hours(0, 0, 0)


async def test_taking_back_what_repaid_a_debt_brings_the_debt_back(debt: Debt) -> None:
    await earn(debt.db, earned(debt.li, 400, "the next visit"))
    for book in ("service", "redeemable"):
        await debt.db.write(
            ledger.reverse, key=f"the next visit/{book}", by=None, now=MORNING + timedelta(days=1)
        )
    assert await has(debt.db, debt.li) == Hours(0, 0, 600)


async def test_two_corrections_at_once_count_on_different_minutes(
    db: Database, li: Somebody
) -> None:
    await db.write(_earned_thrice, li)
    await db.write(ledger.record, spent(li, 250), now=MORNING)
    await asyncio.gather(
        *(
            db.write(ledger.reverse, key=f"visit {n}/redeemable", by=None, now=MORNING)
            for n in range(3)
        )
    )
    assert await has(db, li) == Hours(300, 0, 250)
    await db.write(ledger.reverse, key="spent-in-a-test", by=None, now=MORNING)


def _earned_thrice(session: CitySession, li: Somebody) -> None:
    for n in range(3):
        ledger.issue(session, earned(li, 100, f"visit {n}"), redeemable=True, now=MORNING)


async def test_hours_of_two_volunteers_never_mix(db: Database, li: Somebody) -> None:
    zhang = await db.write(a_volunteer, 13, "张志愿")
    await db.write(with_hours, li, 60)
    await db.write(with_hours, zhang, 90)
    assert (await has(db, li)).service_minutes == 60
    assert (await has(db, zhang)).service_minutes == 90
