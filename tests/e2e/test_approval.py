"""Officers decide in the chat; the volunteer's card and details."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from domain import tokens
from domain.permissions import Role
from models.columns import table_of
from models.people import Account
from models.traffic import Notice
from tests.cast import a_station, a_volunteer, later
from tests.documents.camera import codes_in
from tests.e2e.registering import applies, officer_of
from tests.world import PAIRED, PUBLIC_URL, World, a_world, asked_of, played_twice
from usecases.city import CitySession


@pytest_asyncio.fixture
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Yield a city that asks for everything in the chat."""
    engine, language = asked_of(request)
    async with a_world(engine, tmp_path, public_url="", language=language) as made:
        yield made


@pytest_asyncio.fixture(params=PAIRED, ids="-".join)
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Yield such a city on each database."""
    engine, language = request.param
    async with a_world(engine, tmp_path, public_url="", language=language) as made:
        yield made


async def notices(world: World, person_id: int) -> list[tuple[str, dict[str, str]]]:
    def read(session: CitySession) -> list[tuple[str, dict[str, str]]]:
        rows, accounts = table_of(Notice), table_of(Account)
        found = session.connection().execute(
            select(rows.c.kind, rows.c.facts)
            .join(accounts, accounts.c.id == rows.c.account_id)
            .where(accounts.c.external_id == person_id)
            .order_by(rows.c.id)
        )
        return [(row.kind, row.facts) for row in found]

    return await world.db.read(read)


async def test_the_officer_goes_from_one_application_to_the_next(either: World) -> None:
    words = either.words
    people = [either.person(f"人{n}", phone=f"+861380000000{n}") for n in range(3)]
    for person, name in zip(people, ("李志愿", "欧阳娜娜", "张三"), strict=True):
        await applies(either, person, name=name)
    chief = await officer_of(either, either.person("审批员"))
    either.clock.jump(later(days=2))
    await chief.presses(words("待办", "To do"))
    chief.sees(
        words("待审 3 份，最早的等了 2 天", "3 registrations wait; the oldest has waited 2 days")
    )
    chief.sees(words("李*愿 · 男", "李*愿 · Male"))
    await chief.presses(words("先看下一份", "Next one"))
    chief.sees("欧**娜")
    await chief.presses(words("看全名", "Full name"))
    chief.sees("欧阳娜娜")
    assert not any("欧阳娜娜" in (shown.text or "") for shown in chief.messages)
    await chief.presses(words("通过", "Approve"))
    chief.sees(
        words("已通过：欧**娜，编号 5308-02-000001", "Approved: 欧**娜, number 5308-02-000001")
    )
    chief.sees("李*愿")
    await chief.presses(words("不通过", "Refuse"))
    await chief.presses(words("信息核实不了", "could not be verified"))
    chief.sees(words("没有通过：李*愿", "Refused: 李*愿"))
    chief.sees("张*")
    await chief.presses(words("退回补正", "Send back"))
    await chief.presses(words("住地", "home"))
    await chief.presses(words("返回", "Back"))
    chief.sees("张*")
    await chief.says("好的")
    assert [(await notices(either, person.id)) for person in people][2] == []
    await chief.presses(words("退回补正", "Send back"))
    await chief.presses(words("住地", "home"))
    await chief.says("请写您现在住的乡镇")
    chief.sees(words("已退回补正：张*", "Sent back: 张*"))
    chief.sees(words("现在没有待审的登记", "No registrations are waiting"))
    told = [(await notices(either, person.id))[0] for person in people]
    assert told[0] == ("application-refused", {"reason": "not-genuine"})
    assert told[1][0] == "application-approved"
    sent_back = {"line": "place", "reason": "请写您现在住的乡镇"}
    assert told[2] == ("application-sent-back", sent_back)


async def test_who_was_sent_back_corrects_the_one_line(either: World) -> None:
    words = either.words
    li = either.person("李志愿", phone="+8613800000001")
    await applies(either, li)
    chief = await officer_of(either, either.person("审批员"))
    await chief.presses(words("待办", "To do"))
    await chief.presses(words("退回补正", "Send back"))
    await chief.presses(words("住地", "home"))
    await chief.presses(words("看不清楚", "unclear"))
    await li.presses(words("开始登记", "Register"))
    li.sees(words("「住地」要补正：看不清楚，请写完整", "“home” needs correcting: unclear"))
    li.sees(words("您住在哪里？", "Where do you live?"))
    await li.presses(words("宁洱县", "Ning'er County"))
    await li.presses(words("宁洱镇", "Ning'er Town"))
    li.sees(words("住地：宁洱县宁洱镇", "Home: Ning'er"))
    await li.presses(words("提交", "Submit"))
    # Who moves to another county goes to that county's office.
    li.sees(words("已交宁洱县（县文明办）审核", "Sent for approval: county office, Ning'er"))
    await chief.presses(words("待办", "To do"))
    chief.sees(words("现在没有待审的登记", "No registrations are waiting"))
    office = await officer_of(either, either.person("县里"), Role.COUNTY_OFFICE, "530821")
    await office.presses(words("待办", "To do"))
    await office.presses(words("通过", "Approve"))
    office.sees(words("编号 5308-21-000001", "number 5308-21-000001"))


async def test_a_second_officer_is_told_who_was_faster(either: World) -> None:
    words = either.words
    await applies(either, either.person("李志愿", phone="+8613800000001"))
    first, second = either.person("审批员甲"), either.person("审批员乙")
    for officer in (first, second):
        await officer_of(either, officer)
        await officer.presses(words("待办", "To do"))
    await first.presses(words("通过", "Approve"))
    await second.presses(words("不通过", "Refuse"))
    await second.presses(words("不符合注册条件", "does not meet the conditions"))
    second.sees(
        words(
            "这一份09:00已经由联合会的同事通过了",
            "A colleague of the Federation has approved this one already (09:00)",
        )
    )


async def test_a_wrong_tap_is_taken_back_and_the_number_stays(either: World) -> None:
    words = either.words
    li = either.person("李志愿", phone="+8613800000001")
    await applies(either, li)
    chief = await officer_of(either, either.person("审批员"))
    await chief.presses(words("待办", "To do"))
    await chief.presses(words("通过", "Approve"))
    decided = chief.messages[-2]
    await chief.presses(words("撤销", "Undo"))
    chief.sees(words("已撤销", "Undone"))
    await li.says("/start")
    li.sees(words("正在审核", "is being looked at"))
    await chief.presses(words("通过", "Approve"))
    chief.sees("5308-02-000001")
    either.clock.jump(later(minutes=11))
    await chief.presses_old(decided, words("撤销", "Undo"))
    chief.sees(words("不能撤销了", "It cannot be undone"))
    await li.says("/start")
    li.sees(words("李志愿，您好", "Hello 李志愿"))


async def test_nobody_but_an_officer_decides(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await applies(town, li)
    chief = await officer_of(town, town.person("审批员"))
    await chief.presses("待办")
    message = chief.last
    stranger = town.person("陌生人")
    await stranger.says("/start")
    data = next(b["callback_data"] for row in message.buttons for b in row if "通过" in b["text"])
    town.stage.world.press(stranger.id, stranger.last.id, data)
    await town.settle()
    stranger.sees("要由负责的人来办")


# ---- card, details


@pytest.mark.parametrize(
    ("town", "name"),
    [(PAIRED[0], "李志愿"), (PAIRED[0], "𠮷㛃䶮"), (PAIRED[1], "阿卜杜·热依木")],
    indirect=["town"],
)
async def test_the_card_carries_a_code_that_the_station_scans(town: World, name: str) -> None:
    li, wang = town.person("李志愿"), town.person("王店员")
    await town.db.write(a_volunteer, li.id, name, town.language)
    await li.says("/card")
    assert tokens.parse(li.qr()) is not None
    station = await town.db.write(a_station)
    await town.appoints(wang, Role.CLERK, str(station.station_id))
    await wang.says("/start")
    await wang.sends_photo(li.photo())
    wang.sees(town.words(f"{name} 已签到", f"{name} checked in"))
    await li.opens(li.qr())
    li.sees(town.words("要由站点的人来扫", "the station's staff scan it"))


async def test_with_pages_the_cards_code_is_an_address_that_anyone_may_check(
    tmp_path: Path,
) -> None:
    async with a_world("sqlite", tmp_path) as city:
        li = city.person("Li", language="en", phone="+8613800000001")
        await city.db.write(a_volunteer, li.id, "Li Zhiyuan", "en")
        await li.says("/start")
        await li.presses("More")
        await li.presses("Volunteer card")
        (code,) = codes_in(li.photo())
        assert code.startswith(f"{PUBLIC_URL}/v/")
        assert tokens.parse(tokens.payload_of(code)) is not None


@played_twice("town")
async def test_ones_own_details_are_masked(town: World) -> None:
    li = town.person("李志愿")
    await town.db.write(a_volunteer, li.id, "李志愿", town.language)
    await li.says("/profile")
    li.sees(f"5308-02-{li.id:06d}")
    li.sees(town.words("居民身份证 ••••", "Resident identity card ••••"))
    li.sees(town.words("住思茅区思茅街道", "Lives in Simao Subdistrict, Simao District"))
    assert "13800000000" not in li.screen
    newcomer = town.person("陌生人")
    await newcomer.says("/card")
    newcomer.sees(town.words("您还没有登记", "You are not registered yet"))


async def test_an_officer_may_become_a_volunteer_too(town: World) -> None:
    chief = town.person("审批员", phone="+8613800000009")
    await officer_of(town, chief)
    await chief.presses("更多")
    await chief.presses("开始登记")
    chief.sees("第 1 步")
