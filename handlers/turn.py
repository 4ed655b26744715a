"""What a handler is given: who writes, where he stands, the words, and one way to do and to say.

A handler reads what came, makes one call, and says the outcome. Everything that must survive is
written by `write` (the deed, that the update is done, and the next step, in one transaction) or,
when there was no deed, by `finish` after the handler.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from documents.reading import PictureReader, PictureText, Reason, Unreadable
from domain import reasons
from domain.permissions import Role
from domain.refusals import Code, Refusal, Refused
from domain.writing import keepable
from locales import outcomes
from locales.words import Speaker
from usecases import conversations
from usecases.access import Caller
from usecases.city import CitySession
from usecases.conversations import STOPPED, Standing
from usecases.database import Database
from usecases.file_store import MOST_PICTURE_BYTES
from usecases.inbox import Done

# The end of the year 9998, which no calendar of ours reaches.
_LAST_VERSION = 2**31 - 1
_LAST_SECOND = 253_370_764_800

P = ParamSpec("P")
T = TypeVar("T")
Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What the process lends to every turn."""

    db: Database
    bot: Bot
    public_url: str
    bot_username: str
    pictures: PictureReader
    id_in_form: bool = False
    files_dir: Path = Path("data/files")


@dataclass
class Turn:
    """One update of one person, from reading to answering."""

    desk: Desk
    caller: Caller
    words: Speaker
    update_id: int
    now: datetime
    chat_id: int
    standing: Standing | None = None
    message: Message | None = None
    press: CallbackQuery | None = None
    args: list[str] = field(default_factory=list)
    # Whether a button of 〈more〉 was pressed: what it shows leads back there.
    from_more: bool = False
    _next: Standing | None = None
    _done: bool = False
    _answered_press: bool = False
    # The rules behind the refusals that the next message tells.
    _rules: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Stay where the person stands until the handler says otherwise."""
        self._next = self.standing

    @property
    def text(self) -> str:
        """Return what was typed as it can be kept, or nothing."""
        return keepable(self.message.text or "") if self.message else ""

    def number(self, place: int = 0) -> int:
        """Return a number out of a button's data; a forged one is refused like an old one."""
        if place >= len(self.args) or not re.fullmatch(r"[0-9]{1,18}", self.args[place]):
            raise Refusal(Code.STEP_GONE)
        return int(self.args[place])

    def version(self, place: int) -> int:
        """Return the version that a button's data hold; PostgreSQL keeps versions in 32 bits."""
        found = self.number(place)
        if found > _LAST_VERSION:
            raise Refusal(Code.STEP_GONE)
        return found

    def word(self, place: int, *allowed: str) -> str:
        """Return a word out of a button's data; a forged one is refused like an old one."""
        if place >= len(self.args) or (allowed and self.args[place] not in allowed):
            raise Refusal(Code.STEP_GONE)
        return self.args[place]

    def at(self, flow: str, *steps: str) -> Standing | None:
        """Return the conversation if the pressed button belongs to its question, else None.

        A question's buttons carry its version first; without `steps` any of the flow's will do.
        """
        here = self.standing
        if here is None or here.flow != flow or here.step == STOPPED:
            return None
        asked = not steps or here.step in steps
        return here if asked and self.args[:1] == [str(here.version)] else None

    def moment(self, place: int = 0) -> datetime | None:
        """Return the instant that a button's data hold as seconds since 1970, or None for 0."""
        seconds = self.number(place)
        if seconds > _LAST_SECOND:
            raise Refusal(Code.STEP_GONE)
        return datetime.fromtimestamp(seconds, tz=self.now.tzinfo) if seconds else None

    @property
    def request_id(self) -> str:
        """Return the key under which a repeat of this update finds its own deed."""
        return f"telegram/{self.update_id}"

    # -- doing ---------------------------------------------------------------------------------

    async def write(
        self, deed: Callable[Concatenate[CitySession, P], T], *args: P.args, **facts: P.kwargs
    ) -> T:
        """Run the deed, mark this update done and keep the next step, in one transaction."""
        change = conversations.Change(self.caller.account_id, self._next, self.now)
        outcome = await self.desk.db.write_done(
            lambda session: deed(session, *args, **facts),
            done=None if self._done else Done(self.update_id, self.now),
            conversation=change if self._next is not self.standing else None,
        )
        self._done = True
        self.standing = self._next
        return outcome

    async def read(
        self, look: Callable[Concatenate[CitySession, P], T], *args: P.args, **facts: P.kwargs
    ) -> T:
        """Look something up; nothing is written."""
        return await self.desk.db.read(look, *args, **facts)

    async def finish(self) -> None:
        """Mark the update done and keep the next step, if no deed has done so."""
        if not self._done or self._next is not self.standing:
            await self.write(_nothing)
        if self.press is not None and not self._answered_press:
            await self.toast(None)

    # -- where the person stands ---------------------------------------------------------------

    def go(self, flow: str, step: str, **data: Any) -> Standing:
        """Move the conversation on; older buttons are old from now on, other drafts are kept."""
        old = self._next
        version = old.version + 1 if old else self.update_id % 1_000_000
        message_id = old.message_id if old and old.flow == flow else None
        self._next = Standing(flow, step, version, data, message_id, self.now)
        if old is not None:
            self._next = old.followed_by(self._next)
        return self._next

    def leave(self, flow: str) -> None:
        """End the conversation if it is of this flow; a draft that it came between is stopped."""
        if self._next is not None and self._next.flow == flow:
            self._next = self._next.ended()

    def draft(self, flow: str, **about: Any) -> Standing | None:
        """Return the draft of this flow that goes on, was stopped or put aside, or None."""
        for one in self.standing.drafts if self.standing else ():
            if one.flow == flow and all(one.data.get(key) == about[key] for key in about):
                return one
        return None

    def stay(self) -> None:
        """Take back what the handler planned: a refusal leaves the person where he was."""
        self._next = self.standing

    def stop(self) -> None:
        """Stop the conversation and keep what was answered; `go` picks it up at `stopped_at`."""
        if self._next is not None:
            old = self._next
            self.go(old.flow, STOPPED, **(old.data | {"stopped_at": old.step}))

    @property
    def next_version(self) -> int:
        """Return the version that buttons of the next step carry."""
        return self._next.version if self._next else 0

    # -- saying --------------------------------------------------------------------------------

    def say(self, key: str, **facts: Any) -> str:
        """Return the sentence under `key` in the caller's language, as HTML."""
        return self.words.say(key, **facts)

    def label(self, key: str, **facts: Any) -> str:
        """Return the words under `key` as plain text, for buttons."""
        return self.words.label(key, **facts)

    async def answer(self, text: str, keyboard: Keyboard = None) -> Message:
        """Send a message of its own: receipts and results, which must stay."""
        keyboard = self._asked_why(keyboard)
        return await self.desk.bot.send_message(self.chat_id, text, reply_markup=keyboard)

    async def show(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Show the conversation's one message: edited if it stands last, else sent anew."""
        shown = self._asked_why(keyboard)
        keyboard = self._led_back(shown if isinstance(shown, InlineKeyboardMarkup) else None)
        edited = self.press is not None and await self._edited(text, keyboard)
        if not edited:
            sent = await self.answer(text, keyboard)
            if self._next is not None:
                self._next = replace(self._next, message_id=sent.message_id)

    def _asked_why(self, keyboard: Keyboard) -> Keyboard:
        """Return the keyboard with a 〈why?〉 for each refusal that the message tells.

        The menu gives way to it, because it stands already; who has never seen it is shown the
        way in. Another reply keyboard asks for something and stays.
        """
        rules, self._rules = self._rules, []
        inline = isinstance(keyboard, InlineKeyboardMarkup)
        is_menu = isinstance(keyboard, ReplyKeyboardMarkup) and bool(keyboard.is_persistent)
        if not rules or not (keyboard is None or inline or is_menu):
            return keyboard
        lines = list(keyboard.inline_keyboard) if isinstance(keyboard, InlineKeyboardMarkup) else []
        # Whose link is dead needs another link, and may be nobody who registers: a guardian.
        newcomer = is_menu and self.role is None and self.standing is None
        if newcomer and "house.link-once" not in rules:
            register = self.label("menu-register")
            lines.append([InlineKeyboardButton(text=register, callback_data="register")])
        shown = {button.callback_data for line in lines for button in line}
        lines.extend(
            [InlineKeyboardButton(text=self.label("button-why"), callback_data=f"why:{rule}")]
            for rule in rules
            if f"why:{rule}" not in shown
        )
        return InlineKeyboardMarkup(inline_keyboard=lines)

    def _led_back(self, keyboard: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
        """Return the keyboard with a way back to 〈more〉, unless it has one or can be stopped."""
        lines = list(keyboard.inline_keyboard) if keyboard else []
        label = self.label("button-back")
        leads = any(
            one.text == label or one.callback_data == "cancel" for row in lines for one in row
        )
        if not self.from_more or leads:
            return keyboard
        back = InlineKeyboardButton(text=label, callback_data="more")
        return InlineKeyboardMarkup(inline_keyboard=[*lines, [back]])

    async def _edited(self, text: str, keyboard: InlineKeyboardMarkup | None) -> bool:
        message = self.press.message if self.press else None
        if not isinstance(message, Message) or message.text is None:
            return False
        try:
            await self.desk.bot.edit_message_text(
                text, chat_id=self.chat_id, message_id=message.message_id, reply_markup=keyboard
            )
        except TelegramBadRequest as error:
            # Pressed twice: the first press has brought it there already.
            return "message is not modified" in error.message
        return True

    async def picture(
        self, png: bytes, caption: str, keyboard: Keyboard = None, name: str = "picture.png"
    ) -> Message:
        """Send a picture with a caption."""
        file = BufferedInputFile(png, name)
        return await self.desk.bot.send_photo(
            self.chat_id, file, caption=caption, reply_markup=keyboard
        )

    async def document(
        self, content: bytes, name: str, caption: str | None = None, keyboard: Keyboard = None
    ) -> Message:
        """Send a file under a name."""
        file = BufferedInputFile(content, name)
        return await self.desk.bot.send_document(
            self.chat_id, file, caption=caption, reply_markup=keyboard
        )

    async def toast(self, text: str | None, *, alert: bool = False) -> None:
        """Answer the press itself; a press too old to answer is no matter."""
        if self.press is None:
            return
        self._answered_press = True
        try:
            await self.desk.bot.answer_callback_query(self.press.id, text, show_alert=alert)
        except TelegramBadRequest as error:
            if "query" not in error.message:
                raise

    async def old_button(self) -> None:
        """Say that a button is old; nothing is guessed."""
        await self.toast(self.label("old-button"), alert=True)

    async def forget_message(self) -> None:
        """Delete what the person just sent, because it must not stay in the chat."""
        if self.message is None:
            return
        try:
            await self.desk.bot.delete_message(self.chat_id, self.message.message_id)
        except TelegramBadRequest as error:
            if "delete" not in error.message:
                raise

    def refusal(self, refused: Refused) -> str:
        """Return the sentence of a refusal; the message that tells it gets its 〈why?〉."""
        self._keep_rule(refused)
        return outcomes.refused(self.words.say, self.words, refused)

    def reason(self, refused: Refused) -> str:
        """Return a refusal as plain text, to stand as a fact in another sentence."""
        self._keep_rule(refused)
        return outcomes.refused(self.words.label, self.words, refused)

    def _keep_rule(self, refused: Refused) -> None:
        rule = reasons.of_refusal(refused)
        if rule is not None and rule not in self._rules:
            self._rules.append(rule)

    def hear(self, caller: Caller) -> None:
        """Go on with what has changed about the caller: his language, his role."""
        self.caller = caller
        self.words = replace(self.words, locale=caller.language)

    async def read_picture(self) -> PictureText | Unreadable:
        """Fetch the picture that was sent and read the one code in it."""
        message = self.message
        file = (message.photo[-1] if message.photo else message.document) if message else None
        if file is None or (file.file_size or 0) > MOST_PICTURE_BYTES:
            return Unreadable(Reason.TOO_LARGE)
        buffer = BytesIO()
        await self.desk.bot.download(file, buffer)
        return await self.desk.pictures.read(buffer.getvalue())

    @property
    def role(self) -> Role | None:
        """Return the role whose menu is shown: the chosen one, or the first held."""
        return self.caller.menu()


def _nothing(_session: CitySession) -> None:
    """Do nothing; the update is done and the step is kept all the same."""
