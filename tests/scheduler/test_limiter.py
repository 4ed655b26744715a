"""The pace: evenly spaced, once a second to a person, and a halt is a halt."""

import asyncio
import itertools
from typing import Any

import pytest
from telegram.error import RetryAfter

from scheduler.limiter import Limiter, Pace


class Line:
    """A time that passes only when somebody waits, and what was sent when."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.sent: list[tuple[float, int]] = []
        self._sleepers: list[tuple[float, asyncio.Event]] = []
        monkeypatch.setattr("scheduler.limiter.asyncio.sleep", self.sleep)

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        self._sleepers.append((self.now + seconds, woken))
        await woken.wait()

    async def until_all_is_sent(self, *sending: "asyncio.Task[Any]") -> None:
        while not all(task.done() for task in sending):
            for _ in range(5):
                await asyncio.wait(sending, timeout=0)
            if self._sleepers:
                self._sleepers.sort(key=lambda each: each[0])
                self.now, woken = self._sleepers.pop(0)
                woken.set()

    async def send(self, limiter: Limiter, chat: int, error: Exception | None = None) -> None:
        async def callback() -> bool:
            self.sent.append((round(self.now - 100, 3), chat))
            if error is not None:
                raise error
            return True

        await limiter.send(chat, callback)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


async def test_many_people_are_written_to_evenly(line: Line) -> None:
    limiter = Limiter(Pace(0.04, 1.0, 3.0), monotonic=line.monotonic)
    sending = [asyncio.create_task(line.send(limiter, chat)) for chat in range(1, 61)]
    await line.until_all_is_sent(*sending)
    moments = [moment for moment, _ in line.sent]
    assert len(moments) == 60
    assert moments == pytest.approx([0.04 * n for n in range(60)], abs=0.002)


async def test_one_person_hears_once_a_second_and_keeps_nobody_waiting(line: Line) -> None:
    limiter = Limiter(Pace(0.04, 1.0, 3.0), monotonic=line.monotonic)
    sending = [asyncio.create_task(line.send(limiter, chat)) for chat in (7, 7, 7, 8)]
    await line.until_all_is_sent(*sending)
    to_seven = [moment for moment, chat in line.sent if chat == 7]
    assert [b - a for a, b in itertools.pairwise(to_seven)] == pytest.approx([1, 1])
    assert [moment for moment, chat in line.sent if chat == 8] == pytest.approx([0.04])


async def test_a_group_hears_once_in_three_seconds(line: Line) -> None:
    limiter = Limiter(Pace(0.04, 1.0, 3.0), monotonic=line.monotonic)
    sending = [asyncio.create_task(line.send(limiter, -5)) for _ in range(3)]
    await line.until_all_is_sent(*sending)
    assert [moment for moment, _ in line.sent] == pytest.approx([0, 3, 6])


async def test_a_halt_lasts_as_long_as_telegram_said_and_is_told_to_the_others(line: Line) -> None:
    told: list[float] = []

    async def hear(seconds: float) -> None:
        told.append(seconds)

    limiter = Limiter(Pace(0.0, 0.0, 0.0), on_halt=hear, monotonic=line.monotonic)
    with pytest.raises(RetryAfter):
        await line.send(limiter, 1, RetryAfter(3))
    assert told == [3]
    line.now += 2.9
    with pytest.raises(RetryAfter):
        await line.send(limiter, 2)
    assert [chat for _, chat in line.sent] == [1], "nothing left during the halt"
    line.now += 0.1
    await line.send(limiter, 2)
    assert line.sent[-1] == (3.0, 2)


async def test_a_shorter_halt_does_not_end_a_longer_one(line: Line) -> None:
    limiter = Limiter(monotonic=line.monotonic)
    limiter.halt(30)
    limiter.halt(1)
    line.now += 29
    assert limiter.halted_for() == pytest.approx(1)
