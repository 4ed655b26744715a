"""The stage on a port: Bot API, the stage's own pages, and the product's pages at /."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rehearsal.bot_door import Asgi, BotDoor, Receive, Scope, Send
from rehearsal.port import Port
from rehearsal.server import stage_pages
from rehearsal.stage import Stage


def _application(stage: Stage) -> Asgi:
    door, pages = BotDoor(stage.api), stage_pages(stage)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if path.startswith(("/bot", "/file/bot")):
            await door(scope, receive, send)
        elif stage.app is None or path == "/stage" or path.startswith("/stage/"):
            await pages(scope, receive, send)
        else:
            await stage.app(scope, receive, send)

    return answer


@asynccontextmanager
async def staged(
    stage: Stage, port: int = 0, *, app: Asgi | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """Serve on a port (0: any free one) until the block ends; yields the address.

    An `app` that is given here also gets its lifespan.
    """
    stage.app = app or stage.app
    stage.world.events.open()
    listening = socket.create_server((host, port))
    # asyncio does this only for sockets that were made with a protocol number; without it
    # every answer waits 40 ms for the other side's delayed acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stage.url = f"http://{host}:{listening.getsockname()[1]}"
    server = Port(_application(stage), lifespan=app is not None)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    running.add_done_callback(lambda _: server.listens.set())
    await server.listens.wait()
    if running.done():
        running.result()
        raise RuntimeError("the stage could not open its doors")
    if stage.world.deliveries.webhook_url:
        await stage.api.start_courier()
    try:
        yield stage.url
    finally:
        await stage.api.stop_courier()
        stage.world.events.close()
        stage.world.deliveries.close()
        server.leaves.set()
        await running
        listening.close()
