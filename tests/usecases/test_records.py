"""Hours that somebody types: a second person, a paper, a notice, once, and never redeemable."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.ledger import LedgerTransfer
from models.people import Volunteer
from models.records import RecordCheck, ServiceRecord
from models.traffic import Notice
from models.visits import Visit
from tests.cast import (
    MORNING,
    Somebody,
    a_station,
    a_unit,
    a_volunteer,
    later,
    station_code,
    with_role,
)
from tests.usecases.typing import DENIED, SAID, types, yesterday
from usecases import checkins, hours, ledger, record_checks, record_credit, records, served
from usecases.city import CitySession
from usecases.database import Database

EIGHT_DAYS = later(days=8)


async def refused(doing: Any) -> Code:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.refused.code


async def rows(db: Database, model: type[Any]) -> list[Any]:
    table = table_of(model)
    return await db.read(
        lambda session: list(session.connection().execute(select(table).order_by(table.c.id)))
    )


async def cast(db: Database) -> tuple[Somebody, Somebody, Somebody]:
    """Return a volunteer, a Federation officer who types and one who checks."""
    li = await db.write(a_volunteer, 7)
    types_it = await db.write(with_role, 500, Role.FEDERATION)
    return li, types_it, await db.write(with_role, 501, Role.FEDERATION)


def decides(db: Database, actor: int, record_id: int, version: int = 1, **more: Any) -> Any:
    given: dict[str, Any] = {"approved": True, "now": later(hours=1)} | more
    return db.write(
        record_checks.decide, actor=actor, record_id=record_id, version=version, **given
    )


async def test_typed_hours_count_once_after_another_ones_word_and_the_notice(db: Database) -> None:
    li, chen, qian = await cast(db)
    filed = await db.write(types, chen.account_id, li.volunteer_id)
    again = await db.write(types, chen.account_id, li.volunteer_id)
    assert filed == again
    assert (filed.person.name, filed.late) == ("李*愿", False)
    shown = await db.read(record_checks.following, actor=qian.account_id)
    assert shown is not None
    assert (shown.volunteer, shown.fields, shown.waiting) == ("李*愿", SAID, 1)
    assert [file.name for file in shown.files] == ["签到表.jpg"]
    month = await db.read(hours.statement, actor=li.account_id, now=MORNING)
    assert [one.source for one in month.lines] == ["checking"]
    done = await decides(db, qian.account_id, filed.record_id)
    assert str(done.counts_on) == "2026-11-29"
    page = await db.read(record_credit.published)
    assert [(one.volunteer, one.name, one.span.minutes) for one in page.lines] == [
        ("李*愿", "社区清洁", 120)
    ]
    # The last whole day of the notice, and the day after it.
    assert await db.write(record_credit.credit_due, now=later(days=7, hours=14)) == 0
    assert await db.read(record_credit.next_credit, now=EIGHT_DAYS) == later(days=7, hours=15)
    assert await db.write(record_credit.credit_due, now=later(days=7, hours=15)) == 1
    assert await db.write(record_credit.credit_due, now=EIGHT_DAYS) == 0
    assert await db.read(record_credit.next_credit, now=EIGHT_DAYS) is None
    (transfer,) = await rows(db, LedgerTransfer)
    assert (transfer.source, transfer.cause, transfer.minutes) == (
        "typed",
        f"record:{filed.record_id}",
        120,
    )
    has = await db.read(ledger.hours, volunteer_id=li.volunteer_id)
    assert (has.service_minutes, has.redeemable_minutes) == (120, 0)
    told = [(one.kind, one.account_id) for one in await rows(db, Notice)]
    assert ("record-published", li.account_id) in told
    assert ("record-credited", li.account_id) in told
    assert (await db.read(record_credit.published)).count == 0
    month = await db.read(hours.statement, actor=li.account_id, now=EIGHT_DAYS)
    (line,) = month.lines
    assert (line.source, line.minutes, line.station) == ("typed", 120, "社区清洁")
    month_of = f"{yesterday().began_at:%Y-%m}"
    (facts,) = await db.read(served.by_cause, li.volunteer_id, month_of, month_of)
    assert (facts.cause, facts.served.minutes, facts.recipients) == (line.cause, 120, "居民")


async def test_nobody_checks_what_he_typed_or_what_is_about_himself(db: Database) -> None:
    li, chen, qian = await cast(db)
    await db.write(with_role, 7, Role.FEDERATION)
    filed = await db.write(types, chen.account_id, li.volunteer_id)
    for who in (chen, li):
        assert await db.read(record_checks.waiting, actor=who.account_id, now=MORNING) == 0
        assert await refused(decides(db, who.account_id, filed.record_id)) is Code.RECORD_ANOTHER
    own = db.write(types, li.account_id, li.volunteer_id)
    assert await refused(own) is Code.RECORD_ANOTHER
    own_word = insert(table_of(RecordCheck)).values(
        record_id=filed.record_id, by_account_id=chen.account_id, typed_by=chen.account_id,
        outcome="approved", checked_at=MORNING,
    )  # fmt: skip
    with pytest.raises(DBAPIError, match="checked_by_another"):
        await db.write(lambda session: session.connection().execute(own_word))
    # Of two officers at once one decides.
    office = await db.write(with_role, 502, Role.OFFICE)
    both = await asyncio.gather(
        decides(db, qian.account_id, filed.record_id),
        decides(db, office.account_id, filed.record_id),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Refusal) for one in both) == 1
    assert len(await rows(db, RecordCheck)) == 1


async def test_what_comes_after_ten_working_days_needs_a_second_officer(db: Database) -> None:
    li, chen, qian = await cast(db)
    # A Friday's service: the tenth working day is the Friday two weeks on.
    tenth, eleventh = later(days=13), later(days=16)
    mine: dict[str, Any] = {"actor": chen.account_id, "volunteer_id": li.volunteer_id}
    in_time = await db.write(types, now=tenth, span=yesterday(2, 4), **mine)
    filed = await db.write(types, now=eleventh, **mine)
    assert (in_time.late, filed.late) == (False, True)
    assert [one.late_reason for one in await rows(db, ServiceRecord)] == [None, "签到表才找到"]
    for words, code in ((" ", Code.RECORD_WHY_LATE), ("长" * 301, Code.TEXT_LENGTH)):
        without = db.write(types, now=eleventh, span=yesterday(5, 6), late_reason=words, **mine)
        assert await refused(without) is code
    shown = await db.read(record_checks.following, actor=qian.account_id, after=in_time.record_id)
    assert shown is not None
    assert (shown.late, shown.late_reason) == (True, "签到表才找到")
    first = await decides(db, qian.account_id, filed.record_id)
    assert first.counts_on is None
    assert (await rows(db, ServiceRecord))[1].state == "filed"
    again = decides(db, qian.account_id, filed.record_id, 2)
    assert await refused(again) is Code.RECORD_ANOTHER
    office = await db.write(with_role, 503, Role.OFFICE)
    second = await decides(db, office.account_id, filed.record_id, 2)
    assert second.counts_on is not None


async def test_a_refused_record_counts_never_and_its_time_is_free_again(db: Database) -> None:
    li, chen, qian = await cast(db)
    filed = await db.write(types, chen.account_id, li.volunteer_id)
    without = decides(db, qian.account_id, filed.record_id, approved=False, reason=" ")
    assert await refused(without) is Code.TEXT_EMPTY
    await decides(db, qian.account_id, filed.record_id, approved=False, reason="签到表看不清")
    late = decides(db, qian.account_id, filed.record_id)
    assert await refused(late) is Code.ALREADY_DECIDED
    (notice,) = [one for one in await rows(db, Notice) if one.kind == "record-refused"]
    assert (notice.account_id, notice.facts["reason"]) == (chen.account_id, "签到表看不清")
    await db.write(types, chen.account_id, li.volunteer_id, request_id="once more")
    assert await db.write(record_credit.credit_due, now=EIGHT_DAYS) == 0


async def test_nothing_incomplete_is_kept(db: Database) -> None:
    li, chen, _ = await cast(db)
    for changed, code in (
        ({"said": SAID | {"recipients": " "}}, Code.RECORD_LACKS),
        ({"said": SAID | {"name": "长" * 61}}, Code.TEXT_LENGTH),
        ({"denied": DENIED[1:]}, Code.RECORD_NO_SERVICE),
        ({"files": []}, Code.RECORD_NO_FILE),
        ({"reason": "\n"}, Code.TEXT_EMPTY),
        ({"span": yesterday(0, 0.1)}, Code.RECORD_TOO_SHORT),
        ({"span": yesterday(24, 25)}, Code.RECORD_FUTURE),
        ({"role": Role.CLERK}, Code.NOT_ALLOWED),
        ({"role": Role.OFFICE}, Code.NOT_ALLOWED),
    ):
        told = await refused(db.write(types, chen.account_id, li.volunteer_id, **changed))
        assert told is code, changed
    assert await rows(db, ServiceRecord) == []


async def test_a_contact_writes_for_his_units_people_and_a_clerk_for_his_station(
    db: Database,
) -> None:
    li = await db.write(a_volunteer, 7)
    wang = await db.write(a_volunteer, 8, "王志愿")
    unit = await db.write(a_unit)
    station = await db.write(a_station)

    def joins(session: CitySession) -> None:
        volunteers = table_of(Volunteer)
        session.connection().execute(
            update(volunteers).where(volunteers.c.id == li.volunteer_id).values(unit_id=unit)
        )
        session.connection().execute(
            insert(table_of(Visit)).values(
                volunteer_id=wang.volunteer_id, station_id=station.station_id,
                opened_at=later(days=-3), opened_source="scan", closed_at=later(days=-3, hours=2),
                closed_source="clock", minutes=0, settled_at=later(days=-2),
            )
        )  # fmt: skip

    await db.write(joins)
    contact = await db.write(with_role, 600, Role.UNIT_CONTACT, str(unit))
    clerk = await db.write(with_role, 601, Role.CLERK, str(station.station_id))

    async def found(who: Somebody, role: Role) -> list[str]:
        seen = await db.read(records.people, actor=who.account_id, role=role, now=MORNING)
        return [one.name for one in seen]

    assert await found(contact, Role.UNIT_CONTACT) == ["李*愿"]
    assert await found(clerk, Role.CLERK) == ["王*愿"]
    elsewhere = db.read(
        records.about, actor=contact.account_id, role=Role.UNIT_CONTACT, number="5308-02-000008"
    )
    assert await refused(elsewhere) is Code.VOLUNTEER_UNKNOWN
    begun = await db.read(
        records.about, actor=clerk.account_id, role=Role.CLERK, number=" 5308-02-000007 "
    )
    assert (begun.person.name, begun.place) == ("李*愿", "思茅区图书馆服务站")
    own = await db.write(types, contact.account_id, li.volunteer_id, role=Role.UNIT_CONTACT)
    foreign = db.write(types, contact.account_id, wang.volunteer_id, role=Role.UNIT_CONTACT)
    assert await refused(foreign) is Code.VOLUNTEER_UNKNOWN
    at_the_station = await db.write(types, clerk.account_id, wang.volunteer_id, role=Role.CLERK)
    kept = {row.id: row for row in await rows(db, ServiceRecord)}
    assert (kept[own.record_id].unit_id, kept[own.record_id].station_id) == (unit, None)
    assert kept[at_the_station.record_id].station_id == station.station_id


async def test_who_began_a_record_is_warned_until_it_comes(db: Database) -> None:
    li, chen, _ = await cast(db)
    asked: dict[str, Any] = {
        "actor": chen.account_id, "role": Role.FEDERATION, "volunteer_id": li.volunteer_id,
        "span": yesterday(), "now": MORNING,
    }  # fmt: skip
    timely = await db.write(records.at_that_time, **asked)
    assert (timely.late, str(timely.due_on)) == (False, "2026-12-04")
    await db.write(records.at_that_time, **asked)
    warnings = [one for one in await rows(db, Notice) if one.kind == "record-deadline"]
    assert [str(one.due_at + timedelta(hours=8))[:16] for one in warnings] == [
        "2026-11-27 09:00",
        "2026-12-02 09:00",
    ]


# ---- overlaps: refused by the rule, and by the database when the rule is passed by


def _row(volunteer_id: int, account_id: int, request_id: str, **more: Any) -> dict[str, Any]:
    return {
        **SAID, "request_id": request_id, "volunteer_id": volunteer_id,
        "began_at": yesterday().began_at, "ended_at": yesterday().ended_at, "reason": "x",
        "denied": DENIED, "late": False, "county": "", "typed_by": account_id,
        "typed_at": MORNING, "state": "filed", "version": 1, "policy_version": "test", **more,
    }  # fmt: skip


async def test_two_records_of_one_person_at_once_never_overlap(db: Database) -> None:
    li, chen, _ = await cast(db)
    wang = await db.write(a_volunteer, 8, "王志愿")
    tries = [
        db.write(types, chen.account_id, li.volunteer_id, yesterday(n / 10, 2 + n / 10))
        for n in range(6)
    ]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    codes = [one.refused.code for one in outcomes if isinstance(one, Refusal)]
    assert codes == [Code.RECORD_OVERLAPS] * 5
    # What only touches it is fine, and so is another person.
    await db.write(types, chen.account_id, wang.volunteer_id)
    (mine, _) = await rows(db, ServiceRecord)
    after = yesterday(10, 11)
    await db.write(types, chen.account_id, li.volunteer_id, after)
    table = insert(table_of(ServiceRecord))
    raw = table.values(
        _row(
            li.volunteer_id,
            chen.account_id,
            "raw",
            began_at=mine.began_at + timedelta(minutes=119),
            ended_at=mine.ended_at + timedelta(minutes=60),
        )
    )
    with pytest.raises(DBAPIError, match="overlap"):
        await db.write(lambda session: session.connection().execute(raw))
    struck = table.values(_row(li.volunteer_id, chen.account_id, "struck", state="struck"))
    await db.write(lambda session: session.connection().execute(struck))
    back = update(table_of(ServiceRecord)).where(
        table_of(ServiceRecord).c.request_id == "struck"
    ).values(state="filed")  # fmt: skip
    with pytest.raises(DBAPIError, match="overlap"):
        await db.write(lambda session: session.connection().execute(back))


async def test_a_record_never_lies_in_a_visit_that_counts_or_may_still_count(db: Database) -> None:
    li, chen, qian = await cast(db)
    station = await db.write(a_station)
    visits = table_of(Visit)

    async def visited(**more: Any) -> None:
        values = {
            "volunteer_id": li.volunteer_id, "station_id": station.station_id,
            "opened_at": yesterday().began_at, "opened_source": "scan", **more,
        }  # fmt: skip

        def only_this(session: CitySession) -> None:
            session.connection().execute(visits.delete())
            session.connection().execute(insert(visits).values(values))

        await db.write(only_this)

    async def typed(request_id: str) -> Any:
        return await db.write(types, chen.account_id, li.volunteer_id, request_id=request_id)

    ended = yesterday(1, 2).began_at
    await visited()
    assert await refused(typed("in")) is Code.RECORD_OVERLAPS
    raw = insert(table_of(ServiceRecord)).values(_row(li.volunteer_id, chen.account_id, "raw"))
    with pytest.raises(DBAPIError, match="overlap"):
        await db.write(lambda session: session.connection().execute(raw))
    await visited(closed_at=ended, closed_source="clock")
    assert await refused(typed("waits for a clerk")) is Code.RECORD_OVERLAPS
    await visited(closed_at=yesterday().began_at, closed_source="scan", minutes=0)
    filed = await typed("ended as it began")
    await decides(db, qian.account_id, filed.record_id)
    # A visit that comes to light during the notice: the scan is believed, the typed one struck.
    await visited()
    assert await db.write(record_credit.credit_due, now=later(days=7, hours=15)) == 1
    assert (await rows(db, ServiceRecord))[0].state == "struck"
    told = {one.account_id for one in await rows(db, Notice) if one.kind == "record-struck"}
    assert told == {li.account_id, chen.account_id}


# ---- caps of a day, over what was scanned and what was typed


async def test_a_fourth_visit_of_a_day_earns_nothing_and_typed_hours_fill_the_same_day(
    db: Database,
) -> None:
    li, chen, qian = await cast(db)
    station = await db.write(a_station)
    seen = []
    for nth in range(4):
        for minutes in (0, 30):
            at = yesterday(nth).began_at + timedelta(minutes=minutes)
            seen.append(
                await db.write(
                    checkins.scan,
                    actor=li.account_id,
                    token=station_code(station, at),
                    means=Means.SCANNER,
                    request_id=f"{nth}/{minutes}",
                    now=at,
                )
            )
    left = [one for one in seen if isinstance(one, checkins.Left)]
    assert [(one.minutes, one.reduction) for one in left] == [
        (30, None), (30, None), (30, None), (0, "pair-limit"),
    ]  # fmt: skip
    # 90 minutes were scanned, and 480 are the most of a day: 390 of seven hours are left.
    filed = await db.write(types, chen.account_id, li.volunteer_id, yesterday(4, 11))
    await decides(db, qian.account_id, filed.record_id)
    await db.write(record_credit.credit_due, now=EIGHT_DAYS)
    (record,) = await rows(db, ServiceRecord)
    assert (record.state, record.minutes) == ("credited", 390)
    has = await db.read(ledger.hours, volunteer_id=li.volunteer_id)
    assert (has.service_minutes, has.redeemable_minutes) == (480, 90)
