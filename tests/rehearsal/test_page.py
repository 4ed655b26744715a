"""One person plays a city on the stage's page, in a real browser."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import httpx
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, expect

from documents.qr import qr_png
from rehearsal.clock import StageClock
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

LINK = "https://t.me/volunteer_city_bot?start=Sstation42"
MORNING = datetime(2027, 3, 12, 1, 2, tzinfo=UTC)  # 09:02 in Pu'er, a Friday


class City(NamedTuple):
    """A stage with a bot that the test plays, and three people who hold phones."""

    stage: Stage
    bot: BotHand
    li: Person
    wang: Person
    yang: Person


@pytest_asyncio.fixture
async def city() -> AsyncIterator[City]:
    stage = Stage(limits=False, clock=StageClock(MORNING), public_url=PUBLIC)
    stage.settle = None
    people = [
        stage.person("李小雨", phone="+8613900001111", role={"zh": "志愿者", "en": "Volunteer"}),
        stage.person("王建国", role={"zh": "站点管理员", "en": "Clerk"}),
        stage.person("杨丽", role={"zh": "审核员", "en": "Officer"}),
    ]
    stage.screens = [{"name": {"zh": "图书馆站", "en": "Library"}, "url": f"{PUBLIC}/display"}]
    async with (
        staged(stage, app=city_pages(LINK, [])),
        httpx.AsyncClient(trust_env=False, timeout=15) as http,
    ):
        for person in people:
            await person.says("/start")
        stage.world.deliveries.forget_all()
        yield City(stage, BotHand(stage, http), *people)


@pytest_asyncio.fixture
async def desk(city: City, chromium: Browser) -> AsyncIterator[Desk]:
    async with at_the_desk(chromium, city.stage) as opened:
        yield opened


async def test_three_people_hold_phones_and_a_message_reaches_the_right_one(
    city: City, desk: Desk
) -> None:
    await expect(desk.page.locator(".seat")).to_have_count(3)
    await city.bot.says(city.li, "您好，<b>李小雨</b>！&lt;img src=x onerror=alert(1)&gt;")
    newest = desk.newest(city.li)
    await expect(newest.locator("b")).to_have_text("李小雨")
    await expect(newest).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(newest.locator("img")).to_have_count(0)
    await expect(newest.locator("time")).to_have_text("09:02")
    await expect(desk.phone(city.li).locator(".day")).to_have_text("今天")
    await expect(desk.phone(city.wang).locator(".message")).to_have_count(1)


async def test_what_is_typed_reaches_the_bot_and_enter_while_choosing_characters_does_not_send(
    city: City, desk: Desk
) -> None:
    box = desk.phone(city.li).locator(".composer-text")
    await box.fill("我想签")
    await box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await expect(box).to_have_value("我想签")
    await desk.types(city.li, "我想签到")
    update = await city.bot.hears()
    assert update["message"]["text"] == "我想签到"
    assert update["message"]["from"]["id"] == city.li.id
    await expect(box).to_have_value("")
    await expect(desk.newest(city.li)).to_have_class("message out")


async def test_a_button_under_a_message_reaches_the_bot_and_its_answer_is_shown(
    city: City, desk: Desk
) -> None:
    keyboard = inline(
        [{"text": "明细", "callback_data": "a"}, {"text": "为什么？", "callback_data": "b"}]
    )
    await city.bot.says(city.li, "您的时长", keyboard)
    phone = desk.phone(city.li)
    await phone.get_by_role("button", name="明细").click()
    await expect(phone.get_by_role("button", name="明细")).to_have_attribute("aria-busy", "true")
    query = (await city.bot.hears())["callback_query"]
    assert query["data"] == "a"
    await city.bot.does("answerCallbackQuery", callback_query_id=query["id"], text="共 96 小时")
    await expect(phone.locator(".toast")).to_have_text("共 96 小时")
    await expect(phone.get_by_role("button", name="明细")).to_have_attribute("aria-busy", "false")

    await phone.get_by_role("button", name="为什么？").click()
    query = (await city.bot.hears())["callback_query"]
    await city.bot.does(
        "answerCallbackQuery", callback_query_id=query["id"], text="第三条", show_alert=True
    )
    await expect(phone.get_by_role("dialog")).to_contain_text("第三条")
    await phone.get_by_role("button", name="好", exact=True).click()
    await expect(phone.get_by_role("dialog")).to_have_count(0)
    await expect(desk.phone(city.wang).locator(".toast")).to_have_count(0)


async def test_a_message_changes_in_place_and_goes_when_it_is_deleted(
    city: City, desk: Desk
) -> None:
    sent = await city.bot.says(city.li, "第 1 步")
    await expect(desk.newest(city.li)).to_contain_text("第 1 步")
    await city.bot.does(
        "editMessageText", chat_id=city.li.id, message_id=sent["message_id"], text="第 2 步"
    )
    await expect(desk.newest(city.li)).to_contain_text("第 2 步")
    await expect(desk.newest(city.li)).to_contain_text("已编辑")
    await city.bot.does("deleteMessage", chat_id=city.li.id, message_id=sent["message_id"])
    await expect(desk.newest(city.li)).to_contain_text("/start")


async def test_the_keyboard_below_says_its_text_and_a_phone_number_is_shared_after_a_question(
    city: City, desk: Desk
) -> None:
    keyboard = {
        "keyboard": [[{"text": "📷 签到签退"}], [{"text": "我的手机号", "request_contact": True}]],
        "resize_keyboard": True,
        "input_field_placeholder": "扫码，或在这里说",
    }
    await city.bot.says(city.li, "请选择", keyboard)
    phone = desk.phone(city.li)
    await expect(phone.locator(".composer-text")).to_have_attribute(
        "placeholder", "扫码，或在这里说"
    )
    await phone.get_by_role("button", name="📷 签到签退").click()
    assert (await city.bot.hears())["message"]["text"] == "📷 签到签退"

    await phone.get_by_role("button", name="我的手机号").click()
    await phone.get_by_role("button", name="发送手机号").click()
    contact = (await city.bot.hears())["message"]["contact"]
    assert contact["user_id"] == city.li.id
    assert contact["phone_number"] == "8613900001111"

    await phone.get_by_role("button", name="收起或展开按钮").click()
    await expect(phone.locator(".reply-button")).to_have_count(0)
    await city.bot.does(
        "sendMessage", chat_id=city.li.id, text="好", reply_markup={"remove_keyboard": True}
    )
    await expect(phone.get_by_role("button", name="收起或展开按钮")).to_be_hidden()


async def test_the_camera_of_one_phone_reads_the_picture_on_another(city: City, desk: Desk) -> None:
    await city.bot.shows(city.li, qr_png(LINK), "您的码")
    await expect(desk.newest(city.li).locator("img")).to_be_visible()
    clerk = desk.phone(city.wang)
    await clerk.locator('[data-act="scan"]').click()
    await clerk.get_by_role("button", name="对准：李小雨").click()
    # As in Telegram, a deep link waits for START.
    await clerk.get_by_role("button", name="开始", exact=True).click()
    update = await city.bot.hears()
    assert update["message"]["text"] == "/start Sstation42"
    assert update["message"]["from"]["id"] == city.wang.id
    # As in Telegram, what the link carries is sent and not shown.
    await expect(desk.newest(city.wang).locator(".words")).to_have_text("/start")


async def test_a_text_in_a_code_is_sent_only_when_the_person_says_so(
    city: City, desk: Desk
) -> None:
    await city.bot.shows(city.li, qr_png("VOUCHER-7QK4"), "兑换券")
    await expect(desk.newest(city.li).locator("img")).to_be_visible()
    clerk = desk.phone(city.wang)
    await clerk.locator('[data-act="scan"]').click()
    await clerk.get_by_role("button", name="对准：李小雨").click()
    await expect(clerk.locator(".scanned code")).to_have_text("VOUCHER-7QK4")
    await clerk.get_by_role("button", name="发给机器人").click()
    assert (await city.bot.hears())["message"]["text"] == "VOUCHER-7QK4"


async def test_the_camera_reads_a_station_screen_and_can_send_it_as_a_photo(
    city: City, desk: Desk
) -> None:
    await expect(desk.page.frame_locator(".screen-page").locator("svg")).to_be_visible()
    phone = desk.phone(city.li)
    await phone.locator('[data-act="scan"]').click()
    await phone.get_by_role("button", name="对准：图书馆站").click()
    await phone.get_by_role("button", name="先不开始").click()

    await phone.locator('[data-act="scan"]').click()
    await phone.get_by_role("button", name="拍照发送").click()
    await phone.get_by_role("button", name="对准：图书馆站").click()
    photo = (await city.bot.hears())["message"]["photo"][-1]
    kept = city.stage.world.files.find(photo["file_id"])
    assert kept is not None
    assert await _texts(city, city.stage.world.files.content(kept)) == [LINK]


async def _texts(city: City, picture: bytes) -> list[str]:
    reply = await city.bot.http.post(
        f"{city.stage.url}/stage/api/scan", files={"picture": ("p.jpg", picture, "image/jpeg")}
    )
    texts: list[str] = reply.json()["texts"]
    return texts


async def test_a_photo_opens_large_and_a_file_can_be_saved(city: City, desk: Desk) -> None:
    await city.bot.shows(city.li, qr_png(LINK), "您的码")
    await desk.newest(city.li).get_by_role("button", name="看大图").click()
    await expect(desk.page.locator("dialog.light img")).to_be_visible()
    await desk.page.keyboard.press("Escape")
    await expect(desk.page.locator("dialog.light")).to_be_hidden()

    form = {"chat_id": str(city.li.id)}
    files = {"document": ("三月记录.csv", b"a,b", "text/csv")}
    await city.bot.http.post(city.bot.root + "sendDocument", data=form, files=files)
    async with desk.page.expect_download() as coming:
        await desk.newest(city.li).locator("a.document").click()
    assert (await coming.value).suggested_filename == "三月记录.csv"


async def test_a_picture_from_disk_is_sent_with_its_caption(city: City, desk: Desk) -> None:
    phone = desk.phone(city.li)
    await phone.get_by_role("button", name="发送附件").click()
    async with desk.page.expect_file_chooser() as choosing:
        await phone.get_by_role("button", name="🖼 图片").click()
    picture = FilePayload(name="me.png", mimeType="image/png", buffer=qr_png("x"))
    await (await choosing.value).set_files([picture])
    await phone.get_by_label("说明（可不填）").fill("这是我")
    await phone.get_by_role("dialog").get_by_role("button", name="发送", exact=True).click()
    message = (await city.bot.hears())["message"]
    assert message["caption"] == "这是我"
    assert message["photo"]


async def test_someone_new_comes_in_and_presses_start(city: City, desk: Desk) -> None:
    await desk.page.get_by_role("button", name="加一部手机").first.click()
    await desk.page.get_by_role("button", name="新来的人").click()
    await desk.page.get_by_label("姓名").fill("陈一")
    await desk.page.get_by_role("button", name="加进来").click()
    newcomer = desk.page.locator(".seat", has_text="陈一")
    await newcomer.get_by_role("button", name="开始", exact=True).click()
    update = await city.bot.hears()
    assert update["message"]["text"] == "/start"
    assert update["message"]["from"]["first_name"] == "陈一"


async def test_a_blocked_bot_is_told_and_may_write_again_when_unblocked(
    city: City, desk: Desk
) -> None:
    phone = desk.phone(city.li)
    await phone.get_by_role("button", name="手机菜单").click()
    await phone.get_by_role("button", name="屏蔽机器人").click()
    await phone.get_by_role("button", name="屏蔽", exact=True).click()
    assert (await city.bot.hears())["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await phone.get_by_role("button", name="解除屏蔽").click()
    assert (await city.bot.hears())["my_chat_member"]["new_chat_member"]["status"] == "member"
    await expect(phone.locator(".composer-text")).to_be_visible()


async def test_moving_the_clock_shows_the_citys_time_wherever_the_browser_is(
    city: City, desk: Desk
) -> None:
    await expect(desk.page.locator(".clock-time")).to_have_text("09:02")
    await desk.page.locator(".clock-quick").get_by_role("button", name="+1 小时").click()
    await expect(desk.page.locator(".clock-time")).to_have_text("10:02")
    await desk.page.locator(".clock-quick").get_by_role("button", name="明天早上").click()
    await expect(desk.page.locator(".clock-time")).to_have_text("08:00")
    assert city.stage.clock.now().date().isoformat() == "2027-03-13"
    await expect(desk.phone(city.li).locator(".day")).to_have_text("昨天")
    await desk.page.locator(".clock-face").click()
    await desk.page.get_by_label("选日期和时间").fill("2027-04-01T12:30")
    await desk.page.get_by_role("button", name="走到这一刻").click()
    await expect(desk.page.locator(".clock-time")).to_have_text("12:30")
    assert city.stage.clock.now().isoformat().startswith("2027-04-01T04:30")


async def test_the_clock_goes_to_what_falls_due_next(city: City, desk: Desk) -> None:
    quick = desk.page.locator(".clock-quick")
    await expect(quick.get_by_role("button", name="下一个到期")).to_have_count(0)
    due = [MORNING + timedelta(hours=30)]

    async def next_due() -> datetime | None:
        return due.pop() if due else None

    city.stage.clock.next_due = next_due
    await desk.page.reload()
    await quick.get_by_role("button", name="下一个到期").click()
    await expect(desk.page.locator(".clock-time")).to_have_text("15:02")
    await quick.get_by_role("button", name="下一个到期").click()
    await expect(desk.page.get_by_text("往后没有到期的事。")).to_be_visible()


async def test_a_keyboard_for_one_use_folds_and_can_be_unfolded(city: City, desk: Desk) -> None:
    keyboard = {"keyboard": [[{"text": "好的"}]], "one_time_keyboard": True}
    await city.bot.says(city.li, "可以吗？", keyboard)
    phone = desk.phone(city.li)
    await phone.get_by_role("button", name="好的").click()
    assert (await city.bot.hears())["message"]["text"] == "好的"
    await expect(phone.locator(".reply-button")).to_have_count(0)
    await phone.get_by_role("button", name="收起或展开按钮").click()
    await phone.get_by_role("button", name="好的").click()
    assert (await city.bot.hears())["message"]["text"] == "好的"


async def test_a_fault_is_put_in_force_and_taken_back(city: City, desk: Desk) -> None:
    await desk.page.locator('[data-act="faults"]').click()
    await desk.page.get_by_label("出什么错").select_option("http_500")
    await desk.page.get_by_role("button", name="让它出错").click()
    await expect(desk.page.locator(".fault-list")).to_contain_text("服务器内部错误")
    assert [fault["kind"] for fault in city.stage.faults.shown()] == ["http_500"]
    await desk.page.get_by_role("button", name="全部撤掉").click()
    await expect(desk.page.locator(".fault-list")).to_contain_text("现在没有故障")
    assert city.stage.faults.shown() == []
