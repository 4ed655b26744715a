"""Patience: an answer's halt is everybody's halt."""

from typing import Any

import pytest
import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage, TelegramMethod

from bot.patience import Patience
from rehearsal.clock import StageClock
from scheduler.delivery import Deliverer
from tests.cast import CITY, MORNING, later
from usecases import notices
from usecases.database import Database

TOKEN = "123456789:AAF-nobody_nobody_nobody_nobody_nobod"


def a_deliverer(db: Database) -> Deliverer:
    clock = StageClock(MORNING, running=False)
    return Deliverer(db, clock, token=TOKEN, api_url="http://127.0.0.1:1")


async def _answer(patience: Patience, *halts: int) -> list[str]:
    """Answer through a Telegram that asks for these halts first."""
    left, said = list(halts), []

    async def telegram(bot: Bot, method: TelegramMethod[Any]) -> Any:
        if left:
            raise TelegramRetryAfter(method, "Too Many Requests", left.pop(0))
        said.append(type(method).__name__)

    await patience(telegram, Bot(TOKEN), SendMessage(chat_id=1, text="hello"))
    return said


async def test_a_halt_that_an_answer_was_asked_for_halts_what_nobody_asked_for(
    db: Database,
) -> None:
    deliverer, elsewhere = a_deliverer(db), a_deliverer(db)
    patience = Patience(deliverer.limiter.obey)
    with pytest.raises(TelegramRetryAfter):
        await _answer(patience, 30)
    assert deliverer.limiter.halted_for() > 29
    assert await db.read(notices.paused_until) == later(seconds=30)
    await elsewhere.deliver_due()
    assert elsewhere.limiter.halted_for() > 29, "another process heeds it too"
    with pytest.raises(TelegramRetryAfter):
        await _answer(patience, 21)
    assert await db.read(notices.paused_until) == later(seconds=30), "the longer halt stands"


async def test_the_halt_of_the_last_try_is_obeyed_too(db: Database) -> None:
    deliverer = a_deliverer(db)
    with pytest.raises(TelegramRetryAfter):
        await _answer(Patience(deliverer.limiter.obey), 0, 0, 7)
    assert deliverer.limiter.halted_for() > 6


async def test_a_halt_that_cannot_be_told_to_the_others_lets_the_answer_through() -> None:
    away = Database("sqlite:////nowhere/at/all.db", CITY)
    deliverer = a_deliverer(away)
    with structlog.testing.capture_logs() as lines:
        assert await _answer(Patience(deliverer.limiter.obey), 0) == ["SendMessage"]
    assert lines[-1]["event"] == "halt not told to the others"
    await away.close()
