"""People press what they see, send what phones send, and say readably what they miss."""

import io

import pytest
import qrcode
from PIL import Image

from rehearsal.api_error import JSON
from rehearsal.people import Person
from rehearsal.stage import Stage
from tests.rehearsal.conftest import Asks


def inline(*labels: str) -> JSON:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


def code(text: str) -> bytes:
    written = io.BytesIO()
    qrcode.make(text).get_image().save(written, "PNG")
    return written.getvalue()


async def say(asks: Asks, person: Person, text: str, **more: object) -> int:
    told = await asks("sendMessage", chat_id=person.id, text=text, **more)
    assert told["ok"], told
    return int(told["result"]["message_id"])


async def came(asks: Asks) -> list[JSON]:
    """Return what the bot has received since the last time."""
    updates: list[JSON] = (await asks("getUpdates"))["result"]
    if updates:
        await asks("getUpdates", offset=updates[-1]["update_id"] + 1)
    return updates


async def test_the_screen_shows_what_was_said_since_the_last_act(asks: Asks, li: Person) -> None:
    first = await say(asks, li, "一")
    await say(asks, li, "二")
    assert li.screen == "一\n二"
    await li.says("好")
    assert li.screen == ""
    await asks("editMessageText", chat_id=li.id, message_id=first, text="一改")
    await say(asks, li, "三")
    assert li.screen == "一改\n三"
    assert li.last.text == "三"
    await asks("editMessageText", chat_id=li.id, message_id=first, text="一再改")
    assert li.last.text == "一再改", "what changed last is what one looks at"
    li.sees("再改")
    with pytest.raises(AssertionError, match="does not see '四'"):
        li.sees("四")


async def test_a_new_button_goes_before_the_keyboard_and_that_before_old_buttons(
    asks: Asks, li: Person
) -> None:
    await say(asks, li, "旧", reply_markup=inline("兑换"))
    await say(asks, li, "菜单", reply_markup={"keyboard": [[{"text": "🎁 兑换"}]]})
    await li.says("x")
    await came(asks)
    await li.presses("兑换")
    (update,) = await came(asks)
    assert update["message"]["text"] == "🎁 兑换"
    await say(asks, li, "新", reply_markup=inline("兑换电影票", "兑换"))
    await li.presses("兑换")
    (update,) = await came(asks)
    assert update["callback_query"]["data"] == "兑换", "an equal label goes before a longer one"
    assert update["callback_query"]["message"]["text"] == "新"


async def test_the_keyboard_stays_until_it_is_taken_away(asks: Asks, li: Person) -> None:
    keyboard = {"keyboard": [[{"text": "签到"}]], "one_time_keyboard": True}
    await say(asks, li, "菜单", reply_markup=keyboard)
    await li.presses("签到")
    await say(asks, li, "姓名？", reply_markup={"force_reply": True})
    await li.presses("签到")
    await say(asks, li, "好", reply_markup={"remove_keyboard": True})
    with pytest.raises(AssertionError):
        await li.presses("签到")


async def test_the_message_that_was_pressed_stays_in_view(asks: Asks, li: Person) -> None:
    await say(asks, li, "菜单", reply_markup={"keyboard": [[{"text": "返回首页"}]]})
    await say(asks, li, "格子", reply_markup=inline("甲", "返回"))
    await li.presses("甲")
    await li.presses("返回")
    assert [each["callback_query"]["data"] for each in await came(asks)] == ["甲", "返回"]


async def test_who_finds_no_button_says_what_is_there(asks: Asks, li: Person) -> None:
    await say(asks, li, "要登记吗？", reply_markup=inline("开始登记", "先看看"))
    with pytest.raises(AssertionError) as told:
        await li.presses("同意")
    assert str(told.value).splitlines() == [
        "李志愿 sees no button '同意'",
        "on the screen:",
        "  me  | /start",
        "  bot | 要登记吗？",
        "      | [开始登记]",
        "      | [先看看]",
    ]


async def test_contact_and_location_buttons_do_what_telegram_does(asks: Asks, li: Person) -> None:
    keyboard = [
        [{"text": "📱 用我的手机号", "request_contact": True}],
        [{"text": "📍 我在这里", "request_location": True}],
    ]
    await say(asks, li, "？", reply_markup={"keyboard": keyboard, "one_time_keyboard": True})
    await li.presses("手机号")
    await li.presses("我在这里")
    contact, location = await came(asks)
    assert contact["message"]["contact"] == {
        "phone_number": "8613800000001", "first_name": "李志愿", "user_id": li.id,
    }  # fmt: skip
    assert location["message"]["location"]["latitude"] == pytest.approx(22.78, abs=0.05)


async def test_somebody_elses_card_names_somebody_else(
    stage: Stage, asks: Asks, li: Person
) -> None:
    wang = stage.person("王明", phone="+8613900000002")
    await li.shares_contact(of=wang)
    await li.shares_contact(phone="+8613700000003", name="没有账号")
    others, without = await came(asks)
    assert others["message"]["contact"]["user_id"] == wang.id != others["message"]["from"]["id"]
    assert "user_id" not in without["message"]["contact"]


async def test_a_deep_link_opens_with_its_payload(stage: Stage, asks: Asks) -> None:
    li = stage.person("李志愿")
    await li.opens("A-1_z")
    await li.opens(f"https://t.me/{stage.world.bot['username']}?start=S123")
    await li.opens()
    texts = [each["message"]["text"] for each in await came(asks)]
    assert texts == ["/start A-1_z", "/start S123", "/start"]
    for wrong in ("有空格", "x" * 65, "https://t.me/another_bot?start=x"):
        with pytest.raises(AssertionError):
            await li.opens(wrong)


async def test_a_camera_opens_the_link_that_it_sees(stage: Stage, asks: Asks, li: Person) -> None:
    link = f"https://t.me/{stage.world.bot['username']}?start=S123"
    assert await li.scans(code(link)) == link
    assert (await came(asks))[-1]["message"]["text"] == "/start S123"
    assert await li.scans(code("P-kind-of-text")) == "P-kind-of-text"
    assert await came(asks) == []
    with pytest.raises(AssertionError, match="saw 0 codes"):
        await li.scans(b"no picture")


async def test_a_picture_of_a_code_arrives_shrunk_and_is_still_read(
    stage: Stage, asks: Asks, li: Person
) -> None:
    big = Image.new("RGB", (4000, 3000), "white")
    small = Image.open(io.BytesIO(code("V-1234567890"))).convert("RGB").resize((1200, 1200))
    big.paste(small, (1400, 900))
    written = io.BytesIO()
    big.save(written, "PNG")
    await li.sends_photo(written.getvalue(), "扫这个")
    (update,) = await came(asks)
    sizes = update["message"]["photo"]
    assert [(each["width"], each["height"]) for each in sizes] == [
        (90, 68), (320, 240), (800, 600), (1280, 960),
    ]  # fmt: skip
    assert update["message"]["caption"] == "扫这个"
    await asks("sendPhoto", chat_id=li.id, photo=sizes[-1]["file_id"])
    assert li.qr() == "V-1234567890"


async def test_files_come_whole_and_over_20_mb_not_at_all(
    stage: Stage, asks: Asks, li: Person
) -> None:
    await li.sends_file("计划.docx", b"PK" * 100, "application/msword", caption="交")
    await li.sends_file("年报.pdf", b"%PDF", "application/pdf", size=20 * 1024 * 1024 + 1)
    small, large = [each["message"]["document"] for each in await came(asks)]
    assert small["file_name"] == "计划.docx"
    told = (await asks("getFile", file_id=small["file_id"]))["result"]
    loaded = await asks.http.get(f"{stage.url}/file/bot{stage.token}/{told['file_path']}")
    assert loaded.content == b"PK" * 100
    words = await asks.words("getFile", file_id=large["file_id"])
    assert words == "400 Bad Request: file is too big"
    missing = await asks.http.get(f"{stage.url}/file/bot{stage.token}/documents/none.pdf")
    assert missing.status_code == 404
    wrong = await asks.words("sendPhoto", chat_id=li.id, photo=small["file_id"])
    assert wrong == "400 Bad Request: can't use file of type Document as Photo"


async def test_an_album_arrives_together(stage: Stage, asks: Asks, li: Person) -> None:
    picture = code("x")
    media = '[{"type":"photo","media":"attach://a","caption":"一"},{"type":"photo","media":"attach://b"}]'
    reply = await asks.http.post(
        asks.root + "sendMediaGroup",
        data={"chat_id": str(li.id), "media": media},
        files={"a": ("a.png", picture), "b": ("b.png", picture)},
    )
    first, second = reply.json()["result"]
    assert first["media_group_id"] == second["media_group_id"]
    words = await asks.words(
        "sendMediaGroup", chat_id=li.id, media=[{"type": "photo", "media": "attach://a"}]
    )
    assert "2-10 items" in words


@pytest.mark.parametrize("broken", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
async def test_what_is_no_picture_is_refused(
    stage: Stage, asks: Asks, li: Person, broken: bytes
) -> None:
    reply = await asks.http.post(
        asks.root + "sendPhoto", data={"chat_id": str(li.id)}, files={"photo": ("a.png", broken)}
    )
    assert reply.json()["error_code"] == 400


async def test_a_forwarded_message_names_who_said_it(stage: Stage, asks: Asks, li: Person) -> None:
    wang = stage.person("王明")
    said = await wang.says("原话")
    await say(asks, li, "机器人说的")
    await li.forwards(said)
    await li.forwards(li.last)
    _, of_wang, of_bot = [each["message"] for each in await came(asks)]
    assert of_wang["forward_origin"]["sender_user"]["id"] == wang.id
    assert of_bot["forward_origin"]["sender_user"]["is_bot"]
    assert of_bot["from"]["id"] == li.id


async def test_a_long_text_leaves_in_pieces_and_an_edit_says_that_it_is_one(
    asks: Asks, li: Person
) -> None:
    await li.says("👍" * 2049)
    pieces = [each["message"]["text"] for each in await came(asks)]
    assert pieces == ["👍" * 2048, "👍"]
    message = await li.says("原来")
    await li.edits(message, "后来")
    said, edited = await came(asks)
    assert said["message"]["text"] == "原来"
    assert edited["edited_message"]["text"] == "后来"
    with pytest.raises(AssertionError, match="empty message"):
        await li.says("  \n")


async def test_a_lone_surrogate_never_leaves_a_client(asks: Asks, li: Person) -> None:
    await li.says("a\ud83d\x00b")
    (update,) = await came(asks)
    assert update["message"]["text"] == "a\ufffd b"


async def test_a_page_is_opened_with_data_that_the_token_signs(
    stage: Stage, asks: Asks, li: Person
) -> None:
    from aiogram.utils.web_app import safe_parse_webapp_init_data

    page = {"web_app": {"url": f"{stage.public_url}/form?x=1"}}
    await say(asks, li, "？", reply_markup={"inline_keyboard": [[{"text": "🔒 填写", **page}]]})
    url, data = await li.opens_webapp("填写")
    assert url.startswith(f"{stage.url}/form?x=1#tgWebAppData=query_id%3D")
    read = safe_parse_webapp_init_data(stage.token, data)
    assert read.user is not None
    assert read.user.id == li.id
    assert read.auth_date == stage.clock.now().replace(microsecond=0)
    assert "signature=" in data
    result = {
        "type": "article", "id": "1", "title": "x",
        "input_message_content": {"message_text": "填好了"},
    }  # fmt: skip
    given = {"web_app_query_id": read.query_id, "result": result}
    assert (await asks("answerWebAppQuery", **given))["ok"]
    assert li.messages[-1].text == "填好了"
    assert (await asks("answerWebAppQuery", **given))["error_code"] == 400, "once"


async def test_a_page_of_the_reply_keyboard_knows_nobody_and_sends_one_answer(
    stage: Stage, asks: Asks, li: Person
) -> None:
    page = {"text": "扫", "web_app": {"url": f"{stage.public_url}/scan"}}
    await say(asks, li, "？", reply_markup={"keyboard": [[page]]})
    url, data = await li.opens_webapp("扫")
    assert data == ""
    assert "tgWebAppData=&" in url
    await li.sends_data("扫", "P123")
    (update,) = await came(asks)
    assert update["message"]["web_app_data"] == {"button_text": "扫", "data": "P123"}
    with pytest.raises(AssertionError, match="opens a page"):
        await li.presses("扫")


async def test_the_menu_button_opens_its_page(stage: Stage, asks: Asks, li: Person) -> None:
    page = {"type": "web_app", "text": "签到", "web_app": {"url": f"{stage.public_url}/in"}}
    await asks("setChatMenuButton", menu_button=page)
    url, data = await li.opens_webapp("签到")
    assert url.startswith(f"{stage.url}/in#")
    assert data


async def test_a_group_hears_its_members(stage: Stage, asks: Asks, li: Person) -> None:
    group = stage.group("志愿者群", [li])
    await li.says_in(group, "大家好")
    (update,) = await came(asks)
    assert update["message"]["chat"]["id"] == group.id < 0
    assert update["message"]["from"]["id"] == li.id


async def test_one_waits_for_what_comes_later_but_not_for_ever(asks: Asks, li: Person) -> None:
    import asyncio

    waiting = asyncio.create_task(li.hears("到了", 5))
    await asyncio.sleep(0.05)
    await say(asks, li, "还没")
    await say(asks, li, "到了")
    await waiting
    with pytest.raises(AssertionError, match="did not hear '没有'"):
        await li.hears("没有", 0.1)
