"""What comes in calls those who decide; what is sent back comes in again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.permissions import Role
from tests.cast import with_role
from tests.e2e.registering import applies, officer_of
from tests.world import PAIRED, a_world
from usecases import duties

# A Monday, 10:00 in the city: offices work.
TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(("engine", "language"), PAIRED)
async def test_an_application_is_called_sent_back_corrected_by_one_press_and_called_again(
    tmp_path: Path, engine: str, language: str
) -> None:
    async with a_world(engine, tmp_path, start=TEN, public_url="", language=language) as city:
        words = city.words
        li = city.person("李志愿", phone="+8613800000001")
        chief = await officer_of(city, city.person("审批员"))
        await applies(city, li)
        chief.sees(
            words(
                "有登记等您审核：一共 1 份，都是今天交的",
                "One registration waits for your decision; the oldest",
            )
        )
        await chief.presses(words("看待办", "Open"))
        chief.sees("李*愿")
        await chief.presses(words("退回补正", "Send back"))
        await chief.presses(words("住地", "home"))
        await chief.says("请写您现在住的乡镇")
        li.sees(words("有一项要补正：住地", "One line of your registration needs correcting: home"))
        li.sees(words("原因：请写您现在住的乡镇", "Why: 请写您现在住的乡镇"))
        await li.presses(words("改这一项", "Change this line"))
        li.sees(words("您住在哪里？", "Where do you live?"))
        await li.presses(words("思茅区", "Simao"))
        await li.presses(words("南屏镇", "Nanping"))
        li.sees(words("住地：思茅区南屏镇", "Home: Nanping Town, Simao District"))
        await li.presses(words("提交", "Submit"))
        li.sees(words("已交", "Sent for approval"))
        assert words("等您审核", "for your decision") not in (chief.last.text or "")
        await city.goes_on_to(TEN + timedelta(hours=1))
        chief.sees(words("有登记等您审核：一共 1 份", "One registration waits for your decision"))
        await chief.presses(words("看待办", "Open"))
        chief.sees(words("住思茅区南屏镇", "Lives in Nanping Town, Simao District"))
        await chief.presses(words("通过", "Approve"))
        li.sees(words("您的登记通过了", "Your registration is approved"))


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
