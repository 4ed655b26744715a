"""Hours that were typed, from the question for the person to the hours in the statement."""

from domain.permissions import Role
from tests.cast import a_volunteer, later
from tests.e2e import recording
from tests.e2e.recording import presses
from tests.world import World

_NUMBER = "5308-02-{:06d}"


async def test_a_typed_record_is_checked_shown_to_all_and_counted(world: World) -> None:
    words = world.words
    li, chen, qian = (world.person(name) for name in ("李志愿", "陈录入", "钱核对"))
    for person in (chen, qian):
        await world.appoints(person, Role.FEDERATION)
    await world.db.write(a_volunteer, li.id, "李志愿", li.someone.language_code)
    for person in (li, chen, qian):
        await person.says("/start")
    number = _NUMBER.format(li.id)
    # What is a job is no service, and the question says where that stands.
    await recording.begins(world, chen)
    await chen.says(number)
    chen.sees("李*愿")
    await recording.says_when(world, chen, "昨天上午")
    chen.sees("9:00-11:30")
    await chen.says("9:00-11:00")
    await recording.says_what(world, chen)
    await presses(world, chen, "button-it-is-not", "button-it-is")
    chen.sees(words("不算志愿服务", "This is no volunteering"))
    await presses(world, chen, "button-why")
    chen.sees("本职工作")
    await recording.hands_in(world, chen, number)
    chen.sees(words("李*愿 的 2 小时 已交", "2 hours for 李*愿 handed in"))
    # Not his own to check; the colleague sees it with its paper.
    await presses(world, qian, "menu-queue")
    await qian.presses(words("核对补录 1", "Typed hours: 1"))
    qian.sees("打扫楼道")
    await qian.presses(words("看材料 1", "Paper 1"))
    assert qian.file() == b"the sheet"
    await presses(world, qian, "button-record-yes")
    qian.sees(words("开始公示", "shown to everybody"))
    li.sees(words("有人替您补录了服务", "Somebody typed hours for you"))
    await presses(world, li, "menu-more", "button-published")
    li.sees(words("李*愿｜社区清洁", "李*愿 | 社区清洁"))
    await world.goes_on_to(later(days=8))
    li.sees(words("公示期满，计 2 小时", "2 hours counted"))
    await presses(world, li, "menu-hours")
    li.sees(words("2 小时", "2 hours"))
