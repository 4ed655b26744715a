"""Who opened a Mini App: Telegram's launch data, proven by the bot's token, read once.

The seven rules stand in `docs/security.md`. What a stranger sends here is answered with a reason
and never with an error: whatever the text holds, `prove` returns.
"""

import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

# Opening a page; and whatever moves hours, vouchers or rights, where a stolen launch must be stale.
LOOKING_LIFE = timedelta(hours=1)
ACTING_LIFE = timedelta(minutes=5)
# Telegram's clock and ours are two.
_AHEAD = timedelta(seconds=60)
_MOST_CHARACTERS = 4096
# JavaScript's exact integers end at 2^53; Telegram promises 52 significant bits.
_MOST_USER_ID = 2**52
_KNOWN = frozenset(
    {
        "auth_date",
        "can_send_after",
        "chat",
        "chat_instance",
        "chat_type",
        "hash",
        "query_id",
        "receiver",
        "signature",
        "start_param",
        "user",
    }
)
_HASH = re.compile(r"[0-9a-f]{64}")
_SECONDS = re.compile(r"[0-9]{1,12}")
# A line break inside a value would let two fields pass for one in the text that is signed.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Unproven(StrEnum):
    """Why launch data prove nobody."""

    MALFORMED = "malformed"
    FORGED = "forged"
    EXPIRED = "expired"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Launch:
    """Who opened the page, when; `digest` tells this launch from every other."""

    user_id: int
    language_code: str | None
    opened_at: datetime
    start_param: str
    digest: bytes

    def is_fresh(self, now: datetime) -> bool:
        """Tell whether the launch is young enough for a page that moves hours or rights."""
        return now - self.opened_at <= ACTING_LIFE


def prove(
    raw: str, *, bot_token: str, now: datetime, life: timedelta = LOOKING_LIFE
) -> Launch | Unproven:
    """Return the launch that `raw` (Telegram.WebApp.initData) proves, or why it proves none."""
    fields = _fields(raw)
    if fields is None:
        return Unproven.MALFORMED
    stated = fields.pop("hash", "")
    if not _HASH.fullmatch(stated):
        return Unproven.MALFORMED
    if not hmac.compare_digest(_signature(fields, bot_token).encode(), stated.encode()):
        return Unproven.FORGED
    opened_at = _instant(fields.get("auth_date", ""))
    if opened_at is None:
        return Unproven.MALFORMED
    if not now - life <= opened_at <= now + _AHEAD:
        return Unproven.EXPIRED
    user = _user(fields.get("user", ""))
    if user is None:
        return Unproven.NOBODY
    language = user.get("language_code")
    return Launch(
        user_id=user["id"],
        language_code=language if isinstance(language, str) else None,
        opened_at=opened_at,
        start_param=fields.get("start_param", ""),
        digest=sha256(stated.encode()).digest(),
    )


def _fields(raw: str) -> dict[str, str] | None:
    """Return the fields, each once and known, or None."""
    if not 0 < len(raw) <= _MOST_CHARACTERS:
        return None
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, strict_parsing=True, errors="strict")
        raw.encode()
    except ValueError:
        return None
    fields = dict(pairs)
    if len(fields) != len(pairs) or not fields.keys() <= _KNOWN:
        return None
    if any(_CONTROL.search(value) for value in fields.values()):
        return None
    return fields


def _signature(fields: dict[str, str], bot_token: str) -> str:
    text = "\n".join(f"{key}={fields[key]}" for key in sorted(fields))
    key = hmac.digest(b"WebAppData", bot_token.encode(), sha256)
    return hmac.digest(key, text.encode(), sha256).hex()


def _instant(seconds: str) -> datetime | None:
    """Return the instant of a Unix time in ASCII digits, or None."""
    if not _SECONDS.fullmatch(seconds):
        return None
    try:
        return datetime.fromtimestamp(int(seconds), tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _user(text: str) -> dict[str, Any] | None:
    """Return the user with an id that is one, or None."""
    try:
        user = json.loads(text)
    except (ValueError, RecursionError):
        return None
    number = user.get("id") if isinstance(user, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= _MOST_USER_ID:
        return None
    return user  # type: ignore[no-any-return]
