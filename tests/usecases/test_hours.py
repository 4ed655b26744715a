"""The sums and the statement, on both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.visits import Visit
from tests.cast import (
    MORNING,
    Somebody,
    StationWithDisplay,
    a_cinema,
    a_station,
    a_volunteer,
    an_account,
    later,
    station_code,
    with_hours,
    with_role,
)
from usecases import checkins, forgotten, hours, ledger, redeeming, visits, vouchers
from usecases.city import CitySession
from usecases.database import Database
from usecases.hours import HoursSummary, Statement

# Half an hour before the new year in the city.
NEW_YEARS_EVE = datetime.fromisoformat("2026-12-31T23:30:00+08:00")


class Week:
    """李志愿 and the library station over some weeks."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.scans = 0
        self.li: Somebody
        self.station: StationWithDisplay

    async def begins(self) -> "Week":
        def cast(session: CitySession) -> None:
            self.li = a_volunteer(session, 12)
            self.station = a_station(session)

        await self.db.write(cast)
        return self

    async def scan(self, at: datetime) -> Any:
        self.scans += 1
        return await self.db.write(
            checkins.scan,
            actor=self.li.account_id,
            token=station_code(self.station, at),
            means=Means.SCANNER,
            request_id=f"scan/{self.scans}",
            now=at,
        )

    async def serves(self, at: datetime, **length: float) -> None:
        await self.scan(at)
        await self.scan(at + timedelta(**length))

    async def summary(self, now: datetime = MORNING) -> HoursSummary:
        return await self.db.read(hours.summary, actor=self.li.account_id, now=now)

    async def statement(self, month: str | None = None, now: datetime = MORNING) -> Statement:
        return await self.db.read(hours.statement, actor=self.li.account_id, now=now, month=month)


@pytest.fixture
async def week(db: Database) -> Week:
    return await Week(db).begins()


@pytest.mark.parametrize(
    ("minutes", "star", "to_next"),
    [
        (0, 0, 6000),
        (5999, 0, 1),
        (6000, 1, 12_000),
        (6001, 1, 11_999),
        (89_999, 4, 1),
        (90_000, 5, None),
    ],
)
async def test_the_star_is_reached_to_the_minute(
    week: Week, minutes: int, star: int, to_next: int | None
) -> None:
    if minutes:
        await week.db.write(with_hours, week.li, minutes)
    shown = await week.summary()
    assert (shown.star, shown.to_next_minutes) == (star, to_next)


async def test_a_year_is_the_citys_year_and_a_night_counts_where_it_began(week: Week) -> None:
    await week.serves(NEW_YEARS_EVE, hours=2)
    await week.serves(NEW_YEARS_EVE + timedelta(hours=10), hours=3)
    shown = await week.summary(NEW_YEARS_EVE + timedelta(days=1))
    assert (shown.service_minutes, shown.this_year_minutes) == (300, 180)
    assert shown.months[-2:] == [("2026-12", 120), ("2027-01", 180)]
    assert len(shown.months) == 12
    assert shown.months[0] == ("2026-02", 0)


async def test_an_empty_statement_is_of_this_month(week: Week) -> None:
    shown = await week.statement()
    assert (shown.month, shown.lines) == ("2026-11", [])
    assert (shown.earlier, shown.later) == (None, None)


async def test_a_line_tells_where_when_and_how_many(week: Week) -> None:
    await week.serves(MORNING, hours=3, minutes=10)
    (line,) = (await week.statement()).lines
    assert (line.station, line.minutes, line.source) == ("思茅区图书馆服务站", 190, "scan")
    assert (line.opened_at, line.closed_at) == (MORNING, later(hours=3, minutes=10))


async def test_the_months_lead_to_each_other_past_the_empty_ones(week: Week) -> None:
    await week.serves(MORNING, hours=1)
    await week.serves(later(days=70), hours=2)
    shown = await week.statement()
    assert (shown.month, shown.earlier, shown.later) == ("2027-01", "2026-11", None)
    assert (shown.service_minutes, len(shown.lines)) == (120, 1)
    shown = await week.statement("2026-11")
    assert (shown.service_minutes, shown.later) == (60, "2027-01")
    shown = await week.statement("2026-12")
    assert (shown.lines, shown.earlier, shown.later) == ([], "2026-11", "2027-01")


async def test_what_is_open_waits_or_never_counted_is_said(week: Week) -> None:
    await week.scan(MORNING)
    assert [line.source for line in (await week.statement()).lines] == ["open"]
    await week.db.write(forgotten.close_forgotten, now=later(hours=9))
    assert [line.source for line in (await week.statement(now=later(hours=9))).lines] == ["waiting"]
    too_late = later(hours=8, days=30)
    assert [line.source for line in (await week.statement("2026-11", too_late)).lines] == [
        "uncounted"
    ]


@pytest.mark.parametrize(("came", "source", "minutes"), [(True, "staff_end", 60),
                                                         (False, "uncounted", 0)])  # fmt: skip
async def test_a_clerks_word_is_in_the_statement(
    week: Week, came: bool, source: str, minutes: int
) -> None:
    await week.scan(MORNING)
    await week.db.write(forgotten.close_forgotten, now=later(hours=9))
    clerk = await week.db.write(with_role, 11, Role.CLERK, str(week.station.station_id))
    await week.db.write(
        visits.confirm_end,
        actor=clerk.account_id,
        visit_id=1,
        ended_at=later(hours=1) if came else None,
        now=later(hours=10),
    )
    (line,) = (await week.statement(now=later(hours=10))).lines
    assert (line.source, line.minutes) == (source, minutes)


async def test_a_correction_stands_beside_what_it_corrects(week: Week) -> None:
    await week.serves(MORNING, hours=3)

    def correct(session: CitySession) -> None:
        for book in ("service", "redeemable"):
            ledger.reverse(session, key=f"visit:1/{book}", by=None, now=later(days=1))
        visit = table_of(Visit)
        session.connection().execute(update(visit).where(visit.c.id == 1).values(minutes=0))

    await week.db.write(correct)
    shown = await week.statement()
    assert [(one.minutes, one.reverses, one.station) for one in shown.lines] == [
        (180, False, "思茅区图书馆服务站"),
        (-180, True, "思茅区图书馆服务站"),
    ]
    assert shown.service_minutes == 0


async def test_hours_spent_and_given_back_are_told_apart_from_service(week: Week) -> None:
    cinema = await week.db.write(a_cinema)
    await week.db.write(with_hours, week.li, 1300)

    def spend(session: CitySession) -> None:
        for request in ("first", "second"):
            redeemed = redeeming.redeem(
                session, actor=week.li.account_id, reward_id=cinema.reward_id, price_minutes=600,
                request_id=request, now=MORNING,
            )  # fmt: skip
        vouchers.cancel(
            session,
            actor=week.li.account_id,
            voucher_id=redeemed.voucher.voucher_id,
            now=MORNING,
        )

    await week.db.write(spend)
    shown = await week.statement()
    assert [(one.source, one.minutes) for one in shown.lines if not one.service] == [
        ("redeem", -600),
        ("redeem", -600),
        ("cancel", 600),
    ]
    assert (shown.service_minutes, shown.redeemable_minutes) == (1300, -600)


async def test_a_debt_is_in_the_sums_and_in_the_statement(week: Week) -> None:
    cinema = await week.db.write(a_cinema)
    await week.serves(MORNING, hours=7)
    await week.serves(later(days=1), hours=4)

    def spend_and_correct(session: CitySession) -> None:
        redeeming.redeem(
            session, actor=week.li.account_id, reward_id=cinema.reward_id, price_minutes=600,
            request_id="one", now=later(days=2),
        )  # fmt: skip
        ledger.reverse(session, key="visit:2/redeemable", by=None, now=later(days=2))

    await week.db.write(spend_and_correct)
    shown = await week.summary(later(days=2))
    assert (shown.redeemable_minutes, shown.owed_minutes) == (0, 180)
    month = await week.statement(now=later(days=2))
    assert sum(one.minutes for one in month.lines if not one.service) == month.redeemable_minutes


async def test_only_a_volunteer_has_hours(week: Week) -> None:
    stranger = await week.db.write(an_account, 99)
    for look in (hours.summary, hours.statement):
        with pytest.raises(Refusal) as refusal:
            await week.db.read(look, actor=stranger.account_id, now=MORNING)
        assert refusal.value.refused.code is Code.NOT_REGISTERED
