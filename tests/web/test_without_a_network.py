"""The clerk's scanner without a network, in a real browser: kept, shown, sent, counted once."""

import asyncio
import contextlib
import itertools
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy import select

from documents.qr import qr_png
from models.columns import table_of
from models.visits import Visit
from rehearsal import webapps
from tests.cast import Somebody, a_volunteer, later, personal_code
from tests.rehearsal.hands import IN_A_BROWSER
from tests.web.conftest import Town
from usecases.city import CitySession

pytestmark = IN_A_BROWSER

# What the camera of this machine would read: the test holds a code before it.
CAMERA = """
window.BarcodeDetector = class {
  async detect() { return [{ rawValue: window.held }]; }
};
"""
_BYTES = qr_png("a picture of a code")


class Line:
    """The network between a browser and the server, which can be cut."""

    def __init__(self, port: int) -> None:
        self.is_cut = False
        self._port = port
        self._open: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """Break every connection; what is begun from now on goes nowhere."""
        self.is_cut = True
        for end in self._open:
            end.transport.abort()

    async def carry(self, asks: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        """Carry one connection to the server and back."""
        if self.is_cut:
            answers.transport.abort()
            return
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._open |= {answers, writer}
        with contextlib.suppress(ConnectionError):
            async with asyncio.TaskGroup() as both:
                both.create_task(_pumped(asks, writer))
                both.create_task(_pumped(reader, answers))
        self._open -= {answers, writer}


async def _pumped(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while read := await source.read(65_536):
            sink.write(read)
            await sink.drain()
    sink.close()


def _visits(session: CitySession) -> list[tuple[object, ...]]:
    rows = table_of(Visit)
    found = session.connection().execute(
        select(rows.c.volunteer_id, rows.c.closed_at, rows.c.minutes).order_by(rows.c.id)
    )
    return [tuple(row) for row in found]


async def _shows(page: Page, code: str) -> None:
    """Hold a code before the camera."""
    await page.evaluate("code => { window.held = code; }", code)
    picture = {"name": "photo.png", "mimeType": "image/png", "buffer": _BYTES}
    await page.locator("#picture").set_input_files(picture)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "nobody", "kept", "waits", "sent"),
    [
        ("zh-hans", "今天还没有人来", "没有网，先记下了", "{} 条待上传", "传好了"),
        pytest.param(
            "en",
            "Nobody has come yet today",
            "No network",
            "{} waiting to be sent",
            "ent",
            marks=pytest.mark.proof,
        ),
    ],
)
async def test_a_clerk_scans_on_without_a_network_and_reloads_and_nothing_is_lost(
    town: Town, chromium: Browser, language: str, nobody: str, kept: str, waits: str, sent: str
) -> None:
    town.world.language = language
    wang = await town.clerk()
    people: list[Somebody] = [
        await town.world.db.write(a_volunteer, 700 + n, name)
        for n, name in enumerate(("李志愿", "赵志愿", "孙志愿"))
    ]
    line = Line(urlsplit(town.world.stage.url).port or 80)
    async with await asyncio.start_server(line.carry, "127.0.0.1", 0) as network:
        address = f"http://127.0.0.1:{network.sockets[0].getsockname()[1]}"
        context = await chromium.new_context(locale=language.removesuffix("-hans"))
        context.set_default_timeout(10_000)
        await context.add_init_script(CAMERA)
        page = await context.new_page()
        fragment = webapps.fragment(town.launch(wang))
        await page.goto(f"{address}/scanner#{fragment}")
        await expect(page.locator("#count")).to_contain_text(nobody)
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")

        line.cut()
        await context.set_offline(True)
        codes = [personal_code(who, later()) for who in people]
        await _shows(page, codes[0])
        await expect(page.locator("#result-words")).to_contain_text(kept)
        await expect(page.locator("#waiting")).to_contain_text(waits.format(1))
        # The page is opened anew without a network, and what it kept is still there.
        await page.reload()
        await expect(page.locator("#waiting")).to_contain_text(waits.format(1))
        await expect(page.locator("#buttons")).to_be_visible()
        # A code that is held up twice is one scan.
        await _shows(page, codes[0])
        await expect(page.locator("#waiting")).to_contain_text(waits.format(1))
        for code, count in zip(codes[1:], itertools.count(2), strict=False):
            await _shows(page, code)
            await expect(page.locator("#waiting")).to_contain_text(waits.format(count))
        assert await town.world.db.read(_visits) == []

        line.is_cut = False
        await context.set_offline(False)
        await expect(page.locator("#waiting")).to_be_hidden()
        await expect(page.locator("#lines li")).to_have_count(3)
        await expect(page.locator("#result-words")).to_contain_text(sent)
        assert await town.world.db.read(_visits) == [
            (who.volunteer_id, None, None) for who in people
        ]
        assert (
            await page.evaluate("localStorage[Object.keys(localStorage).find(k => k[0] == 's')]")
            == "[]"
        )
        await context.close()
