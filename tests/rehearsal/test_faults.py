"""What can go wrong between a bot and Telegram goes wrong on demand."""

import asyncio

import httpx
import pytest

from rehearsal.people import Person
from rehearsal.stage import Stage
from tests.rehearsal.conftest import Asks


async def test_a_dropped_reply_leaves_the_message_sent(
    stage: Stage, asks: Asks, li: Person
) -> None:
    stage.faults.inject("drop_reply", method="sendMessage")
    with pytest.raises(httpx.TransportError):
        await asks("sendMessage", chat_id=li.id, text="一")
    assert li.screen == "一"
    assert stage.calls[-1].fault == "drop_reply"
    assert (await asks("sendMessage", chat_id=li.id, text="二"))["ok"]


async def test_a_hanging_reply_leaves_the_message_sent(
    stage: Stage, asks: Asks, li: Person
) -> None:
    stage.faults.inject("hang", seconds=0.3)
    with pytest.raises(httpx.TransportError):
        await asks("sendMessage", chat_id=li.id, text="一")
    assert li.screen == "一"


async def test_a_late_reply_is_late(stage: Stage, asks: Asks, li: Person) -> None:
    stage.faults.inject("delay", seconds=0.3)
    began = asyncio.get_running_loop().time()
    assert (await asks("sendMessage", chat_id=li.id, text="一"))["ok"]
    assert asyncio.get_running_loop().time() - began >= 0.3


@pytest.mark.parametrize(
    ("kind", "status", "described"),
    [
        ("http_500", 500, "Internal Server Error"),
        ("json_401", 401, "Unauthorized"),
        ("too_many_requests", 429, "Too Many Requests: retry after 3"),
        ("blocked", 403, "Forbidden: bot was blocked by the user"),
    ],
)
async def test_refusals_in_json(
    stage: Stage, asks: Asks, li: Person, kind: str, status: int, described: str
) -> None:
    stage.faults.inject(kind, seconds=3)
    told = await asks("sendMessage", chat_id=li.id, text="一")
    assert (told["status"], told["description"]) == (status, described)
    assert li.screen == "", "nothing was sent"
    assert (await asks("sendMessage", chat_id=li.id, text="二"))["ok"], "once means once"


@pytest.mark.parametrize(("kind", "status"), [("html_502", 502), ("html_403", 403)])
async def test_a_proxys_page_is_no_json(
    stage: Stage, asks: Asks, li: Person, kind: str, status: int
) -> None:
    stage.faults.inject(kind)
    given = {"chat_id": li.id, "text": "一"}
    reply = await asks.http.post(asks.root + "sendMessage", json=given)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "text/html"
    assert "<html>" in reply.text
    assert li.screen == ""


async def test_a_fault_befalls_one_method_and_one_person_so_many_times(
    stage: Stage, asks: Asks, li: Person
) -> None:
    wang = stage.person("王明")
    await wang.says("/start")
    stage.faults.inject("http_500", method="sendMessage", chat_id=li.id, count=2)
    assert (await asks("sendChatAction", chat_id=li.id, action="typing"))["ok"]
    assert (await asks("sendMessage", chat_id=wang.id, text="x"))["ok"]
    told = [await asks("sendMessage", chat_id=li.id, text="x") for _ in range(3)]
    assert [each["status"] for each in told] == [500, 500, 200]


async def test_a_fault_can_last_for_a_time_and_be_ended(stage: Stage, asks: Asks) -> None:
    stage.faults.inject("http_500", lasts_seconds=0.2)
    assert [(await asks("getMe"))["status"] for _ in range(3)] == [500] * 3
    await asyncio.sleep(0.25)
    assert (await asks("getMe"))["status"] == 200
    stage.faults.inject("http_500", lasts_seconds=60)
    stage.faults.clear()
    assert (await asks("getMe"))["status"] == 200


async def test_a_poll_is_spared_unless_it_is_named(stage: Stage, asks: Asks) -> None:
    stage.faults.inject("http_500")
    assert (await asks("getUpdates"))["status"] == 200
    assert (await asks("getMe"))["status"] == 500
    stage.faults.inject("http_500", method="getUpdates")
    assert (await asks("getUpdates"))["status"] == 500


async def test_updates_can_be_multiplied(stage: Stage, asks: Asks, li: Person) -> None:
    stage.faults.inject("duplicate_updates", times=3)
    await li.says("一")
    await li.says("二")
    came = [each["message"]["text"] for each in (await asks("getUpdates"))["result"]]
    assert came == ["一", "一", "一", "二"]


async def test_updates_can_change_places(stage: Stage, asks: Asks, li: Person) -> None:
    stage.faults.inject("reorder_updates")
    await li.says("签到")
    assert (await asks("getUpdates"))["result"] == []
    await li.says("签退")
    first, second = (await asks("getUpdates"))["result"]
    assert (first["message"]["text"], second["message"]["text"]) == ("签退", "签到")
    assert first["update_id"] > second["update_id"]


def test_an_unknown_fault_is_named() -> None:
    with pytest.raises(ValueError, match="unknown fault 'earthquake'"):
        Stage().faults.inject("earthquake")
