"""Thirty hostile strings, and what is no text at all, at every step that takes text.

Everybody stands at a step of his own and sends the same thing at the same time: so one world
answers some thousand messages in seconds. Each step is Chinese on one database and English on the
other.
"""

import ast
import asyncio
import importlib
import io
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog
from PIL import Image
from sqlalchemy import func, literal, select, true, union_all

import handlers
from handlers import table
from handlers.door import Door, sender
from locales.words import locale_for, pattern
from models.columns import table_of
from models.people import Account
from models.tables import metadata
from models.traffic import Conversation, InboxUpdate, Notice
from rehearsal.api_error import JSON
from rehearsal.people import Person
from rehearsal.plain_text import units
from tests.databases import ENGINES
from tests.e2e import (
    hours_steps,
    learning_steps,
    objection_steps,
    registration_steps,
    star_steps,
    text_steps,
    ward_steps,
)
from tests.e2e.standing import Stand, found, presses
from tests.hostile import HOSTILE, NO_TEXT
from tests.world import World, a_world
from usecases import conversations, proof
from usecases.city import CitySession
from usecases.conversations import Standing
from usecases.submissions import MOST_TEXT

BRACED = [text for text in HOSTILE if "{" in text]
STANDS = [
    *registration_steps.STANDS,
    *hours_steps.STANDS,
    *objection_steps.STANDS,
    *learning_steps.STANDS,
    *star_steps.STANDS,
    *text_steps.STANDS,
    *ward_steps.STANDS,
]
_TRAFFIC = (table_of(InboxUpdate).name, table_of(Conversation).name)
# What nobody looks for, and every search remembers.
_SEARCHED = ("found",)
# Ours is bold; the others the messenger finds by itself in plain text.
_MARKS = {"bold", "url", "bot_command", "mention", "hashtag", "cashtag", "email", "phone_number"}
# Conversations in which a text is nothing.
_ONLY_PRESSED = {"rewards/confirm", "class/who", "profile/edit"}


def test_every_step_that_takes_text_is_stood_at() -> None:
    loose = {f"loose/{handler.__name__}" for _, handler in table.LOOSE}
    payloads = {f"start/{handler.__name__}" for _, handler in table.PAYLOADS}
    assert {stand.where for stand in STANDS} == {*table.STEPS, *loose, *payloads}


def test_every_step_that_a_handler_goes_to_says_what_a_text_does_there() -> None:
    gone_to = set()
    for file in Path(handlers.__file__).parent.glob("*.py"):
        room = importlib.import_module(f"handlers.{file.stem}")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "go":
                flow, step, *_ = node.args
                if isinstance(flow, ast.Name) and isinstance(step, ast.Constant):
                    gone_to.add(f"{getattr(room, flow.id)}/{step.value!s}")
    assert gone_to, "no handler goes anywhere"
    assert gone_to <= {*table.STEPS, *_ONLY_PRESSED}


@dataclass
class Stander:
    """Somebody at a step, and how it stood there before the last thing that was sent."""

    stand: Stand
    person: Person
    first: JSON
    before: Standing | None = None


class TwoDoors(Door):
    """The same city twice: with the form for some, with everything in the chat for the others."""

    def __init__(self, chat: Door, in_form: set[int]) -> None:
        super().__init__(chat.desk, chat.clock, chat.zone)
        self.chat = chat
        self.form = Door(replace(chat.desk, id_in_form=True), chat.clock, chat.zone)
        self.in_form = in_form

    def _of(self, body: JSON) -> Door:
        person = sender(body)
        return self.form if person and person["id"] in self.in_form else self.chat

    async def answer(self, body: JSON) -> None:
        await self._of(body).answer(body)

    async def apologise(self, body: JSON, incident: str) -> None:
        await self._of(body).apologise(body, incident)


class Crowd:
    """Somebody at every step, all of whom send the same at once."""

    def __init__(
        self, world: World, standers: list[Stander], lines: list[Any], parity: int
    ) -> None:
        self.world = world
        self.standers = standers
        self.lines = lines
        self.parity = parity
        self.standings: dict[int, Standing] = {}
        self.rows: dict[str, int] = {}

    def at(self, where: str) -> Person:
        """Return who stands at a step."""
        return next(one.person for one in self.standers if one.stand.where == where)

    async def gets_there(self) -> None:
        """Let everybody come to his step."""
        together(self.world)
        await asyncio.gather(*(one.stand.comes(self.world, one.person) for one in self.standers))
        await self.look()

    async def look(self) -> None:
        """Remember how it stands before the next thing is sent."""
        self.rows, self.standings = await self.world.db.read(_as_it_stands)
        self.remember()

    def remember(self) -> None:
        """Take what was seen last as how it stands before the next thing is sent."""
        for one in self.standers:
            one.before = self.standings.get(one.person.id)

    async def send(self, what: str, content: JSON, senders: list[Stander]) -> None:
        """Let these send it at once, and check what came of it."""
        self.world.stage.settle = None
        for one in senders:
            more = {"text": one.stand.before + content["text"]} if "text" in content else {}
            await one.person.sends(content | more)
        takers = [one for one in senders if one.stand.takes_it(content)]
        await self.answered(what, senders, takers)
        for one in senders:
            photo_read = "photo" in content and one.stand.scans
            if one not in takers and "text" not in content and not photo_read:
                wanted = {_words(one.person, one.stand.wanted)}
                if "location" in content:
                    # A volunteer's location is the answer to a question of a station, or was.
                    wanted.add(_words(one.person, "location-not-waited"))
                assert any(text in one.person.screen for text in wanted), (what, one.stand.where)
        for one in takers:
            if one.stand.kept and "text" in content:
                kept = await self.world.db.read(one.stand.kept, self.data_of(one))
                assert kept == one.stand.taken(content["text"]), (what, one.stand.where)
        again = [one.stand.again(self.world, one.person) for one in takers if one.stand.again]
        if again:
            await asyncio.gather(*again)
            await self.look()
        else:
            self.remember()

    def data_of(self, one: Stander) -> Mapping[str, Any]:
        """Return what the conversation holds."""
        standing = self.standings.get(one.person.id)
        return standing.data if standing else {}

    async def answered(self, what: str, senders: list[Stander], takers: list[Stander]) -> None:
        """Check that each has an answer, and that only what was taken has left anything."""
        together(self.world)
        await self.world.stage.settled()
        assert [line for line in self.lines if line["log_level"] in ("error", "critical")] == []
        assert await self.world.db.read(_undone) == 0, what
        expected = dict(self.rows)
        self.rows, self.standings = await self.world.db.read(_as_it_stands)
        for one in senders:
            _is_an_answer(one, what)
            if one not in takers:
                now = self.standings.get(one.person.id)
                assert _place(now) == _place(one.before), (what, one.stand.where)
        for one in takers:
            for name, count in one.stand.writes.items():
                expected[name] += count
        assert self.rows == expected, what


def together(world: World) -> None:
    """Wait for answers only: what others are told is delivered in the end."""
    world.stage.settle = world.answered


def _place(standing: Standing | None) -> object:
    """Return what a text that was not taken must leave as it was."""
    if standing is None:
        return None
    kept = {key: value for key, value in standing.data.items() if key not in _SEARCHED}
    return standing.flow, standing.step, kept


def _is_an_answer(one: Stander, what: str) -> None:
    about = f"{what!r} at {one.stand.where}: {one.person.screen!r}"
    assert one.person.screen.strip(), about
    for shown in one.person.fresh:
        assert units(shown.text) <= 4096, about
        # What others typed is shown as they typed it.
        ours = shown.text
        for theirs in BRACED:
            ours = ours.replace(theirs, "")
        assert "{" not in ours or "{" in what, about
        marks = {mark["type"] for mark in shown.raw.get("entities", [])}
        assert marks <= _MARKS, about


def _words(person: Person, key: str) -> str:
    """Return the longest line of a sentence between two of its facts."""
    found = pattern(locale_for(person.someone.language_code), key)
    texts = [getattr(one, "value", "") for one in getattr(found, "elements", [found])]
    plain = re.sub(r"</?b>", "\n", "\n".join(text for text in texts if isinstance(text, str)))
    return max(plain.splitlines(), key=len).strip()


def _as_it_stands(session: CitySession) -> tuple[dict[str, int], dict[int, Standing]]:
    """Return how many rows each table has, and where everybody stands."""
    connection = session.connection()
    tables = [one for one in metadata.sorted_tables if one.name not in _TRAFFIC]
    notice = table_of(Notice)
    # Officers are called by the clock, whatever is sent meanwhile.
    asked = {notice: ~notice.c.kind.like("%-waiting")}
    counts = union_all(
        *(
            select(literal(one.name), func.count()).select_from(one).where(asked.get(one, true()))
            for one in tables
        )
    )
    accounts, rows = table_of(Account), table_of(Conversation)
    query = select(accounts.c.external_id, rows.c.account_id).join_from(accounts, rows)
    standings = {}
    for row in connection.execute(query).all():
        standing = conversations.fetch(session, account_id=row.account_id)
        assert standing is not None
        standings[row.external_id] = standing
    return {row[0]: row[1] for row in connection.execute(counts)}, standings


def _undone(session: CitySession) -> int:
    rows = table_of(InboxUpdate)
    failed = (rows.c.tries > 0) | rows.c.done_at.is_(None)
    return session.connection().scalar(select(func.count()).where(failed)) or 0


@pytest_asyncio.fixture(params=ENGINES)
async def crowd(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Crowd]:
    async with a_world(request.param, tmp_path, id_collection="chat") as world:
        await found(world)
        standers: list[Stander] = []
        together(world)
        for nth, stand in enumerate(STANDS):
            english = nth % 2 == ENGINES.index(request.param)
            person = world.person(
                f"某人{nth}", language="en" if english else "zh-hans", phone=f"+861390000{nth:04d}"
            )
            standers.append(Stander(stand, person, await person.says("/start")))
        in_form = {one.person.id for one in standers if one.stand.in_form}
        world.house.inbox.door = TwoDoors(world.house.inbox.door, in_form)
        with structlog.testing.capture_logs() as lines:
            yield Crowd(world, standers, lines, ENGINES.index(request.param))
        proven = await world.db.read(proof.prove)
        assert proven.holds, proven.contradictions


# Who hears what on which database: one half of all pairs of a step and a text, and the other.
@pytest.mark.parametrize("half", [0, pytest.param(2, marks=pytest.mark.proof)])
async def test_whatever_is_sent_is_answered_and_nothing_is_half_saved(
    crowd: Crowd, half: int
) -> None:
    await crowd.gets_there()
    said = {text: {"text": text} for text in HOSTILE}
    for nth, (what, content) in enumerate((said | _no_text(crowd.world)).items()):
        senders = [
            one
            for number, one in enumerate(crowd.standers)
            if one.stand.in_database or (nth + number) % 4 == crowd.parity + half
        ]
        await crowd.send(what, content, senders)
    await _what_is_edited_is_not_read(crowd)
    await _too_much_is_told_at_once(crowd)
    await _a_code_is_scanned_in_between(crowd)
    await _the_others_read_what_was_taken(crowd)


async def _what_is_edited_is_not_read(crowd: Crowd) -> None:
    crowd.world.stage.settle = None
    for one in crowd.standers:
        await one.person.edits(one.first, "改一下")
    await crowd.answered("edited", crowd.standers, [])


async def _too_much_is_told_at_once(crowd: Crowd) -> None:
    contact = crowd.at("submit/collect")
    for _ in range(MOST_TEXT // 4096):
        await contact.says("长" * 4096)
    await contact.says("长" * 4096)
    contact.sees("20,484")


async def _a_code_is_scanned_in_between(crowd: Crowd) -> None:
    volunteer, clerk = crowd.at("start/opened_by_camera"), crowd.at("settle/typed")
    await presses(crowd.world, volunteer, "menu-code")
    await clerk.says(volunteer.qr())
    clerk.sees("李志愿")
    await clerk.says("25:00")
    clerk.sees(_words(clerk, "clerk-time-wrong"))


async def _the_others_read_what_was_taken(crowd: Crowd) -> None:
    await crowd.world.settle()
    assert [line for line in crowd.lines if line["log_level"] in ("error", "critical")] == []
    heard = "\n".join(
        shown.text for person in crowd.world.stage.people.values() for shown in person.messages
    )
    for stand in STANDS:
        if "notice" in stand.writes:
            for text in HOSTILE:
                assert (stand.taken(text) or "") in heard, (stand.where, text)


def _no_text(world: World) -> dict[str, JSON]:
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(picture, "PNG")
    sizes = world.stage.world.files.keep_photo(picture.getvalue())
    file = world.stage.world.files.keep(b"content", "document", "<b>{0}.txt", "text/plain")
    origin = {"type": "hidden_user", "date": 1_795_222_800, "sender_user_name": "<b>某人</b>"}
    return NO_TEXT | {
        "photo {0}": {"photo": [size.photo_size() for size in sizes], "caption": "<b>{0}"},
        "document": {"document": file.document()},
        "forwarded": {"text": "请看一下", "forward_origin": origin},
    }
