"""Logs: one line of JSON an event, and nothing in them that should not be read.

Whoever logs, our code or a library, ends in the same two steps. An exception is told by its type
and its way through the code; of its message only what no stranger wrote. Then known keys and
patterns are blanked, on text that was normalised first: a token inside an address, a number with
spaces or full-width digits, whole lists and nested facts.
"""

import logging
import re
import sys
import threading
import traceback
import unicodedata
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

import structlog

_HIDDEN_KEYS = {
    "token", "bot_token", "secret", "name", "phone", "id_number", "body", "init_data", "text",
    "first_name", "last_name", "username",
}  # fmt: skip
_PATTERNS = (
    # A bot token, also inside /bot123:AAF…/ of an address.
    re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,}"),
    # 18-character ID numbers and 11-digit mobile numbers, however they are spaced.
    re.compile(r"(?<![0-9])(?:[0-9][ -]?){17}[0-9Xx](?![0-9])"),
    re.compile(r"(?<![0-9])(?:86[ -]?)?1[3-9](?:[ -]?[0-9]){9}(?![0-9])"),
    # Launch data of a Mini App, a password inside a database's address.
    re.compile(r"(?<=hash=)[0-9a-f]{64}"),
    re.compile(r"(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"),
)
# What an exception quotes is what somebody typed; PostgreSQL's DETAIL names the row's values, and
# pydantic's `input_value=` the whole update.
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|(?<=input_value=)[^\n]*|DETAIL:[^\n]*|=\([^\n]*\)")
_MOST_MESSAGE = 300
_MOST_FRAMES = 12
_MOST_VALUE = 8000


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Blank what must not be in a log: known keys, tokens, ID and phone numbers in any text."""
    for key, value in event.items():
        event[key] = "…" if key in _HIDDEN_KEYS else _clean(value)
    return event


def _clean(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if len(str(value)) < 11 else _clean(str(value))
    if isinstance(value, Mapping):
        return dict(redact(None, "", {str(key): each for key, each in value.items()}))
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(each) for each in value]
    text = unicodedata.normalize("NFKC", str(value)[:_MOST_VALUE])
    for pattern in _PATTERNS:
        text = pattern.sub("…", text)
    return text


def tell_exception(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace `exc_info` by types, messages without quotations, and the way through the code."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = told(error)
    return event


def told(error: BaseException) -> str:
    """Return the chain of an exception without anything that a person typed."""
    parts: list[str] = []
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        parts.append(_one(step))
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return "\nbecause of\n".join(parts)


def _one(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    message = _QUOTED.sub("…", str(error))[:_MOST_MESSAGE].strip()
    return "\n".join([f"{type(error).__module__}.{type(error).__qualname__}: {message}", *lines])


_STEPS = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    tell_exception,
    redact,
)
_AS_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)


class _FromLibraries(logging.Formatter):
    """Puts a record of the standard library's logging through the same steps."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON."""
        event: dict[str, Any] = {
            "event": record.getMessage(),
            "logger": record.name,
            "exc_info": record.exc_info,
        }
        if record.exc_info:
            # asyncio repeats the exception's own words in the message.
            event["event"] = _QUOTED.sub("…", event["event"])
        made: Any = event
        for step in _STEPS:
            made = step(None, record.levelname.lower(), made)
        return str(_AS_JSON(None, "", made))


def set_up_logs(level: str) -> None:
    """Send every event as a line of JSON to standard error; libraries only when it matters."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_FromLibraries())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # httpx writes whole addresses, and with them the token, at INFO.
    for noisy in ("httpx", "httpcore", "aiogram", "apscheduler", "telegram"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It repeats what our incident's line tells, and with the exception's own words in the message.
    logging.getLogger("aiogram.event").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[*_STEPS, _AS_JSON],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    sys.excepthook = _last_words
    threading.excepthook = lambda args: _last_words(
        args.exc_type, args.exc_value, args.exc_traceback
    )


def _last_words(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    """Say what ended the process or a thread, in the words of the other lines."""
    if error is None or issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger(__name__).critical("ended", exc_info=(kind, error, trace))
