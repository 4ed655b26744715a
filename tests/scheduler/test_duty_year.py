"""A contact's year: every reminder once, on working days, in office hours, none too many."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.duties import Owed, owed_in, stages
from domain.permissions import Role
from models.columns import table_of
from models.places import Unit
from rehearsal.people import Person
from rehearsal.screens import Shown
from tests.cast import CITY, with_role
from tests.world import World, a_world
from usecases import access, notices
from usecases.city import CitySession

NEW_YEAR = datetime(2027, 1, 1, 2, tzinfo=UTC)
# Before the first reminder of the plan.
SPRING = datetime(2027, 2, 16, 2, tzinfo=UTC)


def _unit_id(session: CitySession) -> int:
    units = table_of(Unit)
    return int(session.connection().execute(
        select(units.c.id).where(units.c.code == "jiaotiju")
    ).scalar_one())  # fmt: skip


async def _contact(world: World, language: str = "zh-hans") -> Person:
    person = world.person("周联系", language=language)
    await person.says("/start")
    unit = await world.db.read(_unit_id)
    await world.db.write(with_role, person.id, Role.UNIT_CONTACT, str(unit))
    await person.says("/start")
    return person


def _digests(person: Person) -> list[Shown]:
    return [each for each in person.messages if each.text.startswith("📌") and not each.out]


def _day(message: Shown) -> datetime:
    return CITY.calendar.local(datetime.fromtimestamp(message.raw["date"], UTC))


def _expected_days(*years: int) -> set[str]:
    """Return the days on which some stage of some duty falls, by the policy alone."""
    rules = CITY.policy(NEW_YEAR).duties
    owed: list[Owed] = [each for year in years for each in owed_in(year, rules, CITY.calendar)]
    return {
        stage.goes_on.isoformat() for each in owed for stage in stages(each, rules, CITY.calendar)
    }


@pytest.mark.parametrize(
    ("engine", "language", "plan", "start", "until"),
    [
        # A spring holds a duty, a festival and what is late; the calendar is the same on both.
        ("sqlite", "zh-hans", "工作计划", SPRING, datetime(2027, 4, 22, 0, tzinfo=UTC)),
        ("postgresql", "en", "Work plan", SPRING, datetime(2027, 4, 1, 0, tzinfo=UTC)),
        pytest.param(
            "sqlite",
            "zh-hans",
            "工作计划",
            NEW_YEAR,
            datetime(2028, 1, 3, 0, tzinfo=UTC),
            marks=pytest.mark.soak,
            id="a whole year",
        ),
    ],
)
async def test_a_contact_is_reminded_through_a_year_on_working_days_and_each_step_once(
    engine: str, language: str, plan: str, start: datetime, until: datetime, tmp_path: Path
) -> None:
    async with a_world(engine, tmp_path, start=start) as world:
        zhou = await _contact(world, language)
        await world.goes_on_to(until)
        days = [_day(each) for each in _digests(zhou)]
        assert all(CITY.calendar.is_workday(day.date()) for day in days)
        assert all(9 <= day.hour < 17 for day in days)
        dates = [day.date().isoformat() for day in days]
        assert len(dates) == len(set(dates)), "one digest a day at most"
        first = CITY.calendar.first_workday_on_or_after(start.date()).isoformat()
        wanted = {day for day in _expected_days(2027) if first <= day < until.date().isoformat()}
        assert set(dates) - {first} == wanted - {first}
        assert plan in _digests(zhou)[1].text


async def test_nobody_is_reminded_of_what_has_been_accepted(tmp_path: Path) -> None:
    async with a_world("sqlite", tmp_path, start=SPRING) as world:
        zhou, qian = await _contact(world), world.person("钱中心")
        await qian.says("/start")
        await world.db.write(with_role, qian.id, Role.CENTRE)
        await qian.says("/start")
        await world.goes_on_to(datetime(2027, 3, 8, 2, tzinfo=UTC))
        await zhou.presses("本单位待办")
        await zhou.presses("交计划")
        await zhou.says("今年的计划")
        await zhou.presses("提交")
        await qian.presses("待办")
        await qian.presses("收下")
        before = len(_digests(zhou))
        await world.goes_on_to(datetime(2027, 4, 22, 0, tzinfo=UTC))
        assert all("工作计划" not in each.text for each in _digests(zhou)[before:])


async def test_the_last_reminder_of_a_sunday_comes_on_the_friday_before(tmp_path: Path) -> None:
    async with a_world("sqlite", tmp_path, start=datetime(2026, 12, 17, 12, tzinfo=UTC)) as world:
        zhou = await _contact(world)
        await world.goes_on_to(datetime(2026, 12, 20, 16, tzinfo=UTC))
        assert [_day(each).date().isoformat() for each in _digests(zhou)] == ["2026-12-18"]
        assert "12月20日前（还有 2 天）" in _digests(zhou)[0].text
        await world.goes_on_to(datetime(2026, 12, 21, 4, tzinfo=UTC))
        assert "12月20日前（已过 1 天）" in _digests(zhou)[-1].text


async def test_a_county_office_is_told_in_august_and_asked_in_september(tmp_path: Path) -> None:
    async with a_world("sqlite", tmp_path, start=datetime(2027, 8, 24, 12, tzinfo=UTC)) as world:
        zha = world.person("扎娃")
        await zha.says("/start")
        await world.db.write(with_role, zha.id, Role.COUNTY_OFFICE, "530828")
        await world.goes_on_to(datetime(2027, 8, 25, 12, tzinfo=UTC))
        (soon,) = _digests(zha)
        assert "澜沧县文明办" in soon.text
        assert "9月1日至9月30日（7 天后开始交）" in soon.text
        assert "reply_markup" not in soon.raw, "nothing is asked for yet"
        await world.goes_on_to(datetime(2027, 9, 2, 12, tzinfo=UTC))
        days = [_day(each).date().isoformat() for each in _digests(zha)]
        assert days == ["2027-08-25", "2027-09-01"]
        await zha.presses("交统计表")
        zha.sees("下载预填好的表")


async def test_who_answers_for_two_units_hears_of_one_a_day(tmp_path: Path) -> None:
    async with a_world("sqlite", tmp_path, start=datetime(2027, 3, 1, 12, tzinfo=UTC)) as world:
        zhou = await _contact(world)
        other = await world.db.read(_unit_id) + 1
        await world.db.write(with_role, zhou.id, Role.UNIT_CONTACT, str(other))
        await world.goes_on_to(datetime(2027, 3, 3, 12, tzinfo=UTC))
        days = [_day(each).date().isoformat() for each in _digests(zhou)]
        assert days == ["2027-03-02", "2027-03-03"]
        assert len({each.text.split("·")[0] for each in _digests(zhou)}) == 2


async def test_a_digest_that_meets_closed_offices_waits_for_the_morning(tmp_path: Path) -> None:
    async with a_world("sqlite", tmp_path, start=datetime(2027, 3, 5, 12, tzinfo=UTC)) as world:
        zhou = await _contact(world)
        contact = await world.db.read(access.recognise, messenger="telegram", external_id=zhou.id)
        assert contact is not None
        await world.db.write(
            notices.tell,
            kind="duty-digest",
            account_id=contact.account_id,
            dedupe_key="from a process that was down on Friday",
            facts={"unit_id": await world.db.read(_unit_id), "stages": {}},
            due_at=world.clock.now(),
        )
        await world.goes_on_to(datetime(2027, 3, 7, 13, tzinfo=UTC))
        assert _digests(zhou) == [], "it is Sunday night"
        await world.goes_on_to(datetime(2027, 3, 8, 12, tzinfo=UTC))
        assert [_day(each).isoformat() for each in _digests(zhou)] == ["2027-03-08T09:00:00+08:00"]
