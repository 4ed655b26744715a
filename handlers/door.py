"""The chat door: one update becomes one turn, one handler, one answer.

aiogram parses what came; `handlers/table.py` finds the handler. This is
the one boundary where a refusal becomes a sentence; any other error goes to the inbox, which
tries again and finally apologises with an incident number.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.exceptions import TelegramForbiddenError
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, User

from domain.clock import Clock
from domain.refusals import Refusal
from domain.writing import keepable
from handlers import (  # noqa: F401 - importing a room hangs its handlers into the table
    approval,
    backfill,
    backfill_end,
    books,
    bringing,
    centre,
    certificates,
    checkin,
    child_registration,
    clerk,
    common,
    correction_checks,
    corrections,
    disputes,
    drafts,
    errand_checks,
    errands,
    families,
    forms,
    group_shares,
    guardian,
    guardian_check,
    honour_checks,
    honour_drives,
    honours,
    hours,
    keyboards,
    late_scans,
    lines,
    locations,
    menu_button,
    merchant,
    minors,
    national,
    oddities,
    omissions,
    outside_checks,
    outside_hours,
    own_profile,
    own_stars,
    own_trainings,
    person_groups,
    profile,
    proxies,
    published,
    qualification_checks,
    qualifications,
    queue,
    recipients,
    record_checks,
    recovery,
    registration,
    registration_sent,
    relocation,
    rewards,
    rights,
    rosters,
    scanning,
    shares,
    staff,
    star_keeping,
    stars,
    station_closing,
    station_edit,
    station_goals,
    station_history,
    station_marks,
    station_menu,
    station_poster,
    station_register,
    station_standard,
    stations,
    statistics,
    table,
    talents,
    teams,
    trainings,
    unit_figures,
    units,
    visit_words,
    vouchers,
    ward_deeds,
)
from handlers.turn import Desk, Turn
from locales.words import ENGLISH, Speaker, locale_for
from usecases import access, conversations, notices, seats
from usecases.city import CitySession
from usecases.inbox import Done

MESSENGER = "telegram"
GONE = ("bot was blocked by the user", "user is deactivated")
# The kinds of updates we ask for and answer.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
# Telegram drops what it could not deliver for a day; an older date is not Telegram's.
_OLDEST = timedelta(days=1)
_AHEAD = timedelta(minutes=1)
_MOST_ID = 2**63


class Door:
    """Answers updates of one bot."""

    def __init__(self, desk: Desk, clock: Clock, zone: ZoneInfo) -> None:
        self.desk = desk
        self.clock = clock
        self.zone = zone
        now = clock.now()
        self._labels = table.menu_labels(lambda locale: Speaker(locale, zone, now))
        # By kind, the first one of an update counts: a handler, and what aiogram makes of its body.
        self._kinds: dict[str, tuple[type[Any], Callable[[Any, int], Awaitable[bool]]]] = {
            "message": (Message, self._message),
            "edited_message": (Message, self._edited),
            "callback_query": (CallbackQuery, self._press),
            "my_chat_member": (ChatMemberUpdated, self._membership),
        }

    async def answer(self, body: dict[str, Any]) -> None:
        """Run one raw update to its end; what raises here has not been done."""
        raw_id = int(body["update_id"])
        done = False
        kind = next((one for one in KINDS if isinstance(body.get(one), dict)), None)
        if kind is not None and not _of_nobody(body):
            parsed, handle = self._kinds[kind]
            event = parsed.model_validate(body[kind], context={"bot": self.desk.bot})
            done = await handle(event, raw_id)
        if not done:
            # A group's message, a kind we never asked for: nothing to do is done too.
            finished = Done(raw_id, self.clock.now())
            await self.desk.db.write_done(_nothing, done=finished)

    async def apologise(self, body: dict[str, Any], incident: str) -> None:
        """Tell the person that it did not work, and the number under which we find why."""
        await self._tell(body, "incident", number=incident)

    async def slow_down(self, body: dict[str, Any]) -> None:
        """Tell the person that this one and what follows at this speed is not read."""
        await self._tell(body, "too-fast")

    async def _tell(self, body: dict[str, Any], key: str, **facts: str) -> None:
        person = sender(body)
        if person is None:
            return
        words = Speaker(locale_for(person.get("language_code")), self.zone, self.clock.now())
        await self.desk.bot.send_message(person["id"], words.say(key, **facts))

    async def _message(self, message: Message, raw_id: int) -> bool:
        if message.chat.type != "private" or message.from_user is None:
            return False
        turn = await self._turn(message.from_user, raw_id, self._event_time(message.date))
        turn.message = message
        return await self._run(turn, self._choose(turn))

    async def _edited(self, message: Message, raw_id: int) -> bool:
        # A live location is edited every few seconds; only who changed his words waits for us.
        words = message.text or message.caption
        if message.chat.type != "private" or message.from_user is None or not words:
            return False
        turn = await self._turn(message.from_user, raw_id, self.clock.now())
        turn.message = message
        return await self._run(turn, common.edited)

    async def _press(self, press: CallbackQuery, raw_id: int) -> bool:
        turn = await self._turn(press.from_user, raw_id, self.clock.now())
        turn.press = press
        name, *turn.args = keepable(press.data or "").split(":")
        turn.from_more = name in table.FROM_MORE
        return await self._run(turn, table.PRESSES.get(name, Turn.old_button))

    async def _membership(self, event: ChatMemberUpdated, raw_id: int) -> bool:
        if event.chat.type != "private":
            # Whoever takes the bot out of a group has not blocked it.
            return False
        turn = await self._turn(event.from_user, raw_id, self.clock.now())
        account_id = turn.caller.account_id
        if event.new_chat_member.status == "kicked":
            await turn.write(notices.mark_blocked, account_id=account_id, now=turn.now)
        else:
            await turn.write(notices.unblock, account_id=account_id)
        return True

    async def _run(self, turn: Turn, handler: table.Handler) -> bool:
        before = turn.standing
        try:
            await _handled(turn, handler)
        except TelegramForbiddenError as error:
            # Only Telegram's own sentence counts: he has gone, and what he asked for stands.
            if not any(sign in error.message for sign in GONE):
                raise
            await self.desk.db.write(
                notices.mark_blocked, account_id=turn.caller.account_id, now=turn.now
            )
            await turn.finish()
        else:
            await turn.finish()
            await drafts.tell(turn, before)
            await menu_button.keep(turn)
        return True

    def _choose(self, turn: Turn) -> table.Handler:
        text = turn.text.strip()
        if text.startswith("/"):
            return self._command(turn, text)
        if text in self._labels:
            return table.MENU[self._labels[text]]
        standing = turn.standing
        where = f"{standing.flow}/{standing.step}" if standing is not None else ""
        if where in table.STEPS:
            return table.STEPS[where]
        for fits, handler in table.LOOSE:
            if fits(turn):
                return handler
        return common.unknown

    def _command(self, turn: Turn, text: str) -> table.Handler:
        name, _, payload = text[1:].partition(" ")
        name = name.partition("@")[0].lower()
        if name == "start" and payload:
            turn.args = [payload.strip()]
            for fits, handler in table.PAYLOADS:
                if fits(turn.args[0]):
                    return handler
            turn.args = []
        return table.COMMANDS.get(name, common.unknown)

    async def _turn(self, user: User, raw_id: int, now: datetime) -> Turn:
        language = locale_for(user.language_code)
        caller, standing = await self.desk.db.glance(
            conversations.who, messenger=MESSENGER, external_id=user.id
        )
        if caller is None:
            caller = await self.desk.db.write(
                access.welcome,
                messenger=MESSENGER,
                external_id=user.id,
                language=language,
                now=now,
            )
        here = seats.named(self.desk.db.city, now, english=caller.language == ENGLISH)
        words = Speaker(caller.language, self.zone, now, here)
        return Turn(self.desk, caller, words, raw_id, now, user.id, standing)

    def _event_time(self, sent_at: datetime) -> datetime:
        """Return when it happened: Telegram's own date, so that a backlog harms nobody."""
        now = self.clock.now()
        if now - _OLDEST <= sent_at <= now + _AHEAD:
            return sent_at
        return now


async def _handled(turn: Turn, handler: table.Handler) -> None:
    """Run the handler; a refusal becomes its sentence, which may fail to arrive like any other."""
    try:
        await handler(turn)
    except Refusal as refusal:
        turn.stay()
        await turn.answer(turn.refusal(refusal.refused), keyboards.menu(turn))


def _nothing(_session: CitySession) -> None:
    """Do nothing; the update is done all the same."""


def _of_nobody(body: dict[str, Any]) -> bool:
    """Tell whether the sender's number is none that Telegram gives; no row could hold it."""
    person = sender(body)
    return person is not None and not 0 < person["id"] < _MOST_ID


def sender(body: dict[str, Any]) -> dict[str, Any] | None:
    """Return the user an update comes from, or None where nobody stands behind it."""
    for kind, content in body.items():
        if kind != "update_id" and isinstance(content, dict):
            person = content.get("from")
            if isinstance(person, dict) and isinstance(person.get("id"), int):
                return person
    return None
