"""Telegram's rates: about 30 messages a second, one a second to a chat, then a real wait."""

import pytest

from rehearsal.api_error import ApiError
from rehearsal.limits import Limits
from rehearsal.people import Person
from rehearsal.stage import Stage
from tests.rehearsal.conftest import Asks


class Watch:
    """A stop-watch that a test moves."""

    seconds = 1000.0

    def __call__(self) -> float:
        """Return the seconds that it shows."""
        return self.seconds


def spend(limits: Limits, chat: int) -> int:
    """Return 0 when the message may go, else the seconds to wait."""
    try:
        limits.spend(chat)
    except ApiError as refused:
        told = refused
    else:
        return 0
    assert told.code == 429
    assert told.parameters is not None
    seconds = int(told.parameters["retry_after"])
    assert told.description == f"Too Many Requests: retry after {seconds}"
    return seconds


def test_one_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    watch = Watch()
    limits = Limits(clock=watch)
    assert [spend(limits, 7) for _ in range(11)] == [0] * 10 + [1]
    watch.seconds += 0.5
    assert spend(limits, 7) == 1, "what was announced is held to"
    watch.seconds += 0.6
    assert [spend(limits, 7) for _ in range(2)] == [0, 1]
    assert spend(limits, 8) == 0, "another chat goes on"


def test_all_chats_together_take_thirty_a_second() -> None:
    watch = Watch()
    limits = Limits(clock=watch)
    assert [spend(limits, chat) for chat in range(1, 32)] == [0] * 30 + [1]
    watch.seconds += 1
    assert [spend(limits, chat) for chat in range(1, 32)] == [0] * 30 + [1]


def test_a_group_takes_twenty_a_minute() -> None:
    watch = Watch()
    limits = Limits(clock=watch)
    for _ in range(20):
        assert spend(limits, -5) == 0
        watch.seconds += 0.1
    assert spend(limits, -5) > 0
    watch.seconds += 3
    assert spend(limits, -5) == 0


async def test_over_http_a_429_tells_the_wait_and_nothing_is_sent(
    stage: Stage, asks: Asks, li: Person
) -> None:
    stage.world.limits.on = True
    stage.world.limits.chat_burst = 2
    answers = [await asks("sendMessage", chat_id=li.id, text=str(number)) for number in range(3)]
    assert [each["status"] for each in answers] == [200, 200, 429]
    assert answers[2]["parameters"] == {"retry_after": 1}
    assert li.screen == "0\n1"
    assert (await asks("sendChatAction", chat_id=li.id, action="typing"))["ok"]
    assert [call.status for call in stage.calls_of("sendMessage")] == [200, 200, 429]


def test_an_album_counts_each_picture() -> None:
    limits = Limits(clock=Watch())
    limits.spend(7, 10)
    with pytest.raises(ApiError):
        limits.spend(7)
