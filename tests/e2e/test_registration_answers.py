"""Answers of a registration that cannot be, or that lead elsewhere."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from models.people import Application
from tests.cast import a_volunteer, invented_id_number
from tests.e2e.registering import begins, fills_in, gives_document
from tests.e2e.test_registration_ways import rows
from tests.world import PAIRED, World, a_world, asked_of, played_twice


@pytest_asyncio.fixture
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Yield a city that asks for everything in the chat."""
    engine, language = asked_of(request)
    async with a_world(engine, tmp_path, public_url="", language=language) as made:
        yield made


@played_twice("town")
async def test_only_ones_own_contact_counts(town: World) -> None:
    li, wang = town.person("李志愿", phone="+8613800000001"), town.person("王五")
    await begins(town, li)
    await li.shares_contact(wang)
    li.sees(town.words("这是别人的名片", "somebody else's contact"))
    await li.shares_contact(phone="+8613900000000", name="谁")
    li.sees(town.words("这是别人的名片", "somebody else's contact"))
    await li.says("13800000001")
    li.sees(town.words("不用打字", "instead of typing"))
    await li.shares_contact()
    li.sees(town.words("尾号 0001", "ending in 0001"))


@pytest.mark.parametrize(
    ("town", "born", "seen", "said"),
    [
        (
            PAIRED[0],
            "20201122",
            "还要等",
            "《学生志愿服务管理暂行办法》（2015年），第三条：10周岁以上",
        ),
    ],
    indirect=["town"],
)
async def test_who_is_too_young_is_told_how_long_to_wait_and_why(
    town: World, born: str, seen: str, said: str
) -> None:
    li = town.person("李志愿", phone="+8613800000001")
    await begins(town, li)
    await li.shares_contact()
    await gives_document(town, li, "李志愿", invented_id_number(1, born))
    li.sees(seen)
    await li.presses(town.words("为什么", "Why?"))
    li.sees(said)


async def test_a_number_that_is_registered_already_leads_to_recovery(town: World) -> None:
    li, double = town.person("李志愿", phone="+8613800000001"), town.person("李某", phone="+861380")
    number = invented_id_number(1, "19900101")
    await fills_in(town, li, number=number)
    await li.presses("提交")
    double.someone.phone = "+8613800000002"
    await begins(town, double)
    await double.shares_contact()
    await gives_document(town, double, "李某", number)
    double.sees("已经登记过了")
    assert double.last.buttons[0][0]["text"] == "🔑 找回我的账号"
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
