"""The form for name and document in a real browser."""

import pytest
from playwright.async_api import Browser, expect

from domain.identity import check_character
from tests.cast import invented_id_number
from tests.e2e.registering import begins
from tests.rehearsal.hands import IN_A_BROWSER
from tests.web.conftest import Town
from tests.web.test_in_a_browser import a_browser, launched

pytestmark = IN_A_BROWSER


@pytest.mark.parametrize(
    ("language", "document", "wrong", "onward"),
    [
        ("zh-hans", "居民身份证", "校验位", "您住在哪里？"),
        ("en", "Resident identity card", "last character", "Where do you live?"),
    ],
)
async def test_a_newcomer_fills_in_the_form_and_the_chat_goes_on(
    town: Town, chromium: Browser, language: str, document: str, wrong: str, onward: str
) -> None:
    li = town.world.person("李志愿", language=language, phone="+8613800000001")
    await begins(town.world, li)
    await li.shares_contact()
    number = invented_id_number(1, "19900101")
    async with a_browser(chromium) as page:
        await launched(town, page, li, "/form")
        await expect(page.locator("#kind option").first).to_have_text(document)
        await page.locator("#name").fill("李志愿")
        await expect(page.locator("#born")).to_be_hidden()
        await page.locator("#number").fill(number[:-1] + ("1" if number[-1] != "1" else "2"))
        await page.locator("#send").click()
        await expect(page.locator("#notice")).to_contain_text(wrong)
        await page.locator("#number").fill(number)
        await page.locator("#send").click()
        await expect(page.locator("body")).to_have_attribute("data-state", "good")
        await expect(page.locator("#form")).to_be_hidden()
        assert await page.locator("#number").input_value() == ""
    await li.hears(onward)


async def test_a_passport_is_asked_for_birth_and_sex(town: Town, chromium: Browser) -> None:
    anna = town.world.person("Anna", language="en", phone="+13125550100")
    await begins(town.world, anna)
    await anna.shares_contact()
    async with a_browser(chromium, locale="en-GB") as page:
        await launched(town, page, anna, "/form")
        await page.set_viewport_size({"width": 360, "height": 560})
        await page.locator("#name").fill("Anna Smith")
        foreign = "91250019900520001"
        eighteen = foreign + check_character(foreign)
        # A foreigner's card of 18 digits typed as a resident's: what it hides is asked in the form.
        await page.locator("#number").fill(eighteen)
        await page.locator("#send").click()
        await expect(page.locator("#notice")).to_contain_text("fill in the two fields above")
        await expect(page.locator("#notice")).to_be_in_viewport()
        await page.locator("#kind").select_option("passport")
        await page.locator("#number").fill("E0000 0000")
        await page.locator("#born").fill("1990-05-20")
        await page.locator("#sex").select_option("female")
        await page.locator("#send").click()
        await expect(page.locator("body")).to_have_attribute("data-state", "good")
    await anna.hears("Where do you live?")


async def test_outside_the_chat_the_form_says_where_to_open_it(
    town: Town, chromium: Browser
) -> None:
    async with a_browser(chromium) as page:
        await page.goto(f"{town.world.stage.url}/form")
        await expect(page.locator("#notice")).to_contain_text("机器人的聊天")
        await expect(page.locator("#form")).to_be_hidden()
