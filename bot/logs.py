"""Logs: one line of JSON an event, and nothing in them that should not be read.

Redaction runs after exceptions are formatted, by key and by pattern, on text that was normalised
first: a token inside an address and a number with spaces or full-width digits are caught too.
"""

import logging
import re
import sys
import unicodedata
from collections.abc import MutableMapping
from typing import Any

import structlog

_HIDDEN_KEYS = {"token", "bot_token", "secret", "name", "phone", "id_number", "body", "init_data"}
_PATTERNS = (
    # A bot token, also inside /bot123:AAF…/ of an address.
    re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{30,}"),
    # 18-character ID numbers and 11-digit mobile numbers, however they are spaced.
    re.compile(r"(?<![0-9])(?:[0-9][ -]?){17}[0-9Xx](?![0-9])"),
    re.compile(r"(?<![0-9])1[3-9](?:[ -]?[0-9]){9}(?![0-9])"),
)


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
    text = unicodedata.normalize("NFKC", str(value))
    for pattern in _PATTERNS:
        text = pattern.sub("…", text)
    return text


def set_up_logs(level: str) -> None:
    """Send every event as a line of JSON to standard error; libraries only when it matters."""
    logging.basicConfig(level=logging.WARNING)
    # httpx writes whole addresses, and with them the token, at INFO.
    for noisy in ("httpx", "httpcore", "aiogram", "apscheduler", "telegram"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
