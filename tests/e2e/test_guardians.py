"""A minor registers, his mother agrees in her own chat, takes it back and lets a teacher along."""

import re

from sqlalchemy import insert

from domain.permissions import Role
from models.columns import table_of
from models.people import Consent
from rehearsal.people import Person
from tests.cast import (
    MORNING,
    a_station,
    a_volunteer,
    an_account,
    invented_id_number,
    later,
    station_code,
)
from tests.e2e.recording import presses
from tests.e2e.registering import begins, fills_in, hands_in, officer_of
from tests.e2e.standing import label
from tests.world import World
from usecases import access, registration_papers
from usecases.city import CitySession
from usecases.registration import ONWARD_ENTRY


def link_of(person: Person) -> str:
    """Return the last link that the bot gave the person to pass on."""
    found = re.findall(r"https://t\.me/\S+\?start=\S+", person.screen)
    assert found, person.screen
    return str(found[-1])


def a_consent(session: CitySession, /, external_id: int) -> None:
    """Let somebody have ticked the onward entry."""
    session.connection().execute(
        insert(table_of(Consent)).values(
            account_id=an_account(session, external_id).account_id,
            kind=ONWARD_ENTRY,
            text_version="1",
            given_at=MORNING,
        )
    )


async def test_a_childs_registration_goes_through_its_guardian(world: World) -> None:
    say = world.words
    child = world.person("小明", phone="+8613800000001")
    mother = world.person("明妈", phone="+8613800000002")
    await fills_in(world, child, name="李小明", number=invented_id_number(1, "20140301"))
    await world.db.write(a_consent, child.id)
    await child.presses(say("提交", "Submit"))
    child.sees(say("还差家长同意", "once your guardian has agreed"))
    first = link_of(child)
    await child.presses(say("开始登记", "Register"))
    second = link_of(child)
    assert second != first
    chief = await officer_of(world, world.person("审批员"))
    await chief.presses(say("待办", "To do"))
    chief.sees(say("现在没有待审的登记", "No registrations are waiting"))
    # The child cannot open it himself, and an older link is worth nothing.
    await child.opens(second)
    child.sees(say("要家长在自己的手机上点开", "has to open this link on their own phone"))
    held_out = [one["text"] for line in child.last.buttons for one in line]
    assert held_out == [say("家长链接", "Guardian's link"), say("为什么？", "Why?")]
    await mother.opens(first)
    mother.sees(say("已经有了新的", "there is a newer one"))
    # What helps is another link, and she is nobody who registers.
    offered = [one["text"] for line in mother.last.buttons for one in line]
    assert offered == [say("为什么？", "Why?")]
    await mother.opens(second)
    mother.sees(say("李*明，12 岁", "李*明, aged 12"))
    mother.sees(say("每次去服务都要有大人", "an adult comes along"))
    mother.sees(say("全国志愿服务信息系统", "passed on to the national volunteer system"))
    await mother.presses(say("母亲", "Mother"))
    await mother.says("王妈妈")
    await mother.shares_contact()
    mother.sees(say("我是王妈妈，李*明的母亲", "I am 王妈妈, 李*明's mother"))
    mother.sees(say("第 4 步，共 4 步", "Step 4 of 4"))
    # What she is asked to consent to has not been written over by the questions.
    everything = "\n".join(each.text for each in mother.messages)
    assert say("看未成年人的资料都有记录", "every look at a minor's details") in everything
    assert "13800000002" not in mother.screen
    # What the child has ticked for the national system is not ticked for the mother.
    onward = say("同意孩子报到全国系统", "Pass the child on to the national system")
    mother.sees(say("不点就不报", "without a tick nothing is passed on"))
    await mother.presses(onward)
    await mother.presses(f"✅ {onward}")
    await mother.presses(onward)
    await mother.presses(say("同意", "I agree"))
    mother.sees(say("登记已经往下走了", "The registration goes on"))
    child.sees(say("家长同意了", "Your guardian has agreed"))
    await chief.presses(say("待办", "To do"))
    chief.sees(say("不满 14 岁", "Under 14"))
    chief.sees(say("母亲王*妈（手机尾号 0002）", "Mother 王*妈 (phone ending 0002)"))
    # The whole form comes over a link of our own host; that he looked stands in the Office's list.
    await presses(world, chief, "button-regform")
    chief.sees(say("登记表有完整的证件号码，不经过聊天", "does not pass through the chat"))
    office = await world.appoints(world.person("文明办"), Role.OFFICE)
    await office.says("/start")
    await presses(world, office, "menu-more", "button-minor-looks")
    office.sees(say("看了第 1 号登记：登记申请", "looked at registration 1: the application"))
    await presses(world, chief, "menu-queue")
    await chief.presses(say("通过", "Approve"))
    await world.goes_on_to(world.clock.now())
    mother.sees(say("李*明的登记通过了", "李*明 is registered as a volunteer now"))
    await child.says("/start")
    child.sees(say("李小明，您好", "Hello 李小明"))
    # What is for grown-ups is not offered to a child.
    await child.presses(say("更多", "More"))
    grown_up = {label(world, child, f"button-{one}") for one in ("bring-class", "pupils", "child")}
    assert not grown_up & {one["text"] for line in child.last.buttons for one in line}
    who = await world.db.read(access.recognise, messenger="telegram", external_id=child.id)
    assert who is not None
    now = world.clock.now()
    own = await world.db.read(registration_papers.own, actor=who.account_id, now=now)
    assert (own.guardian, own.guardian_on) == ("王妈妈", own.handed_in_on)
    await presses(world, child, "menu-more", "button-regform")
    assert child.file().startswith(b"%PDF")
    # A teacher asks by a link that parents open; nobody else learns who he is.
    teacher = world.person("张老师", phone="+8613800000003")
    await world.db.write(a_volunteer, teacher.id, "张老师", world.language)
    await teacher.says("/start")
    await teacher.presses(say("更多", "More"))
    await teacher.presses(say("我带学生", "My pupils"))
    await mother.opens(link_of(teacher))
    mother.sees("张*师")
    await mother.presses(say("同意：李小明", "Agree: 李小明"))
    mother.sees(say("可以带孩子去了", "may take the child along"))
    await teacher.opens(link_of(teacher))
    assert "张*师" not in teacher.screen
    await _comes_with_the_class(world, teacher, child)
    await mother.presses(say("我的孩子", "My children"))
    mother.sees("张*师")
    mother.sees(say("您同意了", "you agreed to passing on"))
    await mother.presses(say("不报全国：李小明", "Do not pass on: 李小明"))
    mother.sees(say("别的都不变", "all else stays"))
    await mother.presses(say("我的孩子", "My children"))
    await mother.presses(say("报全国：李小明", "Pass on: 李小明"))
    mother.sees(say("可以单独撤回", "take this back by itself"))
    await mother.presses(say("我的孩子", "My children"))
    await mother.presses(say("撤回：李小明", "Withdraw: 李小明"))
    mother.sees(say("时长都留着", "Hours stay"))
    await mother.presses(say("撤回同意", "Take it back"))
    child.sees(say("家长撤回了同意", "has taken the consent back"))
    # Somebody else agrees: his mother hears of it, and an officer looks first.
    await child.says("/profile")
    await child.presses(say("家长链接", "Guardian's link"))
    father = world.person("明爸", phone="+8613800000004")
    await father.opens(link_of(child))
    await father.presses(say("父亲", "Father"))
    await father.says("李爸爸")
    await father.shares_contact()
    await father.presses(say("同意", "I agree"))
    father.sees(say("要先核对您是不是家长", "checks first that you are one too"))
    mother.sees(say("另一个账号", "Another account has also agreed"))
    await father.presses(say("我的孩子", "My children"))
    father.sees(say("等审核机构核对", "the office checks"))
    await chief.presses(say("待办", "To do"))
    await chief.presses(say("核对家长 1", "Guardians 1"))
    chief.sees(say("父亲李*爸（手机尾号 0004）", "Father 李*爸 (phone ending 0004)"))
    await chief.presses(say("不是", "Not one"))
    chief.sees(say("没有要核对的家长", "No guardian waits"))
    father.sees(say("这次同意不算数", "does not count"))
    await mother.says("/start")
    await mother.presses(say("更多", "More"))
    await mother.presses(say("我的孩子", "My children"))
    mother.sees(say("您没有同意", "without your consent"))
    await mother.presses(say("再同意：李小明", "Agree again: 李小明"))
    mother.sees(say("您没有同意，不报", "you have not agreed"))
    child.sees(say("家长又同意了", "Your guardian has agreed again"))
    # With eighteen it is nobody's business but his own.
    world.clock.jump(later(days=2000))
    await child.says("/profile")
    assert say("家长链接", "Guardian's link") not in child.screen


async def _comes_with_the_class(world: World, teacher: Person, child: Person) -> None:
    """Let one scan of the teacher take the child in, and another take it home."""
    say = world.words
    station = await world.db.write(a_station)
    await teacher.opens(station_code(station, world.clock.now()))
    await teacher.presses(say("更多", "More"))
    await teacher.presses(say("带孩子签到", "Bring kids"))
    teacher.sees(say("谁来了？", "who has come?"))
    await teacher.presses(say("签到（1 人）", "Check in (1)"))
    teacher.sees(say("已签到 1 人", "1 checked in"))
    child.sees(say("在 思茅区图书馆服务站 签到了", "checked in at"))
    world.clock.jump(later(hours=1))
    await teacher.opens(station_code(station, world.clock.now()))
    await world.settle()
    child.sees(say("您也签退了，本次 1 小时", "so have you: 1 h"))


async def test_a_guardian_refuses_and_somebody_over_seventy_declares(world: World) -> None:
    say = world.words
    # Who is too young for both hears at once how long, and why.
    small = world.person("小宝", phone="+8613800000009")
    await begins(world, small)
    await small.shares_contact()
    born = invented_id_number(9, "20201122")
    reply = await hands_in(world, small, name="李小宝", kind="resident-id", number=born)
    assert say("还要等 5 年", "5 more years to go") in reply.json()["words"]
    assert "第三条" in reply.json()["why"]
    pupil = world.person("小红", phone="+8613800000001")
    father = world.person("红爸", phone="+8613800000002")
    await fills_in(world, pupil, name="陈小红", number=invented_id_number(1, "20100301"))
    await pupil.presses(say("提交", "Submit"))
    await father.opens(link_of(pupil))
    father.sees(say("陈*红，16 岁", "陈*红, aged 16"))
    # Whoever stops is told what becomes of it: the link is good, and no answer is kept.
    await father.says("/cancel")
    father.sees(say("链接还能用", "The link stays good"))
    await father.opens(link_of(pupil))
    await father.presses(say("父亲", "Father"))
    await father.presses(say("不同意", "I do not agree"))
    father.sees(say("什么也没留下", "nothing of you is kept"))
    father.sees(say("再登记一次", "register again"))
    pupil.sees(say("家长没有同意", "did not agree"))
    old = world.person("老周", phone="+8613800000003")
    await fills_in(world, old, number=invented_id_number(3, "19551121"), until="oath")
    old.sees(say("过了 70 岁", "Over 70"))
    await old.presses(say("身体没问题", "I confirm this"))
    await old.presses(say("我愿意", "I do"))
    await old.presses(say("提交", "Submit"))
    chief = await officer_of(world, world.person("审批员"))
    await chief.presses(say("待办", "To do"))
    chief.sees(say("70 岁以上", "Over 70"))
    await chief.presses(say("通过", "Approve"))
    chief.sees("5308-02-000001")
