"""From the start of `python -m bot` to its first answer, and what it holds in memory when idle."""

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, Goal, Size
from benchmarks.machine import resident_mib
from benchmarks.processes import ROOT, TOKEN, environment, start, write_secrets
from rehearsal.stage import Stage
from rehearsal.staging import staged
from usecases import migration

FIRST_ANSWER_SECONDS = 15.0
BOT_MIB = 300.0
SCHEDULER_MIB = 110.0
_SETTLE_SECONDS = {Size.FULL: 3.0, Size.QUICK: 1.0, Size.TINY: 0.0}

# A scheduler of its own: the database open, the alarm running, one round of deliveries done.
_SCHEDULER = """
import asyncio, sys
from benchmarks.city import CITY
from bot.clock import SystemClock
from scheduler.delivery import Deliverer
from scheduler.jobs import Scheduler
from usecases.database import Database

async def stand():
    db, clock = Database(sys.argv[1], CITY), SystemClock()
    scheduler = Scheduler(db, clock, Deliverer(db, clock, token="1:x", api_url="http://127.0.0.1:9"))
    scheduler.start()
    await scheduler.deliver()
    assert "aiogram" not in sys.modules
    print("ready", flush=True)
    await asyncio.sleep(60)

asyncio.run(stand())
"""


def of_bot_and_scheduler(size: Size) -> list[Figure]:
    """Measure starts of the one-process default, and both memories when idle."""
    lives = [asyncio.run(_life(_SETTLE_SECONDS[size])) for _ in range(size.rounds)]
    alone = [_scheduler_mib() for _ in range(size.rounds)]
    at_most = Goal(at_most=1.0)
    return [
        Figure(
            "startup",
            "s to the first answered update (limit)",
            [(seconds, FIRST_ANSWER_SECONDS) for seconds, _ in lives],
            at_most,
        ),
        Figure(
            "memory_bot", "MiB when idle (limit)", [(mib, BOT_MIB) for _, mib in lives], at_most
        ),
        Figure(
            "memory_scheduler",
            "MiB before drawing (limit)",
            [(mib, SCHEDULER_MIB) for mib in alone],
            at_most,
        ),
    ]


async def _life(settle_seconds: float) -> tuple[float, float]:
    """Run one bot process against the stage; return seconds to its first answer, and MiB."""
    stage = Stage(token=TOKEN, limits=False)
    stage.settle = None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'city.db'}"
        async with staged(stage) as address:
            write_secrets(folder)
            await asyncio.to_thread(migration.migrate, url)
            await stage.person("第一个人").says("/start")
            began = time.perf_counter()
            process = start(["-m", "bot"], environment(folder, api_url=address, database_url=url))
            try:
                while not stage.calls_of("sendMessage"):
                    if process.poll() is not None:
                        raise RuntimeError("the bot stopped")
                    await asyncio.sleep(0.01)
                seconds = time.perf_counter() - began
                await asyncio.sleep(settle_seconds)
                return seconds, resident_mib(process.pid)
            finally:
                process.terminate()
                await asyncio.to_thread(process.wait)


def _scheduler_mib() -> float:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'city.db'}"
        migration.migrate(url)
        with subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", _SCHEDULER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                if process.stdout is None or process.stdout.readline().strip() != "ready":
                    raise RuntimeError("the scheduler did not start")
                return resident_mib(process.pid)
            finally:
                process.kill()
