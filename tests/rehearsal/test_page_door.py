"""What the stage's page asks for and does, by its contract, over HTTP."""

import asyncio
import io
import json
from datetime import datetime, timedelta

import httpx
import qrcode
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from rehearsal.api_error import JSON
from rehearsal.people import Person
from rehearsal.stage import Stage
from tests.rehearsal.conftest import Asks


async def do(asks: Asks, stage: Stage, who: Person, deed: str, **asked: object) -> JSON:
    reply = await asks.http.post(f"{stage.url}/stage/api/people/{who.id}/{deed}", json=asked)
    answer: JSON = reply.json()
    assert reply.status_code == 200, answer
    return answer


async def get(asks: Asks, stage: Stage, path: str) -> JSON:
    reply = await asks.http.get(f"{stage.url}/stage/api/{path}")
    answer: JSON = reply.json()
    return answer


async def test_the_state_names_bot_people_and_screens(stage: Stage, asks: Asks, li: Person) -> None:
    stage.screens = [{"name": "图书馆站", "url": "/display/1"}]
    state = await get(asks, stage, "state")
    assert state["bot"] == {"username": "volunteer_city_bot", "name": "志愿之城"}
    assert state["zone"] == "Asia/Shanghai"
    assert state["public_url"] == "https://puer.example"
    assert state["screens"] == stage.screens
    (person,) = state["people"]
    assert person["id"] == li.id
    assert person["name"] == "李志愿"
    assert person["blocked"] is False


async def test_a_chat_holds_messages_keyboard_and_menu(
    stage: Stage, asks: Asks, li: Person
) -> None:
    await asks("setMyCommands", commands=[{"command": "help", "description": "帮助"}])
    keyboard = {"keyboard": [[{"text": "签到"}]], "resize_keyboard": True}
    await asks(
        "sendMessage", chat_id=li.id, text="<b>&lt;您好</b>", parse_mode="HTML",
        reply_markup=keyboard,
    )  # fmt: skip
    chat = await get(asks, stage, f"people/{li.id}/chat")
    mine, bots = chat["messages"]
    assert (mine["out"], bots["out"]) == (True, False)
    assert bots["html"] == "<b>&lt;您好</b>"
    assert chat["reply_keyboard"] == keyboard
    assert chat["menu_button"] == {"type": "commands"}
    assert chat["commands"] == [{"command": "help", "description": "帮助"}]
    await asks("sendMessage", chat_id=li.id, text="x", reply_markup={"remove_keyboard": True})
    assert (await get(asks, stage, f"people/{li.id}/chat"))["reply_keyboard"] is None


async def test_deeds_of_the_page_reach_the_bot(stage: Stage, asks: Asks, li: Person) -> None:
    buttons = {"inline_keyboard": [[{"text": "好", "callback_data": "1"}]]}
    sent = await asks("sendMessage", chat_id=li.id, text="一", reply_markup=buttons)
    number = sent["result"]["message_id"]
    keyboard = [[{"text": "签到"}, {"text": "号", "request_contact": True}],
                [{"text": "在", "request_location": True}]]  # fmt: skip
    await asks("sendMessage", chat_id=li.id, text="二", reply_markup={"keyboard": keyboard})
    await do(asks, stage, li, "say", text="您好")
    pressed = await do(asks, stage, li, "press", message_id=number, row=0, column=0)
    await do(asks, stage, li, "tap", row=0, column=0)
    await do(asks, stage, li, "tap", row=0, column=1)
    await do(asks, stage, li, "tap", row=1, column=0, latitude=22.5, longitude=100.5)
    await do(asks, stage, li, "contact", phone="+86139", name="王明")
    await do(asks, stage, li, "location", latitude=1, longitude=2, horizontal_accuracy=30)
    await do(asks, stage, li, "start", payload="S1")
    await do(asks, stage, li, "webapp_data", button_text="扫", data="x")
    updates = (await asks("getUpdates"))["result"]
    assert updates[1]["callback_query"]["id"] == pressed["callback_query_id"]
    said = [each["message"] for each in updates if "message" in each]
    assert [each.get("text") for each in said] == [
        "您好", "签到", None, None, None, None, "/start S1", None,
    ]  # fmt: skip
    assert said[2]["contact"]["user_id"] == li.id
    assert said[3]["location"] == {"latitude": 22.5, "longitude": 100.5}
    assert said[4]["contact"] == {"phone_number": "+86139", "first_name": "王明"}
    assert said[5]["location"]["horizontal_accuracy"] == 30
    assert said[7]["web_app_data"]["data"] == "x"


async def test_what_cannot_be_done_is_said(stage: Stage, asks: Asks, li: Person) -> None:
    for path, asked in (
        (f"people/{li.id}/press", {"message_id": 99, "row": 0, "column": 0}),
        (f"people/{li.id}/tap", {"row": 0, "column": 0}),
        (f"people/{li.id}/say", {"text": " "}),
        (f"people/{li.id}/start", {"payload": "有空格"}),
        (f"people/{li.id}/fly", {}),
        ("people/1/say", {"text": "x"}),
        ("people/new", {"name": ""}),
        ("clock", {"to": "yesterday"}),
        ("clock", {"forward_minutes": -1}),
        ("clock", {"to": "2020-01-01T00:00:00Z"}),
        ("fault", {"kind": "earthquake"}),
    ):
        reply = await asks.http.post(f"{stage.url}/stage/api/{path}", json=asked)
        assert 400 <= reply.status_code < 500, path
        assert reply.json()["error"], path
    reply = await asks.http.post(f"{stage.url}/stage/api/clock", content=b"{")
    assert reply.status_code == 400


async def test_pictures_and_files_go_up_and_come_down(stage: Stage, asks: Asks, li: Person) -> None:
    written = io.BytesIO()
    qrcode.make("V-42").get_image().save(written, "PNG")
    picture = written.getvalue()
    people = f"{stage.url}/stage/api/people/{li.id}"
    await asks.http.post(f"{people}/photo", files={"photo": ("a.png", picture)},
                         data={"caption": "码"})  # fmt: skip
    await asks.http.post(f"{people}/document", files={"document": ("x.html", b"<b>", "text/html")})
    photo, document = [each["message"] for each in (await asks("getUpdates"))["result"]]
    assert photo["caption"] == "码"
    files = f"{stage.url}/stage/api/file"
    shown = await asks.http.get(f"{files}/{photo['photo'][-1]['file_id']}")
    assert shown.headers["content-type"] == "image/jpeg"
    scanned = await asks.http.post(
        f"{stage.url}/stage/api/scan", files={"picture": ("a.jpg", shown.content)}
    )
    assert scanned.json() == {"texts": ["V-42"]}
    saved = await asks.http.get(f"{files}/{document['document']['file_id']}")
    assert saved.content == b"<b>"
    assert saved.headers["content-disposition"] == "attachment", "a stranger's page never runs"
    assert (await asks.http.get(f"{files}/none")).status_code == 404


async def test_a_page_is_opened_on_this_port(stage: Stage, asks: Asks, li: Person) -> None:
    url = f"{stage.public_url}/form"
    opened = await do(asks, stage, li, "webapp", url=url, **{"from": "inline"})
    assert opened["url"].startswith("/form#tgWebAppData=")
    assert opened["init_data"]
    opened = await do(asks, stage, li, "webapp", url=url, **{"from": "keyboard"})
    assert opened["init_data"] == ""


async def test_a_stranger_can_come_in(stage: Stage, asks: Asks) -> None:
    reply = await asks.http.post(
        f"{stage.url}/stage/api/people/new",
        json={"name": "游客", "language_code": "en", "phone": "+86137"},
    )
    person = reply.json()["person"]
    assert stage.people[person["id"]].someone.phone == "+86137"


async def test_blocking_is_shown(stage: Stage, asks: Asks, li: Person) -> None:
    await do(asks, stage, li, "block")
    assert (await get(asks, stage, f"people/{li.id}/chat"))["blocked"] is True
    await do(asks, stage, li, "unblock")
    assert (await get(asks, stage, "state"))["people"][0]["blocked"] is False


async def test_the_clock_runs_through_every_due_moment(stage: Stage, asks: Asks) -> None:
    start = stage.clock.now()
    due = [start + timedelta(hours=hours) for hours in (1, 2, 30)]
    ran = []

    async def run_due(to: object) -> None:
        for moment in [each for each in due if each <= to]:  # type: ignore[operator]
            stage.clock.jump(moment)
            ran.append(stage.clock.now().replace(microsecond=moment.microsecond))

    stage.clock.run_due = run_due
    seq = stage.world.events.seq
    reply = await asks.http.post(f"{stage.url}/stage/api/clock", json={"forward_minutes": 24 * 60})
    assert len(ran) == 2
    assert reply.json()["now"] >= (start + timedelta(days=1)).isoformat()
    told = [each for each in stage.world.events.after(seq) if each["kind"] == "clock"]
    assert len(told) == 3, "each moment and the end"


async def test_the_clock_goes_to_what_falls_due_next_and_says_when_nothing_does(
    stage: Stage, asks: Asks
) -> None:
    address = f"{stage.url}/stage/api/clock"
    assert (await get(asks, stage, "state"))["can_next"] is False
    due = [stage.clock.now() + timedelta(hours=3)]

    async def next_due() -> datetime | None:
        return due.pop() if due else None

    moment = due[0]
    stage.clock.next_due = next_due
    assert (await get(asks, stage, "state"))["can_next"] is True
    told = (await asks.http.post(address, json={"next": True})).json()
    assert told["moved"] is True
    assert moment <= datetime.fromisoformat(told["now"]) < moment + timedelta(seconds=30)
    told = (await asks.http.post(address, json={"next": True})).json()
    assert told["moved"] is False


async def test_the_page_is_asked_for_anew_after_an_upgrade(stage: Stage, asks: Asks) -> None:
    page = await asks.http.get(f"{stage.url}/stage/main.js")
    assert page.headers["cache-control"] == "no-cache"
    again = await asks.http.get(
        f"{stage.url}/stage/main.js", headers={"If-None-Match": page.headers["etag"]}
    )
    assert again.status_code == 304


async def test_faults_are_put_in_force_listed_and_ended(
    stage: Stage, asks: Asks, li: Person
) -> None:
    api = f"{stage.url}/stage/api"
    await asks.http.post(f"{api}/fault", json={"kind": "too_many_requests", "count": 1,
                                               "seconds": 9, "method": "sendMessage"})  # fmt: skip
    await asks.http.post(f"{api}/fault", json={"kind": "http_500", "seconds": 60})
    listed = (await get(asks, stage, "faults"))["faults"]
    assert [each["kind"] for each in listed] == ["too_many_requests", "http_500"]
    assert 50 < listed[1]["seconds_left"] <= 60
    told = await asks("sendMessage", chat_id=li.id, text="x")
    assert told["parameters"] == {"retry_after": 9}
    assert (await asks.http.delete(f"{api}/faults")).json() == {"faults": []}


async def test_events_tell_what_happens_and_can_be_joined_later(
    stage: Stage, asks: Asks, li: Person
) -> None:
    seq = (await get(asks, stage, "state"))["seq"]
    buttons = {"inline_keyboard": [[{"text": "好", "callback_data": "1"}]]}
    sent = await asks("sendMessage", chat_id=li.id, text="一", reply_markup=buttons)
    number = sent["result"]["message_id"]

    async def follow(count: int) -> list[JSON]:
        events: list[JSON] = []
        url = f"{stage.url}/stage/api/events?after={seq}"
        async with httpx.AsyncClient(trust_env=False) as http, http.stream("GET", url) as reply:
            assert reply.headers["content-type"].startswith("text/event-stream")
            async for line in reply.aiter_lines():
                if line.startswith("data: "):
                    events.append(json.loads(line[6:]))
                if len(events) == count:
                    break
        return events

    following = asyncio.create_task(follow(6))
    await asyncio.sleep(0.1)
    pressed = await do(asks, stage, li, "press", message_id=number, row=0, column=0)
    query = pressed["callback_query_id"]
    await asks("answerCallbackQuery", callback_query_id=query, text="好的")
    await asks("sendChatAction", chat_id=li.id, action="typing")
    await asks("editMessageText", chat_id=li.id, message_id=number, text="二")
    await asks("deleteMessage", chat_id=li.id, message_id=number)
    await asks("setChatMenuButton", chat_id=li.id, menu_button={"type": "commands"})
    events = await asyncio.wait_for(following, 5)
    assert [each["kind"] for each in events] == [
        "message", "answer", "action", "edited", "deleted", "menu",
    ]  # fmt: skip
    assert all(each["person"] == li.id for each in events)
    assert events[0]["message"]["text"] == "一", "it happened before the page came"
    assert (events[1]["callback_query_id"], events[1]["text"]) == (query, "好的")
    assert events[4]["message_id"] == number
    assert [each["seq"] for each in events] == sorted({each["seq"] for each in events})


async def test_the_products_pages_stand_beside_the_stage(stage: Stage, asks: Asks) -> None:
    at_root = await asks.http.get(f"{stage.url}/")
    assert (at_root.status_code, at_root.headers["location"]) == (307, "/stage/")

    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"page {request.url.path}")

    stage.app = Starlette(routes=[Route("/{path:path}", page)])
    assert (await asks.http.get(f"{stage.url}/form")).text == "page /form"
    assert (await get(asks, stage, "state"))["bot"]["username"]
    assert (await asks("getMe"))["ok"]
