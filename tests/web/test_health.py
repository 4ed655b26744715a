"""Health: whoever watches the process hears whether it can work, and never an error."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import httpx
import pytest

from documents.reading import PictureReader
from rehearsal.clock import StageClock
from tests.cast import CITY, MORNING
from tests.databases import fresh_database
from usecases.database import Database
from web import app as app_module
from web.app import Counter, build_app


@asynccontextmanager
async def _pages(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async def takes_nothing(_updates: list[dict[str, Any]]) -> None: ...

    db = Database(url, CITY)
    clock = StageClock(MORNING, running=False)
    pages = build_app(
        Counter(db, clock, takes_nothing, "", "1:token", "city_bot", "", PictureReader())
    )
    try:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(pages), base_url="http://city.example"
        ) as http:
            yield http
    finally:
        await db.close()


async def _health(http: httpx.AsyncClient) -> tuple[int, object]:
    answer = await http.get("/health")
    return answer.status_code, answer.json()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_a_city_that_can_write_is_well(engine: str) -> None:
    with fresh_database(engine) as url:
        async with _pages(url) as http:
            assert await _health(http) == (200, {"ok": True})


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.db", "postgresql+psycopg://nobody@127.0.0.1:1/none"]
)
async def test_a_database_that_is_down_is_said_and_not_raised(url: str) -> None:
    async with _pages(url) as http:
        assert await _health(http) == (503, {"ok": False})


async def test_a_locked_database_is_said_in_time_and_over_when_it_is_free_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app_module, "HEALTH_SECONDS", 0.1)
    with fresh_database("sqlite") as url:
        async with _pages(url) as http:
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
                other.execute("BEGIN IMMEDIATE")
                assert await _health(http) == (503, {"ok": False})
            monkeypatch.setattr(app_module, "HEALTH_SECONDS", 10)
            assert await _health(http) == (200, {"ok": True})
