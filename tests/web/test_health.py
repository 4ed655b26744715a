"""Health and readiness: who watches the process hears whether it can work, and never an error."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, text

from documents.reading import PictureReader
from models.sealed import Keyring
from rehearsal.clock import StageClock
from tests.cast import CITY, MORNING
from tests.databases import fresh_database
from usecases import migration
from usecases.city import City
from usecases.database import Database
from web import standing
from web.app import build_app
from web.counter import Counter


@asynccontextmanager
async def _pages(url: str, city: City = CITY, **more: Any) -> AsyncIterator[httpx.AsyncClient]:
    async def takes_nothing(_updates: list[dict[str, Any]]) -> None: ...

    db = Database(url, city)
    clock = StageClock(MORNING, running=False)
    pages = build_app(
        Counter(db, clock, takes_nothing, "", "1:token", "city_bot", "", PictureReader(), **more)
    )
    try:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(pages), base_url="http://city.example"
        ) as http:
            yield http
    finally:
        await db.close()


async def _health(http: httpx.AsyncClient, path: str = "/health") -> tuple[int, object]:
    answer = await http.get(path)
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
        assert await _health(http) == (503, {"ok": False, "why": "database"})


async def test_a_locked_database_is_said_in_time_and_over_when_it_is_free_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(standing, "HEALTH_SECONDS", 0.1)
    with fresh_database("sqlite") as url:
        async with _pages(url) as http:
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
                other.execute("BEGIN IMMEDIATE")
                assert await _health(http) == (503, {"ok": False, "why": "database"})
            monkeypatch.setattr(standing, "HEALTH_SECONDS", 10)
            assert await _health(http) == (200, {"ok": True})


READY = (200, {"ok": True})


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_a_process_gets_traffic_only_on_a_database_of_its_shape_and_its_keys(
    engine: str,
) -> None:
    with fresh_database(engine) as url:
        server = create_engine(url)
        try:
            async with _pages(url) as http:
                assert await _health(http, "/ready") == READY
                for shape, answer in {
                    "0001": (503, {"ok": False, "why": "shape"}),
                    # A newer version has migrated; we serve until we are replaced.
                    "9999": READY,
                    migration.newest(): READY,
                }.items():
                    with server.begin() as connection:
                        new = {"shape": shape}
                        connection.execute(
                            text("UPDATE alembic_version SET version_num=:shape"), new
                        )
                    assert await _health(http, "/ready") == answer
            stranger = replace(CITY, keys=Keyring({1: b"another key of 32 bytes in length"[:32]}))
            async with _pages(url, stranger) as http:
                assert await _health(http, "/ready") == (503, {"ok": False, "why": "keys"})
                assert await _health(http) == READY
        finally:
            server.dispose()


async def test_a_database_without_tables_or_that_is_down_gets_no_traffic() -> None:
    no = (503, {"ok": False, "why": "database"})
    with fresh_database("sqlite", migrated=False) as empty:
        for url in (empty, "sqlite:////nowhere/at/all.db"):
            async with _pages(url) as http:
                assert await _health(http, "/ready") == no


async def test_a_process_that_was_told_to_stop_gets_no_more_traffic_and_is_alive() -> None:
    told = False
    with fresh_database("sqlite") as url:
        async with _pages(url, stopping=lambda: told) as http:
            assert await _health(http, "/ready") == READY
            told = True
            assert await _health(http, "/ready") == (503, {"ok": False, "why": "stopping"})
            assert await _health(http) == READY
