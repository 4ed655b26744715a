"""What became of a message, told from what python-telegram-bot raised.

The order of the questions matters: BadRequest is a NetworkError there, and a proxy's page raises
the same exceptions as Telegram's own words do. Only Telegram's JSON may silence a person.
"""

from dataclasses import dataclass

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from scheduler.limiter import seconds_of

# Telegram's own sentences; anything else that is forbidden says nothing about the person.
_BLOCKED = "Forbidden: bot was blocked by the user"
_GONE = ("Forbidden: user is deactivated",)
_REFUSED_TOKEN = ("Unauthorized", "Not Found")


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived, as message `message_id`."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Halted:
    """It was not sent, nor may anything be for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Later:
    """It was not sent, and may be the next time."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another id now; it was not sent."""

    external_id: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person has blocked the bot (or is gone for good); it was not sent."""

    gone: bool


@dataclass(frozen=True, slots=True)
class Never:
    """It was not sent and never can be."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived: the reply was lost."""

    reason: str


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """Telegram does not know the bot: nothing can be sent to anyone."""


Outcome = Sent | Halted | Later | Moved | Blocked | Never | Unknown | TokenRefused


def outcome_of(error: TelegramError) -> Outcome:
    """Return what an error says about the message."""
    if isinstance(error, RetryAfter):
        return Halted(seconds_of(error))
    if isinstance(error, ChatMigrated):
        return Moved(error.new_chat_id)
    if isinstance(error.__cause__, TelegramError):
        return _from_a_proxy(error)
    if isinstance(error, InvalidToken):
        return TokenRefused() if error.message in _REFUSED_TOKEN else Later(error.message)
    if isinstance(error, Forbidden):
        if error.message in (_BLOCKED, *_GONE):
            return Blocked(gone=error.message in _GONE)
        return Never(error.message)
    if isinstance(error, BadRequest):
        return Never(error.message)
    if isinstance(error, NetworkError):
        return _from_the_line(error)
    # A 200 whose body was no answer: it has been done.
    return Unknown(error.message)


def _from_a_proxy(error: TelegramError) -> Outcome:
    """Tell by the status: a gateway that waited in vain has handed the message on."""
    waited = error.message.startswith("Gateway Timeout")
    return Unknown("gateway timeout") if waited else Later(type(error).__name__)


def _from_the_line(error: NetworkError) -> Outcome:
    cause = error.__cause__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Later(type(cause).__name__)
    if isinstance(cause, httpx.HTTPError):
        return Unknown(type(cause).__name__)
    return Later(error.message)
