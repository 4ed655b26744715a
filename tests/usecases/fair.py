"""A fair of one cinema, for tests of vouchers: redeeming, honouring, giving back."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.rewards import Reward
from tests.cast import (
    MORNING,
    CinemaOffer,
    Somebody,
    a_cinema,
    a_volunteer,
    with_hours,
)
from usecases import honouring, ledger, redeeming, vouchers
from usecases.city import CitySession
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


async def refused(deed: Any) -> Refused:
    with pytest.raises(Refusal) as refusal:
        await deed
    return refusal.value.refused


def code_of(outcome: object) -> Code:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


def a_zhang(session: CitySession, external_id: int = 13, minutes: int = 3120) -> Somebody:
    zhang = a_volunteer(session, external_id, "张志愿")
    with_hours(session, zhang, minutes)
    return zhang


async def renewing(fair: Fair, ticket: VoucherShown, at: datetime) -> str:
    return await fair.db.read(
        vouchers.renewing_code, actor=fair.li.account_id, voucher_id=ticket.voucher_id, now=at
    )
