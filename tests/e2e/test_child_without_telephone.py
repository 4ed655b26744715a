"""A father registers his son, who has no telephone; the son comes along, the father looks on."""

from datetime import timedelta

from sqlalchemy import select

from documents.code_picture import code_picture
from domain.permissions import Role
from models.columns import table_of
from models.people import Volunteer
from rehearsal.people import Person
from tests.cast import StationWithDisplay, a_station, invented_id_number, station_code
from tests.e2e.registering import gives_document, officer_of, words
from tests.world import World
from usecases import codes
from usecases.city import CitySession


async def test_a_father_registers_his_son_and_brings_him_along(world: World) -> None:
    say = world.words
    father = world.person("明爸", phone="+8613800000002")
    station = await world.db.write(a_station)
    await father.says("/start")
    await father.presses(say("更多", "More"))
    await father.presses(say("为孩子登记", "Register a child"))
    father.sees(say("请和孩子一起看", "fill this in together"))
    father.sees(say("看未成年人的资料都有记录", "every look at a minor's details is recorded"))
    mine = words(father)
    await father.presses(say("孩子的证件号码", "my child's ID number"))
    await father.presses(mine["agree"])
    father.sees(say("您是孩子的什么人", "What are you to the child"))
    await father.presses(say("父亲", "Father"))
    await father.says("李爸爸")
    await father.shares_contact()
    # Grown up, or registered already: said at once, and asked again.
    await gives_document(world, father, "李小明", invented_id_number(1, "19900101"))
    father.sees(say("要本人自己登记", "people register themselves"))
    father.sees(say("第 5 步", "Step 5"))
    # Something comes between: the draft is kept, and goes on where it stopped.
    await father.says("/help")
    await father.presses(say("更多", "More"))
    await father.presses(say("为孩子登记", "Register a child"))
    father.sees(say("接着给孩子填", "Going on with the child"))
    await gives_document(world, father, "李小明", invented_id_number(1, "20140301"))
    father.sees(say("每次去服务都要有大人", "an adult comes along"))
    father.sees(say("孩子住在哪里", "Where does the child live"))
    await father.presses(mine["county"])
    await father.presses(mine["township"])
    father.sees(say("哪个学校", "go to school"))
    await father.presses(mine["no-unit"])
    father.sees(say("孩子想做哪些服务", "would the child like to do"))
    await father.presses(mine["skills"])
    await father.presses(mine["done"])
    await father.presses(mine["done"])
    father.sees(say("请念给孩子听", "read this out to the child"))
    await father.presses(mine["oath"])
    father.sees(say("我是李爸爸，李小明的父亲", "I am 李爸爸, 李小明's father"))
    await father.presses(say("改您是谁", "Change what you are"))
    await father.presses(say("其他监护人", "Other guardian"))
    father.sees(say("李小明的监护人", "李小明's guardian"))
    await father.presses(say("同意并提交", "I agree, submit"))
    father.sees(mine["submitted"])
    chief = await officer_of(world, world.person("审批员"))
    await chief.presses(words(chief)["queue"])
    chief.sees(say("孩子没有手机，由家长", "The child has no phone"))
    chief.sees(say("李*爸", "李*爸"))
    await chief.presses(say("退回补正", "Send back"))
    await chief.presses(say("姓名", "name"))
    await chief.presses(say("看不清楚", "unclear"))
    father.sees(say("李小明的登记有一项要补正", "one line is to be corrected"))
    await father.presses(say("改这一项", "Correct this"))
    await gives_document(world, father, "李小明", invented_id_number(1, "20140301"))
    await father.presses(say("同意并提交", "I agree, submit"))
    await chief.presses(words(chief)["queue"])
    await chief.presses(words(chief)["approve"])
    father.sees(say("李小明的登记通过了", "李小明 is approved"))
    told = say("以后在〈我的孩子〉里", "You can follow the hours")
    assert not any(told in each.text for each in father.messages)
    await father.presses(say("打印卡", "Print the card"))
    assert father.file().startswith(b"%PDF")
    await _looks_on(world, father)
    await _comes_along(world, father, station)


async def _looks_on(world: World, father: Person) -> None:
    say = world.words
    await father.presses(say("更多", "More"))
    await father.presses(say("我的孩子", "My children"))
    father.sees(say("已登记，您已同意", "registered, with your consent"))
    await father.presses("👶 李小明")
    father.sees(say("时长是孩子自己的", "the child's own"))
    await father.presses(say("资料副本", "Copy of data"))
    father.sees(say("请收好", "keep it safe"))
    await father.presses(say("返回", "Back"))
    await father.presses(say("时长不对", "Hours are wrong"))
    father.sees(say("还没有可以提异议", "no service yet"))
    await father.presses(say("返回", "Back"))
    await father.presses(say("注销", "Leave"))
    father.sees(say("注销李小明的登记", "Deleting 李小明"))
    await father.presses(say("确认注销", "Yes, delete it"))
    father.sees(say("随时可以不注销", "until then"))
    await father.presses(say("不注销了", "Stay after all"))
    father.sees(say("什么都没有删", "nothing"))


def _card(session: CitySession) -> str:
    people = table_of(Volunteer)
    which = session.connection().scalar(select(people.c.id).where(people.c.name == "李小明"))
    return codes.card_code(session, volunteer_id=int(which or 0))


async def _comes_along(world: World, father: Person, station: StationWithDisplay) -> None:
    """Let the card open nothing alone, and with the father's scan a visit."""
    say = world.words
    clerk = world.person("王店员")
    await clerk.says("/start")
    await world.appoints(clerk, Role.CLERK, str(station.station_id))
    await clerk.sends_photo(code_picture(await world.db.read(_card), "", ["card"]))
    clerk.sees(say("还没有签到，要有大人陪着", "Not checked in yet, an adult has to come along"))
    screen = code_picture(station_code(station, world.clock.now()), "", ["screen"])
    await father.sends_photo(screen)
    father.sees(say("您陪的孩子 1 人已签到", "your child is checked in"))
    await world.goes_on_to(world.clock.now() + timedelta(hours=2))
    screen = code_picture(station_code(station, world.clock.now()), "", ["screen"])
    await father.sends_photo(screen)
    father.sees(say("您陪的孩子 1 人已签退", "your child is checked out"))
    await father.presses(say("更多", "More"))
    await father.presses(say("我的孩子", "My children"))
    await father.presses("👶 李小明")
    father.sees(say("服务时长 2 小时", "Hours of service 2 h"))
    await father.presses(say("时长不对", "Hours are wrong"))
    await father.presses("服务站")
    await father.says(say("他下午也在", "He was there in the afternoon too"))
    father.sees(say("结果会告诉您", "you will hear of it"))
