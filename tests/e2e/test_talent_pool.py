"""A volunteer changes what he can do, and an officer finds him by it."""

from domain.permissions import Role
from tests.cast import a_volunteer
from tests.world import World


async def test_a_volunteer_says_what_he_can_do_and_an_officer_finds_him(world: World) -> None:
    words = world.words
    li, officer = world.person("李志愿"), world.person("吴联合会")
    for one in (li, officer):
        await one.says("/start")
    await world.db.write(a_volunteer, li.id, "李志愿", world.language)
    await world.appoints(officer, Role.FEDERATION)
    await li.says("/profile")
    await li.presses(words("改资料", "Change details"))
    await li.presses(words("会的", "Good at"))
    await li.presses(words("法律", "Law"))
    await li.presses(words("保存", "Save"))
    li.sees(words("“会的”改好了", "“Good at” is changed"))
    await officer.says("/start")
    await officer.presses(words("更多", "More"))
    await officer.presses(words("查人", "Find people"))
    officer.sees(words("符合 1 人", "1 fit"))
    await officer.presses(words("选特长", "Skill"))
    await officer.presses(words("法律", "Law"))
    officer.sees(words("符合 1 人", "1 fit"))
    await officer.presses(words("看名单", "Show them"))
    await officer.presses("1")
    officer.sees("李*愿")
    await officer.presses(words("联系方式", "Contact"))
    officer.sees("+8613800000000")
    await li.presses(words("撤销", "Undo"))
    li.sees(words("已撤销", "Undone"))
    await officer.presses(words("返回", "Back"))
    officer.sees(words("符合 0 人", "0 fit"))
