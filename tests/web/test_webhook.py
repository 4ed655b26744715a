"""The webhook: only Telegram is heard, each update once, and nothing breaks it."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from rehearsal.people import Person
from tests.world import World, a_world
from usecases import inbox

SECRET = "a-secret-of-the-webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest_asyncio.fixture
async def hooked(tmp_path: Path) -> AsyncIterator[tuple[World, httpx.AsyncClient]]:
    async with (
        a_world("sqlite", tmp_path, webhook_secret=SECRET) as world,
        httpx.AsyncClient(base_url=world.stage.url, trust_env=False, timeout=10) as http,
    ):
        yield world, http


Hooked = tuple[World, httpx.AsyncClient]


def an_update(person: Person, number: int = 700_000, text: str = "/language") -> dict[str, object]:
    someone = {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": "zh"}
    message = {
        "message_id": number,
        "date": 1_795_222_800,
        "from": someone,
        "chat": {"id": person.id, "type": "private", "first_name": person.name},
        "text": text,
    }
    return {"update_id": number, "message": message}


async def somebody(world: World) -> Person:
    """Let somebody come in who may be written to."""
    li = world.person("李志愿")
    await li.says("/start")
    return li


async def posts(http: httpx.AsyncClient, body: bytes, secret: bytes | None) -> int:
    headers = [(b"Content-Type", b"application/json")]
    if secret is not None:
        headers.append((HEADER.encode(), secret))
    reply = await http.post("/webhook", content=body, headers=httpx.Headers(headers))
    return reply.status_code


async def test_telegrams_update_is_committed_and_answered_like_a_polled_one(
    hooked: Hooked,
) -> None:
    world, http = hooked
    li = await somebody(world)
    before = len(world.stage.calls_of("sendMessage"))
    body = json.dumps(an_update(li)).encode()
    assert await posts(http, body, SECRET.encode()) == 200
    await world.house.inbox.idle()
    li.sees("请选择语言")
    assert len(world.stage.calls_of("sendMessage")) == before + 1


async def test_the_same_update_three_times_at_once_and_later_is_answered_once(
    hooked: Hooked,
) -> None:
    world, http = hooked
    li = await somebody(world)
    before = len(world.stage.calls_of("sendMessage"))
    body = json.dumps(an_update(li)).encode()
    secret = SECRET.encode()
    assert await asyncio.gather(*(posts(http, body, secret) for _ in range(3))) == [200] * 3
    await world.house.inbox.idle()
    assert await posts(http, body, secret) == 200
    await world.house.inbox.idle()
    assert len(world.stage.calls_of("sendMessage")) == before + 1


async def test_without_the_secret_nobody_is_heard(hooked: Hooked) -> None:
    world, http = hooked
    li = await somebody(world)
    before = len(world.stage.calls_of("sendMessage"))
    body = json.dumps(an_update(li)).encode()
    for wrong in (
        None,
        b"",
        b"a-secret-of-the-webhooK",
        SECRET.encode() + b" x",
        "密".encode(),
        b"\xff\xfe\x80",
        b"\xa7" * 4000,
    ):
        assert await posts(http, body, wrong) == 401
    await world.house.inbox.idle()
    assert len(world.stage.calls_of("sendMessage")) == before


async def test_the_secret_is_compared_in_constant_time(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, http = hooked
    compared: list[tuple[bytes, bytes]] = []
    truly = hmac.compare_digest

    def noted(given: bytes, secret: bytes) -> bool:
        compared.append((given, secret))
        return truly(given, secret)

    monkeypatch.setattr("web.mailbox.hmac.compare_digest", noted)
    assert await posts(http, b"{}", b"wrong") == 401
    assert compared == [(b"wrong", SECRET.encode())]


BODIES = [
    (b"", 400),
    (b"{", 400),
    (b"null", 200),
    (b"[]", 200),
    (b'"update_id"', 200),
    (b'{"a":1}', 200),
    (b'{"a":"\\ud800"}', 200),
    (b'{"update_id":true}', 200),
    (b'{"update_id":"7"}', 200),
    (b'{"update_id":1.5}', 200),
    (b'{"update_id":9223372036854775808}', 200),
    (b'{"update_id":' + b"9" * 5000 + b"}", 400),
    (b"[" * 100_000, 400),
    (b"\xff\xfe\x00", 400),
    (b"{" + b" " * 2_000_000 + b"}", 413),
    (b'{"update_id":800001}', 200),
    (b'{"update_id":800002,"message":7}', 200),
    (b'{"update_id":800003,"message":{"from":{"id":"x"}}}', 200),
    (b'{"update_id":800004,"something_new":{"from":{"id":99}}}', 200),
]


async def test_a_spoiled_body_is_refused_and_a_strange_one_harms_nobody(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, http = hooked
    monkeypatch.setattr("bot.inbox._DELAYS_SECONDS", (0.0,))
    for body, status in BODIES:
        assert await posts(http, body, SECRET.encode()) == status, body[:40]
    li = await somebody(world)
    assert await posts(http, json.dumps(an_update(li)).encode(), SECRET.encode()) == 200
    await world.house.inbox.idle()
    li.sees("请选择语言")


async def test_what_is_no_update_is_confirmed_and_put_aside_once(hooked: Hooked) -> None:
    world, http = hooked
    for _ in range(2):
        assert await posts(http, b'{"a":1}', SECRET.encode()) == 200
        assert await posts(http, b'["a", 1]', SECRET.encode()) == 200
    assert await posts(http, b'{"a":1', SECRET.encode()) == 400
    assert await world.db.read(inbox.standing) == {"waiting": 0, "parked": 2}
    assert await world.house.inbox.start() == 0, "a start does not try them again"


async def test_a_city_that_polls_has_no_webhook(tmp_path: Path) -> None:
    async with (
        a_world("sqlite", tmp_path) as world,
        httpx.AsyncClient(base_url=world.stage.url, trust_env=False) as http,
    ):
        for secret in (None, b"", b"anything"):
            assert await posts(http, b'{"update_id":1}', secret) == 401
        assert (await http.get("/webhook")).status_code in {404, 405}
        assert (await http.get("/health")).json() == {"ok": True}
