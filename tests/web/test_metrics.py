"""The numbers for Prometheus: for the bearer of a token only, and never about a person."""

import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from documents.reading import PictureReader
from domain.tally import Count, Spread, Tally
from rehearsal.clock import StageClock
from tests.cast import CITY, MORNING, a_station, a_volunteer, station_code
from tests.databases import fresh_database
from tests.world import PAIRED, a_world
from usecases import inbox
from usecases.database import Database
from usecases.inbox import Taken
from web.app import build_app
from web.counter import Counter
from web.watching import Pageless, build_watch

TOKEN = "the-token-of-prometheus-1"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@asynccontextmanager
async def _pages(url: str, **more: Any) -> AsyncIterator[tuple[httpx.AsyncClient, Database]]:
    async def takes_nothing(_updates: list[dict[str, Any]]) -> None: ...

    db, clock = Database(url, CITY), StageClock(MORNING, running=False)
    pages = build_app(
        Counter(db, clock, takes_nothing, "", "1:token", "city_bot", "", PictureReader(), **more)
    )
    transport = httpx.ASGITransport(pages)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://city.example") as http:
            yield http, db
    finally:
        await db.close()


def _numbers(text: str) -> dict[str, float]:
    """Return every sample: `name{label=value,…}` -> number."""
    found = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation, family.name
        for sample in family.samples:
            labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


async def test_without_a_token_in_the_settings_there_are_no_numbers() -> None:
    async with _pages("sqlite:////nowhere/at/all.db") as (http, _):
        for headers in ({}, {"Authorization": "Bearer "}, BEARER):
            assert (await http.get("/metrics", headers=headers)).status_code == 404


@pytest.mark.parametrize(
    "said",
    ["", "Bearer", "Bearer ", f"bearer {TOKEN}", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}"],
)
async def test_whoever_does_not_bring_the_token_gets_nothing(said: str) -> None:
    async with _pages("sqlite:////nowhere/at/all.db", metrics_token=TOKEN) as (http, _):
        answer = await http.get("/metrics", headers={"Authorization": said})
        assert (answer.status_code, answer.content) == (401, b"")
        strange = await http.get("/metrics", headers=[(b"Authorization", b"Bearer \xc3\xa9\xff")])
        assert strange.status_code == 401


async def test_while_the_database_is_down_the_other_numbers_are_told() -> None:
    async with _pages("sqlite:////nowhere/at/all.db", metrics_token=TOKEN) as (http, db):
        answer = await http.get("/metrics", headers=BEARER)
        numbers = _numbers(answer.text)
        assert answer.headers["content-type"].startswith("text/plain")
        assert numbers["city_database_up"] == 0
        assert "city_updates_undone" not in numbers
        assert numbers["city_database_errors_total{kind=OperationalError}"] == 1
        assert sum(number for (_,), number in db.tally.database_errors.values.items()) == 1


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_what_waits_and_what_was_put_aside_is_told_with_its_age(engine: str) -> None:
    with fresh_database(engine) as url:
        async with _pages(url, metrics_token=TOKEN) as (http, db):
            for number, minutes in ((1, 30), (2, 20), (3, 10)):
                updates = [Taken(number, 7, {"update_id": number})]
                taken_at = MORNING - timedelta(minutes=minutes)
                await db.write(inbox.take, updates=updates, now=taken_at)
            await db.write(
                inbox.count_failure, update_id=1, incident="A", hopeless=True, now=MORNING
            )
            await db.write(inbox.mark_done, inbox.Done(2, MORNING))
            numbers = _numbers((await http.get("/metrics", headers=BEARER)).text)
            assert numbers["city_updates_undone"] == 1
            assert numbers["city_updates_parked"] == 1
            assert numbers["city_updates_oldest_seconds"] == 600
            assert numbers["city_notices_pending"] == 0
            assert numbers["city_notices_oldest_due_seconds"] == 0
            assert numbers["city_database_up"] == 1


@pytest.mark.parametrize(("engine", "language"), PAIRED)
async def test_a_morning_is_counted_and_nobody_is_named(
    engine: str, language: str, tmp_path: Path
) -> None:
    async with a_world(engine, tmp_path, language=language, metrics_token=TOKEN) as world:
        station = await world.db.write(a_station)
        li = world.person("李志愿", phone="+8613887900001")
        await world.db.write(a_volunteer, li.id, "李志愿", language)
        await li.opens(station_code(station, world.clock.now()))
        await li.opens(station_code(station, world.clock.now()))
        await li.says("530802199001010005")
        async with httpx.AsyncClient(base_url=world.stage.url, trust_env=False) as http:
            code = "C" * 32
            await http.get(f"/v/{code}")
            await http.get(f"/no/such/{code}")
            told = (await http.get("/metrics", headers=BEARER)).text
        numbers = _numbers(told)
        assert numbers["city_scans_total{door=chat,outcome=arrived}"] == 1
        assert sum(n for name, n in numbers.items() if "city_scans_total{door=chat" in name) == 2
        assert numbers["city_updates_total{state=taken}"] == 3
        assert numbers["city_updates_total{state=done}"] == 3
        assert numbers["city_update_seconds_count"] == 3
        assert numbers["city_update_seconds_bucket{le=+Inf}"] == 3
        assert numbers["city_pages_total{room=/v/,status=4xx}"] == 1
        assert numbers["city_pages_total{room=other,status=4xx}"] == 1
        assert numbers["city_updates_undone"] == 0
        assert numbers["process_resident_memory_bytes"] > 1e6
        for of_somebody in ("李志愿", str(li.id), "13887900001", code, "530802199001010005"):
            assert of_somebody not in told


async def test_the_newest_whole_backup_is_told_and_how_full_the_disks_are(tmp_path: Path) -> None:
    for name, at in (("old", 100), ("new", 200), ("new.part", 300), (".new", 400)):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (at, at))
    folders = {"backup": tmp_path, "files": tmp_path / "none"}
    async with _pages("sqlite:////no/where.db", metrics_token=TOKEN, folders=folders) as (http, _):
        numbers = _numbers((await http.get("/metrics", headers=BEARER)).text)
        assert numbers["city_backup_timestamp_seconds"] == 200
        free, size = (numbers[f"city_disk_{what}_bytes{{of=backup}}"] for what in ("free", "size"))
        assert 0 < free < size
        assert "city_disk_free_bytes{of=files}" not in numbers


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_a_process_without_pages_answers_its_watchers_alike(engine: str) -> None:
    told = False
    with fresh_database(engine) as url:
        db = Database(url, CITY)
        clock = StageClock(MORNING, running=False)
        app = build_watch(Pageless(db, clock, lambda: told, TOKEN))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://city.example"
        ) as http:
            assert (await http.get("/health")).json() == {"ok": True}
            assert (await http.get("/ready")).json() == {"ok": True}
            assert (await http.get("/metrics")).status_code == 401
            assert (await http.get("/scan")).status_code == 404
            db.tally.leader.value = 1
            numbers = _numbers((await http.get("/metrics", headers=BEARER)).text)
            assert (numbers["city_leader"], numbers["city_stopping"]) == (1, 0)
            told = True
            assert (await http.get("/ready")).status_code == 503
        await db.close()


def test_a_bucket_holds_all_that_is_at_most_as_large() -> None:
    spread = Spread("x", "room", bounds=(1, 2))
    for quantity in (0.5, 1, 1.5, 2, 3):
        spread.observe(quantity, "a")
    assert spread.rows == {("a",): [2, 2, 1, 8.0]}


def test_counting_costs_a_checkin_less_than_two_microseconds() -> None:
    tally, rounds = Tally(), 20_000
    best = {}
    ways: dict[str, Callable[[], None]] = {
        "count": lambda: tally.scans.add("chat", "arrived"),
        "spread": lambda: tally.page_seconds.observe(0.02, "/webhook"),
    }
    for name, count in ways.items():
        times = []
        for _ in range(5):
            began = time.perf_counter()
            for _ in range(rounds):
                count()
            times.append((time.perf_counter() - began) / rounds)
        best[name] = min(times)
    assert max(best.values()) < 2e-6, best


def test_every_number_says_what_it_means_in_a_sentence() -> None:
    tally = Tally()
    for name in Tally.__dataclass_fields__:
        number = getattr(tally, name)
        assert len(number.meaning) > 10, name
        if isinstance(number, Count):
            assert all(value == 0 for value in number.values.values())
