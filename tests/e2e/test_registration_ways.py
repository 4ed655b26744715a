"""The ways through a registration: what it costs, back, stop, restart, old buttons, refusals."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import insert, select

from bot.wiring import build
from models.columns import table_of
from models.people import Application, Consent
from models.places import Team
from models.traffic import Conversation
from rehearsal.people import Person
from tests.cast import a_unit, a_volunteer, invented_id_number
from tests.e2e.registering import begins, fills_in, gives_document, hands_in, step
from tests.world import World, a_world
from usecases.city import CitySession


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """Yield a city that asks for everything in the chat."""
    async with a_world("sqlite", tmp_path, public_url="") as made:
        yield made


@pytest_asyncio.fixture
async def city(tmp_path: Path) -> AsyncIterator[World]:
    """Yield a city with pages of its own."""
    async with a_world("sqlite", tmp_path) as made:
        yield made


async def rows(world: World, model: type[Any]) -> list[Any]:
    def read(session: CitySession) -> list[Any]:
        return list(session.connection().execute(select(table_of(model))))

    return await world.db.read(read)


async def in_the_chat(world: World, text: str) -> bool:
    """Tell whether a text stands in any message of any chat."""
    return any(
        text in str(message)
        for chat in world.stage.world.chats.values()
        for message in chat.messages.values()
    )


def steps_named(person: Person) -> tuple[int, int]:
    found = re.search(r"第 (\d+) 步，共 (\d+) 步", person.last.text or "")
    assert found, person.last.text
    return int(found.group(1)), int(found.group(2))


# ---- what it costs


def founds_unit_and_team(session: CitySession) -> None:
    unit = a_unit(session, "思茅绿化研究所")
    session.connection().execute(
        insert(table_of(Team)).values(name="绿化所志愿服务队", unit_id=unit)
    )


async def test_an_adult_registers_with_twelve_answers_two_of_them_name_and_number(
    town: World,
) -> None:
    await town.db.write(founds_unit_and_team)
    li = town.person("李志愿", phone="+8613800000001")
    await li.says("/start")
    # An answer is a completed screen: everything up to the next question's number.
    typed: list[str] = []
    screens: list[int] = [0]

    async def presses(*labels: str) -> None:
        for label in labels:
            await li.presses(label)
            if step(li) not in (0, screens[-1]):
                screens.append(step(li))

    async def types(what: str, text: str) -> None:
        typed.append(what)
        await li.says(text)
        if step(li) not in (0, screens[-1]):
            screens.append(step(li))

    await presses("开始登记", "单独同意", "同意，继续")
    await li.shares_contact()
    screens.append(step(li))
    await types("name", "李志愿")
    await types("number", invented_id_number(1, "19900101"))
    await presses("思茅区", "思茅街道")
    await types("unit", "绿化")
    await presses("思茅绿化研究所", "绿化所志愿服务队")
    await presses("社区服务", "法律服务", "下一页", "急救", "选好了")
    await presses("周六上午", "周日晚上", "选好了", "我愿意", "提交")
    li.sees("已交思茅区（市志愿服务联合会）审核")
    # The first 0 is the screen before 〈开始登记〉; the summary is left by 〈提交〉.
    assert screens == list(range(12))
    assert len(screens) <= 12
    assert [what for what in typed if what not in ("name", "number")] == ["unit"]


async def test_with_the_form_it_is_eleven_and_one_is_typed(city: World) -> None:
    li = city.person("李志愿", phone="+8613800000001")
    await begins(city, li)
    await li.shares_contact()
    assert steps_named(li) == (3, 10)
    await gives_document(city, li, "李志愿", invented_id_number(1, "19900101"))
    assert steps_named(li)[0] == 4


# ---- what must not be read by others


async def test_name_and_number_leave_the_chat_at_once_and_are_not_repeated(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    number = invented_id_number(1, "19900101")
    await fills_in(town, li, number=number)
    li.sees("居民身份证，已登记")
    li.sees("尾号 0001")
    assert not await in_the_chat(town, number)
    assert not [each for each in li.messages if each.out and each.text == "李志愿"]
    (standing,) = await rows(town, Conversation)
    assert number.encode() not in standing.data_sealed


async def test_in_the_form_the_number_never_passes_the_messenger(city: World) -> None:
    li = city.person("李志愿", phone="+8613800000001")
    number = invented_id_number(1, "19900101")
    await fills_in(city, li, number=number)
    li.sees("居民身份证，已登记")
    assert not await in_the_chat(city, number)
    sent = str(city.stage.calls_of("sendMessage")) + str(city.stage.calls_of("editMessageText"))
    assert number not in sent


async def test_a_form_sent_three_times_counts_once(city: World) -> None:
    li = city.person("李志愿", phone="+8613800000001")
    await begins(city, li)
    await li.shares_contact()
    number = invented_id_number(1, "19900101")
    before = len(city.stage.calls_of("sendMessage"))
    await hands_in(city, li, times=3, name="李志愿", kind="resident-id", number=number)
    assert steps_named(li)[0] == 4
    assert len(city.stage.calls_of("sendMessage")) - before == 1


@pytest.mark.parametrize(
    ("filled", "error"),
    [
        ({"name": "", "number": "1"}, "name-empty"),
        ({"name": "李志愿", "number": "1"}, "id-length"),
        ({"name": "李志愿", "kind": "passport", "number": "E00000000"}, "id-birth-missing"),
    ],
)
async def test_the_form_says_at_once_what_is_wrong(
    city: World, filled: dict[str, Any], error: str
) -> None:
    li = city.person("李志愿", phone="+8613800000001")
    await begins(city, li)
    await li.shares_contact()
    reply = await hands_in(city, li, **({"kind": "resident-id"} | filled))
    assert (reply.status_code, reply.json()["error"]) == (409, error)
    assert reply.json()["words"]
    assert steps_named(li)[0] == 3


async def test_a_form_that_nobody_waits_for_is_refused(city: World) -> None:
    li = city.person("李志愿", phone="+8613800000001")
    await begins(city, li)
    await li.shares_contact()
    number = invented_id_number(1, "19900101")
    form: dict[str, Any] = {"name": "李志愿", "kind": "resident-id", "number": number}
    assert (await hands_in(city, li, **form)).status_code == 200
    reply = await hands_in(city, li, **form)
    assert reply.json()["error"] == "step-gone"
    # What a changed client makes up is answered like anything else that fits nothing.
    await li.says("/cancel")
    await li.presses("开始登记")
    await li.sends_data("-", '{"name": [1], "number"')
    li.sees("点按钮就行")


# ---- back, stop, restart


async def test_back_leads_through_every_question_to_the_first(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await fills_in(town, li)
    number, most = 10, 10  # no team was there to choose from
    li.sees("请看一遍")
    for expected in range(number - 1, 2, -1):
        await li.presses("返回")
        assert steps_named(li) == (expected, most)
    await li.presses("返回")
    assert step(li) == 2
    li.sees("手机号")
    await li.presses("返回")
    li.sees("第 1 步")


async def test_stopping_keeps_every_answer_and_a_restart_loses_none(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await begins(town, li)
    acts = [
        ("contact", li.shares_contact),
        ("李志愿", None),
        (invented_id_number(1, "19900101"), None),
        ("press", "思茅区"),
        ("press", "思茅街道"),
        ("press", "没有单位"),
        ("press", "社区服务"),
        ("press", "下一页"),
        ("press", "选好了"),
        ("press", "周六上午"),
        ("press", "选好了"),
        ("press", "我愿意"),
    ]
    for what, act in acts:
        if what == "contact":
            await li.shares_contact()
        elif isinstance(act, str):
            await li.presses(act)
        else:
            await li.says(what)
        question = li.last.text
        await li.says("/cancel")
        li.sees("下次从这里接着来")
        # A new process: nothing of the conversation lives in the old one.
        again = await build(town.house.settings, town.clock, town.db)
        first, town.house.inbox.door = town.house.inbox.door, again.door
        await li.presses("开始登记")
        town.house.inbox.door = first
        for part in (again.scheduler, again.pictures, again.bot.session):
            await part.close()
        assert question is not None
        assert li.last.text == question[question.index("第") :]
    await li.presses("提交")
    li.sees("已交思茅区")
    (application,) = await rows(town, Application)
    assert application.state == "submitted"


async def test_an_old_button_is_answered_and_changes_nothing(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await begins(town, li)
    await li.shares_contact()
    await gives_document(town, li, "李志愿", invented_id_number(1, "19900101"))
    counties = li.last
    await li.presses("宁洱县")
    await li.presses_old(counties, "思茅区")
    li.sees("这一步已经过去了")
    await li.presses("宁洱镇")
    await li.presses_old(counties, "返回")
    li.sees("这一步已经过去了")
    await li.says("/cancel")
    await li.presses_old(counties, "思茅区")
    li.sees("这一步已经过去了")


async def test_disagreeing_keeps_nothing(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await li.says("/start")
    await li.presses("开始登记")
    await li.presses("全文")
    li.sees("个人信息处理说明")
    await li.presses("返回")
    await li.presses("同意，继续")
    li.sees("单独同意")
    await li.presses("不同意")
    li.sees("什么也没有留下")
    assert await rows(town, Conversation) == []
    assert await rows(town, Consent) == []


async def test_every_line_of_the_summary_opens_again_and_leads_back(town: World) -> None:
    await town.db.write(founds_unit_and_team)
    li = town.person("李志愿", phone="+8613800000001")
    await begins(town, li)
    await li.shares_contact()
    await gives_document(town, li, "李志愿", invented_id_number(1, "19900101"))
    for label in ("思茅区", "思茅街道", "没有单位", "下一页", "选好了", "选好了", "我愿意"):
        await li.presses(label)
    await li.presses("改姓名")
    await li.says("欧阳娜娜")
    li.sees("姓名：欧阳娜娜")
    await li.presses("改证件")
    await li.presses("返回")
    li.sees("请看一遍")
    await li.presses("改手机")
    await li.shares_contact()
    li.sees("请看一遍")
    await li.presses("改住地")
    await li.presses("宁洱县")
    await li.presses("磨黑镇")
    li.sees("住地：宁洱县磨黑镇")
    await li.presses("改单位")
    await li.says("绿化")
    await li.presses("思茅绿化研究所")
    li.sees("单位：思茅绿化研究所")
    await li.presses("改服务队")
    await li.presses("绿化所志愿服务队")
    li.sees("服务队：绿化所志愿服务队")
    await li.presses("改想做的和会的")
    await li.presses("社区服务")
    await li.presses("下一页")
    await li.presses("选好了")
    li.sees("想做：社区服务")
    await li.presses("改空闲时间")
    await li.presses("周一上午")
    await li.presses("选好了")
    li.sees("有空：周一上午")
    await li.presses("提交")
    # The unit is the city's, so the city decides, wherever the home is.
    li.sees("市志愿服务联合会")


# ---- refusals on the way


async def test_only_ones_own_contact_counts(town: World) -> None:
    li, wang = town.person("李志愿", phone="+8613800000001"), town.person("王五")
    await begins(town, li)
    await li.shares_contact(wang)
    li.sees("这是别人的名片")
    await li.shares_contact(phone="+8613900000000", name="谁")
    li.sees("这是别人的名片")
    await li.says("13800000001")
    li.sees("不用打字")
    await li.shares_contact()
    li.sees("尾号 0001")


@pytest.mark.parametrize(
    ("born", "seen"),
    [
        ("20101122", "要由家长一起登记"),
        ("19551121", "身体情况声明"),
        ("20201122", "还要等"),
    ],
)
async def test_who_is_too_young_or_too_old_is_told_what_to_do_and_why(
    town: World, born: str, seen: str
) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await begins(town, li)
    await li.shares_contact()
    await gives_document(town, li, "李志愿", invented_id_number(1, born))
    li.sees(seen)
    await li.presses("为什么")
    assert li.screen


async def test_a_number_that_is_registered_already_leads_to_the_staff(town: World) -> None:
    li, double = town.person("李志愿", phone="+8613800000001"), town.person("李某", phone="+861380")
    number = invented_id_number(1, "19900101")
    await fills_in(town, li, number=number)
    await li.presses("提交")
    double.someone.phone = "+8613800000002"
    await begins(town, double)
    await double.shares_contact()
    await gives_document(town, double, "李某", number)
    double.sees("已经登记过了")
    double.sees("服务站点")
    assert len(await rows(town, Application)) == 1


async def test_a_passport_is_one_line_with_birth_and_sex(town: World) -> None:
    anna = town.person("Anna", language="en", phone="+13125550100")
    await begins(town, anna)
    await anna.shares_contact()
    await anna.says("Anna O'Neill-Smith")
    await anna.presses("Another document")
    await anna.presses("Passport")
    await anna.says("E0000 0000")
    anna.sees("does not tell birth date and sex")
    await anna.says("E0000 0000 1990-05-20 female")
    anna.sees("registered")
    anna.sees("Where do you live?")


async def test_a_fifth_category_is_one_too_many(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await begins(town, li)
    await li.shares_contact()
    await gives_document(town, li, "李志愿", invented_id_number(1, "19900101"))
    for label in ("思茅区", "思茅街道", "没有单位"):
        await li.presses(label)
    for label in ("社区服务", "扶贫减贫", "支教助学", "卫生健康"):
        await li.presses(label)
    li.sees("已选 4 类")
    await li.presses("法律服务")
    li.sees("最多 4 类")
    await li.presses("社区服务")
    await li.presses("法律服务")
    li.sees("已选 4 类")


async def test_who_waits_or_is_in_already_is_told_so(town: World) -> None:
    li, chen = town.person("李志愿", phone="+8613800000001"), town.person("陈志愿")
    await fills_in(town, li)
    await li.presses("提交")
    await li.presses("开始登记")
    li.sees("正在审核")
    await town.db.write(a_volunteer, chen.id, "陈志愿")
    await chen.says("📝 开始登记")
    chen.sees("陈志愿，您好")
