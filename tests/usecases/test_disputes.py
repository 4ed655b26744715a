"""Disputed hours: raised, answered by the recorder, decided by another, corrected in sight."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from domain.admission import Means
from domain.permissions import Role
from domain.records import Span
from domain.refusals import Code, Refusal
from domain.rewards import MerchantKind
from models.columns import table_of
from models.disputes import Dispute
from models.records import ServiceRecord
from models.traffic import Notice
from models.visits import Visit
from tests.cast import Somebody, a_cinema, a_station, a_volunteer, later, station_code, with_role
from tests.usecases.typing import types, yesterday
from usecases import (
    checkins,
    dispute_answers,
    dispute_decisions,
    disputes,
    hours,
    ledger,
    record_checks,
    record_credit,
    redeeming,
)
from usecases.city import CitySession
from usecases.database import Database
from usecases.dispute_decisions import Ruling

NOW = later(hours=1)


async def refused(doing: Any) -> Code:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.refused.code


async def rows(db: Database, model: type[Any]) -> list[Any]:
    table = table_of(model)
    return await db.read(
        lambda session: list(session.connection().execute(select(table).order_by(table.c.id)))
    )


class Town:
    """A volunteer with a scanned visit of three hours, its clerk, and two officers."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def stands(self) -> "Town":
        db = self.db
        self.li: Somebody = await db.write(a_volunteer, 7)
        station = await db.write(a_station)
        self.clerk = await db.write(with_role, 600, Role.CLERK, str(station.station_id))
        self.chen = await db.write(with_role, 500, Role.FEDERATION)
        self.qian = await db.write(with_role, 501, Role.FEDERATION)
        for nth, at in enumerate((yesterday().began_at, yesterday(3, 4).began_at)):
            await db.write(
                checkins.scan,
                actor=self.li.account_id,
                token=station_code(station, at),
                means=Means.SCANNER,
                request_id=f"scan {nth}",
                now=at,
            )
        (visit,) = await rows(db, Visit)
        self.cause = f"visit:{visit.id}"
        return self

    async def raises(self, cause: str = "", now: datetime = NOW, **more: Any) -> disputes.Said:
        given: dict[str, Any] = {"what": "times", "words": "我十一点就走了"} | more
        return await self.db.write(
            disputes.dispute,
            actor=self.li.account_id, cause=cause or self.cause, now=now, **given,
        )  # fmt: skip

    async def answers(self, dispute_id: int, who: Somebody | None = None, version: int = 1) -> Any:
        return await self.db.write(
            dispute_answers.answer,
            actor=(who or self.clerk).account_id,
            dispute_id=dispute_id, version=version, words="当天是我值班，确实走得早", now=NOW,
        )  # fmt: skip

    async def decides(
        self,
        dispute_id: int,
        ruling: Ruling,
        span: Span | None = None,
        version: int = 2,
        **more: Any,
    ) -> dispute_decisions.Decided:
        given: dict[str, Any] = {"actor": self.qian.account_id, "now": NOW} | more
        return await self.db.write(
            dispute_decisions.decide,
            dispute_id=dispute_id, version=version, ruling=ruling, span=span,
            reason="查了登记簿", **given,
        )  # fmt: skip

    async def has(self) -> tuple[int, int, int]:
        found = await self.db.read(ledger.hours, volunteer_id=self.li.volunteer_id)
        return found.service_minutes, found.redeemable_minutes, found.owed_minutes


async def test_a_wrong_visit_is_reversed_and_counted_anew_and_the_line_keeps_its_history(
    db: Database,
) -> None:
    town = await Town(db).stands()
    assert await town.has() == (180, 180, 0)
    said = await town.raises()
    (asked,) = [one for one in await rows(db, Notice) if one.kind == "dispute-to-answer"]
    assert asked.account_id == town.clerk.account_id
    shown = await db.read(dispute_answers.to_answer, actor=town.clerk.account_id)
    assert shown is not None
    assert (shown.line.volunteer, shown.words) == ("李*愿", "我十一点就走了")
    # Nobody decides before the recorder has answered, or let his five working days pass.
    early = town.decides(said.dispute_id, Ruling.STRUCK, version=1)
    assert await refused(early) is Code.DISPUTE_NOT_YET
    assert await db.read(dispute_decisions.waiting, actor=town.qian.account_id, now=NOW) == 0
    await town.answers(said.dispute_id)
    assert await refused(town.answers(said.dispute_id, version=2)) is Code.ALREADY_DECIDED
    one = await db.read(dispute_decisions.following, actor=town.qian.account_id, now=NOW)
    assert one is not None
    assert (one.answer, one.waiting) == ("当天是我值班，确实走得早", 1)
    done = await town.decides(said.dispute_id, Ruling.CORRECTED, yesterday(0, 2))
    assert done.minutes == 120
    assert await town.has() == (120, 120, 0)
    (visit,) = await rows(db, Visit)
    assert Span(visit.opened_at, visit.closed_at) == yesterday(0, 2)
    past = await db.read(disputes.history, actor=town.li.account_id, cause=town.cause)
    assert [(one.source, one.minutes) for one in past.movements] == [
        ("scan", 180), ("corrected", -180), ("corrected", 120),
    ]  # fmt: skip
    assert [(one.state, one.was_minutes, one.minutes) for one in past.said] == [
        ("upheld", 180, 120)
    ]
    month = await db.read(hours.statement, actor=town.li.account_id, now=NOW)
    assert sum(line.minutes for line in month.lines) == 120
    (told,) = [one for one in await rows(db, Notice) if one.kind == "dispute-corrected"]
    assert (told.account_id, told.facts["minutes"]) == (town.li.account_id, 120)
    assert told.facts["counts"] == "now"
    # A second dispute corrects what the first one left, also upwards; more is not redeemable.
    again = await town.raises()
    await town.answers(again.dispute_id)
    await town.decides(again.dispute_id, Ruling.CORRECTED, yesterday(0, 4))
    assert await town.has() == (240, 120, 0)
    third = await town.raises(what="not-me")
    await town.answers(third.dispute_id)
    await town.decides(third.dispute_id, Ruling.STRUCK)
    assert await town.has() == (0, 0, 0)


async def test_hours_that_are_spent_already_become_a_debt(db: Database) -> None:
    town = await Town(db).stands()
    cinema = await db.write(a_cinema, MerchantKind.CINEMA.value, price_minutes=170)
    await db.write(
        redeeming.redeem,
        actor=town.li.account_id, reward_id=cinema.reward_id, price_minutes=170,
        request_id="spent", now=NOW,
    )  # fmt: skip
    said = await town.raises()
    await town.answers(said.dispute_id)
    await town.decides(said.dispute_id, Ruling.CORRECTED, yesterday(0, 1))
    assert await town.has() == (60, 0, 110)


async def test_each_person_has_one_open_dispute_of_a_line_and_may_take_it_back(
    db: Database,
) -> None:
    town = await Town(db).stands()
    tries = await asyncio.gather(*(town.raises() for _ in range(5)), return_exceptions=True)
    codes = [one.refused.code for one in tries if isinstance(one, Refusal)]
    assert codes == [Code.DISPUTE_OPEN] * 4
    (said,) = await rows(db, Dispute)
    foreign = db.write(disputes.withdraw, actor=town.qian.account_id, dispute_id=said.id, now=NOW)
    assert await refused(foreign) in (Code.NOT_REGISTERED, Code.STEP_GONE)
    await db.write(disputes.withdraw, actor=town.li.account_id, dispute_id=said.id, now=NOW)
    assert await refused(town.answers(said.id)) is Code.ALREADY_DECIDED
    await town.raises()


async def test_only_ones_own_ended_visits_can_be_disputed(db: Database) -> None:
    town = await Town(db).stands()
    zhang = await db.write(a_volunteer, 8, "张志愿")
    look = db.read(disputes.history, actor=zhang.account_id, cause=town.cause)
    assert await refused(look) is Code.NOT_FOUND
    foreign = db.write(
        disputes.dispute,
        actor=zhang.account_id, cause=town.cause, what="times", words="不对", now=NOW,
    )  # fmt: skip
    assert await refused(foreign) is Code.NOT_FOUND
    for cause in ("visit:99999999", "voucher:1", "visit:x", ""):
        assert await refused(town.raises(cause or "x")) is Code.NOT_FOUND
    assert await refused(town.raises(words=" ")) is Code.TEXT_EMPTY
    assert await refused(town.raises(words="长" * 301)) is Code.TEXT_LENGTH

    def comes(session: CitySession) -> int:
        made = session.connection().execute(
            insert(table_of(Visit)).values(
                volunteer_id=town.li.volunteer_id, station_id=1, opened_at=NOW,
                opened_source="scan",
            )
        )  # fmt: skip
        assert made.inserted_primary_key is not None
        return int(made.inserted_primary_key[0])

    still_in = await db.write(comes)
    assert await refused(town.raises(f"visit:{still_in}")) is Code.DISPUTE_NOT_YET


async def test_nobody_decides_about_what_he_recorded_or_said_himself(db: Database) -> None:
    town = await Town(db).stands()
    said = await town.raises()
    await db.write(with_role, 7, Role.OFFICE)
    await db.write(with_role, 600, Role.OFFICE)
    await town.answers(said.dispute_id)
    for who in (town.li, town.clerk):
        own = town.decides(said.dispute_id, Ruling.STRUCK, actor=who.account_id)
        assert await refused(own) is Code.RECORD_ANOTHER
    assert await refused(town.decides(said.dispute_id, Ruling.CORRECTED)) is Code.DISPUTE_TIME
    other_day = Span(yesterday().began_at - timedelta(days=1), yesterday().ended_at)
    wrong = town.decides(said.dispute_id, Ruling.CORRECTED, other_day)
    assert await refused(wrong) is Code.DISPUTE_TIME
    both = await asyncio.gather(
        town.decides(said.dispute_id, Ruling.STRUCK),
        town.decides(said.dispute_id, Ruling.KEPT, actor=town.chen.account_id),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Refusal) for one in both) == 1
    assert (await rows(db, Dispute))[0].state in ("upheld", "rejected")


async def test_without_an_answer_it_is_decided_after_five_working_days(db: Database) -> None:
    town = await Town(db).stands()
    said = await town.raises()
    due_at = (await rows(db, Dispute))[0].due_at
    assert (due_at + timedelta(hours=8)).isoformat()[:16] == "2026-11-27T23:59"
    for at, waits in ((due_at - timedelta(seconds=1), 0), (due_at, 1)):
        count = await db.read(dispute_decisions.waiting, actor=town.qian.account_id, now=at)
        assert count == waits
    kept = await town.decides(said.dispute_id, Ruling.KEPT, version=1, now=due_at)
    assert kept.minutes == 180
    assert await town.has() == (180, 180, 0)


async def test_an_objection_holds_typed_hours_back_until_it_is_decided(db: Database) -> None:
    town = await Town(db).stands()
    zhang = await db.write(a_volunteer, 8, "张志愿")
    wang = await db.write(a_volunteer, 9, "王志愿")
    ids = []
    for who in (zhang, wang):
        filed = await db.write(types, town.chen.account_id, who.volunteer_id)
        ids.append(filed.record_id)
        await db.write(
            record_checks.decide,
            actor=town.qian.account_id, record_id=filed.record_id, version=1, approved=True,
            now=NOW,
        )  # fmt: skip
    said = [
        await db.write(
            disputes.object_to,
            actor=town.li.account_id, record_id=record_id, words="那天没有人去", now=NOW,
        )
        for record_id in ids
    ]  # fmt: skip
    eight_days = later(days=8)
    assert await db.read(record_credit.next_credit, now=NOW) is None
    assert await db.write(record_credit.credit_due, now=eight_days) == 0
    for one in said:
        await town.answers(one.dispute_id, town.chen)
    office = (await db.write(with_role, 503, Role.OFFICE)).account_id
    checker = town.decides(said[0].dispute_id, Ruling.KEPT, actor=town.qian.account_id)
    assert await db.read(dispute_decisions.waiting, actor=town.qian.account_id, now=NOW) == 0
    assert await refused(checker) is Code.RECORD_ANOTHER
    await town.decides(said[0].dispute_id, Ruling.KEPT, actor=office)
    await town.decides(said[1].dispute_id, Ruling.STRUCK, actor=office)
    assert await db.write(record_credit.credit_due, now=eight_days) == 1
    states = {row.id: row.state for row in await rows(db, ServiceRecord)}
    assert states == {ids[0]: "credited", ids[1]: "struck"}
    late = db.write(
        disputes.object_to, actor=town.li.account_id, record_id=ids[0], words="不对", now=NOW
    )
    assert await refused(late) is Code.STEP_GONE
    # What counts already is corrected like a visit, and never becomes redeemable.
    again = await db.write(
        disputes.dispute,
        actor=zhang.account_id, cause=f"record:{ids[0]}", what="times", words="多算了", now=NOW,
    )  # fmt: skip
    await town.answers(again.dispute_id, town.chen)
    await town.decides(again.dispute_id, Ruling.CORRECTED, yesterday(0, 1), actor=office)
    has = await db.read(ledger.hours, volunteer_id=zhang.volunteer_id)
    assert (has.service_minutes, has.redeemable_minutes) == (60, 0)


async def test_a_friends_early_objection_keeps_nobody_out_and_taken_back_it_shortens_nothing(
    db: Database,
) -> None:
    town = await Town(db).stands()
    friend = await db.write(a_volunteer, 8, "张志愿")
    filed = await db.write(types, town.chen.account_id, town.li.volunteer_id, yesterday(4, 6))
    record_id = filed.record_id
    await db.write(
        record_checks.decide,
        actor=town.qian.account_id, record_id=record_id, version=1, approved=True, now=NOW,
    )  # fmt: skip

    async def objects(who: Somebody, now: datetime) -> int:
        said = await db.write(
            disputes.object_to, actor=who.account_id, record_id=record_id, words="没人去", now=now
        )
        return said.dispute_id

    async def counts_on() -> int:
        (row,) = await rows(db, ServiceRecord)
        return int((row.counts_on - row.published_on).days)

    assert await counts_on() == 8
    early = await objects(friend, NOW)
    # Whoever sees it may object all the same, but not twice.
    wang = await db.write(a_volunteer, 9, "王志愿")
    real = await objects(wang, later(days=1))
    assert await refused(objects(wang, later(days=1))) is Code.DISPUTE_OPEN
    await town.raises(f"record:{record_id}", now=later(days=1))
    # Taken back on the day on which it would count: as many days are left as on the first.
    withdraws: dict[str, Any] = {"dispute_id": early, "now": later(days=8)}
    await db.write(disputes.withdraw, actor=friend.account_id, **withdraws)
    assert await counts_on() == 16
    await db.write(
        disputes.withdraw, actor=wang.account_id, dispute_id=real, now=later(days=8, hours=1)
    )
    assert await counts_on() == 16
    assert await db.write(record_credit.credit_due, now=later(days=16)) == 0
    late = await objects(friend, later(days=15))
    # An officer who objected himself decides none of them; struck, it ends them all.
    office = (await db.write(with_role, 503, Role.OFFICE)).account_id
    judge = await db.write(a_volunteer, 503, "办志愿")
    assert judge.account_id == office
    own = await objects(judge, later(days=15))
    await town.answers(late, town.chen)
    strikes = town.decides(late, Ruling.STRUCK, actor=office)
    assert await refused(strikes) is Code.RECORD_ANOTHER
    await db.write(disputes.withdraw, actor=office, dispute_id=own, now=later(days=15))
    await town.decides(late, Ruling.STRUCK, actor=office)
    assert {one.state for one in await rows(db, Dispute)} == {"withdrawn", "upheld"}
    assert (await rows(db, ServiceRecord))[0].state == "struck"
    told = [one.account_id for one in await rows(db, Notice) if one.kind == "dispute-corrected"]
    assert sorted(told) == sorted([friend.account_id, town.li.account_id])
