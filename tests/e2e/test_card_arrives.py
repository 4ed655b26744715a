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
    li.sees(world.words("您的登记通过了", "Your registration is approved"))
    li.sees(world.words("编号：5308-02-000001", "number: 5308-02-000001"))
    (code,) = texts_in(li.photo())
    assert code.startswith(f"{PUBLIC_URL}/v/")
    # What stands below the chat is a volunteer's before he says a word.
    li.sees(world.words("换成志愿者的按钮了", "a volunteer’s buttons now"))
    assert li.chat.keyboard is not None
    below = [button["text"] for line in li.chat.keyboard["keyboard"] for button in line]
    assert world.words("🕒 我的时长", "🕒 My hours") in below
    assert world.words("开始登记", "Register") not in "".join(below)
