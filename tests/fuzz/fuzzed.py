"""A city that hears mutants: real inbox, door and pages; Telegram is a list of what is said."""

import json
import random
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.methods import GetFile, TelegramMethod
from aiogram.types import Chat, File, Message
from sqlalchemy import select

from bot.poller import _is_update
from bot.process import counter
from documents.qr import qr_png
from domain import tokens
from domain.permissions import TABLE, Action, Role
from domain.refusals import Refused
from handlers import table
from handlers.turn import Turn
from locales.menus import MENUS
from locales.words import CHINESE, Speaker
from models.columns import table_of
from models.people import Volunteer
from models.traffic import InboxUpdate
from tests.fuzz.mutants import mutated, spoiled_bytes, spoiled_text
from tests.hostile import HOSTILE
from tests.permissions.doors import actions
from tests.permissions.town import NOW, Town, found
from tests.world import World, a_world
from usecases import proof
from web.app import build_app

SECRET = "a-secret-of-the-webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
_ROWS = table_of(InboxUpdate)
_VOLUNTEERS = table_of(Volunteer)
# What nobody outside may ever read.
_INSIDE = re.compile(r"Traceback|File \"|sqlalchemy|psycopg|sqlite3|\.py\b|<class|site-packages")


class Silent(BaseSession):
    """Takes every method for done, and hands out a picture that may be none."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.said: list[str] = []

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109, ARG002 - aiogram's own signature
    ) -> Any:
        """Keep what was said, and answer as if it had been sent."""
        self.said.append(json.dumps(method.model_dump(exclude_none=True), default=str))
        if isinstance(method, GetFile):
            return File(file_id="x", file_unique_id="x", file_path="photos/x.png")
        chat = getattr(method, "chat_id", None)
        if chat is None or method.__api_method__.startswith(("delete", "set")):
            return True
        return Message(
            message_id=len(self.said),
            date=datetime.now(UTC),
            chat=Chat(id=int(chat), type="private"),
            text="said",
        ).as_(bot)

    async def stream_content(self, *_args: Any, **_facts: Any) -> AsyncGenerator[bytes, None]:
        """Yield a picture of a code, mostly spoiled."""
        picture = qr_png("https://t.me/volunteer_city_bot?start=" + "A" * 32, scale=4)
        yield spoiled_bytes(picture, self.chance)

    async def close(self) -> None:
        """Need nothing."""


@dataclass
class Fuzzed:
    """The city, its people, and what went wrong in it."""

    world: World
    town: Town
    http: httpx.AsyncClient
    silent: Silent
    chance: random.Random
    failures: list[str] = field(default_factory=list)
    _number: int = 1_000_000

    def an_update(self) -> dict[str, Any]:
        """Return a well-formed update of somebody, as Telegram sends it."""
        self._number += 1
        who = self.chance.choice(self.town.actors)
        external = self.externals[who.who.account_id]
        someone = {"id": external, "is_bot": False, "first_name": "某", "language_code": "zh"}
        chat = {"id": external, "type": "private", "first_name": "某"}
        date = int(NOW.timestamp())
        message: dict[str, Any] = {"message_id": 7, "date": date, "from": someone, "chat": chat}
        kind = self.chance.random()
        if kind < 0.4:
            press = {"id": str(self._number), "from": someone, "chat_instance": "1"}
            sent = message | {"text": "…", "from": {"id": 1, "is_bot": True, "first_name": "b"}}
            return {
                "update_id": self._number,
                "callback_query": press | {"message": sent, "data": self._data(who.role)},
            }
        if kind < 0.45:
            member = {"user": someone, "status": self.chance.choice(("member", "kicked"))}
            change = {"chat": chat, "from": someone, "date": date, "old_chat_member": member}
            return {
                "update_id": self._number,
                "my_chat_member": change | {"new_chat_member": member},
            }
        name = "edited_message" if kind < 0.5 else "message"
        return {"update_id": self._number, name: message | self._content(who.role)}

    externals: dict[int, int] = field(default_factory=dict)
    performed: list[tuple[Action, int]] = field(default_factory=list)

    async def usurped(self) -> list[str]:
        """Return what somebody has done whose role does not allow it (F60)."""
        query = select(_VOLUNTEERS.c.account_id)
        volunteers = await self.world.db.read(
            lambda session: set(session.connection().scalars(query))
        )
        role_of = {
            actor.who.account_id: actor.role for actor in self.town.actors if not actor.dismissed
        }
        found_deeds = []
        for action, account in set(self.performed):
            may = {Role.ANYONE, role_of.get(account)}
            if account in volunteers:
                may.add(Role.VOLUNTEER)
            if not may & set(TABLE[action]):
                found_deeds.append(f"{action} by account {account}, {role_of.get(account)}")
        return found_deeds

    def _content(self, role: Role | None) -> dict[str, Any]:
        file = {"file_id": "x", "file_unique_id": "x", "file_size": 1000}
        return self.chance.choice(
            (
                {"text": self._words(role)},
                {"text": self._words(role)},
                {"text": self._payload()},
                {
                    "photo": [file | {"width": 90, "height": 90}],
                    "caption": self._words(role)[:1000],
                },
                {"document": file | {"file_name": "计划.docx", "mime_type": "application/x"}},
                {"contact": {"phone_number": "8613800000000", "first_name": "某", "user_id": 1}},
                {"location": {"latitude": 22.7, "longitude": 100.9}},
            )
        )

    def _words(self, role: Role | None) -> str:
        menu = [key for line in MENUS.get(role, MENUS[None]) for key in line]
        label = Speaker(CHINESE, self.world.house.door.zone, NOW).label
        return self.chance.choice(
            (
                self.chance.choice(HOSTILE),
                "/" + self.chance.choice(sorted(table.COMMANDS)),
                self.chance.choice(sorted(self.world.house.door._labels)),
                label(self.chance.choice(menu)),
                label(self.chance.choice(menu)),
                "11:30",
                "2345 6789 ABCD",
            )
        )

    def _payload(self) -> str:
        objects = self.town.objects
        token = self.chance.choice(
            (objects["station_code"], objects["personal_code"], objects["voucher_code"])
        )
        token = self.chance.choice((token, objects["pairing"], "a" + "x" * 22, "A" * 32))
        return "/start " + (
            spoiled_text(token, self.chance) if self.chance.random() < 0.7 else token
        )

    def _data(self, role: Role | None) -> str:
        """Return what a button holds: true ids, near ones, and hostile words."""
        ids = [value for value in self.town.objects.values() if isinstance(value, int)]
        ids += [*self.town.waiting.values(), *self.town.decided.values()]
        args = [
            str(self.chance.choice(ids) + self.chance.choice((0, 0, 0, 1, -1)))
            if self.chance.random() < 0.8
            else self.chance.choice(("", "0", "-1", "zh-hans", "approved", "9" * 19, "1e9", "１"))
            for _ in range(self.chance.randrange(4))
        ]
        # Half of the time a button of his own role, so that mutants get as far as he may.
        own = [name for name, handler in table.PRESSES.items() if _of(role, actions(handler))]
        names = own if own and self.chance.random() < 0.5 else sorted(table.PRESSES)
        data = ":".join([self.chance.choice(names), *args])
        if self.chance.random() < 0.2:
            data = spoiled_text(data, self.chance)
        return data.encode("utf-8", "replace")[:64].decode("utf-8", "ignore")

    def a_mutant(self) -> dict[str, Any]:
        """Return an update, spoiled in most cases; its number stays."""
        update = self.an_update()
        if self.chance.random() < 0.5:
            return update
        return mutated(update, self.chance, keep="update_id")

    async def hears(self, bodies: list[dict[str, Any]]) -> None:
        """Let updates come by poll, and wait until all of them have ended."""
        await self.world.house.inbox.take([body for body in bodies if _is_update(body)])
        await self.world.house.inbox.idle()

    async def posted(self, content: bytes, secret: bytes = SECRET.encode(), **more: str) -> int:
        """Post to the webhook; return the status."""
        headers = [(HEADER.encode(), secret)]
        headers += [
            (name.replace("_", "-").encode(), value.encode()) for name, value in more.items()
        ]
        reply = await self.http.post("/webhook", content=content, headers=httpx.Headers(headers))
        return reply.status_code

    async def wrong(self) -> list[str]:
        """Return everything that a stranger has brought about and should not have."""
        rows = await self.world.db.read(
            lambda session: (
                session.connection()
                .execute(
                    select(_ROWS.c.update_id).where(
                        _ROWS.c.done_at.is_(None), _ROWS.c.parked_at.is_(None)
                    )
                )
                .all()
            )
        )
        found_proof = await self.world.db.read(proof.prove)
        told = [text[:300] for text in self.silent.said if _INSIDE.search(text)]
        half = [] if found_proof.holds else [str(found_proof.contradictions)]
        half += await self.usurped()
        return [
            *self.failures,
            *(f"{row.update_id} neither done nor parked" for row in rows),
            *told,
            *half,
        ]


@asynccontextmanager
async def a_fuzzed_city(engine: str, home: Path, seed: int) -> AsyncIterator[Fuzzed]:
    """Open a town whose Telegram is silent; what its door raises is kept."""
    chance = random.Random(seed)
    async with a_world(engine, home, start=NOW, webhook_secret=SECRET) as world:
        town = await world.db.write(found)
        silent = Silent(chance)
        real, world.house.bot.session = world.house.bot.session, silent
        assert isinstance(real, AiohttpSession)
        transport = httpx.ASGITransport(build_app(counter(world.house, world.clock)))
        async with httpx.AsyncClient(transport=transport, base_url="https://puer.example") as http:
            city = Fuzzed(world, town, http, silent, chance)
            city.externals = await world.db.read(_externals)
            _listen(city)
            try:
                with structlog.testing.capture_logs(), _noted(city):
                    yield city
            finally:
                world.house.bot.session = real


def _of(role: Role | None, wanted: frozenset[Action]) -> bool:
    return any(role in TABLE[action] for action in wanted)


def _externals(session: Any) -> dict[int, int]:
    from models.people import Account

    rows = table_of(Account)
    return {
        row.id: row.external_id
        for row in session.connection().execute(select(rows.c.id, rows.c.external_id))
    }


@contextmanager
def _noted(city: Fuzzed) -> Iterator[None]:
    """Keep which account has done what in the chat; a refusal is no deed."""
    real = {name: getattr(Turn, name) for name in ("write", "read")}

    def noted(name: str) -> Any:
        async def run(turn: Turn, deed: Any, *args: Any, **facts: Any) -> Any:
            outcome = await real[name](turn, deed, *args, **facts)
            if hasattr(deed, "action") and "actor" in facts and not isinstance(outcome, Refused):
                # One deed takes both kinds of codes: a volunteer's own is for clerks to scan.
                code = tokens.parse(str(facts.get("token", "")))
                by_clerk = isinstance(code, tokens.PersonalCode)
                action = Action.SCAN_VOLUNTEER if by_clerk else deed.action
                city.performed.append((action, facts["actor"]))
            return outcome

        return run

    for name in real:
        setattr(Turn, name, noted(name))
    try:
        yield
    finally:
        for name, method in real.items():
            setattr(Turn, name, method)


def _listen(city: Fuzzed) -> None:
    """Keep what handling raises; what no library can read as an update may be parked."""
    from pydantic import ValidationError

    from usecases.inbox import AlreadyDoneError

    real = city.world.house.door.answer

    async def answer(body: dict[str, Any]) -> None:
        try:
            await real(body)
        except (ValidationError, AlreadyDoneError):
            raise
        except Exception as error:
            city.failures.append(f"{type(error).__name__}: {error} of {json.dumps(body)[:600]}")
            raise

    city.world.house.door.answer = answer  # type: ignore[method-assign]
