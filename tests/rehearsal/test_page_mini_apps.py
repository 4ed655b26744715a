"""Mini Apps on the stage's page run Telegram's own script, unmodified, against Telegram's side."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from typing import NamedTuple
from urllib.parse import parse_qsl

import httpx
import pytest_asyncio
from playwright.async_api import Browser, FrameLocator, expect

from rehearsal.people import Person
from rehearsal.stage import Stage
from rehearsal.staging import staged
from tests.rehearsal.hands import (
    IN_A_BROWSER,
    PUBLIC,
    BotHand,
    Desk,
    at_the_desk,
    city_pages,
    inline,
)

pytestmark = IN_A_BROWSER

SCREEN_CODE = "https://t.me/volunteer_city_bot?start=Sscreen"
APP_LABEL = "🔒 填写姓名和证件"
APP_BUTTON = {"text": APP_LABEL, "web_app": {"url": f"{PUBLIC}/app"}}


class Town(NamedTuple):
    """A stage whose city has pages; `launches` is the launch data that its server got to see."""

    stage: Stage
    bot: BotHand
    launches: list[str]
    li: Person
    wang: Person


@pytest_asyncio.fixture
async def town() -> AsyncIterator[Town]:
    stage = Stage(limits=False, public_url=PUBLIC)
    stage.settle = None
    li, wang = stage.person("李小雨", phone="+8613900001111"), stage.person("王建国")
    stage.screens = [{"name": "图书馆站", "url": f"{PUBLIC}/display"}]
    launches: list[str] = []
    async with (
        staged(stage, app=city_pages(SCREEN_CODE, launches)),
        httpx.AsyncClient(trust_env=False, timeout=15) as http,
    ):
        for person in (li, wang):
            await person.says("/start")
        stage.world.deliveries.forget_all()
        yield Town(stage, BotHand(stage, http), launches, li, wang)


@pytest_asyncio.fixture
async def desk(town: Town, chromium: Browser) -> AsyncIterator[Desk]:
    async with at_the_desk(chromium, town.stage) as opened:
        yield opened


async def _opened(town: Town, desk: Desk, person: Person) -> FrameLocator:
    await town.bot.says(person, "请填写", inline([APP_BUTTON]))
    await desk.phone(person).get_by_role("button", name=APP_LABEL).click()
    page = desk.phone(person).frame_locator("iframe.frame-page")
    await expect(page.locator("#who")).to_have_text(person.name)
    return page


def _true_hash(token: str, launch: str) -> tuple[str, str]:
    given = dict(parse_qsl(launch, keep_blank_values=True))
    stated = given.pop("hash")
    lines = "\n".join(f"{key}={given[key]}" for key in sorted(given))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return stated, hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest()


async def test_a_page_opens_with_launch_data_signed_for_this_person_and_its_main_button_works(
    town: Town, desk: Desk
) -> None:
    page = await _opened(town, desk, town.li)
    await desk.phone(town.li).get_by_role("button", name="提交").click()
    await expect(page.locator("#told")).to_contain_text("checked")
    assert len(town.launches) == 1
    stated, computed = _true_hash(town.stage.token, town.launches[0])
    assert stated == computed
    assert f'"id":{town.li.id}' in dict(parse_qsl(town.launches[0]))["user"]
    # The back button is the phone's, and gives way to the cross when the page hides it.
    await desk.phone(town.li).get_by_role("button", name="返回").click()
    await expect(page.locator("#told")).to_contain_text("back")
    await desk.phone(town.li).locator(".frame").get_by_role("button", name="关闭").click()
    await expect(desk.phone(town.li).locator(".frame")).to_have_count(0)


async def test_the_menu_button_opens_its_page(town: Town, desk: Desk) -> None:
    button = {"type": "web_app", "text": "签到", "web_app": {"url": f"{PUBLIC}/app"}}
    await town.bot.does("setChatMenuButton", chat_id=town.li.id, menu_button=button)
    await desk.phone(town.li).get_by_role("button", name="签到").click()
    page = desk.phone(town.li).frame_locator("iframe.frame-page")
    await expect(page.locator("#who")).to_have_text("李小雨")


async def test_the_scanner_of_a_page_reads_what_the_station_screen_shows(
    town: Town, desk: Desk
) -> None:
    page = await _opened(town, desk, town.li)
    await expect(desk.page.frame_locator(".screen-page").locator("svg")).to_be_visible()
    await page.locator("#scan").click()
    phone = desk.phone(town.li)
    await expect(phone.locator(".scanner")).to_contain_text("对准屏幕")
    await phone.get_by_role("button", name="对准：图书馆站").click()
    await expect(page.locator("#told")).to_contain_text(f"read {SCREEN_CODE}")
    await expect(phone.locator(".scanner")).to_have_count(0)


async def test_a_page_asks_and_is_told_what_the_person_chose(town: Town, desk: Desk) -> None:
    page = await _opened(town, desk, town.li)
    phone = desk.phone(town.li)
    await page.locator("#ask").click()
    await phone.get_by_role("dialog").get_by_role("button", name="删除").click()
    await expect(page.locator("#told")).to_contain_text("popup yes")
    await page.locator("#where").click()
    await phone.get_by_label("纬度").fill("22.5")
    await phone.get_by_role("button", name="发送位置").click()
    await expect(page.locator("#told")).to_contain_text("place 22.5")


async def test_a_page_from_the_keyboard_knows_nobody_and_sends_its_data_once(
    town: Town, desk: Desk
) -> None:
    await _opened(town, desk, town.wang)  # whose launch data must not leak
    button = {"text": "📝 报名", "web_app": {"url": f"{PUBLIC}/app"}}
    await town.bot.says(town.li, "请报名", {"keyboard": [[button]], "resize_keyboard": True})
    phone = desk.phone(town.li)
    await phone.get_by_role("button", name="📝 报名").click()
    page = phone.frame_locator("iframe.frame-page")
    await expect(page.locator("#who")).to_have_text("nobody")
    await page.locator("#send").click()
    sent = (await town.bot.hears())["message"]["web_app_data"]
    assert sent == {"button_text": "📝 报名", "data": "完成"}
    await expect(phone.locator(".frame")).to_have_count(0)


async def test_two_pages_side_by_side_keep_their_own_person_when_they_go_on(
    town: Town, desk: Desk
) -> None:
    first = await _opened(town, desk, town.li)
    second = await _opened(town, desk, town.wang)
    for page, name in ((first, "李小雨"), (second, "王建国"), (first, "李小雨")):
        await page.locator("#next").click()
        await expect(page.locator("#who")).to_have_text(name)
        await expect(page.locator("#told")).to_have_text("")


async def test_a_link_to_the_citys_address_opens_the_page_over_the_chat_and_the_page_before_it(
    town: Town, desk: Desk
) -> None:
    phone = desk.phone(town.li)
    await town.bot.says(town.li, f"屏幕：{PUBLIC}/display")
    await phone.get_by_role("link", name="puer.example").click()
    await expect(phone.frame_locator("iframe.frame-page").locator("svg")).to_be_visible()
    await phone.locator(".frame").get_by_role("button", name="关闭").click()
    await expect(phone.locator(".frame")).to_have_count(0)

    page = await _opened(town, desk, town.li)
    await page.locator("#link").click()
    await expect(phone.locator(".frame")).to_have_count(2)
    await phone.locator(".frame").last.get_by_role("button", name="关闭").click()
    await expect(phone.locator(".frame")).to_have_count(1)
    await expect(page.locator("#who")).to_have_text("李小雨")


async def test_a_page_may_ask_for_the_phone_number_which_goes_to_the_bot(
    town: Town, desk: Desk
) -> None:
    page = await _opened(town, desk, town.li)
    await page.locator("#contact").click()
    await desk.phone(town.li).get_by_role("button", name="发送手机号").click()
    assert (await town.bot.hears())["message"]["contact"]["user_id"] == town.li.id
    await expect(page.locator("#told")).to_contain_text("contact true")


async def test_a_page_that_is_no_page_of_the_city_is_not_opened(town: Town, desk: Desk) -> None:
    foreign = {"text": "外面", "web_app": {"url": "https://elsewhere.example/app"}}
    await town.bot.says(town.li, "请看", inline([foreign]))
    await desk.phone(town.li).get_by_role("button", name="外面").click()
    await expect(desk.phone(town.li).locator(".toast")).to_contain_text("elsewhere.example")
    await expect(desk.phone(town.li).locator(".frame")).to_have_count(0)
