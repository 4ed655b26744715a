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
from tests.cast import a_unit, invented_id_number
from tests.e2e.registering import begins, fills_in, gives_document, hands_in, step, words
from tests.world import PAIRED, World, a_world, asked_of, played_twice
from usecases.city import CitySession


@pytest_asyncio.fixture
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Yield a city that asks for everything in the chat."""
    engine, language = asked_of(request)
    async with a_world(engine, tmp_path, public_url="", language=language) as made:
        yield made


@pytest_asyncio.fixture
async def city(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Yield a city with pages of its own."""
    engine, language = asked_of(request)
    async with a_world(engine, tmp_path, language=language) as made:
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
    found = re.search(words(person)["step"], person.last.text or "")
    assert found, person.last.text
    return int(found.group(1)), int(found.group(2))


# ---- what it costs


def founds_unit_and_team(session: CitySession) -> None:
    unit = a_unit(session, "思茅绿化研究所")
    session.connection().execute(
        insert(table_of(Team)).values(name="绿化所志愿服务队", unit_id=unit)
    )


@played_twice("town")
async def test_an_adult_registers_with_twelve_answers_two_of_them_name_and_number(
    town: World,
) -> None:
    await town.db.write(founds_unit_and_team)
    say = town.words
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

    await presses(
        say("开始登记", "Register"),
        say("单独同意", "my ID number"),
        say("同意，继续", "Agree"),
    )
    await li.shares_contact()
    screens.append(step(li))
    await types("name", "李志愿")
    await types("number", invented_id_number(1, "19900101"))
    await presses(say("思茅区", "Simao"), say("思茅街道", "Simao Sub"))
    await types("unit", "绿化")
    await presses("思茅绿化研究所", "绿化所志愿服务队")
    await presses(
        say("社区服务", "Community"),
        say("法律服务", "Legal help"),
        say("下一页", "Next: your skills"),
        say("急救", "First aid"),
        say("选好了", "Done"),
    )
    await presses(
        say("周六上午", "Sat a.m."),
        say("周日晚上", "Sun eve"),
        say("选好了", "Done"),
        say("我愿意", "I do"),
        say("提交", "Submit"),
    )
    li.sees(
        say(
            "已交思茅区（市志愿服务联合会）审核",
            "Sent for approval: Volunteer Federation, Simao District",
        )
    )
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
    ("city", "filled", "error", "words"),
    [
        (PAIRED[0], {"name": "", "number": "1"}, "name-empty", "请"),
        (PAIRED[1], {"name": "李志愿", "number": "1"}, "id-length", "It should have 18 characters"),
        (
            PAIRED[0],
            {"name": "李志愿", "kind": "passport", "number": "E00000000"},
            "id-birth-missing",
            "出生日期和性别",
        ),
    ],
    indirect=["city"],
)
async def test_the_form_says_at_once_what_is_wrong(
    city: World, filled: dict[str, Any], error: str, words: str
) -> None:
    li = city.person("李志愿", phone="+8613800000001")
    await begins(city, li)
    await li.shares_contact()
    reply = await hands_in(city, li, **({"kind": "resident-id"} | filled))
    assert (reply.status_code, reply.json()["error"]) == (409, error)
    assert words in reply.json()["words"]
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


@played_twice("town")
async def test_back_leads_through_every_question_to_the_first(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await fills_in(town, li)
    number, most = 10, 10  # no team was there to choose from
    li.sees(town.words("请看一遍", "Please check"))
    for expected in range(number - 1, 2, -1):
        await li.presses(town.words("返回", "Back"))
        assert steps_named(li) == (expected, most)
        if expected in (3, 4):
            # Who only came by need not type his name and number again.
            assert town.words("不改，继续", "Keep it, go on") in li.last.labels
    await li.presses(town.words("不改，继续", "Keep it, go on"))
    await li.presses(town.words("不改，继续", "Keep it, go on"))
    li.sees(town.words("您住在哪里", "Where do you live"))
    await li.presses(town.words("返回", "Back"))
    await li.presses(town.words("返回", "Back"))
    await li.presses(town.words("返回", "Back"))
    assert step(li) == 2
    li.sees(town.words("手机号", "phone number"))
    await li.presses(town.words("返回", "Back"))
    li.sees(town.words("第 1 步", "Step 1 of"))


@played_twice("town")
async def test_stopping_keeps_every_answer_and_a_restart_loses_none(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await begins(town, li)
    acts = [
        ("contact", li.shares_contact),
        ("李志愿", None),
        (invented_id_number(1, "19900101"), None),
        ("press", town.words("思茅区", "Simao")),
        ("press", town.words("思茅街道", "Simao Sub")),
        ("press", town.words("没有单位", "No unit")),
        ("press", town.words("社区服务", "Community")),
        ("press", town.words("下一页", "Next: your skills")),
        ("press", town.words("选好了", "Done")),
        ("press", town.words("周六上午", "Sat a.m.")),
        ("press", town.words("选好了", "Done")),
        ("press", town.words("我愿意", "I do")),
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
        li.sees(town.words("下次从这里接着来", "next time you go on from here"))
        # A new process: nothing of the conversation lives in the old one.
        again = await build(town.house.settings, town.clock, town.db)
        first, town.house.inbox.door = town.house.inbox.door, again.door
        await li.presses(town.words("开始登记", "Register"))
        town.house.inbox.door = first
        for part in (again.scheduler, again.pictures, again.bot.session):
            await part.close()
        assert question is not None
        assert li.last.text == question[question.index(town.words("第", "Step")) :]
    # A greeting shows the way back to it, and so does another language; it goes on in that one.
    await li.says("/start")
    await li.presses(town.words("接着填", "Go on"))
    await li.says("/language")
    await li.presses(town.words("English", "中文"))
    await li.presses(town.words("Go on", "接着填"))
    li.sees(town.words("Please check", "请看一遍"))
    await li.presses(town.words("Submit", "提交"))
    li.sees(town.words("Sent for approval", "已交思茅区"))
    (application,) = await rows(town, Application)
    assert application.state == "submitted"


@played_twice("town")
async def test_an_old_button_is_answered_and_changes_nothing(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await begins(town, li)
    await li.shares_contact()
    await gives_document(town, li, "李志愿", invented_id_number(1, "19900101"))
    counties = li.last
    await li.presses(town.words("宁洱县", "Ning'er County"))
    await li.presses_old(counties, town.words("思茅区", "Simao"))
    li.sees(town.words("这一步已经过去了", "That step is over"))
    await li.presses(town.words("宁洱镇", "Ning'er Town"))
    await li.presses_old(counties, town.words("返回", "Back"))
    li.sees(town.words("这一步已经过去了", "That step is over"))
    await li.says("/cancel")
    await li.presses_old(counties, town.words("思茅区", "Simao"))
    li.sees(town.words("这一步已经过去了", "That step is over"))


@played_twice("town")
async def test_disagreeing_keeps_nothing(town: World) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await li.says("/start")
    await li.presses(town.words("开始登记", "Register"))
    await li.presses(town.words("全文", "Full text"))
    li.sees(town.words("个人信息处理说明", "How we handle your data"))
    li.sees(town.words("服务器在境外", "whose servers are abroad"))
    await li.presses(town.words("返回", "Back"))
    await li.presses(town.words("同意，继续", "Agree"))
    li.sees(town.words("单独同意", "your separate consent"))
    await li.presses(town.words("不同意", "Do not agree"))
    li.sees(town.words("什么也没有留下", "nothing was kept"))
    assert await rows(town, Conversation) == []
    assert await rows(town, Consent) == []


@played_twice("town")
async def test_every_line_of_the_summary_opens_again_and_leads_back(town: World) -> None:
    await town.db.write(founds_unit_and_team)
    say = town.words
    li = town.person("李志愿", phone="+8613800000001")
    said = words(li)
    await begins(town, li)
    await li.shares_contact()
    await gives_document(town, li, "李志愿", invented_id_number(1, "19900101"))
    for key in ("county", "township", "no-unit", "skills", "done", "done", "oath"):
        await li.presses(said[key])
    await li.presses(say("改姓名", "Change name"))
    await li.says("欧阳娜娜")
    li.sees(say("姓名：欧阳娜娜", "Name: 欧阳娜娜"))
    await li.presses(say("改证件", "Change document"))
    await li.presses(say("返回", "Back"))
    li.sees(say("请看一遍", "Please check"))
    await li.presses(say("改手机", "Change phone"))
    await li.shares_contact()
    li.sees(say("请看一遍", "Please check"))
    await li.presses(say("改住地", "Change home"))
    await li.presses(say("宁洱县", "Ning'er County"))
    await li.presses(say("磨黑镇", "Mohei Town"))
    li.sees(say("住地：宁洱县磨黑镇", "Home: Mohei Town, Ning'er County"))
    await li.presses(say("改单位", "Change unit"))
    await li.says("绿化")
    await li.presses("思茅绿化研究所")
    li.sees(say("单位：思茅绿化研究所", "Unit: 思茅绿化研究所"))
    await li.presses(say("改服务队", "Change team"))
    await li.presses("绿化所志愿服务队")
    li.sees(say("服务队：绿化所志愿服务队", "Team: 绿化所志愿服务队"))
    await li.presses(say("改想做的和会的", "Change interests"))
    await li.presses(say("社区服务", "Community"))
    await li.presses(say("下一页", "Next: your skills"))
    await li.presses(say("选好了", "Done"))
    li.sees(say("想做：社区服务", "Would like to do: Community"))
    await li.presses(say("改空闲时间", "Change free times"))
    await li.presses(say("周一上午", "Mon a.m."))
    await li.presses(say("选好了", "Done"))
    li.sees(say("有空：周一上午", "Free times: Mon a.m."))
    await li.presses(say("提交", "Submit"))
    # The unit is the city's, so the city decides, wherever the home is.
    li.sees(say("市志愿服务联合会", "Volunteer Federation"))


# ---- refusals on the way
