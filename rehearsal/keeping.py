"""What is kept between two runs of the stage: chats, files, and the time on its clock.

The bot commits every update at once, the stage writes its chats every few seconds. After a kill
the stage may therefore know less than the bot: it then counts on from where the bot is, so that
no number of an update or a message is given twice.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rehearsal.cast import in_the_crowd
from rehearsal.clock import StageClock
from rehearsal.stage import Stage

_EVERY_SECONDS = 3.0
# After a kill: more than can have happened since the last save.
_MISSED = timedelta(seconds=2 * _EVERY_SECONDS)
_MISSED_MESSAGES = 1000
# A first visit begins in office hours, when every room of the city can be entered.
_BEGINS, _ENDS = time(9, 30), time(17, 0)


class Keeper:
    """Saves a stage in a folder, and takes it up again."""

    def __init__(self, folder: Path) -> None:
        """Look into the folder; nothing is changed yet."""
        self.chats = folder / "stage.json"
        self._time = folder / "clock.json"
        self._seq = -1
        self.kept: dict[str, Any] = {}
        if self._time.exists() and self.chats.exists():
            self.kept = json.loads(self._time.read_text(encoding="ascii"))

    @property
    def files_folder(self) -> Path:
        """Return where the files of the chats lie, which is where saving would copy them to."""
        return self.chats.with_name("stage-files")

    def clock(self, zone: ZoneInfo) -> StageClock:
        """Return the clock where it stood, or at a first visit in office hours."""
        if not self.kept:
            return StageClock(first_moment(datetime.now(UTC), zone))
        stood = datetime.fromisoformat(self.kept["now"])
        return StageClock(stood if self.kept["clean"] else stood + _MISSED)

    def load(self, stage: Stage, last_update_id: int) -> bool:
        """Take up the chats; False when there are none. Deliveries go on above what the bot has."""
        if not self.kept:
            return False
        stage.load(self.chats)
        for telegram_id in [each for each in stage.people if in_the_crowd(each)]:
            del stage.people[telegram_id]
        world = stage.world
        world.deliveries.next_id = max(world.deliveries.next_id, last_update_id + 1)
        if not self.kept["clean"]:
            world.next_message_id += _MISSED_MESSAGES
        return True

    def save(self, stage: Stage, *, clean: bool) -> None:
        """Write what has changed."""
        if clean or stage.world.events.seq != self._seq:
            self._seq = stage.world.events.seq
            stage.save(self.chats)
        fresh = self._time.with_suffix(".new")
        told = {"now": stage.clock.now().isoformat(), "clean": clean}
        fresh.write_text(json.dumps(told), encoding="ascii")
        os.replace(fresh, self._time)

    @contextlib.asynccontextmanager
    async def keeping(self, stage: Stage) -> AsyncIterator[None]:
        """Save every few seconds, at every move of the clock, and at the end."""
        stage.clock.listeners.append(lambda _now: self.save(stage, clean=False))
        saving = asyncio.create_task(self._save_on(stage))
        try:
            yield
        finally:
            saving.cancel()
            await asyncio.gather(saving, return_exceptions=True)
            self.save(stage, clean=True)

    async def _save_on(self, stage: Stage) -> None:
        while True:
            self.save(stage, clean=False)
            await asyncio.sleep(_EVERY_SECONDS)


def first_moment(now: datetime, zone: ZoneInfo) -> datetime:
    """Return `now`, or the next half past nine when the offices of the city are closed."""
    local = now.astimezone(zone)
    morning = local.replace(hour=_BEGINS.hour, minute=_BEGINS.minute, second=0, microsecond=0)
    if local.time() >= _ENDS:
        morning += timedelta(days=1)
    elif local.time() >= _BEGINS:
        return now
    return morning.astimezone(UTC)
