"""What strangers post to the pages: every field of every page, with what is no answer to it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
import structlog
from fastapi.routing import APIRoute

from tests.databases import ENGINES
from tests.web.conftest import Page, Town, nonce
from tests.world import a_world
from web.app import ROUTERS

# What each field may hold, so that the others of the same body are no reason to refuse it.
GOOD: dict[str, Any] = {
    "code": "2345 6789 ABCD", "desk": False, "init_data": "user=x", "page": "scan",
    "voucher_id": 1, "name": "李志愿", "kind": "passport", "number": "E00000000", "sex": "male",
    "born_on": "1990-01-01", "secret": "s" * 30,
    "scans": [{"code": "2345 6789 ABCD", "nonce": "n" * 22, "at_ms": 1_795_000_000_000}],
    "clock_ms": 1_795_000_000_000,
}  # fmt: skip
HOSTILE: list[Any] = [
    None, True, -1, 2**63, 1e400, "", "\0", "2345\x006789 ABCD", "\ud800", "\u202e<b>{0}",
    "长" * 500, [], ["x"], {"x": {"x": []}},
]  # fmt: skip
JSON = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
POSTS = [route for route in JSON if "POST" in (route.methods or ())]
PICTURES = ("/page/scan-picture", "/page/honour-picture")


@pytest_asyncio.fixture(params=ENGINES)
async def visited(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[Town, Page, list[Any]]]:
    async with (
        a_world(request.param, tmp_path) as world,
        httpx.AsyncClient(base_url=world.stage.url, trust_env=False, timeout=10) as http,
    ):
        town = Town(world, http)
        await town.settles()
        page = await town.opens(await town.volunteer())
        with structlog.testing.capture_logs() as lines:
            yield town, page, lines


def _fields(route: APIRoute) -> dict[str, Any]:
    model = route.body_field.field_info.annotation if route.body_field else None
    fields = getattr(model, "model_fields", {})
    return {name: nonce() if name == "nonce" else GOOD[name] for name in fields}


async def test_whatever_is_posted_is_answered_and_nothing_fails(
    visited: tuple[Town, Page, list[Any]],
) -> None:
    _, page, lines = visited
    tried = 0
    for route in POSTS:
        if route.path in PICTURES:
            continue
        good = _fields(route)
        bodies: list[object] = [good | {name: wrong} for name in good for wrong in HOSTILE]
        bodies += [[], "x", 7, None, {"": good}]
        tried += len(bodies)
        await asyncio.gather(*(_is_answered(page, route.path, body) for body in bodies))
    assert tried > 200
    huge = await page.http.post("/page/registration", content=b"1" * 1_000_000)
    assert (huge.status_code, huge.json()) == (413, {"error": "too-large"})
    await _pictures_that_are_none(page)
    assert [line for line in lines if line["log_level"] in ("error", "critical")] == []


async def _is_answered(page: Page, path: str, body: object) -> None:
    headers = page.headers | {"Content-Type": "application/json"}
    reply = await page.http.post(path, content=json.dumps(body), headers=headers)
    assert reply.status_code < 500, (path, body, reply.text)
    if reply.status_code >= 400:
        assert reply.json()["error"], (path, body)


async def _pictures_that_are_none(page: Page) -> None:
    good = {"nonce": nonce()}
    for path in PICTURES:
        for given, files in [
            (good, {}),
            ({}, {"picture": b""}),
            (good, {"picture": b""}),
            (good, {"picture": b"GIF89a\0\0"}),
            ({"nonce": "\0" * 20}, {"picture": b"x"}),
            (good | {"desk": "\0"}, {"picture": b"x"}),
            (good, {"nonce": b"x", "picture": b"x"}),
        ]:
            reply = await page.http.post(path, data=given, files=files, headers=page.headers)
            assert 400 <= reply.status_code < 500, (path, given, files, reply.text)
            assert reply.json()["error"]
    for wrong in ("application/json", "text/plain", "multipart/form-data", "\xff/\xfe", ""):
        for path in (*PICTURES, "/page/scan"):
            headers = page.headers | {"Content-Type": wrong}
            reply = await page.http.post(
                path, content=b'--x\r\n{"code": 1}\0', headers=httpx.Headers(headers, "latin-1")
            )
            assert 400 <= reply.status_code < 500, (path, wrong, reply.text)
            assert reply.json()["error"]
