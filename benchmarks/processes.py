"""Bots as processes of their own, against a local Bot API."""

import asyncio
import base64
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.city import KEYS, PUBLIC_URL

ROOT = Path(__file__).resolve().parent.parent
# Invented, and shaped as BotFather's are.
TOKEN = "5308000001:AAF-only-for-the-benchmarks-0123456789"  # noqa: S105
SECRET = "only-for-the-benchmarks"  # noqa: S105
_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Running:
    """A process that takes updates on a port."""

    pid: int
    port: int


def free_port() -> int:
    """Return a port that nobody uses just now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def write_secrets(folder: Path) -> Path:
    """Write the keys that the made-up city is sealed with; return the file."""
    path = folder / "secrets.json"
    masters = {str(n): base64.b64encode(key).decode() for n, key in KEYS.masters.items()}
    path.write_text(json.dumps({"masters": masters}), encoding="ascii")
    path.chmod(0o600)
    return path


def environment(folder: Path, *, api_url: str, database_url: str, port: int = 0) -> dict[str, str]:
    """Return what `python -m bot` is told: nothing of this machine but the path."""
    return {
        "PATH": os.environ["PATH"],
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": api_url,
        "DATABASE_URL": database_url,
        "SECRETS_FILE": str(folder / "secrets.json"),
        "FILES_DIR": str(folder / "files"),
        "PORT": str(port),
        "LOG_LEVEL": "error",
    }


@asynccontextmanager
async def our_bot(
    folder: Path, *, api_url: str, database_url: str, **more: str
) -> AsyncIterator[Running]:
    """Run `python -m bot` with a webhook until the block ends."""
    port = free_port()
    env = environment(folder, api_url=api_url, database_url=database_url, port=port)
    env |= {"PUBLIC_URL": PUBLIC_URL, "WEBHOOK_SECRET": SECRET, **more}
    async with _running(["-m", "bot"], env, port) as running:
        yield running


@asynccontextmanager
async def echo_bot(api_url: str) -> AsyncIterator[Running]:
    """Run the bare echo bot until the block ends."""
    port = free_port()
    command = ["-m", "benchmarks.echo_bot", str(port), api_url, TOKEN, SECRET]
    async with _running(command, {"PATH": os.environ["PATH"]}, port) as running:
        yield running


def start(command: Sequence[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a Python program of ours; what it prints nobody reads."""
    return subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, *command], cwd=ROOT, env=env, stdout=subprocess.DEVNULL
    )


@asynccontextmanager
async def _running(
    command: Sequence[str], env: dict[str, str], port: int
) -> AsyncIterator[Running]:
    process = start(command, env)
    try:
        async with asyncio.timeout(_START_SECONDS):
            while not await _listens(port):
                if process.poll() is not None:
                    raise RuntimeError(f"{' '.join(command[:2])} stopped")
                await asyncio.sleep(0.05)
        yield Running(process.pid, port)
    finally:
        process.terminate()
        try:
            await asyncio.to_thread(process.wait, 15)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)


async def _listens(port: int) -> bool:
    """Tell whether somebody answers there; the port itself is taken long before."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        async with asyncio.timeout(1.0):
            return bool(await reader.read(12))
    except (OSError, TimeoutError):
        return False
    finally:
        writer.close()
