"""F37, F38, F58, P6: old messages, old presses, a proxy of the environment, and many bad lines."""

import ast
import random
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery
from sqlalchemy import func, select

from models.columns import table_of
from models.people import Account
from models.traffic import InboxUpdate, Notice
from tests.cast import later
from tests.world import World, a_world
from usecases import access, notices

ROOT = Path(__file__).resolve().parents[2]
_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def _nothing_failed(world: World) -> None:
    rows = table_of(InboxUpdate)
    failed = select(func.count()).where((rows.c.tries > 0) | rows.c.done_at.is_(None))
    assert await world.db.read(lambda session: session.connection().scalar(failed)) == 0


async def test_a_message_that_is_gone_or_unchanged_and_a_press_too_old_cost_nobody_his_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_world("sqlite", tmp_path) as world:
        li = world.person("李志愿")
        await li.says("/language")
        asked = li.last
        await li.presses_old(asked, "English")
        await li.presses_old(asked, "English")
        li.sees("English")
        said = len(li.messages)
        await world.house.bot.delete_message(li.id, asked.id)
        await li.presses_old(asked, "中文")
        assert len(li.messages) >= said, "the answer comes anew where there is none to change"
        li.sees("中文")

        async def too_late(*_args: object, **_facts: object) -> bool:
            raise TelegramBadRequest(AnswerCallbackQuery(callback_query_id="1"), _TOO_OLD)

        monkeypatch.setattr(type(world.house.bot), "answer_callback_query", too_late)
        await li.says("/language")
        await li.presses("English")
        caller = await world.db.read(access.recognise, messenger="telegram", external_id=li.id)
        assert caller is not None
        assert caller.language == "en", "what was pressed is done, though nobody could be told"
        await _nothing_failed(world)


async def test_no_proxy_of_the_environment_gets_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever asked it would hear nothing: nobody listens there.
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with a_world("sqlite", tmp_path) as world:
        li = world.person("李志愿")
        await li.says("/start")
        li.sees("您好")
        await _tell(world, li.id)
        await world.house.scheduler.deliver()
        li.sees("站点已确认")


def test_nothing_but_the_messenger_is_ever_asked_over_the_network() -> None:
    """Nobody can have us fetch an address of his: there is no code that fetches one."""
    asking = set()
    for folder in ("bot", "web", "handlers", "scheduler", "usecases", "domain", "documents"):
        for file in (ROOT / folder).glob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                clients = (
                    "aiohttp",
                    "httpx",
                    "requests",
                    "urllib.request",
                    "http.client",
                    "socket",
                )
                if any(name.split(".")[0] in clients or name in clients for name in names):
                    asking.add(f"{folder}/{file.name}")
    # The poll, the line of answers, bulk sending and its errors; our own port.
    assert asking <= {
        # Loads it before colours can be, and asks nobody.
        "bot/__main__.py",
        "bot/line.py",
        "bot/poller.py",
        "bot/process.py",
        "bot/serving.py",
        "scheduler/delivery.py",
        "scheduler/outcomes.py",
    }, asking


async def _tell(world: World, external_id: int, key: str = "1") -> None:
    caller = await world.db.read(access.recognise, messenger="telegram", external_id=external_id)
    assert caller is not None
    await world.db.write(
        notices.tell,
        kind="end-confirmed",
        account_id=caller.account_id,
        dedupe_key=key,
        facts={"minutes": 60, "since_at": later().isoformat()},
        due_at=world.clock.now(),
    )


@pytest.mark.proof
async def test_of_a_hundred_people_behind_bad_lines_nobody_is_taken_for_one_who_blocked(
    tmp_path: Path,
) -> None:
    async with a_world("sqlite", tmp_path) as world:
        world.stage.settle = None
        people = [world.person(f"居民{n}") for n in range(100)]
        for person in people:
            await person.says("/start")
        await world.settle()
        blocking = people[::10]
        for person in blocking:
            person._world.chats[person.id].blocked = True
        for nth, person in enumerate(people):
            await _tell(world, person.id, str(nth))
        chance = random.Random(100)
        for minute in range(1, 90):
            kind = chance.choice(("html_403", "html_502", "http_500", "json_401"))
            if minute < 30:
                world.stage.faults.inject(kind, method="sendMessage", count=chance.randrange(30))
            await world.goes_on_to(later(minutes=minute))
        accounts, rows = table_of(Account), table_of(Notice)
        blocked = select(accounts.c.external_id).where(accounts.c.blocked_at.is_not(None))
        found = await world.db.read(lambda session: set(session.connection().scalars(blocked)))
        assert found == {person.id for person in blocking}
        states = select(rows.c.state, func.count()).group_by(rows.c.state)
        counts = await world.db.read(
            lambda s: dict(tuple(r) for r in s.connection().execute(states))
        )
        assert counts == {"sent": 90, "pending": 10}
