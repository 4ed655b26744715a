"""What is typed into a chat is read nowhere else, not even in the bytes of the database (P9).

The proof plants a thousand ID numbers and telephones through real registrations, plays on, and then
looks for every one of them in every byte that the city has written anywhere.
"""

import asyncio
import io
import logging
import random
import re
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, redirect_stderr
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from bot.logs import set_up_logs
from domain.permissions import Role
from handlers import table
from handlers.turn import Turn
from models.tables import metadata
from rehearsal.people import Person
from rehearsal.screens import Button
from tests.cast import MORNING, a_station, an_account, invented_id_number, station_code, with_role
from tests.databases import ENGINES, postgres_server
from tests.e2e import registering
from tests.usecases.applying import answers
from tests.world import World, a_world
from usecases import approval, identifying, registration
from usecases.city import CitySession
from usecases.registration import ID_NUMBER, TO_REGISTER

CANARY = "金丝雀在此"
PLACE = "图书馆金丝雀"
# Nobody else in these tests was born in these years.
_FIRST_BORN = 1971
PLANTED = 1_000


async def test_what_was_typed_stands_in_no_byte_of_the_database(tmp_path: Path) -> None:
    async with a_world("sqlite", tmp_path) as world:
        chief = world.person("某管理员")
        await world.db.write(with_role, chief.id, Role.ADMINISTRATOR)
        await world.db.write(a_station, PLACE)
        await chief.says(CANARY)
        await chief.presses("请人进来")
        await chief.uses(Button(chief.last.id, chief.last.buttons[0][0]))
        await chief.says(CANARY)
        files = list(Path(world.db.url.removeprefix("sqlite:///")).parent.glob("*.db*"))
        raw = b"".join([await asyncio.to_thread(file.read_bytes) for file in files])
        assert PLACE.encode() in raw, "the bytes that we look at are those of this database"
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert CANARY.encode(coding) not in raw
        assert CANARY.encode("unicode_escape") not in raw


# -- a thousand ------------------------------------------------------------------------------------


def a_number(nth: int) -> str:
    """Return a canary: a well-formed ID number of nobody."""
    born = f"{_FIRST_BORN + nth // 300}{1 + nth % 12:02d}{1 + nth % 28:02d}"
    return invented_id_number(nth % 1000, born)


def a_phone(nth: int) -> str:
    """Return a canary: a mobile number that nobody has been given."""
    return f"+8613{770_000_000 + nth * 101}"


@contextmanager
def _logs() -> Iterator[io.StringIO]:
    """Keep what is written to standard error while logs are set up as in life."""
    root = logging.getLogger()
    before, level, config = root.handlers[:], root.level, structlog.get_config()
    hooks = sys.excepthook, threading.excepthook
    kept = io.StringIO()
    try:
        with redirect_stderr(kept):
            set_up_logs("info")
            yield kept
    finally:
        root.handlers, sys.excepthook, threading.excepthook = before, *hooks
        root.setLevel(level)
        structlog.configure(**config)


def _registers(session: CitySession, first: int, count: int) -> None:
    """Register by the use cases and let an officer decide: approved, refused, sent back."""
    officer = with_role(session, 1, Role.FEDERATION).account_id
    for nth in range(first, first + count):
        account = an_account(session, 50_000 + nth).account_id
        kinds = [TO_REGISTER, ID_NUMBER]
        registration.agree(session, actor=account, kinds=kinds, now=MORNING)
        number, phone = a_number(nth), a_phone(nth)
        given = answers(nth, number=number, phone=phone, sex="male", born_on="")
        identifying.identify(
            session,
            actor=account,
            kind="resident-id",
            number=number,
            sex="",
            born_on="",
            now=MORNING,
        )
        given["born_on"] = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        given["sex"] = "male" if int(number[16]) % 2 else "female"
        handed_in = registration.submit(session, actor=account, answers=given, now=MORNING)
        if nth % 20 < 3:
            approval.decide(
                session,
                actor=officer,
                application_id=handed_in.application_id,
                version=1,
                verdict=(
                    approval.Verdict.APPROVED,
                    approval.Verdict.REFUSED,
                    approval.Verdict.SENT_BACK,
                )[nth % 20],
                reason="资料不全",
                line="name",
                now=MORNING,
            )


async def _in_the_chat(world: World, nth: int) -> Person:
    """Register by pressing and typing, and let an officer approve it."""
    person = world.person(f"金某{nth}", phone=a_phone(nth))
    await registering.registers(world, person, number=a_number(nth))
    return person


async def _at_every_wrong_place(world: World, chance: random.Random) -> None:
    """Type numbers where they do not belong, and let handlers fail over them."""
    lost = world.person("走错门的人")
    await lost.says("/start")

    async def breaks(turn: Turn) -> None:
        raise RuntimeError(f"cannot read {turn.text} of {turn.message!r}")

    table.COMMANDS["breaks"] = breaks
    try:
        for nth in range(PLANTED - 20, PLANTED):
            for text in (a_number(nth), f"电话 {a_phone(nth)}", f"/breaks {a_number(nth)}"):
                await lost.says(chance.choice(("", "/start ", "登记 ")) * (text[0] != "/") + text)
    finally:
        del table.COMMANDS["breaks"]


async def _at_the_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Send numbers to pages, some of which fail; return what they answer."""
    said = []
    async with httpx.AsyncClient(base_url=world.stage.url, trust_env=False) as http:
        for nth in range(PLANTED - 40, PLANTED - 20):
            number = a_number(nth)
            body = {"kind": "resident-id", "number": number, "phone": a_phone(nth)}
            asked = [http.get(f"{path}{number}") for path in ("/v/", "/", "/?id=")]
            posts = ("/page/registration", "/page/scan", "/page/session")
            asked += [http.post(path, json=body) for path in posts]
            said += [reply.text for reply in await asyncio.gather(*asked)]
            with monkeypatch.context() as broken:
                broken.setattr("web.check.cards.check", _fails)
                said.append((await http.get(f"/v/{number}")).text)
    return said


def _fails(*_args: Any, token: str, **_facts: Any) -> None:
    raise RuntimeError(f"cannot look up {token}")


def _bytes_of_sqlite(url: str) -> bytes:
    """Return database and write-ahead log, and what a dump of it says."""
    path = Path(url.removeprefix("sqlite:///"))
    raw = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    with closing(sqlite3.connect(path)) as connection:
        return raw + "\n".join(connection.iterdump()).encode()


def _bytes_of_postgres(url: str) -> bytes:
    """Return every heap, index and write-ahead log file of the server, and every row as text."""
    import psycopg

    with psycopg.connect(postgres_server(), autocommit=True) as server:
        server.execute("CHECKPOINT")
        (home,) = server.execute("SHOW data_directory").fetchone() or ("",)
    folders = [Path(home, "base"), Path(home, "pg_wal")]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    raw = b"".join(file.read_bytes() for file in files)
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        for name in metadata.tables:
            rows = connection.execute(f'SELECT t::text FROM "{name}" t'.encode()).fetchall()  # noqa: S608
            raw += "\n".join(str(row[0]) for row in rows).encode()
    return raw


def _hits(where: str, content: bytes) -> list[str]:
    """Return which canaries are in the content, as people and machines write them."""
    canaries = {a_number(nth).encode(): nth for nth in range(PLANTED)}
    canaries |= {a_phone(nth)[3:].encode(): nth for nth in range(PLANTED)}
    # Also spaced out, hyphened, or in two bytes a character.
    found = set()
    for text in (content, content.translate(None, b" -\0")):
        for run in re.finditer(rb"[0-9]{11,}[Xx]?", text):
            digits = run.group().upper()
            for length in (11, 18):
                for place in range(len(digits) - length + 1):
                    nth = canaries.get(digits[place : place + length])
                    if nth is not None:
                        found.add(f"{where}: canary {nth}")
    return sorted(found)


def _files(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@asynccontextmanager
async def _planted(
    engine: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[World, dict[str, bytes]]]:
    with _logs() as written:
        async with a_world(engine, home) as world:
            for first in range(0, PLANTED - 50, 50):
                await world.db.write(_registers, first, 50)
            people = [await _in_the_chat(world, nth) for nth in range(PLANTED - 50, PLANTED - 45)]
            await _at_every_wrong_place(world, random.Random(1))
            answered = await _at_the_pages(world, monkeypatch)
            station = await world.db.write(a_station)
            for person in people:
                await person.opens(station_code(station, world.clock.now()))
                await person.says("/profile")
            found = {
                "outbound": "\n".join(
                    str(call) for call in world.stage.calls if call.method != "getUpdates"
                ).encode(),
                "pages": "\n".join(answered).encode(),
                "files": await asyncio.to_thread(_files, home),
            }
            yield world, found
        found["logs"] = written.getvalue().encode()


@pytest.mark.proof
@pytest.mark.timeout(240)
@pytest.mark.parametrize("engine", ENGINES)
async def test_a_thousand_numbers_and_telephones_are_found_nowhere(
    engine: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    measured: Callable[[str], None],
) -> None:
    monkeypatch.setattr("bot.inbox._DELAYS_SECONDS", (0.0,))
    async with _planted(engine, tmp_path, monkeypatch) as (world, found):
        look = _bytes_of_sqlite if engine == "sqlite" else _bytes_of_postgres
        found["database"] = await asyncio.to_thread(look, world.db.url)
    assert b"\xe6\x9d\x8e" in found["outbound"] or found["outbound"], "somebody was answered"
    assert found["logs"].count(b"update failed") >= 20, "handlers failed over numbers"
    assert found["logs"].count(b"incident") >= 40, "pages failed over numbers"
    assert b"5308-02-" in found["database"], "the bytes that we look at are those of this city"
    hits = [hit for where, content in found.items() for hit in _hits(where, content)]
    looked = sum(len(content) for content in found.values()) / 2**20
    measured(f"{len(hits)} hits of {PLANTED} numbers and telephones in {looked:.0f} MiB")
    assert hits == []
    assert _hits("itself", a_number(7).encode()), "what is there would be found"
