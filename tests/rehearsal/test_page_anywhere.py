"""The stage's page on a small phone, in English, after a break, and with hostile text."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import NamedTuple

import httpx
import pytest_asyncio
from playwright.async_api import Browser, expect

from documents.qr import qr_png
from rehearsal.people import Person
from rehearsal.stage import Stage
from rehearsal.staging import staged
from tests.rehearsal.hands import IN_A_BROWSER, BotHand, at_the_desk, inline

pytestmark = IN_A_BROWSER


class Street(NamedTuple):
    """A stage, the bot, and two people."""

    stage: Stage
    bot: BotHand
    li: Person
    wang: Person


@pytest_asyncio.fixture
async def street() -> AsyncIterator[Street]:
    stage = Stage(limits=False)
    stage.settle = None
    li = stage.person("李小雨", role={"zh": "志愿者", "en": "Volunteer"})
    wang = stage.person("王建国", role={"zh": "站点管理员", "en": "Clerk"})
    async with (
        staged(stage),
        httpx.AsyncClient(trust_env=False, timeout=15) as http,
    ):
        for person in (li, wang):
            await person.says("/start")
        stage.world.deliveries.forget_all()
        yield Street(stage, BotHand(stage, http), li, wang)


async def test_at_390_pixels_one_phone_fills_the_screen_and_the_others_count_what_is_unread(
    street: Street, chromium: Browser
) -> None:
    async with at_the_desk(chromium, street.stage, width=390, height=844) as desk:
        li, wang = desk.phone(street.li), desk.phone(street.wang)
        await expect(li).to_be_visible()
        await expect(wang).to_be_hidden()
        for number in (1, 2):
            await street.bot.says(street.wang, f"第 {number} 条")
        tab = desk.page.locator(".tabs").get_by_role("button", name="王建国")
        await expect(tab.locator(".badge")).to_have_text("2")
        await tab.click()
        await expect(li).to_be_hidden()
        await expect(desk.newest(street.wang)).to_contain_text("第 2 条")
        await expect(tab.locator(".badge")).to_have_count(0)
        box = await wang.bounding_box()
        assert box is not None
        assert box["width"] == 390
        width = await desk.page.evaluate("document.documentElement.scrollWidth")
        assert width == 390


async def test_at_390_pixels_the_camera_still_sees_the_phone_that_is_put_away(
    street: Street, chromium: Browser
) -> None:
    async with at_the_desk(chromium, street.stage, width=390, height=844) as desk:
        await street.bot.shows(street.li, qr_png("PERSONAL-1"), "您的码")
        await expect(desk.newest(street.li).locator("img")).to_be_visible()
        await desk.page.locator(".tabs").get_by_role("button", name="王建国").click()
        wang = desk.phone(street.wang)
        await wang.locator('[data-act="scan"]').click()
        await wang.get_by_role("button", name="对准：李小雨").click()
        await expect(wang.locator(".scanned code")).to_have_text("PERSONAL-1")


async def test_a_reader_who_scrolled_up_stays_there_and_is_told_what_is_new(
    street: Street, chromium: Browser
) -> None:
    for number in range(30):
        await street.bot.says(street.li, f"旧消息 {number}")
    async with at_the_desk(chromium, street.stage) as desk:
        phone = desk.phone(street.li)
        await expect(phone.get_by_text("旧消息 29")).to_be_in_viewport()
        await phone.locator(".chat-scroll").evaluate("(node) => { node.scrollTop = 0; }")
        await expect(phone.get_by_role("button", name="到最新一条")).to_be_visible()
        await street.bot.says(street.li, "新消息")
        await expect(phone.locator(".jump .badge")).to_have_text("1")
        await expect(phone.get_by_text("新消息")).not_to_be_in_viewport()
        await phone.get_by_role("button", name="到最新一条").click()
        await expect(phone.get_by_text("新消息")).to_be_in_viewport()
        await expect(phone.locator(".jump")).to_be_hidden()


async def test_the_page_speaks_english_to_an_english_browser_and_remembers_a_change(
    street: Street, chromium: Browser
) -> None:
    async with at_the_desk(chromium, street.stage, locale="en-GB") as desk:
        await expect(desk.page.get_by_role("button", name="Faults")).to_be_visible()
        await expect(desk.phone(street.li).locator(".holder")).to_contain_text("Volunteer")
        await desk.page.get_by_role("button", name="中文").click()
        await expect(desk.page.get_by_role("button", name="故障")).to_be_visible()
        await expect(desk.phone(street.li).locator(".holder")).to_contain_text("志愿者")
        await expect(desk.phone(street.li).locator(".composer-text")).to_have_attribute(
            "placeholder", "写消息…"
        )
        await desk.page.reload()
        await expect(desk.page.get_by_role("button", name="故障")).to_be_visible()


async def test_a_stage_that_was_started_again_is_found_again_without_a_reload(
    chromium: Browser,
) -> None:
    before, after = Stage(limits=False), Stage(limits=False)
    for stage in (before, after):
        stage.settle = None
    li, again = before.person("李小雨"), after.person("李小雨")
    async with AsyncExitStack() as page_open:
        async with staged(before) as address:
            await li.says("开演前")
            desk = await page_open.enter_async_context(at_the_desk(chromium, before))
            await expect(desk.newest(li)).to_contain_text("开演前")
        await expect(desk.page.get_by_role("alert")).to_be_visible()
        async with staged(after, port=int(address.rsplit(":", 1)[1])):
            await again.says("重新开演")
            await expect(desk.newest(li)).to_contain_text("重新开演")
            await expect(desk.page.get_by_role("alert")).to_be_hidden()
            await again.says("接着演")
            await expect(desk.newest(li)).to_contain_text("接着演")
            desk.wrong.clear()  # the browser complains of the connection that was lost


HOSTILE = [
    "<img src=x onerror=window.hurt=1>光",
    "<script>window.hurt=1</script>光",
    "<b onclick=window.hurt=1 style=position:fixed>光</b>",
    '<a href="javascript:window.hurt=1">光</a>',
    "<svg><a xlink:href='javascript:window.hurt=1'>暗</a></svg>光",
    "<math><mtext><style><img src=x onerror=window.hurt=1></style></mtext></math>光",
    "<iframe srcdoc='<script>parent.hurt=1</script>'></iframe>光",
    "<form action=/x><button formaction='javascript:window.hurt=1'>光</button></form>",
    "<template><img src=x onerror=window.hurt=1></template>光",
    "<b><span class=overlay id=main>光",
]


async def test_markup_that_telegram_does_not_know_is_left_out(
    street: Street, chromium: Browser
) -> None:
    async with at_the_desk(chromium, street.stage) as desk:
        for html in HOSTILE:
            shown = await desk.page.evaluate(
                """async (html) => {
                  const { safeHtml } = await import("/stage/safe_html.js");
                  const box = document.createElement("div");
                  box.append(safeHtml(html));
                  document.body.append(box);
                  const nodes = [...box.querySelectorAll("*")];
                  box.querySelector("a, b")?.click();
                  await new Promise((resolve) => setTimeout(resolve, 20));
                  box.remove();
                  return {
                    text: box.textContent,
                    tags: nodes.map((node) => node.tagName),
                    attributes: nodes.flatMap((node) => node.getAttributeNames()),
                    hurt: window.hurt ?? null,
                  };
                }""",
                html,
            )
            assert shown["text"] == "光", html
            assert set(shown["tags"]) <= {"B", "A"}, html
            assert shown["attributes"] == [], html
            assert shown["hurt"] is None, html
        # The browser says of some that the page's policy would have forbidden them as well.
        desk.wrong = [said for said in desk.wrong if "Content Security Policy" not in said]


async def test_links_and_commands_in_a_message_do_what_they_do_in_telegram(
    street: Street, chromium: Browser
) -> None:
    async with at_the_desk(chromium, street.stage) as desk:
        text = 'https://t.me/volunteer_city_bot?start=abc 或 <a href="tg://user?id=1">他</a>，/help'
        await street.bot.says(street.li, text)
        newest = desk.newest(street.li)
        await newest.get_by_role("button", name="/help").click()
        assert (await street.bot.hears())["message"]["text"] == "/help"
        await desk.phone(street.li).get_by_role("link", name="volunteer_city_bot").click()
        await desk.phone(street.li).get_by_role("button", name="开始", exact=True).click()
        assert (await street.bot.hears())["message"]["text"] == "/start abc"
        outside = {"text": "外面", "url": "https://example.com/x"}
        await street.bot.says(street.li, "网址", inline([outside]))
        await desk.phone(street.li).get_by_role("button", name="外面").click()
        await expect(desk.phone(street.li).get_by_role("dialog")).to_contain_text("example.com/x")
        await desk.phone(street.li).get_by_role("button", name="取消").click()
