"""The reverse proxy of `deploy/` does what the bots behind it rely on.

Carries F62 (a forged X-Forwarded-For) at the proxy, and its share of F14 (one of many dies).
"""

import asyncio
import datetime
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.serving import server_for
from documents.reading import PictureReader
from rehearsal.clock import StageClock
from tests.cast import CITY, MORNING
from tests.databases import fresh_database
from tests.proxy import DEPLOY, command, free_port, needs_nginx, nginx, proxied
from usecases.database import Database
from web import guard
from web.app import LARGE, build_app
from web.check import LOOK_UPS_A_MINUTE
from web.counter import Counter
from web.mailbox import MOST_UPDATE_BYTES

pytestmark = needs_nginx

SECRET = "a-secret-of-the-webhook"
NAME = "volunteers.example.org"
AS_TELEGRAM = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
CODE = "a" * 32


class Bot:
    """The real pages on a port of their own, and what came to them."""

    def __init__(self) -> None:
        self.port = free_port()
        self.updates: list[int] = []
        self.forwarded: list[str | None] = []
        self.bodies = 0

    @contextmanager
    def _pages(self) -> Iterator[Any]:
        with fresh_database("sqlite") as url:
            db = Database(url, CITY)
            clock = StageClock(MORNING, running=False)
            pages = build_app(
                Counter(
                    db=db,
                    clock=clock,
                    take_updates=self._take,
                    webhook_secret=SECRET,
                    bot_token="1:token",
                    bot_username="city_bot",
                    public_url=f"https://{NAME}",
                    pictures=PictureReader(),
                    trusted_proxy="127.0.0.1",
                )
            )

            async def watched(scope: Any, receive: Any, send: Any) -> None:
                headers = dict(scope.get("headers", ()))
                if scope["type"] == "http":
                    said = headers.get(b"x-forwarded-for")
                    self.forwarded.append(said.decode() if said is not None else None)
                await pages(scope, receive, send)

            yield watched
            db._backend.close()

    async def _take(self, bodies: list[dict[str, Any]]) -> None:
        self.updates += [body["update_id"] for body in bodies]

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Bot"]:
        """Serve until the block ends."""
        with self._pages() as pages:
            server = server_for(pages)
            server.config.host, server.config.port = "127.0.0.1", self.port
            running = asyncio.create_task(server.serve())
            await server.listens.wait()
            try:
                yield self
            finally:
                server.should_exit = True
                await running


@asynccontextmanager
async def _asking(address: str, **how: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=10, **how) as http:
        yield http


async def test_updates_and_pages_come_through_and_strangers_do_not(tmp_path: Path) -> None:
    async with (
        Bot().serving() as bot,
        proxied(tmp_path, [bot.port]) as address,
        _asking(address) as http,
    ):
        taken = await http.post("/webhook", json={"update_id": 7}, headers=AS_TELEGRAM)
        assert (taken.status_code, bot.updates) == (200, [7])
        assert (await http.post("/webhook", json={"update_id": 8})).status_code == 401
        page = await http.get("/scan")
        assert page.status_code == 200
        assert "frame-ancestors" in page.headers["content-security-policy"]
        script = await http.get("/static/telegram-web-app.js")
        assert script.headers["content-encoding"] == "gzip"
        assert [(await http.get(path)).status_code for path in ("/ready", "/metrics")] == [404, 404]
        well = [(await http.get("/health")).status_code for _ in range(8)]
        assert (well[0], well[-1]) == (200, 429)


async def test_nobody_can_say_for_himself_where_he_comes_from(tmp_path: Path) -> None:
    async with (
        Bot().serving() as bot,
        proxied(tmp_path, [bot.port]) as address,
        _asking(address) as http,
    ):
        answers = [
            await http.get(f"/v/{CODE}", headers={"X-Forwarded-For": f"198.51.100.{number}"})
            for number in range(LOOK_UPS_A_MINUTE + 1)
        ]
        assert set(bot.forwarded) == {"127.0.0.1"}
        assert answers[-2].status_code == 404
        assert answers[-1].status_code == 429
    log = (tmp_path / "access.log").read_text(encoding="utf-8")
    assert "/v/..." in log
    assert CODE not in log


def _sizes() -> dict[str, int]:
    """Return path -> most bytes, as the file says."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    found = re.findall(r"location = (\S+) \{\s+client_max_body_size (\d+);", text)
    return {path: int(size) for path, size in found}


def test_the_proxy_takes_as_much_as_the_product_and_keeps_it_off_the_disk() -> None:
    assert _sizes() == {"/webhook": MOST_UPDATE_BYTES, **LARGE}
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert guard._MOST_FORM_BYTES == 64 * 1024
    for size in ("64k", str(MOST_UPDATE_BYTES)):
        assert f"client_max_body_size {size};" in text
        assert f"client_body_buffer_size {size};" in text


async def test_what_is_as_large_as_allowed_comes_through_and_a_byte_more_does_not(
    tmp_path: Path,
) -> None:
    async with (
        Bot().serving() as bot,
        proxied(tmp_path, [bot.port]) as address,
        _asking(address) as http,
    ):
        for path, size in {"/page/session": 64 * 1024, **_sizes()}.items():
            at, above = [
                await http.post(path, content=b"x" * length, headers=AS_TELEGRAM)
                for length in (size, size + 1)
            ]
            # Whatever the product says to so many x: it was asked.
            assert (at.status_code in (400, 401, 422), at.headers["server"]) == (True, "nginx")
            assert len(bot.forwarded) == 1, path
            assert above.status_code == 413
            bot.forwarded.clear()


@asynccontextmanager
async def _dying() -> AsyncIterator[tuple[int, list[bytes]]]:
    """Yield the port of a bot that ends whenever it has read a request, and what it read."""
    read: list[bytes] = []

    async def die(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        read.append(await reader.read(65536))
        writer.close()

    async with await asyncio.start_server(die, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1], read


async def test_an_update_goes_to_the_next_bot_when_one_dies_over_it_and_a_page_does_not(
    tmp_path: Path,
) -> None:
    async with (
        Bot().serving() as bot,
        _dying() as (dying, read),
        proxied(tmp_path, [dying, bot.port]) as address,
        _asking(address) as http,
    ):
        numbers = list(range(1, 9))
        for number in numbers:
            taken = await http.post("/webhook", json={"update_id": number}, headers=AS_TELEGRAM)
            assert taken.status_code == 200
        assert bot.updates == numbers
        assert read, "the dying one was asked"
        # Until it is asked again: that page is told, and asks again with its own word.
        said = set()
        async with asyncio.timeout(8):
            while 502 not in said:
                asked = len(read)
                said.add((await http.post("/page/session", json={})).status_code)
                assert len(read) - asked <= 1
                await asyncio.sleep(0.05)


async def test_a_bot_that_is_not_there_is_passed_over(tmp_path: Path) -> None:
    async with (
        Bot().serving() as bot,
        proxied(tmp_path, [free_port(), bot.port]) as address,
        _asking(address) as http,
    ):
        assert {(await http.get("/scan")).status_code for _ in range(6)} == {200}
        assert {(await http.post("/page/session", json={})).status_code for _ in range(6)} == {400}


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for our name that signs itself; return its file and its key's."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(NAME), x509.IPAddress(ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "fullchain.pem", folder / "privkey.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return chain, private


def _site(shipped: Path, folder: Path, ports: dict[str, int]) -> dict[str, str]:
    """Return the files of a `site/` as they stand, but for ports and what only root has."""
    chain, private = _certificate(folder)
    site = {}
    for file in sorted(shipped.glob("*.conf")):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"listen \[::\].*\n", "", text)
        for official, ours in ports.items():
            text = re.sub(rf"listen {official}\b", f"listen 127.0.0.1:{ours}", text)
        text = re.sub(r"ssl_certificate \S+;", f"ssl_certificate {chain};", text)
        text = re.sub(r"ssl_certificate_key \S+;", f"ssl_certificate_key {private};", text)
        site[file.name] = re.sub(r"access_log .*;", "access_log off;", text)
    return site


@pytest.mark.parametrize(
    ("shipped", "https", "plain"), [("", "443", "80"), ("compose", "8443", "8080")]
)
async def test_the_files_that_we_ship_serve_https_and_lead_http_there(
    shipped: str, https: str, plain: str, tmp_path: Path
) -> None:
    ports = {https: free_port(), plain: free_port()}
    site = _site(DEPLOY / shipped / "site", tmp_path, ports)
    test = await asyncio.create_subprocess_exec(
        *command(tmp_path, site, "-t"), stderr=asyncio.subprocess.PIPE
    )
    _, said = await test.communicate()
    assert test.returncode == 0, said.decode()
    assert b"[warn]" not in said
    bot = Bot()
    site["upstream.conf"] = re.sub(
        r"server [\d.]+:\d+", f"server 127.0.0.1:{bot.port}", site["upstream.conf"]
    )
    trust = ssl.create_default_context(cafile=tmp_path / "fullchain.pem")
    async with (
        bot.serving(),
        nginx(tmp_path, ports[https], site),
        _asking(f"https://127.0.0.1:{ports[https]}", verify=trust) as http,
    ):
        assert (await http.get("/scan")).status_code == 200
        led = await http.get(f"http://127.0.0.1:{ports[plain]}/scan?x=1", headers={"Host": NAME})
        assert (led.status_code, led.headers["location"]) == (308, f"https://{NAME}/scan?x=1")
