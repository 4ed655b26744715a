"""From the start of `python -m bot` to its first answer, and what it holds in memory when idle."""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rehearsal.stage import Stage
from usecases import migration

ROOT = Path(__file__).resolve().parent.parent
FIRST_ANSWER_SECONDS = 15.0
BOT_MIB = 300.0
SCHEDULER_MIB = 110.0
_SETTLE_SECONDS = 3.0

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


def first_answer(rounds: int) -> list[tuple[float, float]]:
    """Return (seconds to the first answered update, limit)."""
    return [(asyncio.run(_life())[0], FIRST_ANSWER_SECONDS) for _ in range(rounds)]


def idle_memory(rounds: int) -> list[tuple[float, float]]:
    """Return (resident MiB of the one-process default when idle, limit)."""
    return [(asyncio.run(_life())[1], BOT_MIB) for _ in range(rounds)]


def scheduler_memory(rounds: int) -> list[tuple[float, float]]:
    """Return (resident MiB of a scheduler that has drawn nothing yet, limit)."""
    return [(_scheduler_mib(), SCHEDULER_MIB) for _ in range(rounds)]


async def _life() -> tuple[float, float]:
    """Run one bot process against the stage; return seconds to its first answer, and MiB."""
    stage = Stage(limits=False)
    stage.settle = None
    with tempfile.TemporaryDirectory() as folder:
        async with stage.serving() as address:
            env = _environment(Path(folder), stage.token, address)
            await _ends_well(_start(env, "secrets"))
            await _ends_well(_start(env, "migrate"))
            await stage.person("第一个人").says("/start")
            began = time.perf_counter()
            process = _start(env)
            while not stage.calls_of("sendMessage"):
                if process.poll() is not None:
                    raise RuntimeError("the bot stopped")
                await asyncio.sleep(0.01)
            seconds = time.perf_counter() - began
            await asyncio.sleep(_SETTLE_SECONDS)
            mib = resident_mib(process.pid)
            process.terminate()
            await asyncio.to_thread(process.wait)
            return seconds, mib


def _start(env: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *command],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def _ends_well(process: subprocess.Popen[bytes]) -> None:
    if await asyncio.to_thread(process.wait):
        raise RuntimeError("the command failed")


def _environment(folder: Path, token: str, address: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "BOT_TOKEN": token,
        "BOT_API_URL": address,
        "DATABASE_URL": f"sqlite:///{folder / 'city.db'}",
        "SECRETS_FILE": str(folder / "secrets.json"),
        "FILES_DIR": str(folder / "files"),
        "PORT": "0",
        "LOG_LEVEL": "error",
    }


def _scheduler_mib() -> float:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'city.db'}"
        migration.migrate(url)
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", _SCHEDULER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        try:
            if process.stdout is None or process.stdout.readline().strip() != "ready":
                raise RuntimeError("the scheduler did not start")
            return resident_mib(process.pid)
        finally:
            process.kill()
            process.wait()


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process in MiB, as the kernel counts it."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+([0-9]+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0
