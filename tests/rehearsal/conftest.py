"""A stage on a free port and a plain HTTP client that knows nothing of bots."""

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from rehearsal.api_error import JSON
from rehearsal.people import Person
from rehearsal.stage import Stage
from rehearsal.staging import staged
from tests.rehearsal.hands import CHROMIUM

# It talks to this machine only, and shall not try anything else.
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Asks:
    """Calls methods over HTTP and returns status and body."""

    def __init__(self, http: httpx.AsyncClient, stage: Stage) -> None:
        self.http = http
        self.root = f"{stage.url}/bot{stage.token}/"

    async def __call__(self, method: str, **given: object) -> JSON:
        """Call with a JSON body; the answer carries `status`."""
        reply = await self.http.post(self.root + method, json=given)
        answer: JSON = reply.json()
        return answer | {"status": reply.status_code}

    async def form(self, method: str, given: dict[str, str]) -> JSON:
        """Call with a form, as most libraries do."""
        reply = await self.http.post(self.root + method, data=given)
        answer: JSON = reply.json()
        return answer | {"status": reply.status_code}

    async def words(self, method: str, **given: object) -> str:
        """Return the words of a refusal with its code."""
        answer = await self(method, **given)
        assert not answer["ok"], answer
        assert answer["status"] == answer["error_code"]
        return f"{answer['error_code']} {answer['description']}"


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    made = Stage(limits=False)
    made.settle = None  # these tests are the bot themselves
    async with staged(made):
        yield made


@pytest_asyncio.fixture
async def asks(stage: Stage) -> AsyncIterator[Asks]:
    async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
        yield Asks(http, stage)


@pytest_asyncio.fixture
async def li(stage: Stage) -> Person:
    """Li has written to the bot, and the bot has taken the message."""
    person = stage.person("李志愿", phone="+8613800000001")
    await person.says("/start")
    stage.world.deliveries.forget_all()
    return person


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Open a headless Chromium of this machine; who asks for it is marked `browser`."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS
        )
        yield browser
        await browser.close()
