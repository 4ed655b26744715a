"""Updates come as Telegram delivers them: until confirmed, to one poller, not for ever."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from rehearsal.api_error import JSON
from rehearsal.people import Person
from rehearsal.stage import Stage
from tests.answering import usual_seconds
from tests.rehearsal.conftest import Asks


def texts(answer: JSON) -> list[str]:
    return [each["message"]["text"] for each in answer["result"]]


async def test_updates_come_again_until_the_offset_confirms_them(asks: Asks, li: Person) -> None:
    for word in ("一", "二", "三"):
        await li.says(word)
    first = await asks("getUpdates")
    assert texts(first) == ["一", "二", "三"]
    assert texts(await asks("getUpdates")) == ["一", "二", "三"]
    second = first["result"][1]["update_id"]
    assert texts(await asks("getUpdates", offset=second)) == ["二", "三"]
    assert texts(await asks("getUpdates", offset=second + 2)) == []
    assert texts(await asks("getUpdates")) == []


async def test_an_answer_is_not_held_back(stage: Stage) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        assert await usual_seconds(http, f"{stage.url}/bot{stage.token}/getMe") < 0.03


async def test_limit_and_negative_offset(asks: Asks, li: Person) -> None:
    for word in ("一", "二", "三"):
        await li.says(word)
    assert texts(await asks("getUpdates", limit=2)) == ["一", "二"]
    assert texts(await asks("getUpdates", limit=1000)) == ["一", "二", "三"]
    assert texts(await asks("getUpdates", offset=-1)) == ["三"]
    assert texts(await asks("getUpdates")) == ["三"], "what stood before is forgotten"


async def test_only_the_kinds_that_were_asked_for_are_kept(
    stage: Stage, asks: Asks, li: Person
) -> None:
    await asks("getUpdates", allowed_updates=["callback_query"])
    await li.says("一")
    assert (await asks("getUpdates"))["result"] == []
    await asks("getUpdates", allowed_updates=[])
    await li.says("二")
    assert texts(await asks("getUpdates")) == ["二"]


async def test_a_long_poll_is_answered_as_soon_as_something_comes(asks: Asks, li: Person) -> None:
    polling = asyncio.create_task(asks("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    began = asyncio.get_running_loop().time()
    await li.says("一")
    assert texts(await polling) == ["一"]
    assert asyncio.get_running_loop().time() - began < 1


async def test_a_long_poll_ends_empty(asks: Asks, li: Person) -> None:
    began = asyncio.get_running_loop().time()
    assert (await asks("getUpdates", timeout=1))["result"] == []
    assert 0.9 < asyncio.get_running_loop().time() - began < 3


async def test_a_second_poller_ends_the_first(asks: Asks, li: Person) -> None:
    first = asyncio.create_task(asks("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(asks("getUpdates", timeout=1))
    told = await first
    assert told["status"] == 409
    assert told["description"] == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    assert (await second)["result"] == []


async def test_a_poller_that_hung_up_is_in_nobodys_way(
    stage: Stage, asks: Asks, li: Person
) -> None:
    first = asyncio.create_task(asks("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    await asyncio.sleep(0.1)
    await li.says("一")
    assert texts(await asks("getUpdates")) == ["一"]


async def test_there_is_no_polling_while_a_webhook_is_set(
    stage: Stage, asks: Asks, li: Person
) -> None:
    polling = asyncio.create_task(asks("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    assert (await asks("setWebhook", url=f"{stage.url}/nowhere"))["ok"]
    told = await polling
    assert (told["status"], told["description"]) == (
        409, "Conflict: terminated by setWebhook request",
    )  # fmt: skip
    assert await asks.words("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    assert (await asks("deleteWebhook"))["ok"]
    assert (await asks("getUpdates"))["ok"]


async def test_a_message_is_kept_for_a_day_and_a_press_for_150_seconds(
    stage: Stage, asks: Asks, li: Person
) -> None:
    buttons = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}
    await asks("sendMessage", chat_id=li.id, text="一", reply_markup=buttons)
    await li.presses("好")
    await li.says("二")
    stage.clock.jump(stage.clock.now() + timedelta(seconds=149))
    assert len((await asks("getUpdates"))["result"]) == 2
    stage.clock.jump(stage.clock.now() + timedelta(seconds=2))
    assert texts(await asks("getUpdates")) == ["二"]
    stage.clock.jump(stage.clock.now() + timedelta(hours=23, minutes=57))
    assert texts(await asks("getUpdates")) == ["二"]
    stage.clock.jump(stage.clock.now() + timedelta(minutes=3))
    assert (await asks("getUpdates"))["result"] == []


async def test_a_press_can_be_answered_once_and_not_late(
    stage: Stage, asks: Asks, li: Person
) -> None:
    buttons = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}
    await asks("sendMessage", chat_id=li.id, text="一", reply_markup=buttons)
    too_old = (
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
    press = await li.presses("好")
    assert press is not None
    words = await asks.words("answerCallbackQuery", callback_query_id=press.id, text="x" * 201)
    assert words == "400 Bad Request: MESSAGE_TOO_LONG"
    given = {"callback_query_id": press.id, "text": "👍" * 100, "show_alert": True}
    assert (await asks("answerCallbackQuery", **given))["ok"]
    assert li.popup == "👍" * 100
    assert await asks.words("answerCallbackQuery", **given) == too_old
    assert await asks.words("answerCallbackQuery", callback_query_id="1") == too_old
    late = await li.presses("好")
    assert late is not None
    stage.clock.jump(stage.clock.now() + timedelta(seconds=61))
    assert await asks.words("answerCallbackQuery", callback_query_id=late.id) == too_old


async def test_an_old_button_is_pressed_on_a_message_that_has_changed_or_gone(
    stage: Stage, asks: Asks, li: Person
) -> None:
    buttons = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}
    sent = await asks("sendMessage", chat_id=li.id, text="一", reply_markup=buttons)
    number = sent["result"]["message_id"]
    old = li.last
    await asks("editMessageText", chat_id=li.id, message_id=number, text="二")
    await li.presses_old(old, "好")
    await asks("deleteMessage", chat_id=li.id, message_id=number)
    await li.presses_old(old, "好")
    changed, gone = [each["callback_query"] for each in (await asks("getUpdates"))["result"]]
    assert changed["message"]["text"] == "二"
    assert changed["data"] == gone["data"] == "x"
    assert gone["message"] == {"chat": li.chat.card, "message_id": number, "date": 0}
    with pytest.raises(AssertionError, match="sees no button '好'"):
        await li.presses("好")


async def test_an_update_can_be_delivered_again_whatever_the_offset(
    stage: Stage, asks: Asks, li: Person
) -> None:
    message = await li.says("一")
    number = stage.update_of(message)
    assert texts(await asks("getUpdates")) == ["一"]
    assert texts(await asks("getUpdates", offset=number + 1)) == []
    stage.redeliver(number, times=2)
    again = (await asks("getUpdates", offset=number + 1))["result"]
    assert [each["update_id"] for each in again] == [number, number]
    assert (await asks("getUpdates", offset=number + 1))["result"] == []


async def test_a_press_can_be_sent_again_under_a_new_id(
    stage: Stage, asks: Asks, li: Person
) -> None:
    buttons = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}
    await asks("sendMessage", chat_id=li.id, text="一", reply_markup=buttons)
    press = await li.presses("好")
    assert press is not None
    again = stage.resend_callback(press)
    first, second = (await asks("getUpdates"))["result"]
    assert first["update_id"] != second["update_id"]
    assert first["callback_query"]["id"] == press.id != again.id == second["callback_query"]["id"]
    assert first["callback_query"]["data"] == second["callback_query"]["data"]
    assert (await asks("answerCallbackQuery", callback_query_id=again.id))["ok"]


async def test_any_object_can_be_delivered(stage: Stage, asks: Asks) -> None:
    stage.deliver_raw({"update_id": 7, "message": "no object"})
    stage.deliver_raw({"news": 1})
    first, second = (await asks("getUpdates", offset=400_000_000))["result"]
    assert first == {"update_id": 7, "message": "no object"}
    assert second["news"] == 1


async def test_an_act_waits_until_a_listening_bot_has_taken_the_update(
    stage: Stage, asks: Asks, li: Person
) -> None:
    stage.settle = stage.until_taken
    await li.says("nobody listens, so nobody is waited for")
    stage.world.deliveries.forget_all()
    polling = asyncio.create_task(asks("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    act = asyncio.create_task(li.says("一"))
    (update,) = (await polling)["result"]
    await asyncio.sleep(0.05)
    assert not act.done(), "fetched is not confirmed"
    await asks("getUpdates", offset=update["update_id"] + 1)
    await act


async def test_a_bot_that_hangs_is_named_with_what_it_has_not_taken(
    stage: Stage, asks: Asks, li: Person
) -> None:
    stage.settle = lambda: stage.until_taken(0.2)
    polling = asyncio.create_task(asks("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    with pytest.raises(TimeoutError, match=r"1 updates are not taken, the first is .*签到"):
        await li.says("签到")
    await polling
