"""Approved: the volunteer hears it with his number, and his card comes along."""

from rehearsal.seeing import texts_in
from tests.e2e.registering import applies, officer_of
from tests.world import PUBLIC_URL, World


async def test_an_approved_volunteer_gets_number_and_card_at_once(world: World) -> None:
    li = world.person("李志愿", phone="+8613800000001")
    await applies(world, li, name="李志愿𠮷")
    officer = await officer_of(world, world.person("审批员"))
    await officer.presses(world.words("待办", "To do"))
    await officer.presses(world.words("通过", "Approve"))
    await world.goes_on_to(world.clock.now())
    li.sees(world.words("编号：5308-02-000001", "number: 5308-02-000001"))
    (code,) = texts_in(li.photo())
    assert code.startswith(f"{PUBLIC_URL}/v/")
    # What stands at the bottom is a volunteer's at the first word from him, whatever that is.
    await li.presses(world.words("更多", "More"))
    li.sees(world.words("最下面的按钮换成", "The buttons at the bottom are now"))
    await li.presses(world.words("我的时长", "My hours"))
    await li.presses(world.words("更多", "More"))
    assert world.words("最下面的按钮换成", "The buttons at the bottom") not in li.screen
