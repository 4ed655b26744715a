"""The poller: what is kept before it is confirmed, and never run beside itself."""

import asyncio
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import structlog
from sqlalchemy.exc import OperationalError

from bot import inbox as inbox_module
from bot.inbox import Inbox
from bot.poller import Poller
from tests.bot.test_inbox import PATIENCE_SECONDS, an_inbox, idle, update
from usecases import inbox
from usecases.database import Database


@pytest.fixture(autouse=True)
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Let every wait be short, and keep what is logged."""
    monkeypatch.setattr(inbox_module, "_DELAYS_SECONDS", (0.0,))
    monkeypatch.setattr(inbox_module, "_AWAY_SECONDS", 0.01)
    monkeypatch.setattr(inbox_module, "_LONGEST_AWAY_SECONDS", 0.05)
    with structlog.testing.capture_logs() as kept:
        yield kept


class _Bodies(Poller):
    """A poller whose Telegram is a list."""

    def __init__(self, into: Inbox, batches: list[Any]) -> None:
        self.into = into
        self.batches = batches
        self.offsets: list[int] = []

    async def _fetch(self, _session: Any, offset: int) -> list[dict[str, Any]]:
        self.offsets.append(offset)
        if not self.batches:
            await asyncio.Event().wait()
        batch = self.batches.pop(0)
        if isinstance(batch, Exception):
            raise batch
        return list(batch)


class _Into:
    """An inbox whose database is away at first."""

    def __init__(self, failures: list[Exception]) -> None:
        self.failures = failures
        self.taken: list[int] = []

    async def take(self, bodies: list[dict[str, Any]]) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.taken += [body["update_id"] for body in bodies]


async def test_a_poller_outlives_everything_and_confirms_only_what_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def at_once(_seconds: float) -> None:
        await real_sleep(0)

    real_sleep = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", at_once)
    gone = OperationalError("", None, psycopg.OperationalError("gone"))
    into = _Into([gone, OverflowError()])
    batch = [update(7), update(8)]
    poller = _Bodies(into, [KeyError("result"), TypeError(), batch, batch, batch, []])  # type: ignore[arg-type]
    task = asyncio.create_task(poller.run())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while poller.batches:
            await real_sleep(0.001)
    await real_sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert into.taken == [7, 8]
    assert set(poller.offsets[:5]) == {0}
    assert poller.offsets[-1] == 9


async def test_what_was_kept_although_the_database_said_no_is_done_when_telegram_sends_it_again(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = db.write
    failed: list[object] = []

    async def unsure(deed: Any, *args: Any, **facts: Any) -> Any:
        outcome = await write(deed, *args, **facts)
        if deed is inbox.take and not failed:
            failed.append(deed)
            raise OperationalError("", None, Exception("the connection broke at the commit"))
        return outcome

    monkeypatch.setattr(db, "write", unsure)
    into, door = an_inbox(db)
    with pytest.raises(OperationalError):
        await into.take([update(1), update(2)])
    await into.take([update(1), update(2), update(3)])
    await idle(into)
    assert door.seen == [1, 2, 3]


async def test_what_is_under_way_is_not_run_beside_itself_when_telegram_sends_it_again(
    db: Database,
) -> None:
    begun: list[int] = []
    go_on = asyncio.Event()

    async def slow(body: dict[str, Any]) -> None:
        begun.append(body["update_id"])
        await go_on.wait()

    into, door = an_inbox(db, slow)
    await into.take([update(1), update(2)])
    while not begun:  # noqa: ASYNC110 - a list, not an event
        await asyncio.sleep(0.001)
    await into.take([update(1), update(2)])
    go_on.set()
    await idle(into)
    assert (begun, door.seen) == ([1, 2], [1, 2])
