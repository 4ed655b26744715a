"""nginx as `deploy/nginx.conf` sets it up, in front of bots on this machine; needs no root."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.test_house import ROOT

DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not on this machine")
_STARTS_SECONDS = 10.0


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as port:
        return int(port.getsockname()[1])


@asynccontextmanager
async def proxied(folder: Path, bots: Sequence[int]) -> AsyncIterator[str]:
    """Serve on 127.0.0.1 what bots on these ports answer; yield the proxy's plain http address."""
    port = free_port()
    upstream = "\n".join(f"server 127.0.0.1:{bot} max_fails=0;" for bot in bots)
    listen = f"listen 127.0.0.1:{port};\naccess_log {folder}/access.log plain;"
    async with nginx(folder, port, {"upstream.conf": upstream, "listen.conf": listen}):
        yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def nginx(folder: Path, port: int, site: dict[str, str]) -> AsyncIterator[None]:
    """Run our nginx.conf with these files of `site/` until the block ends; it logs nothing bad."""
    process = await asyncio.create_subprocess_exec(
        *command(folder, site), stderr=asyncio.subprocess.PIPE
    )
    try:
        await _listens(process, port)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        _, said = await process.communicate()
    assert "[emerg]" not in said.decode(), said.decode()


def command(folder: Path, site: dict[str, str], *more: str) -> list[str]:
    """Lay the files out in `folder`; return the command that serves them."""
    assert NGINX is not None
    (folder / "site").mkdir(parents=True, exist_ok=True)
    shutil.copy(DEPLOY / "nginx.conf", folder)
    for name, text in site.items():
        (folder / "site" / name).write_text(text, encoding="utf-8")
    # A master that is root would hand the work to nobody, who cannot enter a test's folder.
    settings = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
    conf = str(folder / "nginx.conf")
    return [NGINX, "-p", f"{folder}/", "-c", conf, "-e", "stderr", "-g", settings, *more]


async def _listens(process: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(_STARTS_SECONDS):
        while process.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return
