"""The officer's chat for papers with a photo: one a message, valid or not, undone, the next."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from domain.permissions import Role
from handlers import keyboards, minors, queue, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import shredded_file
from usecases.minors import Screen
from usecases.paper_checks import Papers


@dataclass(frozen=True, slots=True)
class Room:
    """One kind of papers: how its buttons begin, its deeds, and how one is described.

    `checks` has waiting, following, look_at, decide and undo.
    """

    key: str
    papers: Papers
    checks: ModuleType
    describe: Callable[[Turn, Any], str]

    def opens(self, label: str, *roles: Role) -> None:
        """Offer the room behind 〈to do〉, and answer its buttons."""
        queue.further(label, self.checks.waiting, *roles)(self.first)
        for press_of, handler in {
            "next": self.skip,
            "look": self.look,
            "yes": self.valid,
            "no": self.ask_reason,
            "why": self.invalid,
            "undo": self.undo,
        }.items():
            table.press(self.key + press_of)(handler)

    async def first(self, turn: Turn) -> None:
        """Show the oldest that waits."""
        await self._show_next(turn, 0)

    async def skip(self, turn: Turn) -> None:
        """Show the one behind this one."""
        await self._show_next(turn, turn.number(0))

    async def _show_next(self, turn: Turn, after: int) -> None:
        one = await turn.read(self.checks.following, actor=turn.caller.account_id, after=after)
        if one is None:
            await turn.answer(turn.say("paper-queue-empty"), keyboards.menu(turn))
            return
        await minors.shown(turn, [(f"volunteer:{one.volunteer_id}", one.born_on)], Screen.PAPER)
        which = (one.paper_id, one.version)
        await turn.answer(
            self.describe(turn, one),
            rows(
                [press(turn.label("button-paper-look"), self.key + "look", one.paper_id)],
                [
                    press(turn.label("button-paper-valid"), self.key + "yes", *which),
                    press(turn.label("button-paper-invalid"), self.key + "no", *which),
                ],
                [press(turn.label("button-next"), self.key + "next", one.paper_id)],
            ),
        )

    async def look(self, turn: Turn) -> None:
        """Send the photo, and show a number for a moment; it does not stay in the chat."""
        seen = await turn.write(
            self.checks.look_at,
            actor=turn.caller.account_id,
            paper_id=turn.number(),
            now=turn.now,
        )
        if seen.number:
            await turn.toast(seen.number, alert=True)
        content = None
        if seen.photo is not None:
            content = await asyncio.to_thread(
                shredded_file.read, turn.desk.files_dir, seen.photo.sha256, seen.photo.key
            )
        if content is None:
            await turn.answer(turn.say("paper-photo-gone"), keyboards.menu(turn))
            return
        await turn.picture(content, turn.say("paper-photo"), name="certificate.jpg")

    async def valid(self, turn: Turn) -> None:
        """Say that it is valid."""
        await self._decide(turn, "")

    async def ask_reason(self, turn: Turn) -> None:
        """Ask why it is not."""
        which = (turn.number(0), turn.version(1))
        await turn.read(self.checks.waiting, actor=turn.caller.account_id, now=turn.now)
        buttons = [
            [press(turn.label(f"paper-fault-{one}"), self.key + "why", *which, one)]
            for one in self.papers.reasons
        ]
        back = [press(turn.label("button-back"), f"{self.papers.subject}s")]
        await turn.show(turn.say("paper-why-not"), rows(*buttons, back))

    async def invalid(self, turn: Turn) -> None:
        """Say that it is not, with a reason."""
        await self._decide(turn, turn.word(2, *self.papers.reasons))

    async def _decide(self, turn: Turn, reason: str) -> None:
        done = await turn.write(
            self.checks.decide,
            actor=turn.caller.account_id,
            paper_id=turn.number(0),
            version=turn.version(1),
            reason=reason,
            now=turn.now,
        )
        said = "paper-is-valid" if done.valid else "paper-is-not"
        text = turn.say(said, name=done.name, undo_until_at=done.undo_until_at)
        undo = press(turn.label("button-undo"), self.key + "undo", done.paper_id, done.version)
        await turn.show(text, rows([undo]))
        await self._show_next(turn, 0)

    async def undo(self, turn: Turn) -> None:
        """Take one's own decision back."""
        await turn.write(
            self.checks.undo,
            actor=turn.caller.account_id,
            paper_id=turn.number(0),
            version=turn.version(1),
            now=turn.now,
        )
        await turn.show(turn.say("paper-undone"))
        await self._show_next(turn, 0)
