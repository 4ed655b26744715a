"""Each thing that Telegram refuses is refused, over HTTP, with its code and its words."""

import json

import httpx
import pytest

from rehearsal.api_error import JSON
from rehearsal.people import Person
from rehearsal.stage import Stage
from tests.rehearsal.conftest import Asks


async def test_another_token_is_unauthorized(stage: Stage, asks: Asks) -> None:
    reply = await asks.http.get(f"{stage.url}/bot123:abc/getMe")
    assert reply.status_code == 401
    assert reply.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert (await asks.http.get(f"{stage.url}/bot/getMe")).status_code == 404


async def test_an_unknown_method_is_not_found(asks: Asks) -> None:
    assert await asks.words("sendMassage") == "404 Not Found: method not found"


async def test_a_method_is_known_in_any_case_and_by_get(stage: Stage, asks: Asks) -> None:
    assert (await asks("SENDMESSAGE"))["description"] == "Bad Request: chat_id is empty"
    reply = await asks.http.get(f"{asks.root}getMe")
    assert reply.json()["result"]["username"] == stage.world.bot["username"]


@pytest.mark.parametrize(
    ("method", "given", "words"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendMessage", {"chat_id": 1, "text": ""}, "message text is empty"),
        ("sendMessage", {"chat_id": 1, "text": "x", "txet": "y"},
         'unknown parameter "txet" in sendMessage'),
        ("sendMessage", {"chat_id": 1, "text": 5}, 'field "text" must be of type String'),
        ("sendMessage", {"chat_id": 1.5, "text": "x"}, 'field "chat_id" must be of type Integer'),
        ("sendMessage", {"chat_id": 1, "text": "x", "disable_notification": "maybe"},
         'field "disable_notification" must be of type Boolean'),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": "[]"},
         "object expected as reply markup"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": "{"},
         "can't parse reply keyboard markup JSON object"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"buttons": []}},
         "can't parse reply keyboard markup JSON object"),
        ("sendMessage", {"chat_id": 1, "text": "x", "entities": {"type": "bold"}},
         "expected an Array for entities"),
        ("sendMessage", {"chat_id": 1, "text": "x", "entities": [{"type": "bold", "offset": 0}]},
         'can\'t parse MessageEntity: Can\'t find field "length"'),
        ("sendPhoto", {"chat_id": 1}, "there is no photo in the request"),
        ("sendPhoto", {"chat_id": 1, "photo": "attach://x"}, 'file "x" not found in the request'),
        ("sendChatAction", {"chat_id": 1}, "wrong parameter action in request"),
        ("editMessageText", {"text": "x", "chat_id": 1}, "message identifier is not specified"),
        ("editMessageText", {"text": "x", "message_id": 1}, "chat_id is empty"),
        ("editMessageText", {"text": "x", "inline_message_id": "y"}, "MESSAGE_ID_INVALID"),
        ("setMyCommands", {}, 'parameter "commands" of setMyCommands is required'),
        ("sendLocation", {"chat_id": 1, "latitude": "north", "longitude": 1},
         'field "latitude" must be of type Float'),
        ("getFile", {}, "file_id not specified"),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
    ],
)  # fmt: skip
async def test_fields_that_do_not_fit(asks: Asks, method: str, given: JSON, words: str) -> None:
    assert await asks.words(method, **given) == f"400 Bad Request: {words}"


async def test_a_form_and_a_query_are_read_like_json(asks: Asks, li: Person) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "好", "callback_data": "1"}]]})
    given = {"chat_id": str(li.id), "text": "您好", "reply_markup": markup}
    assert (await asks.form("sendMessage", given))["ok"]
    assert li.last.labels == ["好"]
    reply = await asks.http.get(f"{asks.root}sendMessage", params={"chat_id": li.id, "text": "又"})
    assert reply.json()["ok"]
    assert li.last.text == "又"


async def test_what_is_no_utf_8_or_no_json_is_refused(asks: Asks, li: Person) -> None:
    async def post(content: bytes, kind: str) -> str:
        headers = {"Content-Type": kind}
        reply = await asks.http.post(asks.root + "sendMessage", content=content, headers=headers)
        assert reply.status_code == 400
        return str(reply.json()["description"])

    form = "application/x-www-form-urlencoded"
    assert "UTF-8" in await post(b"chat_id=1&text=%ff", form)
    assert "UTF-8" in await post(b'{"chat_id": %d, "text": "\\ud83d"}' % li.id, "application/json")
    assert "can't parse JSON" in await post(b"{", "application/json")
    assert "can't parse JSON" in await post(b"[" * 100_000, "application/json")
    assert "JSON object expected" in await post(b"[]", "application/json")


async def test_a_stranger_cannot_be_written_to(stage: Stage, asks: Asks) -> None:
    stranger = stage.person("陌生人")
    not_found = "400 Bad Request: chat not found"
    assert await asks.words("sendMessage", chat_id=stranger.id, text="x") == not_found
    assert await asks.words("sendMessage", chat_id=987, text="x") == not_found
    assert await asks.words("sendMessage", chat_id="@nobody", text="x") == not_found
    await stranger.says("您好")
    assert (await asks("sendMessage", chat_id=stranger.id, text="x"))["ok"]


async def test_who_blocked_the_bot_hears_nothing(stage: Stage, asks: Asks, li: Person) -> None:
    await li.blocks_bot()
    blocked = "403 Forbidden: bot was blocked by the user"
    assert await asks.words("sendMessage", chat_id=li.id, text="x") == blocked
    assert await asks.words("sendChatAction", chat_id=li.id, action="typing") == blocked
    assert li.screen == ""
    (update,) = (await asks("getUpdates"))["result"]
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with pytest.raises(AssertionError, match="has blocked the bot"):
        await li.says("还在吗")
    await li.opens()
    assert (await asks("sendMessage", chat_id=li.id, text="x"))["ok"]
    li.someone.deactivated = True
    deactivated = "403 Forbidden: user is deactivated"
    assert await asks.words("sendMessage", chat_id=li.id, text="x") == deactivated


async def test_a_bot_does_not_write_to_itself(stage: Stage, asks: Asks) -> None:
    me = stage.world.bot["id"]
    words = "403 Forbidden: bot can't send messages to the bot"
    assert await asks.words("sendMessage", chat_id=me, text="x") == words


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "好", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "好", "callback_data": "志" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "好", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"callback_data": "x"},
         'can\'t parse inline keyboard button: Can\'t find field "text"'),
        ({"text": 1, "callback_data": "x"},
         'can\'t parse inline keyboard button: Field "text" must be of type String'),
        ({"text": "好", "callback": "x"},
         'can\'t parse inline keyboard button: unknown field "callback"'),
        ({"text": "好"}, "can't parse inline keyboard button: "
                         "Text buttons are unallowed in the inline keyboard"),
        ({"text": "好", "callback_data": "x", "url": "https://a.cn"},
         "can't parse inline keyboard button: exactly one action is allowed, "
         "found url, callback_data"),
        ({"text": "好", "url": "http://localhost:8000/"},
         "inline keyboard button URL 'http://localhost:8000/' is invalid: Wrong HTTP URL"),
        ({"text": "好", "url": "javascript:x"},
         "inline keyboard button URL 'javascript:x' is invalid: Wrong HTTP URL"),
        ({"text": "好", "web_app": {"url": "http://puer.example/"}},
         "inline keyboard button Web App URL 'http://puer.example/' is invalid: "
         "Only HTTPS links are allowed"),
        ({"text": "好", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "好", "callback_data": "x", "style": "loud"},
         "can't parse inline keyboard button: invalid button style specified"),
    ],
)  # fmt: skip
async def test_inline_buttons_that_are_none(
    asks: Asks, li: Person, button: JSON, words: str
) -> None:
    markup = {"inline_keyboard": [[button]]}
    told = await asks.words("sendMessage", chat_id=li.id, text="x", reply_markup=markup)
    assert told == f"400 Bad Request: {words}"


async def test_64_bytes_of_data_pass(asks: Asks, li: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "志" * 21 + "x"}]]}
    assert (await asks("sendMessage", chat_id=li.id, text="x", reply_markup=markup))["ok"]


async def test_a_keyboard_of_101_buttons_is_too_long(asks: Asks, li: Person) -> None:
    button = {"text": "好", "callback_data": "x"}
    for rows, allowed in (
        ([[button]] * 100, True), ([[button]] * 101, False), ([[button] * 9], False),
    ):  # fmt: skip
        markup = {"inline_keyboard": rows}
        told = await asks("sendMessage", chat_id=li.id, text="x", reply_markup=markup)
        assert told["ok"] is allowed


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": ""}, "keyboard button text must be non-empty"),
        ({"text": "好", "request_contact": True, "request_location": True},
         "can't parse keyboard button: at most one action is allowed, "
         "found request_contact, request_location"),
        ({"text": "好", "web_app": {"url": "http://a.cn"}},
         "keyboard button Web App URL 'http://a.cn' is invalid: Only HTTPS links are allowed"),
        ({"text": "好", "callback_data": "x"},
         'can\'t parse keyboard button: unknown field "callback_data"'),
    ],
)  # fmt: skip
async def test_reply_buttons_that_are_none(
    asks: Asks, li: Person, button: JSON, words: str
) -> None:
    told = await asks.words(
        "sendMessage", chat_id=li.id, text="x", reply_markup={"keyboard": [[button]]}
    )
    assert told == f"400 Bad Request: {words}"


async def test_pages_and_contacts_are_asked_for_in_private_only(stage: Stage, asks: Asks) -> None:
    group = stage.group("志愿者群", [stage.person("李志愿")])
    page = {"text": "开", "web_app": {"url": "https://puer.example/"}}
    for markup, words in (
        ({"inline_keyboard": [[page]]}, "BUTTON_TYPE_INVALID"),
        ({"keyboard": [[page]]}, "web App buttons can be used in private chats only"),
        ({"keyboard": [[{"text": "号", "request_contact": True}]]},
         "phone number can be requested in private chats only"),
        ({"keyboard": [[{"text": "在", "request_location": True}]]},
         "location can be requested in private chats only"),
    ):  # fmt: skip
        told = await asks.words("sendMessage", chat_id=group.id, text="x", reply_markup=markup)
        assert told == f"400 Bad Request: {words}"


async def test_a_group_that_moved_says_where_to(stage: Stage, asks: Asks) -> None:
    group = stage.group("志愿者群", [stage.person("李志愿")])
    assert (await asks("sendMessage", chat_id=group.id, text="x"))["ok"]
    bigger = stage.world.upgrade(group)
    told = await asks("sendMessage", chat_id=group.id, text="x")
    assert told["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert told["parameters"] == {"migrate_to_chat_id": bigger.id}
    assert (await asks("sendMessage", chat_id=bigger.id, text="x"))["ok"]


async def test_what_cannot_be_edited(asks: Asks, li: Person) -> None:
    async def said(**more: object) -> int:
        told = await asks("sendMessage", chat_id=li.id, text="一", **more)
        return int(told["result"]["message_id"])

    async def edit(number: int, text: str = "二", **more: object) -> JSON:
        return await asks("editMessageText", chat_id=li.id, message_id=number, text=text, **more)

    plain = await said()
    buttons = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}
    assert (await edit(plain, "一"))["description"] == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    assert (await edit(plain, "一", reply_markup=buttons))["ok"], "the buttons are new"
    assert (await edit(plain, "一", reply_markup=buttons))["error_code"] == 400
    assert (await edit(plain, "一"))["ok"], "an edit without buttons takes them away"
    assert li.last.labels == []
    assert (await edit(999))["description"] == "Bad Request: message to edit not found"
    own = li.messages[0]
    assert own.out
    assert (await edit(own.id))["description"] == "Bad Request: message can't be edited"
    with_keyboard = await said(reply_markup={"keyboard": [[{"text": "好"}]]})
    assert (await edit(with_keyboard))["description"] == "Bad Request: message can't be edited"
    assert (await edit(plain, reply_markup={"keyboard": [[{"text": "好"}]]}))["error_code"] == 400
    words = await asks.words("editMessageCaption", chat_id=li.id, message_id=plain, caption="x")
    assert words == "400 Bad Request: there is no caption in the message to edit"


async def test_what_cannot_be_deleted(stage: Stage, asks: Asks, li: Person) -> None:
    own = await li.says("530802")
    assert (await asks("deleteMessage", chat_id=li.id, message_id=own["message_id"]))["ok"]
    assert "530802" not in [each.text for each in li.messages]
    words = await asks.words("deleteMessage", chat_id=li.id, message_id=own["message_id"])
    assert words == "400 Bad Request: message to delete not found"
    old = await li.says("旧")
    old["date"] -= 48 * 3600 + 1
    words = await asks.words("deleteMessage", chat_id=li.id, message_id=old["message_id"])
    assert words == "400 Bad Request: message can't be deleted for everyone"
    assert (await asks("deleteMessages", chat_id=li.id, message_ids=[1, 998, 999]))["ok"]
    words = await asks.words("deleteMessages", chat_id=li.id, message_ids=list(range(101)))
    assert words == "400 Bad Request: too many message identifiers specified"


async def test_a_reply_needs_what_it_replies_to(asks: Asks, li: Person) -> None:
    words = await asks.words(
        "sendMessage", chat_id=li.id, text="x", reply_parameters={"message_id": 99}
    )
    assert words == "400 Bad Request: message to be replied not found"
    told = await asks(
        "sendMessage", chat_id=li.id, text="x",
        reply_parameters={"message_id": 99, "allow_sending_without_reply": True},
    )  # fmt: skip
    assert told["ok"]


async def test_texts_and_captions_over_the_limit(asks: Asks, li: Person) -> None:
    words = await asks.words("sendMessage", chat_id=li.id, text="👍" * 2048 + "x")
    assert words == "400 Bad Request: message is too long"
    assert (await asks("sendMessage", chat_id=li.id, text="👍" * 2048))["ok"]
    kept = await li.sends_file("a.txt", b"x")
    document = kept["document"]["file_id"]
    words = await asks.words("sendDocument", chat_id=li.id, document=document, caption="x" * 1025)
    assert words == "400 Bad Request: message caption is too long"


async def test_commands_names_and_menus_are_checked(asks: Asks, li: Person) -> None:
    async def commands(command: str, description: str) -> JSON:
        return await asks(
            "setMyCommands", commands=[{"command": command, "description": description}]
        )

    assert (await commands("help", "帮助"))["ok"]
    assert (await commands("Help", "帮助"))["description"] == "Bad Request: BOT_COMMAND_INVALID"
    assert (await commands("help", "长" * 257))["error_code"] == 400
    assert (await asks("getMyCommands"))["result"] == [{"command": "help", "description": "帮助"}]
    assert (await asks("setMyName", name="x" * 65))["error_code"] == 400
    assert (await asks("setMyName", name="志愿之城", language_code="zh"))["ok"]
    assert (await asks("getMyName", language_code="zh"))["result"] == {"name": "志愿之城"}
    page = {"type": "web_app", "text": "签到", "web_app": {"url": "http://a.cn"}}
    assert (await asks("setChatMenuButton", chat_id=li.id, menu_button=page))["error_code"] == 400
    page["web_app"] = {"url": "https://a.cn"}
    assert (await asks("setChatMenuButton", chat_id=li.id, menu_button=page))["ok"]
    assert (await asks("getChatMenuButton", chat_id=li.id))["result"] == page
    assert (await asks("getChatMenuButton"))["result"] == {"type": "commands"}


async def test_a_body_over_the_upload_limit_is_turned_away(asks: Asks, li: Person) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    content = b"x" * (51 * 1024 * 1024 + 1)
    try:
        reply = await asks.http.post(asks.root + "sendDocument", content=content, headers=headers)
    except httpx.WriteError:
        return  # the server may hang up before it has read all
    assert reply.status_code == 413
