"""Canaries in the logs: whoever writes, nothing of a person and no key is ever read there."""

import asyncio
import gc
import io
import json
import logging
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiogram import Bot
from aiogram.types import Update
from fastapi import FastAPI

from bot.inbox import Inbox
from bot.logs import set_up_logs
from bot.serving import server_for
from documents.reading import PictureReader
from handlers import table
from handlers.door import Door
from handlers.turn import Desk, Turn
from rehearsal.clock import StageClock
from tests.cast import CITY, MORNING, invented_id_number
from tests.databases import fresh_database
from usecases.database import Database

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "123456789:AAF-canary_canary_canary_canary_cana"
ID_NUMBER = invented_id_number(7)
PHONE = "13800001111"
NAME = "金丝雀志愿者"
# As people and libraries write them.
CANARIES: tuple[Any, ...] = (
    TOKEN,
    f"https://api.example/bot{TOKEN}/sendMessage",
    ID_NUMBER,
    " ".join([ID_NUMBER[:6], ID_NUMBER[6:14], ID_NUMBER[14:]]),
    ID_NUMBER.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    int(ID_NUMBER[:17] + "3"),
    PHONE,
    f"+86{PHONE}",
    f"+86 {PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}",
    f"({PHONE})",
    {"deep": [{"er": PHONE}]},
    "postgresql+psycopg://city:pass-canary@db/city",
)
BARE = (TOKEN, ID_NUMBER, PHONE, PHONE[3:], ID_NUMBER[6:14] + ID_NUMBER[14:], "pass-canary", NAME)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Yield what is written to standard error while logs are set up as in life."""
    root = logging.getLogger()
    before, level, config = root.handlers[:], root.level, structlog.get_config()
    hooks = sys.excepthook, threading.excepthook
    kept = io.StringIO()
    with redirect_stderr(kept):
        set_up_logs("info")
        yield kept
    root.handlers, sys.excepthook, threading.excepthook = before, *hooks
    root.setLevel(level)
    structlog.configure(**config)


def _is_clean(written: io.StringIO) -> list[dict[str, Any]]:
    text = written.getvalue()
    squeezed = text.replace(" ", "").replace("-", "")
    assert text
    for canary in BARE:
        assert canary not in text
        assert canary.replace("-", "") not in squeezed
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("canary", CANARIES)
def test_no_canary_gets_through_any_way_of_logging(written: io.StringIO, canary: Any) -> None:
    log, library = structlog.get_logger(), logging.getLogger("some.library")
    said = f"said {canary}"
    log.info(said, value=canary, many=[canary], facts={"deep": {"er": canary}})
    log.info("hidden", name=NAME, text=NAME, body={"text": NAME}, phone="1")
    library.error("sent %s", canary)
    try:
        raise ValueError(f"no good: {canary}")
    except ValueError as error:
        log.exception("failed", incident="AB12")
        library.exception("failed %s", error)
    lines = _is_clean(written)
    assert len(lines) == 5
    assert "test_logs.py" in lines[3]["exception"]


def test_what_an_exception_quotes_is_not_told(written: io.StringIO) -> None:
    log = structlog.get_logger()
    nothing: dict[str, int] = {}
    for breaks in (lambda: int(NAME), lambda: nothing[NAME], lambda: Update.model_validate(_bad())):
        try:
            breaks()
        except (ValueError, KeyError):
            log.exception("update failed", incident="AB12CD34")
    lines = _is_clean(written)
    assert [line["incident"] for line in lines] == ["AB12CD34"] * 3
    assert "invalid literal for int()" in lines[0]["exception"]


def _bad() -> dict[str, Any]:
    return {"update_id": 1, "message": {"text": NAME, "date": NAME, "from": {"first_name": NAME}}}


async def test_a_task_that_nobody_awaited_is_told_cleanly(written: io.StringIO) -> None:
    async def breaks() -> None:
        raise ValueError(f"'{NAME}' and {TOKEN}")

    loop = asyncio.get_running_loop()
    handler = loop.get_exception_handler()
    loop.set_exception_handler(None)
    task = asyncio.ensure_future(breaks())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    loop.set_exception_handler(handler)
    assert "never retrieved" in written.getvalue()
    _is_clean(written)


def test_a_process_that_ends_badly_says_so_cleanly(tmp_path: Path) -> None:
    code = f"""
        import threading
        from bot.logs import set_up_logs
        set_up_logs("info")
        def breaks():
            raise RuntimeError("{TOKEN} of '{NAME}'")
        thread = threading.Thread(target=breaks)
        thread.start(); thread.join()
        breaks()
    """
    done = subprocess.run(  # noqa: S603 - our own interpreter on our own code
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(_is_clean(io.StringIO(done.stderr))) == 2


def test_what_a_database_says_about_a_row_is_not_told(written: io.StringIO) -> None:
    import psycopg

    from usecases import database

    log = structlog.get_logger()
    with fresh_database("postgresql") as url:
        address = url.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE t (name text UNIQUE)")
            connection.execute("INSERT INTO t VALUES (%s)", (NAME,))
            try:
                connection.execute("INSERT INTO t VALUES (%s)", (NAME,))
            except psycopg.errors.UniqueViolation:
                log.exception("failed", where=database.__name__)
    assert "UniqueViolation" in _is_clean(written)[0]["exception"]


async def test_an_error_in_a_handler_is_one_line_with_its_number_and_nothing_personal(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(turn: Turn) -> None:
        if turn.update_id not in broken:
            broken.add(turn.update_id)
            raise ValueError(f"no good: {turn.text} of {turn.message}")

    broken: set[int] = set()
    monkeypatch.setitem(table.COMMANDS, "help", breaks)
    monkeypatch.setattr("bot.inbox._DELAYS_SECONDS", (0.0,))
    someone = {"id": 7, "is_bot": False, "first_name": NAME, "language_code": "zh"}
    message = {
        "message_id": 1,
        "date": int(MORNING.timestamp()),
        "from": someone,
        "chat": {"id": 7, "type": "private", "first_name": NAME},
        "text": f"/help {ID_NUMBER}",
    }
    with fresh_database("sqlite") as url:
        db, clock = Database(url, CITY), StageClock(MORNING, running=False)
        # Nothing is sent: the handler breaks before it answers.
        desk = Desk(db, Bot(TOKEN), "", "city_bot", PictureReader())
        into = Inbox(db, Door(desk, clock, CITY.calendar.zone), clock)
        await into.take([{"update_id": 1, "message": message}])
        await into.idle()
        await db.close()
    (line,) = _is_clean(written)
    assert (line["event"], line["update_id"]) == ("update failed", 1)
    assert line["incident"]


def test_what_aiogram_says_of_an_update_is_not_repeated(written: io.StringIO) -> None:
    event = logging.getLogger("aiogram.event")
    event.error("Failed to make answer: %s: %s", "TelegramBadRequest", NAME)
    try:
        raise ValueError(NAME)
    except ValueError as error:
        event.exception("Cause exception while process update id=%d: %s", 1, error)
    assert written.getvalue() == ""


def test_what_uvicorn_says_is_a_line_like_the_others(written: io.StringIO) -> None:
    server_for(FastAPI())
    try:
        raise ValueError(f"'{NAME}' of {TOKEN}")
    except ValueError as error:
        logging.getLogger("uvicorn.error").error("Exception in application", exc_info=error)
    (line,) = _is_clean(written)
    assert line["logger"] == "uvicorn.error"
