"""A webhook gets what Telegram sends it: secret, order per queue, again until it is taken."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from rehearsal.api_error import JSON
from rehearsal.people import Person
from rehearsal.stage import Stage
from tests.rehearsal.conftest import Asks

Reply = Callable[[JSON], Awaitable[Response]]


class Hook:
    """A bot's webhook that writes down what comes and answers as a test says."""

    def __init__(self) -> None:
        self.came: list[str] = []
        self.secrets: list[str] = []
        self.reply: Reply = self._ok

    async def _ok(self, _update: JSON) -> Response:
        return Response()

    async def __call__(self, request: Request) -> Response:
        """Take one post."""
        update = await request.json()
        self.came.append(told(update))
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        return await self.reply(update)


def told(update: JSON) -> str:
    if "message" in update:
        return str(update["message"]["text"])
    return str(update["callback_query"]["data"])


@pytest_asyncio.fixture
async def hook(stage: Stage) -> AsyncIterator[Hook]:
    made = Hook()

    async def door(request: Request) -> Response:
        return await made(request)

    stage.app = Starlette(routes=[Route("/hook", door, methods=["POST"])])
    yield made
    await stage.api.stop_courier()


async def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_the_public_address_leads_to_this_port_with_the_secret(
    stage: Stage, asks: Asks, hook: Hook, li: Person
) -> None:
    await li.says("早来的")
    url = f"{stage.public_url}/hook"
    assert (await asks("setWebhook", url=url, secret_token="s-1_x"))["ok"]
    stage.settle = stage.until_taken
    await li.says("一")
    assert hook.came == ["早来的", "一"]
    assert hook.secrets == ["s-1_x", "s-1_x"]
    info = (await asks("getWebhookInfo"))["result"]
    assert (info["url"], info["pending_update_count"]) == (url, 0)


@pytest.mark.parametrize(
    ("url", "secret", "words"),
    [
        ("http://puer.cn/hook", "", "bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://puer.cn:8080/hook", "",
         "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://puer.cn/hook", "密", "secret token contains unallowed characters"),
        ("https://puer.cn/hook", "x" * 257, "secret token is too long"),
    ],
)  # fmt: skip
async def test_a_webhook_that_is_none(asks: Asks, url: str, secret: str, words: str) -> None:
    told_words = await asks.words("setWebhook", url=url, secret_token=secret)
    assert told_words == f"400 Bad Request: {words}"


async def test_what_is_not_taken_comes_again_and_holds_up_only_its_own_queue(
    stage: Stage, asks: Asks, hook: Hook, li: Person
) -> None:
    wang = stage.person("王明")
    left = 2

    async def twice_broken(update: JSON) -> Response:
        nonlocal left
        if told(update) == "一" and left:
            left -= 1
            return Response(status_code=500)
        return Response()

    hook.reply = twice_broken
    await asks("setWebhook", url=f"{stage.url}/hook")
    assert stage.api.courier is not None
    stage.api.courier.first_pause_seconds = 0.4
    await li.says("一")
    await li.says("二")
    await wang.says("三")
    await until(lambda: "三" in hook.came)
    assert hook.came.count("一") <= 2, "the first repetition comes at once"
    assert "二" not in hook.came, "what stands behind waits"
    began = asyncio.get_running_loop().time()
    await until(lambda: "二" in hook.came)
    assert asyncio.get_running_loop().time() - began > 0.2, "the second one pauses"
    assert [word for word in hook.came if word != "三"] == ["一", "一", "一", "二"]
    info = (await asks("getWebhookInfo"))["result"]
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")


async def test_retry_after_is_honoured(stage: Stage, asks: Asks, hook: Hook, li: Person) -> None:
    times: list[float] = []

    async def once_busy(_update: JSON) -> Response:
        times.append(asyncio.get_running_loop().time())
        busy = len(times) == 1
        return Response(status_code=503 if busy else 200, headers={"Retry-After": "1"})

    hook.reply = once_busy
    await asks("setWebhook", url=f"{stage.url}/hook")
    await li.says("一")
    await until(lambda: len(times) == 2)
    assert times[1] - times[0] >= 1


async def test_a_message_and_a_press_do_not_wait_for_each_other(
    stage: Stage, asks: Asks, hook: Hook, li: Person
) -> None:
    buttons = {"inline_keyboard": [[{"text": "好", "callback_data": "press"}]]}
    await asks("sendMessage", chat_id=li.id, text="一", reply_markup=buttons)
    go_on = asyncio.Event()

    async def slow_messages(update: JSON) -> Response:
        if "message" in update:
            await go_on.wait()
        return Response()

    hook.reply = slow_messages
    await asks("setWebhook", url=f"{stage.url}/hook")
    await li.says("slow")
    await li.presses("好")
    await until(lambda: hook.came == ["slow", "press"])
    go_on.set()
    await stage.world.deliveries.until_taken(5)


async def test_one_connection_sends_one_at_a_time(
    stage: Stage, asks: Asks, hook: Hook, li: Person
) -> None:
    wang = stage.person("王明")
    at_once = most = 0

    async def counted(_update: JSON) -> Response:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.05)
        at_once -= 1
        return Response()

    hook.reply = counted
    await asks("setWebhook", url=f"{stage.url}/hook", max_connections=1)
    await li.says("一")
    await wang.says("二")
    await stage.world.deliveries.until_taken(5)
    assert most == 1
    await asks("setWebhook", url=f"{stage.url}/hook", max_connections=40)
    await li.says("一")
    await wang.says("二")
    await stage.world.deliveries.until_taken(5)
    assert most == 2


async def test_the_answer_may_carry_one_method(
    stage: Stage, asks: Asks, hook: Hook, li: Person
) -> None:
    async def answers(update: JSON) -> Response:
        chat_id = update["message"]["chat"]["id"]
        return JSONResponse({"method": "sendMessage", "chat_id": chat_id, "text": "您好"})

    hook.reply = answers
    await asks("setWebhook", url=f"{stage.url}/hook")
    await li.says("一")
    await li.hears("您好")


async def test_what_is_too_old_is_dropped(stage: Stage, asks: Asks, hook: Hook, li: Person) -> None:
    async def refuses(_update: JSON) -> Response:
        return Response(status_code=500)

    hook.reply = refuses
    await asks("setWebhook", url=f"{stage.url}/hook")
    assert stage.api.courier is not None
    stage.api.courier.first_pause_seconds = 0.1
    await li.says("一")
    await until(lambda: len(hook.came) >= 2)
    for waiting in stage.world.deliveries.waiting.values():
        waiting.expires_at = 0
    await stage.world.deliveries.until_taken(5)


async def test_taking_the_webhook_away_keeps_what_was_not_taken(
    stage: Stage, asks: Asks, hook: Hook, li: Person
) -> None:
    async def refuses(_update: JSON) -> Response:
        return Response(status_code=401)

    hook.reply = refuses
    await asks("setWebhook", url=f"{stage.url}/hook")
    await li.says("一")
    await until(lambda: len(hook.came) >= 1)
    await asks("deleteWebhook")
    (update,) = (await asks("getUpdates"))["result"]
    assert told(update) == "一"
    await asks("setWebhook", url=f"{stage.url}/hook", drop_pending_updates=True)
    assert (await asks("getWebhookInfo"))["result"]["pending_update_count"] == 0
