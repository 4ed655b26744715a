"""A uvicorn that belongs to a block of code: opens at once, closes at once, takes no signals.

As it ships it looks ten times a second whether to go on, which adds up over hundreds of tests.
"""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

_LAST_WORDS_SECONDS = 2.0


class Port(uvicorn.Server):
    """Serves an ASGI app until `leaves` is set; signals are left to whoever runs the process."""

    def __init__(self, app: Any, *, lifespan: bool) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                log_config=None,  # what is said goes through the process's own formatter
                access_log=False,
                proxy_headers=False,  # the pages decide whom to believe
                date_header=False,  # uvicorn renews it in the loop that is not run here
                ws="none",
                lifespan="auto" if lifespan else "off",
            )
        )
        self.listens = asyncio.Event()
        self.leaves = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self.listens.set()

    async def main_loop(self) -> None:
        """Serve until told to leave."""
        await self.on_tick(0)
        await self.leaves.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the doors, let running requests end for two seconds, and cancel the rest."""
        for server in self.servers:
            server.close()
        for each in sockets or []:
            each.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS_SECONDS):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
        for task in self.server_state.tasks:
            task.cancel()
        await self.lifespan.shutdown()
