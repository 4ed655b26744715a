"""A new telephone and a new account: the person asks, the officer looks, everything is back."""

from tests.cast import invented_id_number
from tests.e2e.registering import begins, gives_document, hands_in, officer_of, registers
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


async def test_a_renewed_passport_and_a_new_telephone_are_corrected_and_seen_by_an_officer(
    world: World,
) -> None:
    say = world.words
    li, chief = world.person("李志愿", phone="+8613800000001"), world.person("审批员")
    chief = await officer_of(world, chief)
    await registers(world, li, number=invented_id_number(1, "19900101"), officer=chief)
    await li.says("/privacy")
    await li.presses(say("更正资料", "Correct my details"))
    li.sees(say("审核机构看过证件才改", "change once your office has seen"))
    await li.presses(say("证件", "Document"))
    await li.presses(say("换了新证", "Renewed"))
    born = {"sex": "male", "born_on": "1990-01-01"}
    reply = await hands_in(
        world, li, times=1, name="李志愿", kind="passport", number="E1234 5678", **born
    )
    assert reply.status_code == 200, reply.text
    li.sees(say("的更正已交思茅区（市志愿服务联合会）核对", "Simao"))
    await li.says("/profile")
    await li.presses(say("改资料", "Change details"))
    await li.presses(say("手机号", "Phone"))
    await li.says(say("返回", "Back"))
    li.sees(say("没有改", "nothing was changed"))
    await li.presses(say("手机号", "Phone"))
    await li.shares_contact()
    li.sees(say("和登记的一样", "is registered already"))
    await li.says("13900000008")
    li.sees(say("「手机号」的更正已交", "Phone: your correction went"))
    await chief.presses(say("待办", "To do"))
    await chief.presses(say("更正 2", "Corrections 2"))
    chief.sees(say("证件号码：••••", "Document number: ••••"))
    chief.sees(say("旧号码以后还是找到他本人", "goes on leading to the same person"))
    assert "12345678" not in chief.screen
    await chief.presses(say("证件对，改", "Right, change it"))
    li.sees(say("旧号码只用来认出您本人", "the old number only serves to recognise you"))
    chief.sees(say("手机尾号：0001 → 0008", "Phone ending: 0001 → 0008"))
    await chief.presses(say("不对", "Not right"))
    await chief.presses(say("没看到证件原件", "The original was not shown"))
    li.sees(
        say("「手机号」没有改：没看到证件原件", "Phone: not changed. The original was not shown")
    )
    await li.says("/profile")
    li.sees(say("护照 ••••78 · 手机尾号 0001", "••••78"))
    # Whoever still has the old number is led to this same registration.
    other = world.person("李志愿", phone="+8613800000002")
    await begins(world, other)
    await other.shares_contact()
    await gives_document(world, other, "李志愿", invented_id_number(1, "19900101"))
    other.sees(say("已经登记过了", "is registered already"))
