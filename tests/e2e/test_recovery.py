"""A new telephone and a new account: the person asks, the officer looks, everything is back."""

from tests.cast import invented_id_number
from tests.e2e.registering import begins, gives_document, officer_of, registers
from tests.world import World


async def test_who_has_a_new_account_gets_everything_back_before_an_officer(world: World) -> None:
    say = world.words
    li, new = (world.person("李志愿", phone=f"+861380000000{n}") for n in (1, 2))
    number = invented_id_number(1, "19900101")
    chief = await officer_of(world, world.person("审批员"))
    await registers(world, li, number=number, officer=chief)
    await new.says("/start")
    await new.presses(say("更多", "More"))
    await new.presses(say("找回我的账号", "Recover my account"))
    # One message: why the questions of a registration are asked, and the first of them below it.
    assert new.last.text.startswith(say("找回账号要核对手机号和证件", "To get your account back"))
    new.sees(say("第 1 步", "Step 1 of"))
    await begins(world, new)
    await new.shares_contact()
    await gives_document(world, new, "李自愿", number)
    new.sees(say("已经登记过了", "is registered already"))
    await new.presses(say("找回我的账号", "Recover my account"))
    new.sees(say("已交思茅区（市志愿服务联合会）核对", "Simao"))
    li.sees(say("有人用您的证件", "Somebody has asked to move"))
    await chief.presses(say("待办", "To do"))
    await chief.presses(say("找回账号 1", "Recoveries 1"))
    chief.sees(say("换了手机：现在尾号 0002", "Another phone, ending 0002"))
    chief.sees(say("换了账号", "Another account"))
    chief.sees(say("遮住的那个字", "masked here"))
    assert number not in chief.screen
    await chief.presses(say("是本人", "Same person"))
    chief.sees(say("已转到新账号", "Moved to the new account"))
    new.sees(say("您的编号、时长和券都在这个账号里了", "are in this account now"))
    li.sees(say("已经转到另一个账号", "has moved to another account"))
    await new.says("/profile")
    new.sees("5308-02-000001")
    await li.says("/profile")
    li.sees(say("您还没有登记", "You are not registered yet"))
