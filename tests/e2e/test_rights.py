"""A volunteer looks into what is kept of him, takes consents back, takes a copy, and leaves."""

import json
from datetime import timedelta

import httpx
from sqlalchemy import text

from rehearsal.people import Person
from tests.cast import MORNING, POLICY, a_volunteer, later
from tests.world import World
from usecases import access, registration
from usecases.registration import ID_NUMBER, ONWARD_ENTRY, TO_REGISTER

DAYS = POLICY.on(MORNING.date()).rights.leave_wait_days


async def a_member(world: World) -> Person:
    """Let a volunteer stand there who agreed to everything."""
    li = world.person("李志愿", phone="+8613800000001")
    who = await world.db.write(a_volunteer, li.id, "李志愿", li.someone.language_code)
    kinds = [TO_REGISTER, ID_NUMBER, ONWARD_ENTRY]
    await world.db.write(registration.agree, actor=who.account_id, kinds=kinds, now=MORNING)
    return li


async def test_a_volunteer_sees_takes_back_takes_a_copy_and_leaves(world: World) -> None:
    words = world.words
    li = await a_member(world)
    await li.says("/privacy")
    li.sees(words("没填完的登记 30 天", "Unfinished registrations 30 days"))
    li.sees(
        words("看得到：县文明办、市志愿服务联合会", "Seen by: county office, Volunteer Federation")
    )
    li.sees(words("家里人也看得到", "your family once you join one"))
    li.sees(words("联合会、市文明办；加入了家庭", "Civilization Office; in a family"))
    li.sees(words("离站点多远记 90 天", "How far from the station you were 90 days"))
    li.sees(words("有问题找谁：任何服务站点", "Questions: ask at any station"))
    li.sees(words("资料会报到全国", "passed on to the national volunteer system"))

    # Said before it is done, done in two taps, said after.
    await li.presses(words("撤回第3项", "Withdraw 3"))
    li.sees(words("照样可以服务", "your hours count as before"))
    await li.presses(words("确认撤回", "Yes, withdraw"))
    assert li.popup == words("已撤回。", "Taken back.")
    li.sees(words("不会报到全国系统", "nothing of you goes to the national system"))
    await li.presses(words("撤回第2项", "Withdraw 2"))
    li.sees(words("要撤回，就是注销", "Taking it back means deleting"))
    await li.presses(words("返回", "Back"))
    await li.presses(words("未成年人规则", "Minors"))
    li.sees(words("不满 14 岁", "under 14"))
    await li.presses(words("返回", "Back"))

    await _takes_a_copy(world, li)
    await _agrees_anew(world, li)

    await li.says("/privacy")
    await li.presses(words("注销", "Delete my account"))
    li.sees(words("以前的时长不会回来", "the hours do not come back"))
    await li.presses(words("确认注销", "Yes, delete it"))
    await li.presses(words("不注销了", "Keep my account"))
    li.sees(words("什么都没有删", "nothing was deleted"))

    await li.says("/privacy")
    await li.presses(words("注销", "Delete my account"))
    await li.presses(words("确认注销", "Yes, delete it"))
    await world.goes_on_to(later(days=DAYS + 1, minutes=1))
    await li.hears(words("最后一条消息", "the last message"))
    await world.goes_on_to(later(days=DAYS + 1, minutes=6))
    gone = await world.db.read(access.recognise, messenger="telegram", external_id=li.id)
    assert gone is None
    await li.says("/start")
    li.sees(words("开始登记", "Register"))


async def _takes_a_copy(world: World, li: Person) -> None:
    """Fetch both files by their links: the page shows nothing, each file comes once."""
    await li.presses(world.words("要一份副本", "Get a copy"))
    links = [button["url"] for row in li.last.buttons for button in row if "url" in button]
    assert len(links) == 2
    language = {"Accept-Language": world.words("zh", "en")}
    async with httpx.AsyncClient(
        base_url=world.stage.url, trust_env=False, headers=language
    ) as http:
        for link, kind in zip(links, ("json", "xlsx"), strict=True):
            path = httpx.URL(link).path
            assert f"/{kind}/" in path
            shown = await http.get(path)
            assert world.words("您的资料备好了", "Your copy is ready") in shown.text
            assert "李志愿" not in shown.text
            file = await http.get(f"{path}/file")
            assert "attachment" in file.headers["Content-Disposition"]
            if kind == "json":
                (row,) = json.loads(file.content)["tables"]["volunteer"]
                assert row["name"] == "李志愿"
                assert len(row["id_sealed"]) == 18
            over = await http.get(f"{path}/file")
            assert over.status_code == 404
            assert world.words("这个链接不能用了", "no longer good") in over.text


async def _agrees_anew(world: World, li: Person) -> None:
    """K1: the wording has changed; he is asked once and answers."""
    words = world.words
    await world.db.write(
        lambda session: session.connection().execute(text("UPDATE consent SET text_version = 'x'"))
    )
    await world.goes_on_to(MORNING + timedelta(days=1))
    await li.hears(words("更新了个人信息说明", "changed what we say about personal data"))
    await li.presses(words("看一看", "Have a look"))
    li.sees(words("登记证件号码", "keeping the ID number"))
    await li.presses(words("同意", "Agree"))
    assert li.popup == words("好，按新的说明记下了。", "Good, kept with the new wording.")
