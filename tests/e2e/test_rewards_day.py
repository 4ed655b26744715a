"""From hours to a ticket at the till, in the chat."""

import pytest

from rehearsal.people import Person
from tests.cast import CinemaOffer, a_cinema, a_volunteer, later, with_hours
from tests.world import World
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
    li, till = world.person("李志愿"), world.person("影城前台")
    await _ready(world, li, till)
    await li.presses("🎁 兑换")
    li.sees("52 小时")
    li.sees("剩 20 份")
    await li.presses("电影票")
    li.sees("用 10 小时兑换，剩 42 小时。确认？")
    await li.presses("确认")
    li.sees("12月21日前有效")
    li.sees("周末可用")
    await till.sends_photo(li.photo())
    till.sees("✅ 电影票 1 份，核销成功 · 今天第 1 张")
    assert "李志愿" not in till.screen
    world.clock.jump(later(minutes=5))
    await till.sends_photo(li.photo())
    till.sees("这张券 09:00 已在思茅影城核销过")
    await till.presses("🧾 今天")
    till.sees("今天 1 张")


async def test_the_typed_code_works_where_no_camera_does(world: World) -> None:
    li, till = world.person("李志愿", language="en"), world.person("影城前台", language="en")
    await _ready(world, li, till)
    await li.presses("Rewards")
    await li.presses("电影票")
    li.sees("Redeem for 10 hours? You keep 42 hours.")
    await li.presses("Confirm")
    typed = li.qr()
    assert typed in li.screen.replace(" ", "")
    await till.presses("Honour a voucher")
    await till.says(f"{typed[:4]} {typed[4:8]}-{typed[8:].lower()}")
    till.sees("1 voucher honoured · number 1 today")


async def test_confirm_pressed_again_shows_the_same_voucher(world: World) -> None:
    li, till = world.person("李志愿"), world.person("影城前台")
    await _ready(world, li, till)
    await li.presses("🎁 兑换")
    await li.presses("电影票")
    screen = li.last
    await li.presses("确认")
    first = li.qr()
    await li.presses_old(screen, "确认")
    assert li.qr() == first
    await li.presses("🎁 兑换")
    li.sees("42 小时")
    li.sees("剩 19 份")


async def test_cancelling_before_use_gives_the_hours_back(world: World) -> None:
    li, till = world.person("李志愿"), world.person("影城前台")
    await _ready(world, li, till)
    await li.presses("🎁 兑换")
    await li.presses("电影票")
    await li.presses("确认")
    photo = li.photo()
    await li.presses("取消兑换")
    li.sees("退回 10 小时")
    await li.presses("确认取消")
    li.sees("现在有 52 小时可兑换")
    await till.sends_photo(photo)
    till.sees("已取消")
    await li.presses("去兑换")
    li.sees("剩 20 份")
    await li.presses("我的兑换券")
    li.sees("09:00 已取消")


@pytest.mark.parametrize(
    ("language", "rewards", "short"),
    [("zh-hans", "兑换", "还差 2 小时 30 分"), ("en", "Rewards", "2 h 30 min to go")],
)
async def test_who_lacks_hours_is_told_how_many(
    world: World, language: str, rewards: str, short: str
) -> None:
    li, till = world.person("李志愿", language=language), world.person("影城前台")
    await _ready(world, li, till, minutes=450)
    await li.presses(rewards)
    li.sees(short)
    await li.presses("电影票")
    assert all("确认" not in label and "Confirm" not in label for label in li.last.labels)
