"""Hands at the stage's page: what a player does with the phones, in a real browser."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from documents.qr import qr_svg
from rehearsal.api_error import JSON
from rehearsal.people import Person
from rehearsal.stage import Stage

# The same browser without its windows takes half of the processor.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        CHROMIUM is None,
        reason="no chromium on this machine; install chromium-headless-shell, fonts-noto-cjk and "
        "fonts-noto-color-emoji to run the tests of the pages",
    ),
]
SCRIPT = Path(__file__).parents[2] / "web" / "static" / "telegram-web-app.js"
PUBLIC = "https://puer.example"

# A Mini App as ours will be: Telegram's own script, and a page that tells what it was told.
MINI_APP = """<!doctype html><meta charset="utf-8">
<script src="/telegram-web-app.js"></script>
<p id="who"></p><p id="told"></p>
<button id="scan">scan</button><button id="next">next</button><button id="ask">ask</button>
<button id="where">where</button><button id="send">send</button>
<button id="link">link</button><button id="contact">contact</button>
<script>
const app = Telegram.WebApp;
const tell = (text) => { document.getElementById("told").textContent += text + ";"; };
document.getElementById("who").textContent = app.initDataUnsafe.user?.first_name ?? "nobody";
app.MainButton.setText("提交").show().onClick(async () => {
  app.MainButton.showProgress();
  const answer = await fetch("/check", { method: "POST", body: app.initData });
  tell("checked " + (await answer.text()));
  app.MainButton.hideProgress();
});
const on = (id, act) => document.getElementById(id).addEventListener("click", act);
on("scan", () => app.showScanQrPopup({ text: "对准屏幕" }, (text) => { tell("read " + text); return true; }));
on("next", () => { location.href = "/app?second"; });
on("ask", () => app.showPopup({ message: "删除吗？", buttons: [{ id: "yes", type: "destructive", text: "删除" }, { type: "cancel" }] }, (id) => tell("popup " + id)));
on("where", () => app.LocationManager.init(() => app.LocationManager.getLocation((place) => tell("place " + place.latitude))));
on("link", () => app.openLink("https://puer.example/display"));
on("contact", () => app.requestContact((shared) => tell("contact " + shared)));
on("send", () => app.sendData("完成"));
app.BackButton.show().onClick(() => { tell("back"); app.BackButton.hide(); });
app.ready();
app.expand();
</script>"""  # noqa: E501


def city_pages(display_code: str, launches: list[str]) -> Starlette:
    """Pages of a city: a station display, a Mini App, and what checks its launch data."""

    async def display(_request: Request) -> Response:
        return HTMLResponse(
            "<!doctype html><style>body{background:#063}svg{width:400px;background:#fff}</style>"
            + qr_svg(display_code)
        )

    async def mini_app(_request: Request) -> Response:
        return HTMLResponse(MINI_APP)

    async def script(_request: Request) -> Response:
        return FileResponse(SCRIPT, media_type="text/javascript")

    async def check(request: Request) -> Response:
        launches.append((await request.body()).decode())
        return JSONResponse("ok")

    return Starlette(
        routes=[
            Route("/display", display),
            Route("/app", mini_app),
            Route("/telegram-web-app.js", script),
            Route("/check", check, methods=["POST"]),
        ]
    )


class BotHand:
    """The bot, played by the test: it speaks the Bot API over HTTP and nothing else."""

    def __init__(self, stage: Stage, http: httpx.AsyncClient) -> None:
        self.http = http
        self.root = f"{stage.url}/bot{stage.token}/"
        self.offset = 0

    async def does(self, method: str, **given: object) -> Any:
        """Call a method and return its result."""
        return self._result(await self.http.post(self.root + method, json=given))

    async def says(self, person: Person, text: str, keyboard: JSON | None = None) -> JSON:
        """Send a text in HTML, with a keyboard."""
        more = {"reply_markup": keyboard} if keyboard else {}
        sent: JSON = await self.does(
            "sendMessage", chat_id=person.id, text=text, parse_mode="HTML", **more
        )
        return sent

    async def shows(self, person: Person, picture: bytes, caption: str) -> JSON:
        """Send a photo."""
        form = {"chat_id": str(person.id), "caption": caption}
        files = {"photo": ("code.png", picture, "image/png")}
        reply = await self.http.post(self.root + "sendPhoto", data=form, files=files)
        sent: JSON = self._result(reply)
        return sent

    async def hears(self) -> JSON:
        """Wait for the next update."""
        updates = await self.does("getUpdates", offset=self.offset, timeout=10, limit=1)
        assert updates, "nothing came within ten seconds"
        update: JSON = updates[0]
        self.offset = update["update_id"] + 1
        return update

    @staticmethod
    def _result(reply: httpx.Response) -> Any:
        answer: JSON = reply.json()
        assert answer["ok"], answer
        return answer["result"]


class Desk:
    """The page in a browser. Anything that goes wrong in its scripts fails the test."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on(
            "console",
            lambda said: self.wrong.append(said.text) if said.type == "error" else None,
        )

    def phone(self, person: Person) -> Locator:
        """Return the phone that a person holds."""
        return self.page.locator(f'.seat[data-person="{person.id}"]')

    def newest(self, person: Person) -> Locator:
        """Return the last message on a phone."""
        return self.phone(person).locator(".message").last

    async def types(self, person: Person, text: str) -> None:
        """Type a text and press Enter."""
        box = self.phone(person).locator(".composer-text")
        await box.fill(text)
        await box.press("Enter")


@asynccontextmanager
async def at_the_desk(
    browser: Browser,
    stage: Stage,
    *,
    width: int = 1440,
    height: int = 900,
    locale: str = "zh-CN",
) -> AsyncIterator[Desk]:
    """Open the page of a stage that is serving, and close it again."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale=locale, timezone_id="America/New_York"
    )
    context.set_default_timeout(10_000)
    page = await context.new_page()
    desk = Desk(page)
    try:
        await page.goto(f"{stage.url}/stage/")
        await page.locator(".seat").first.wait_for(state="attached")
        yield desk
        assert desk.wrong == []
    finally:
        await context.close()


def inline(*rows: list[JSON]) -> JSON:
    """Return a keyboard under a message."""
    return {"inline_keyboard": list(rows)}
