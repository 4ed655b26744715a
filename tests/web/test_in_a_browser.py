"""The pages in a real browser: what a passer-by, a volunteer and a clerk see and do."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import Browser, Page, expect
from sqlalchemy import update

from documents.qr import qr_png
from models.columns import table_of
from models.places import Station
from rehearsal import webapps
from rehearsal.people import Person
from tests.cast import later, personal_code, station_code
from tests.rehearsal.hands import IN_A_BROWSER, PUBLIC, at_the_desk
from tests.web.conftest import Town
from tests.web.test_displays import invited
from tests.web.test_scanning import the_newest
from tests.web.test_vouchers import a_ticket

pytestmark = IN_A_BROWSER
IN_ENGLISH = pytest.mark.parametrize("town", [("sqlite", "en")], indirect=True, ids="-".join)


@asynccontextmanager
async def a_browser(
    chromium: Browser, *, width: int = 390, height: int = 844, locale: str = "zh-CN"
) -> AsyncIterator[Page]:
    """Open a browser; whatever its console calls an error fails the test."""
    context = await chromium.new_context(
        viewport={"width": width, "height": height},
        locale=locale,
        timezone_id="America/New_York",
        service_workers="block",
    )
    context.set_default_timeout(10_000)
    page = await context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    try:
        yield page
        # A refusal is an answer: the browser notes its status and nothing is wrong.
        assert [text for text in wrong if "status of 4" not in text and "net::" not in text] == []
    finally:
        await context.close()


async def codes_on(page: Page) -> list[str]:
    """Return what a phone's camera reads on a screen: from its pixels."""
    picture = Image.open(BytesIO(await page.screenshot()))
    return [found.text for found in zxingcpp.read_barcodes(picture)]


async def launched(town: Town, page: Page, person: Person, path: str) -> None:
    """Open a Mini App as Telegram does."""
    fragment = webapps.fragment(town.launch(person))
    await page.goto(f"{town.world.stage.url}{path}#{fragment}")


async def a_paired_screen(town: Town, page: Page) -> None:
    """Open the clerk's link in a browser."""
    await page.goto(f"{town.world.stage.url}/display#{await invited(town)}")
    await expect(page.locator("#station")).to_have_text("思茅区图书馆服务站")


async def test_a_volunteer_checks_in_by_the_code_on_the_screen(
    town: Town, chromium: Browser
) -> None:
    li = await town.volunteer()
    async with a_browser(chromium, width=1920, height=1080) as page:
        await a_paired_screen(town, page)
        await expect(page.locator("#inside")).to_contain_text("还没有人在岗")
        links = await codes_on(page)
        assert len(links) == 1
        assert links[0].startswith("https://t.me/volunteer_city_bot?start=")
        await li.opens(links[0])
        li.sees("已签到 · 思茅区图书馆服务站")
        await expect(page.locator("#inside")).to_contain_text("现在 1 人在岗")
        await expect(page.locator("#inside")).to_contain_text("1 volunteer is in")


async def test_the_screen_follows_the_servers_clock_and_shows_the_next_code(
    town: Town, chromium: Browser
) -> None:
    async with a_browser(chromium, width=800, height=1280) as page:
        await a_paired_screen(town, page)
        first = await codes_on(page)
        # The stage's clock stands: by the server's time nothing changes, whatever this device says.
        await asyncio.sleep(1)
        assert await codes_on(page) == first
        town.world.clock.jump(later(seconds=10))
        picture = page.locator("#qr path").last
        await expect(picture).not_to_have_attribute("d", await picture.get_attribute("d") or "")
        second = await codes_on(page)
        assert len(second) == 1
        assert second != first
        town.world.clock.jump(later(hours=5))
        await expect(page.locator("#clock")).to_have_text("14:00")


async def test_a_screen_without_a_network_hides_its_code_and_comes_back(
    town: Town, chromium: Browser
) -> None:
    async with a_browser(chromium, width=1280, height=800) as page:
        await a_paired_screen(town, page)
        await page.clock.install()
        await page.route("**/display/code", lambda route: route.abort())
        await page.clock.run_for(16_000)
        await expect(page.locator("#notice-title")).to_have_text("网络断了，码先不显示")
        assert await codes_on(page) == []
        await page.unroute("**/display/code")
        await page.clock.run_for(3_000)
        await expect(page.locator("body")).to_have_attribute("data-state", "shown")


async def test_a_screen_that_is_switched_off_says_so_at_once(town: Town, chromium: Browser) -> None:
    async with a_browser(chromium, width=1920, height=1080) as page:
        await a_paired_screen(town, page)
        wang = next(each for each in town.world.stage.people.values() if each.name == "王店员")
        await wang.presses("站点码")
        await wang.presses("停用屏幕 2")
        await expect(page.locator("#notice-title")).to_have_text("这块屏幕已停用")
        assert await codes_on(page) == []


async def test_a_browser_nobody_paired_says_how_and_a_used_link_too(
    town: Town, chromium: Browser
) -> None:
    address = f"{town.world.stage.url}/display"
    async with a_browser(chromium, locale="en-GB") as page:
        await page.goto(address)
        await expect(page.locator("#notice-title")).to_have_text("This screen is not paired yet")
        assert await codes_on(page) == []
    code = await invited(town)
    async with a_browser(chromium) as page:
        await page.goto(f"{address}#{code}")
        await expect(page.locator("body")).to_have_attribute("data-state", "shown")
        await page.reload()
        await expect(page.locator("body")).to_have_attribute("data-state", "shown")
        await page.goto(address)
        await expect(page.locator("body")).to_have_attribute("data-state", "shown")
    async with a_browser(chromium) as page:
        await page.goto(f"{address}#{code}")
        await expect(page.locator("#notice-title")).to_have_text("这个链接用过了，或者过期了")


async def test_a_browser_whose_pairing_was_answered_into_the_void_is_paired(
    town: Town, chromium: Browser
) -> None:
    code = await invited(town)
    async with a_browser(chromium) as page:

        async def lost(route) -> None:  # type: ignore[no-untyped-def]
            await route.fetch()
            await route.abort()

        await page.route("**/display/pair", lost, times=1)
        await page.goto(f"{town.world.stage.url}/display#{code}")
        await expect(page.locator("body")).to_have_attribute("data-state", "shown")


async def test_a_station_with_a_hostile_name_is_shown_as_text(
    town: Town, chromium: Browser
) -> None:
    name = "<img src=x onerror=document.title='owned'>\u202e站"

    def rename(session) -> None:  # type: ignore[no-untyped-def]
        session.connection().execute(update(table_of(Station)).values(name=name))

    await town.world.db.write(rename)
    async with a_browser(chromium) as page:
        await page.goto(f"{town.world.stage.url}/display#{await invited(town)}")
        await expect(page.locator("#station")).to_have_text(name)
        assert await page.title() == "站点签到码"
        assert await page.locator("#station img").count() == 0


async def test_on_the_stage_a_volunteer_scans_the_screen_with_the_phones_scanner(
    town: Town, chromium: Browser
) -> None:
    li = await town.volunteer()
    address = f"{PUBLIC}/display#{await invited(town)}"
    town.world.stage.screens = [{"name": "图书馆站", "url": address}]
    await li.says("/start")
    await li.presses("签到签退")
    async with at_the_desk(chromium, town.world.stage) as desk:
        await expect(desk.page.frame_locator(".screen-page").locator("#qr svg")).to_be_visible()
        phone = desk.phone(li)
        await phone.get_by_role("button", name="打开扫码").click()
        await expect(phone.locator(".scanner")).to_contain_text("对准站点屏幕上的码")
        await phone.get_by_role("button", name="对准：图书馆站").click()
        page = phone.frame_locator("iframe.frame-page")
        await expect(page.locator("#result-words")).to_contain_text("已签到 · 思茅区图书馆服务站")
        await expect(page.locator("body")).to_have_attribute("data-state", "good")


@IN_ENGLISH
async def test_on_the_stage_a_clerk_scans_a_volunteers_phone_and_goes_on(
    town: Town, chromium: Browser
) -> None:
    li, wang = await town.volunteer(), await town.clerk()
    for person in (li, wang):
        await person.says("/start")
    await li.presses("My code")
    await wang.presses("Scan a volunteer")
    async with at_the_desk(chromium, town.world.stage, locale="en-GB") as desk:
        phone = desk.phone(wang)
        await phone.get_by_role("button", name="Open the scanner").click()
        page = phone.frame_locator("iframe.frame-page")
        await expect(page.locator("#count")).to_have_text(
            "思茅区图书馆服务站 · Nobody has come yet today"
        )
        await phone.locator(".scanner").get_by_role("button", name=li.name).click()
        await expect(page.locator("#result-name")).to_have_text("李*愿")
        await expect(page.locator("#result-words")).to_have_text("Checked in 09:00")
        await expect(page.locator("#count")).to_have_text("思茅区图书馆服务站 · 1 today, 1 in now")
        await expect(page.locator("#lines li")).to_have_count(1)
        # The next one: the scanner opens again by itself.
        await expect(phone.locator(".scanner")).to_be_visible()


@IN_ENGLISH
async def test_on_the_stage_a_till_honours_the_voucher_on_a_phone_once(
    town: Town, chromium: Browser
) -> None:
    li, till, _ = await a_ticket(town)
    for person in (li, till):
        await person.says("/start")
    for label in ("Rewards", "My vouchers", "Show 电影票"):
        await li.presses(label)
    await till.presses("Honour a voucher")
    async with at_the_desk(chromium, town.world.stage, locale="en-GB") as desk:
        phone = desk.phone(till)
        await phone.get_by_role("button", name="Open the scanner").click()
        page = phone.frame_locator("iframe.frame-page")
        await phone.locator(".scanner").get_by_role("button", name=li.name).click()
        await expect(page.locator("#result-name")).to_contain_text("电影票")
        await expect(page.locator("#result-words")).to_contain_text("Honoured · number 1 today")
        await phone.locator(".scanner").get_by_role("button", name=li.name).click()
        await expect(page.locator("#result-words")).to_contain_text("honoured by 思茅影城: 09:00")
        await page.get_by_text("Why?").click()
        await expect(page.locator("#why-words")).to_contain_text("No document asks for this")
        await expect(page.locator("#count")).to_contain_text("1 today")


async def test_a_scan_on_a_bad_line_is_sent_until_it_is_answered_and_counts_once(
    town: Town, chromium: Browser
) -> None:
    li = await town.volunteer()
    async with a_browser(chromium) as page:
        lost = 0

        async def bad_line(route) -> None:  # type: ignore[no-untyped-def]
            nonlocal lost
            lost += 1
            if lost == 1:
                await route.abort()
            elif lost == 2:
                # The server has it, and the answer never comes.
                await route.fetch()
                await route.abort()
            else:
                await route.continue_()

        await page.route("**/page/scan-picture", bad_line)
        await launched(town, page, li, "/scan")
        await expect(page.locator("#buttons")).to_be_visible()
        code = f"https://t.me/volunteer_city_bot?start={station_code(town.station, later())}"
        picture = {"name": "photo.png", "mimeType": "image/png", "buffer": qr_png(code)}
        await page.locator("#picture").set_input_files(picture)  # type: ignore[arg-type]
        await expect(page.locator("#waiting")).to_have_text(re.compile("1 条待上传"))
        await expect(page.locator("#result-words")).to_contain_text("已签到")
        await expect(page.locator("#waiting")).to_be_hidden()
        assert lost == 3


async def test_a_page_opened_outside_the_chat_says_where_to_open_it(
    town: Town, chromium: Browser
) -> None:
    async with a_browser(chromium) as page:
        for path, place in (("/scan", "#result-words"), ("/me", "#notice")):
            await page.goto(town.world.stage.url + path)
            await expect(page.locator(place)).to_have_text("请从机器人的聊天里打开这个页面。")


async def test_a_page_that_is_reloaded_is_still_open_and_a_copied_one_is_not(
    town: Town, chromium: Browser
) -> None:
    li = await town.volunteer("Anna Kowalska", language="en")
    async with a_browser(chromium) as page, a_browser(chromium) as thief:
        await launched(town, page, li, "/me")
        await expect(page.locator("#name")).to_have_text("A*** K***")
        await page.reload()
        await expect(page.locator("#name")).to_have_text("A*** K***")
        await thief.goto(page.url)
        await expect(thief.locator("#notice")).to_have_text(re.compile("重新打开|open it again"))


async def test_the_own_code_is_read_from_the_phone_and_renews_itself(
    town: Town, chromium: Browser
) -> None:
    li = await town.volunteer()
    somebody = await town.world.db.read(the_newest)
    async with a_browser(chromium) as page:
        await launched(town, page, li, "/me")
        await expect(page.locator("#qr svg")).to_be_visible()
        assert await codes_on(page) == [personal_code(somebody, later())]
        town.world.clock.jump(later(seconds=30))
        picture = page.locator("#qr path").last
        await expect(picture).not_to_have_attribute("d", await picture.get_attribute("d") or "")
        assert await codes_on(page) == [personal_code(somebody, later(seconds=30))]


async def test_no_page_is_wider_than_a_phone(town: Town, chromium: Browser) -> None:
    li, wang = await town.volunteer(), await town.clerk()
    card = personal_code(await town.world.db.read(the_newest), later(), printed=True)
    for locale in ("zh-CN", "en-GB"):
        async with a_browser(chromium, width=360, height=640, locale=locale) as page:
            for person, path in (
                (li, "/scan"),
                (wang, "/scanner"),
                (li, "/me"),
                (li, f"/v/{card}"),
            ):
                await launched(town, page, person, path)
                await page.wait_for_load_state("networkidle")
                wide = await page.evaluate("document.documentElement.scrollWidth")
                assert wide <= 360, path
