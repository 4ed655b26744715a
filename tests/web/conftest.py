"""The city's pages over HTTP, and the people who open them."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from domain.permissions import Role
from rehearsal import webapps
from rehearsal.people import Person
from tests.cast import StationWithDisplay, a_station, a_volunteer
from tests.rehearsal.conftest import chromium  # noqa: F401 - the browser of the stage's tests
from tests.world import World, a_world, asked_of
from usecases import proof

_NONCES = itertools.count(1)


def nonce() -> str:
    """Return a word as a page makes one."""
    return f"nonce-{next(_NONCES):016d}"


class Page:
    """An open page: posts go with its session's token."""

    def __init__(self, http: httpx.AsyncClient, token: str, opened: dict[str, object]) -> None:
        self.http = http
        self.headers = {"X-Page-Session": token}
        self.opened = opened

    async def asks(self, path: str, **given: object) -> httpx.Response:
        """Post to the page's server."""
        return await self.http.post(path, json=given, headers=self.headers)


class Town:
    """A city with a library station, and a browser for everyone."""

    def __init__(self, world: World, http: httpx.AsyncClient) -> None:
        self.world = world
        self.http = http
        self.station: StationWithDisplay

    async def settles(self) -> None:
        """Open the station and let its clerk stand there."""
        self.station = await self.world.db.write(a_station)

    def words(self, chinese: str, english: str) -> str:
        """Return what is read or pressed in this city's language."""
        return self.world.words(chinese, english)

    async def volunteer(self, name: str = "李志愿", language: str = "") -> Person:
        """Let an approved volunteer stand there."""
        person = self.world.person(name, language=language)
        await self.world.db.write(a_volunteer, person.id, name, person.someone.language_code)
        return person

    async def clerk(self, name: str = "王店员") -> Person:
        """Let a clerk of the library station stand there."""
        where = str(self.station.station_id)
        return await self.world.appoints(self.world.person(name), Role.CLERK, where)

    def launch(self, person: Person) -> str:
        """Return the launch data that Telegram gives when the person opens a page now."""
        user = {"id": person.id, "first_name": person.name}
        user["language_code"] = person.someone.language_code
        seconds = int(self.world.clock.now().timestamp())
        data, _ = webapps.init_data(self.world.stage.token, user, seconds, "1")
        return data

    async def opens(self, person: Person, page: str = "scan") -> Page:
        """Open a page and exchange the launch for a session."""
        asked = {"init_data": self.launch(person), "nonce": nonce(), "page": page}
        reply = await self.http.post("/page/session", json=asked)
        assert reply.status_code == 200, reply.text
        return Page(self.http, reply.json()["token"], reply.json())


@pytest_asyncio.fixture
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    engine, language = asked_of(request)
    async with (
        a_world(engine, tmp_path, language=language) as world,
        httpx.AsyncClient(base_url=world.stage.url, trust_env=False, timeout=10) as http,
    ):
        made = Town(world, http)
        await made.settles()
        yield made
        found = await world.db.read(proof.prove)
        assert found.holds, found.contradictions
