"""What it costs to find the handler of the last command, next to the first."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.types import User

from benchmarks.figures import Figure, Goal, Size
from benchmarks.processes import TOKEN
from bot.clock import SystemClock
from documents.reading import PictureReader
from domain.permissions import Role
from handlers import table
from handlers.door import Door
from handlers.turn import Desk, Turn
from locales.words import CHINESE, Speaker
from usecases.access import Caller

_UPDATES = {Size.FULL: 2_000, Size.QUICK: 1_000, Size.TINY: 10}
_ZONE = ZoneInfo("Asia/Shanghai")
_PERSON = 1_000_000


class _DoorWithoutDatabase(Door):
    """The real door from the raw update to the handler, with nobody to look up and to answer."""

    found: table.Handler | None = None

    async def _turn(self, user: User, raw_id: int, now: datetime) -> Turn:
        words = Speaker(CHINESE, _ZONE, now)
        caller = Caller(1, user.id, CHINESE, roles={Role.FEDERATION: [""]})
        return Turn(self.desk, caller, words, raw_id, now, user.id)

    async def _run(self, turn: Turn, handler: table.Handler) -> bool:  # noqa: ARG002
        self.found = handler
        return True


def of_commands_and_buttons(size: Size) -> list[Figure]:
    """Measure the last command and the last inline button, each against the first."""
    return asyncio.run(_measured(size))


async def _measured(size: Size) -> list[Figure]:
    updates, goal = _UPDATES[size], Goal(at_most=1.5)
    commands, presses = list(table.COMMANDS), list(table.PRESSES)
    bot = Bot(TOKEN)
    pictures = PictureReader()
    # Only what the door itself uses; nothing here is opened.
    desk = Desk(db=None, bot=bot, public_url="", bot_username="", pictures=pictures)  # type: ignore[arg-type]
    door = _DoorWithoutDatabase(desk, SystemClock(), _ZONE)
    try:
        rows = []
        for name, table_of, body_of, which in (
            ("routing", table.COMMANDS, _command, commands),
            ("routing_buttons", table.PRESSES, _press, presses),
        ):
            first, last = which[0], which[-1]
            pairs = []
            for _ in range(size.rounds):
                slow = await _cost(door, body_of(last), updates, table_of[last])
                pairs.append((slow, await _cost(door, body_of(first), updates, table_of[first])))
            unit = f"µs to the last of {len(which)} (the first)"
            rows.append(Figure(name, unit, pairs, goal))
        return rows
    finally:
        await pictures.close()
        await bot.session.close()


async def _cost(
    door: _DoorWithoutDatabase, body: dict[str, Any], times: int, expected: table.Handler
) -> float:
    """Return the microseconds from a raw update to its handler."""
    began = time.perf_counter()
    for _ in range(times):
        await door.answer(body)
    took = time.perf_counter() - began
    if door.found is not expected:
        raise RuntimeError("another handler was found")
    return took * 1e6 / times


def _user() -> dict[str, Any]:
    return {"id": _PERSON, "is_bot": False, "first_name": "志愿者", "language_code": "zh-hans"}


def _message(text: str) -> dict[str, Any]:
    return {
        "message_id": 1,
        "from": _user(),
        "chat": {"id": _PERSON, "type": "private", "first_name": "志愿者"},
        "date": int(datetime.now(UTC).timestamp()),
        "text": text,
    }


def _command(name: str) -> dict[str, Any]:
    return {"update_id": 1, "message": _message(f"/{name}")}


def _press(name: str) -> dict[str, Any]:
    query = {
        "id": "1",
        "from": _user(),
        "message": _message("?"),
        "chat_instance": "1",
        "data": f"{name}:1",
    }
    return {"update_id": 1, "callback_query": query}
