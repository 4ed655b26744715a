"""From hours to a ticket at the till, in the chat."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import pytest_asyncio

from documents.qr import qr_png
from domain.permissions import Role
from rehearsal.people import Person
from tests.cast import (
    CinemaOffer,
    a_cinema,
    a_station,
    a_volunteer,
    later,
    with_hours,
)
from tests.world import World, a_world
from usecases import access, rewards, vouchers
from usecases.city import CitySession


async def _ready(
    world: World, li: Person, till: Person, *, minutes: int = 3120, price_minutes: int = 600
) -> CinemaOffer:
    def cast(session: CitySession) -> CinemaOffer:
        somebody = a_volunteer(session, li.id, li.name, li.someone.language_code)
        with_hours(session, somebody, minutes)
        return a_cinema(session, till=till.id, price_minutes=price_minutes)

    await till.says("/start")
    offer = await world.db.write(cast)
    await li.says("/start")
    await till.says("/start")
    return offer


async def test_three_taps_redeem_a_ticket_and_the_till_honours_its_photo_once(
    world: World,
) -> None:
    li, till, words = world.person("李志愿"), world.person("影城前台"), world.words
    await _ready(world, li, till)
    await li.presses(words("🎁 兑换", "🎁 Rewards"))
    li.sees(words("52 小时", "52 hours"))
    li.sees(words("剩 20 份", "20 left"))
    await li.presses("电影票")
    li.sees(words("用 10 小时兑换，剩 42 小时。确认？", "Redeem for 10 hours? You keep 42 hours."))
    await li.presses(words("确认", "Confirm"))
    li.sees(words("12月21日前有效", "Good until 21 December"))
    li.sees("周末可用")
    await till.sends_photo(li.photo())
    till.sees(
        words(
            "✅ 电影票 1 份，核销成功 · 今天第 1 张",
            "✅ 电影票, 1 voucher honoured · number 1 today",
        )
    )
    assert "李志愿" not in till.screen
    world.clock.jump(later(minutes=5))
    await till.sends_photo(li.photo())
    till.sees(
        words("这张券 09:00 已在思茅影城核销过", "This voucher was honoured by 思茅影城: 09:00")
    )
    await till.presses(words("🧾 今天", "🧾 Today"))
    till.sees(words("今天 1 张", "1 today"))


async def test_the_typed_code_works_where_no_camera_does(world: World) -> None:
    li, till, words = world.person("李志愿"), world.person("影城前台"), world.words
    await _ready(world, li, till)
    await li.presses(words("兑换", "Rewards"))
    await li.presses("电影票")
    await li.presses(words("确认", "Confirm"))
    typed = li.qr()
    assert typed in li.screen.replace(" ", "")
    await till.presses(words("核销", "Honour a voucher"))
    await till.says(f"{typed[:4]} {typed[4:8]}-{typed[8:].lower()}")
    till.sees(words("核销成功 · 今天第 1 张", "1 voucher honoured · number 1 today"))


async def test_confirm_pressed_again_shows_the_same_voucher(world: World) -> None:
    li, till, words = world.person("李志愿"), world.person("影城前台"), world.words
    await _ready(world, li, till)
    await li.presses(words("🎁 兑换", "🎁 Rewards"))
    await li.presses("电影票")
    screen = li.last
    await li.presses(words("确认", "Confirm"))
    first = li.qr()
    await li.presses_old(screen, words("确认", "Confirm"))
    assert li.qr() == first
    await li.presses(words("🎁 兑换", "🎁 Rewards"))
    li.sees(words("42 小时", "42 hours"))
    li.sees(words("剩 19 份", "19 left"))


async def test_cancelling_before_use_gives_the_hours_back(world: World) -> None:
    li, till, words = world.person("李志愿"), world.person("影城前台"), world.words
    await _ready(world, li, till)
    await li.presses(words("🎁 兑换", "🎁 Rewards"))
    await li.presses("电影票")
    await li.presses(words("确认", "Confirm"))
    photo = li.photo()
    await li.presses(words("取消兑换", "Cancel it"))
    li.sees(words("退回 10 小时", "10 hours back"))
    await li.presses(words("确认取消", "Yes, cancel"))
    li.sees(words("现在有 52 小时可兑换", "You have 52 hours to spend"))
    await till.sends_photo(photo)
    till.sees(words("已取消", "was cancelled"))
    await li.presses(words("去兑换", "See rewards"))
    li.sees(words("剩 20 份", "20 left"))
    await li.presses(words("我的兑换券", "My vouchers"))
    li.sees(words("09:00 已取消", "cancelled 09:00"))


async def test_who_lacks_hours_is_told_how_many(world: World) -> None:
    li, till, words = world.person("李志愿"), world.person("影城前台"), world.words
    await _ready(world, li, till, minutes=450)
    await li.presses(words("兑换", "Rewards"))
    li.sees(words("还差 2 小时 30 分", "2 h 30 min to go"))
    await li.presses("电影票")
    assert all("确认" not in label and "Confirm" not in label for label in li.last.labels)


async def test_what_nobody_used_comes_back_by_itself_and_is_told_in_the_morning(
    world: World,
) -> None:
    li, till, words = world.person("李志愿"), world.person("影城前台"), world.words
    await _ready(world, li, till)
    await li.presses(words("🎁 兑换", "🎁 Rewards"))
    await li.presses("电影票")
    await li.presses(words("确认", "Confirm"))
    photo = li.photo()
    await world.goes_on_to(datetime.fromisoformat("2026-12-22T08:59:00+08:00"))
    assert words("过期", "ran out") not in li.screen
    await world.goes_on_to(datetime.fromisoformat("2026-12-22T09:01:00+08:00"))
    li.sees(words("10 小时已经退回给您", "10 hours came back to you"))
    await till.sends_photo(photo)
    till.sees(words("已经过期", "has run out"))
    await li.presses(words("🎁 兑换", "🎁 Rewards"))
    li.sees(words("52 小时", "52 hours"))
    li.sees(words("剩 20 份", "20 left"))


async def test_who_keeps_a_station_and_a_till_sends_any_code_and_the_code_decides(
    world: World,
) -> None:
    li, wang, words = world.person("李志愿"), world.person("王店员"), world.words
    await _ready(world, li, wang)
    station = await world.db.write(a_station)
    await world.appoints(wang, Role.CLERK, str(station.station_id))
    await li.presses(words("我的码", "My code"))
    personal = li.qr()
    await li.presses(words("🎁 兑换", "🎁 Rewards"))
    await li.presses("电影票")
    await li.presses(words("确认", "Confirm"))
    voucher = li.qr()
    await wang.says(personal)
    wang.sees(words("李志愿 已签到", "李志愿 checked in"))
    await wang.says(voucher)
    wang.sees(words("核销成功", "voucher honoured"))


async def test_a_volunteer_who_photographs_his_own_page_is_told_who_scans_it(
    world: World,
) -> None:
    li, till, words = world.person("李志愿"), world.person("影城前台"), world.words
    await _ready(world, li, till)
    await li.presses(words("🎁 兑换", "🎁 Rewards"))
    await li.presses("电影票")
    await li.presses(words("确认", "Confirm"))

    def code(session: CitySession) -> str:
        account = access.recognise(session, messenger="telegram", external_id=li.id)
        assert account is not None
        return vouchers.renewing_code(
            session, actor=account.account_id, voucher_id=1, now=world.clock.now()
        )

    signed = await world.db.read(code)
    await li.sends_photo(qr_png(signed))
    li.sees(words("要由商户来扫", "the merchant scans it"))
    await till.sends_photo(qr_png(signed))
    till.sees(words("核销成功", "voucher honoured"))


@pytest.mark.parametrize(
    "data",
    ["reward", "reward:abc", "reward:-1", f"reward:{9**18}", "reward:" + "9" * 19, "rewards:x",
     "redeem", "redeem:1", "voucher:99", "vcancel:99", "vcancelled:99", "vcancelled:", "records:x",
     "records:2026-13", "records:1999-01", "records:2026-11:x", "records:2026-11:99"],
)  # fmt: skip
async def test_a_forged_button_is_answered_and_changes_nothing(one_world: World, data: str) -> None:
    li = one_world.people["li"]
    message = next(one for one in reversed(li.messages) if not one.out)
    answers = one_world.stage.calls_of
    before = len(answers("answerCallbackQuery"))
    one_world.stage.world.press(li.id, message.id, data)
    await one_world.settle()
    assert len(answers("answerCallbackQuery")) == before + 1
    assert "编号" not in li.screen
    found = await one_world.db.read(rewards.catalogue, actor=1, now=one_world.clock.now())
    assert found.offers[0].stock == 20


@pytest_asyncio.fixture(scope="module")
async def one_world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Yield a world for those who only try to break it."""
    async with a_world("sqlite", tmp_path_factory.mktemp("forged")) as world:
        li, till = world.person("李志愿"), world.person("影城前台")
        world.people["li"] = li
        await li.says("/start")
        await _ready(world, li, till)
        yield world
