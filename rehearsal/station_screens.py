"""The screens of stations beside the phones: each browser is paired as a clerk would pair it."""

from dataclasses import dataclass

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.clock import Clock
from models.columns import table_of
from models.places import Station
from rehearsal.api_error import JSON
from rehearsal.bot_door import Asgi, Receive, Scope, Send
from rehearsal.made_up import read_data
from usecases import access, displays
from usecases.city import CitySession
from usecases.database import Database

_STATIONS = table_of(Station)
_PATH = "/screen-of-station/"


@dataclass(frozen=True, slots=True)
class _Kept:
    station_id: int
    clerk: int


def _found(session: CitySession, names: list[str]) -> list[_Kept]:
    ids = {
        row.name: row.id
        for row in session.connection().execute(
            select(_STATIONS.c.id, _STATIONS.c.name).where(_STATIONS.c.name.in_(names))
        )
    }
    return [
        _Kept(ids[name], access.holders(session, role="clerk", scope_ref=str(ids[name]))[0])
        for name in names
    ]


class StationScreens:
    """Pairs a browser of the stage once, and hands every other request on to the city's pages."""

    def __init__(self, pages: Asgi, db: Database, clock: Clock) -> None:
        """Stand before the city's pages."""
        self._pages = pages
        self._db = db
        self._clock = clock
        self._stations: list[_Kept] = []

    async def offered(self) -> list[JSON]:
        """Return the screens as the page lists them; the first stands open when it is opened."""
        city = self._db.city.policy(self._clock.now()).city.code
        names: list[dict[str, str]] = read_data(city)["stage"]["screens"]
        self._stations = await self._db.read(_found, [name["zh"] for name in names])
        return [
            {"name": name, "url": f"{_PATH}{each.station_id}"}
            for name, each in zip(names, self._stations, strict=True)
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a screen, or let the pages answer."""
        if scope["type"] == "http" and scope["path"].startswith(_PATH):
            answer = await self._screen(Request(scope, receive))
            await answer(scope, receive, send)
            return
        await self._pages(scope, receive, send)

    async def _screen(self, request: Request) -> Response:
        asked = request.url.path.removeprefix(_PATH)
        station = next((one for one in self._stations if str(one.station_id) == asked), None)
        if station is None:
            return Response(status_code=404)
        # The browser keeps the invitation it came by, and its screen's secret under that name.
        # Made-up cities come and go on one address: the secrets file tells them apart.
        city = self._db.city.keys.check_value().hex()[:8]
        known_city, _, code = request.cookies.get("invitation", "").partition(".")
        if known_city != city:
            made = await self._db.write(
                displays.invite_display, actor=station.clerk, now=self._clock.now()
            )
            code = made.code
        answer = RedirectResponse(f"/display#{code}")
        answer.set_cookie(
            "invitation", f"{city}.{code}", path=request.url.path, httponly=True, samesite="lax"
        )
        return answer
