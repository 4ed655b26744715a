"""What comes in calls those who decide; what is sent back comes in again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.permissions import Role
from tests.cast import with_role
from tests.e2e.registering import applies, officer_of
from tests.world import a_world
from usecases import duties

# A Monday, 10:00 in the city: offices work.
TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def test_an_application_is_called_sent_back_corrected_by_one_press_and_called_again(
    tmp_path: Path,
) -> None:
    async with a_world("sqlite", tmp_path, start=TEN, public_url="") as city:
        li = city.person("李志愿", phone="+8613800000001")
        chief = await officer_of(city, city.person("审批员"))
        await applies(city, li)
        chief.sees("有登记等您审核：一共 1 份，都是今天交的")
        await chief.presses("看待办")
        chief.sees("李*愿")
        await chief.presses("退回补正")
        await chief.presses("住地")
        await chief.says("请写您现在住的乡镇")
        li.sees("您的登记有一项要补正：住地")
        li.sees("原因：请写您现在住的乡镇")
        await li.presses("改这一项")
        li.sees("您住在哪里？")
        await li.presses("思茅区")
        await li.presses("南屏镇")
        li.sees("住地：思茅区南屏镇")
        await li.presses("提交")
        li.sees("已交")
        assert "等您审核" not in (chief.last.text or "")
        await city.goes_on_to(TEN + timedelta(hours=1))
        chief.sees("有登记等您审核：一共 1 份")
        await chief.presses("看待办")
        chief.sees("住思茅区、南屏镇")
        await chief.presses("通过")
        li.sees("您的登记通过了")


async def test_the_centre_is_called_to_what_a_unit_hands_in(tmp_path: Path) -> None:
    async with a_world("sqlite", tmp_path, start=TEN, public_url="") as city:
        await city.db.write(duties.prepare, now=TEN)
        one = (await city.db.read(duties.standings, now=TEN))[0]
        zhou = city.person("周联系")
        qian, smith = city.person("钱中心"), city.person("Smith", language="en")
        for reader in (qian, smith):
            await reader.says("/start")
            await city.db.write(with_role, reader.id, Role.CENTRE)
        await city.db.write(with_role, zhou.id, Role.UNIT_CONTACT, str(one.unit_id))
        await zhou.says("/start")
        await zhou.presses("提交")
        await zhou.presses("交计划")
        await zhou.says("今年的计划")
        await zhou.presses("提交")
        qian.sees("有单位交来材料，待看 1 份")
        await qian.presses("看待办")
        qian.sees("JH-2026-0001")
        await qian.presses("收下")
        smith.sees("A unit has handed something in; it waits to be read")
        await smith.presses("Open")
        smith.sees("Nothing to read right now")
