"""How a process is asked over HTTP: its port, its server, and where its data lie."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import make_url
from starlette.types import ASGIApp

from bot.settings import Settings, SettingsError

# How long a page or a post under way may take to end when the process is told to stop.
_DRAIN_SECONDS = 5
_BACKLOG = 2048


class Server(uvicorn.Server):
    """A server that leaves signals to the process and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self.listens.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them to the process."""
        yield


def server_for(app: ASGIApp) -> Server:
    """Return the server of the pages; nothing listens yet."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        # uvicorn's own would write exceptions as they are, past our formatter.
        log_config=None,
        access_log=False,
        # uvicorn would believe anyone's X-Forwarded-For from this machine; TRUSTED_PROXY decides.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
    return Server(config)


@contextlib.contextmanager
def taken_port(settings: Settings) -> Iterator[socket.socket]:
    """Take the port before anything else, so that a second process stops with a sentence.

    Nobody can connect yet: a proxy goes to another process instead of waiting for our start.
    """
    port = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    with contextlib.closing(port):
        _bind(port, settings)
        yield port


def _bind(port: socket.socket, settings: Settings) -> None:
    with _said(settings):
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # asyncio does this only for sockets that were made with a protocol number; without it
        # every answer waits 40 ms for the other side's delayed acknowledgement.
        port.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        port.bind((settings.host, settings.port))


@contextlib.contextmanager
def _said(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SettingsError(
            f"PORT {settings.port} on HOST {settings.host} cannot be used: {error.strerror}."
        ) from None


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, port: socket.socket, settings: Settings) -> AsyncIterator[None]:
    """Answer on the port until the block ends; then requests under way are answered."""
    server = server_for(app)
    with _said(settings):
        # Of two that took it in the same moment one is told here.
        port.listen(_BACKLOG)
    running = asyncio.create_task(server.serve(sockets=[port]))
    await first(server.listens.wait(), running)
    try:
        yield
    finally:
        server.should_exit = True
        await running


async def first(awaited: Coroutine[Any, Any, object], task: "asyncio.Task[None]") -> None:
    """Wait for what is awaited; a task that ends before it has failed, and says why."""
    waiting = asyncio.ensure_future(awaited)
    await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done():
        waiting.cancel()
        task.result()
        raise RuntimeError("a part of the process has ended")


def folders_of(settings: Settings) -> dict[str, Path]:
    """Return the folders whose disks may fill."""
    folders = {"files": settings.files_dir, "backup": settings.backup_dir}
    url = make_url(settings.database_url)
    if url.drivername == "sqlite" and url.database:
        folders["database"] = Path(url.database).parent
    return folders
