"""What became of a notice is written down: whether it went out, waits, or is given up.

Counts it too. When that is asked for: `delivery.py`; the rows themselves: `usecases/notices.py`.
"""

import asyncio
import time
from datetime import timedelta
from typing import Any

import structlog

from domain.clock import Clock
from usecases import notices
from usecases.database import Database
from usecases.database_errors import DatabaseStoppedError, is_away
from usecases.notices import Claimed

_log = structlog.get_logger(__name__)

# What was sent shall not be forgotten because the database is away for a moment.
_SETTLING_SECONDS, _SETTLE_AGAIN_SECONDS = 10.0, 0.2


class Settler:
    """Keeps what became of the notices that one process sends."""

    def __init__(self, db: Database, clock: Clock) -> None:
        """Need no connection yet."""
        self._db = db
        self._clock = clock

    async def settle(
        self,
        notice: Claimed,
        state: str,
        *,
        reason: str | None = None,
        message_id: int | None = None,
        later_seconds: float | None = None,
        facts: dict[str, object] | None = None,
    ) -> None:
        """Keep the state of a notice, in a transaction of its own; "pending" is sent again.

        A database that is away is waited for, some seconds; then its error is raised.
        """
        self._db.tally.notices.add(_counted_as(state, reason))
        now = self._clock.now()
        later = None if later_seconds is None else now + timedelta(seconds=later_seconds)
        give_up_at = time.monotonic() + _SETTLING_SECONDS
        while True:
            try:
                await self._db.write(
                    notices.settle,
                    notice=notice,
                    state=state,
                    now=now,
                    reason=reason,
                    message_id=message_id,
                    later=later,
                    facts=facts,
                )
            except Exception as error:
                stopped = isinstance(error, DatabaseStoppedError) or not is_away(error)
                if stopped or time.monotonic() > give_up_at:
                    raise
                await asyncio.sleep(_SETTLE_AGAIN_SECONDS)
            else:
                return

    async def settle_gone(self, notice: Claimed, state: str, **known: Any) -> None:
        """Settle what has gone out, which no failing database may let go out once more.

        If it stays away the claim runs out like that of a process that died over it.
        """
        try:
            await self.settle(notice, state, **known)
        except Exception:  # noqa: BLE001 - whatever it is, the message is on its way
            _log.exception("gone out and not settled", notice_id=notice.notice_id)

    def count_lateness(self, notice: Claimed) -> None:
        """Count how late it is; of one that was tried before, nobody knows when it was due."""
        if notice.due_at is not None and notice.tries == 1:
            late = (self._clock.now() - notice.due_at).total_seconds()
            self._db.tally.notice_late_seconds.observe(max(late, 0.0))


def _counted_as(state: str, reason: str | None) -> str:
    """Return under which outcome a settling is counted: what goes on waiting, by why it does."""
    if state != "pending":
        return state
    if reason == "blocked":
        return "blocked"
    return "later" if reason in (None, "given back") else "again"
