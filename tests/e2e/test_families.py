"""A mother and her son in the chat: one link, one consent, one scan."""

from sqlalchemy import select, update

from models.columns import table_of
from models.people import Volunteer
from tests.cast import a_station, a_volunteer, later, station_code
from tests.usecases.children import a_child
from tests.world import World
from usecases.city import CitySession


def _a_little_sister(session: CitySession) -> None:
    people = table_of(Volunteer)
    hers = select(people.c.account_id).where(people.c.name == "李家长")
    child, _ = a_child(session, 399, session.connection().scalar(hers) or 0, "李小二")
    session.connection().execute(
        update(people).where(people.c.id == child.volunteer_id).values(account_id=None)
    )


async def test_a_family_joins_by_a_link_and_checks_in_with_one_scan(world: World) -> None:
    said = world.words
    mother, son = world.person("李家长"), world.person("李小一")
    for one in (mother, son):
        await world.db.write(a_volunteer, one.id, one.name, world.language)
        await one.says("/start")
    station = await world.db.write(a_station)
    await world.db.write(_a_little_sister)
    await mother.presses(said("更多", "More"))
    await mother.presses(said("我的家庭", "My family"))
    await mother.presses(said("建一个家庭", "Start a family"))
    mother.sees(said("我的家庭，1 人", "My family, 1 in all"))
    await mother.presses(said("请家人加入", "Invite"))
    link = mother.screen.split("start=")[1].split()[0]
    await son.opens(link)
    son.sees(said("李家长请您加入家庭", "李家长 asks you to join"))
    await son.presses(said("加入", "Join"))
    son.sees(said("要您单独同意", "asked apart"))
    son.sees(said("我的家庭，2 人", "My family, 2 in all"))
    agrees = said("同意一起签到", "Agree to joint check-in")
    shown = [button["text"] for each in son.fresh for line in each.buttons for button in line]
    assert shown.count(agrees) == 1
    await world.goes_on_to(world.clock.now())
    mother.sees(said("李小一加入了您的家庭", "李小一 has joined your family"))
    await son.presses(said("同意一起签到", "Agree to joint check-in"))
    son.sees(said("我的家庭，2 人", "My family, 2 in all"))
    await mother.presses(said("更多", "More"))
    await mother.presses(said("我的家庭", "My family"))
    # His little sister has no telephone: her guardian lets her in, and she comes along.
    await mother.presses("➕ 李小二")
    mother.sees(said("由您扫码时带上", "your scan takes it along"))
    mother.sees(said("我的家庭，3 人", "My family, 3 in all"))
    assert "➕ 李小二" not in mother.last.labels
    await mother.presses(said("一家一起", "All together"))
    mother.sees(said("请您先扫站点屏幕上的码", "First scan the code"))
    await mother.opens(station_code(station, later()))
    mother.sees(said("已签到", "Checked in"))
    await mother.presses(said("一家一起", "All together"))
    mother.sees(said("哪些家人也来了", "who has come along"))
    assert said("返回", "Back") in mother.last.labels
    await mother.presses("李小一")
    await mother.presses("李小一")
    await mother.presses(said("签到 2 人", "Check 2 in"))
    mother.sees(said("李小二：09:00签到", "李小二: checked in"))
    mother.sees(said("李小一：09:00签到", "李小一: checked in"))
    son.sees(said("家长替您在思茅区图书馆服务站签到了", "has checked you in at"))
    await world.goes_on_to(later(hours=1))
    await mother.opens(station_code(station, later(hours=1)))
    await mother.presses(said("一家一起", "All together"))
    await mother.presses(said("签退 2 人", "Check 2 out"))
    mother.sees(said("李小一：本次 1 小时", "李小一: 1 h"))
    await son.presses(said("更多", "More"))
    await son.presses(said("我的家庭", "My family"))
    son.sees(said("李家长（家长） · 1 小时", "李家长 (head) · 1 h"))
    await son.presses(said("退出家庭", "Leave family"))
    await son.presses(said("退出家庭", "Leave family"))
    son.sees(said("您已退出家庭", "You have left the family"))
