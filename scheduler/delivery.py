"""Delivery: what is due in the outbox is looked at again, put into words, and sent.

python-telegram-bot sends; `limiter.py` keeps the pace; `rendering.py` knows the kinds;
`outcomes.py` tells what an error means, and `settling.py` writes down what became of a notice.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial
from itertools import groupby

import structlog
from telegram import Bot, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from domain.clock import Clock
from locales.words import ENGLISH, Speaker
from scheduler.limiter import LIFE, Limiter, Pace
from scheduler.outcomes import (
    Blocked,
    Halted,
    Later,
    Moved,
    Never,
    Outcome,
    Sent,
    TokenRefused,
    Unknown,
    outcome_of,
)
from scheduler.rendering import KINDS, written
from scheduler.settling import Settler
from scheduler.writers import Written
from usecases import notices, outgoing, seats
from usecases.database import Database
from usecases.notices import Claimed
from usecases.outgoing_words import ToSay, Wait

_log = structlog.get_logger(__name__)

# A claim lasts two minutes; what is not sent in half of that is given back.
_BATCH = 100
_BATCH_SECONDS = 60.0
# Growing, so that all is sent within a minute of the fault's end.
_TRY_AGAIN_SECONDS = (2, 5, 10, 20, 30)
# Half a minute apart that is about a day; then it is reported and given up.
_MOST_TRIES = 3000
# A refused token is asked about again, so that a new one needs no more than a restart.
_TOKEN_SECONDS = 300.0
_PEOPLE_AT_ONCE = 32
_MOST_MOVES = 10
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class _Then(Enum):
    """How to go on with a person's notices."""

    NEXT = auto()
    REST_LATER = auto()
    ALL_LATER = auto()


class _ClaimLostError(Exception):
    """Another process has claimed it since: it is that one's to send."""


class Deliverer:
    """Sends what is due, one batch after the other, each person's notices in order."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        *,
        token: str,
        api_url: str,
        public_url: str = "",
        pace: Pace = LIFE,
        reply_seconds: float = 10.0,
    ) -> None:
        """Need no connection yet; `reply_seconds` is how long a reply is waited for."""
        self._db = db
        self._clock = clock
        self._settler = Settler(db, clock)
        self._zone = db.city.calendar.zone
        self._pages = public_url
        self.limiter = Limiter(pace, on_halt=self._tell_all)
        self._request = HTTPXRequest(
            connection_pool_size=_PEOPLE_AT_ONCE,
            read_timeout=reply_seconds,
            httpx_kwargs={"trust_env": False},
        )
        self._bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self._turn = asyncio.Lock()
        self._people = asyncio.Semaphore(_PEOPLE_AT_ONCE)
        self._closing = False
        self._taken_over = False
        self._heeded: datetime | None = None
        self._token_refused = False

    async def deliver_due(self) -> int:
        """Send what is due now; return how many notices were settled. A halt ends it early."""
        settled = 0
        async with self._turn:
            await self._take_over()
            while not self._closing:
                await self._heed_others()
                if self.limiter.halted_for():
                    break
                batch = await self._claim()
                if not batch:
                    break
                settled += await self._send_all(batch)
        return settled

    async def _claim(self) -> list[Claimed]:
        try:
            return await self._db.write(notices.claim, now=self._clock.now(), limit=_BATCH)
        except BaseException:
            # They may be claimed although we heard otherwise; nobody else would send them soon.
            self._taken_over = False
            raise

    def hold(self) -> None:
        """Send nothing new from now on; what is on the wire arrives, the rest is given back."""
        self._closing = True

    def go_on(self) -> None:
        """Send again, also what another process had claimed meanwhile."""
        self._closing = False
        self._taken_over = False

    async def _take_over(self) -> None:
        """Go on where the process before this one was cut off, without waiting for its claims."""
        if not self._taken_over:
            freed = await self._db.write(notices.take_over, now=self._clock.now())
            self._taken_over = True
            if freed:
                _log.warning("a process ended while it was sending", claims=freed)

    async def close(self, seconds: float = 10.0) -> None:
        """Let what is on the wire arrive, give the rest back, and hang up."""
        self.hold()
        try:
            async with asyncio.timeout(seconds):
                await self._turn.acquire()
        except TimeoutError:
            _log.warning("delivery did not end in time")
        await self._request.shutdown()

    async def _send_all(self, batch: list[Claimed]) -> int:
        give_back_at = time.monotonic() + _BATCH_SECONDS
        in_order = sorted(batch, key=lambda one: one.account_id)
        people = [list(group) for _, group in groupby(in_order, key=lambda one: one.account_id)]
        return sum(await asyncio.gather(*(self._to_person(own, give_back_at) for own in people)))

    async def _to_person(self, own: list[Claimed], give_back_at: float) -> int:
        async with self._people:
            for place, notice in enumerate(own):
                then = _Then.ALL_LATER
                if not self._closing and time.monotonic() < give_back_at:
                    then = await self._safely(notice)
                if then is not _Then.NEXT:
                    settled = place + (then is _Then.REST_LATER)
                    for left in own[settled:]:
                        await self._settler.settle(left, "pending", reason="given back")
                    return settled
        return len(own)

    async def _safely(self, notice: Claimed) -> _Then:
        """Deliver one; whatever goes wrong with it, the others go on and it is tried again."""
        try:
            return await self._deliver(notice)
        except Exception:  # noqa: BLE001 - see above
            _log.exception("delivery failed", kind=notice.kind, notice_id=notice.notice_id)
            await self._try_again(notice, "error")
            return _Then.NEXT

    async def _deliver(self, notice: Claimed) -> _Then:
        """Deliver one and settle it, unless a halt came first."""
        if self.limiter.halted_for():
            return _Then.ALL_LATER
        kind = KINDS.get(notice.kind)
        if kind is None:
            _log.error("notice of an unknown kind", kind=notice.kind)
            await self._settler.settle(notice, "never", reason="unknown kind")
            return _Then.NEXT
        if notice.lost and not kind.again_if_unknown:
            await self._settler.settle(notice, "unknown", reason="its process died")
            return _Then.NEXT
        now = self._clock.now()
        said = await self._db.read(outgoing.look_again, notice=notice, now=now)
        if said is None:
            await self._settler.settle(notice, "withdrawn")
        elif isinstance(said, Wait):
            await self._settler.settle(
                notice, "pending", later_seconds=(said.until - now).total_seconds()
            )
        elif (text := await self._write(notice, said)) is None:
            await self._settler.settle(notice, "never", reason="no words")
        else:
            try:
                outcome = await self._send(notice, text)
            except _ClaimLostError:
                return _Then.NEXT
            return await self._conclude(notice, said, outcome)
        return _Then.NEXT

    async def _begin(self, notice: Claimed) -> None:
        """Write down that it goes on the wire now, which is what a kill leaves behind."""
        if not await self._db.write(notices.begin, notice_id=notice.notice_id, tries=notice.tries):
            raise _ClaimLostError

    async def _write(self, notice: Claimed, said: ToSay) -> Written | None:
        now, language = self._clock.now(), notice.language
        here = seats.named(self._db.city, now, english=language == ENGLISH)
        words = Speaker(language, self._zone, now, here)
        facts = said.facts
        if "code" in facts:
            # On paper and in a picture a code is an address where there are pages to open.
            code = facts["code"]
            facts = facts | {"qr_text": f"{self._pages}/v/{code}" if self._pages else code}
        try:
            return await asyncio.to_thread(written, notice.kind, words, facts)
        except Exception:  # noqa: BLE001 - one notice that cannot be written must not stop the rest
            _log.exception("notice cannot be written", kind=notice.kind, notice_id=notice.notice_id)
            return None

    async def _send(self, notice: Claimed, written: Written) -> Outcome:
        chat, keyboard = notice.external_id, written.keyboard()
        call: Callable[[], Awaitable[Message]]
        if written.picture is None:
            call = partial(
                self._bot.send_message,
                chat,
                written.text,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard,
            )
        else:
            call = partial(
                self._bot.send_photo,
                chat,
                written.picture,
                caption=written.text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
            )
        try:
            sent = await self.limiter.send(chat, call, partial(self._begin, notice))
        except TelegramError as error:
            return outcome_of(error)
        return Sent(sent.message_id)

    async def _conclude(self, notice: Claimed, said: ToSay, outcome: Outcome) -> _Then:
        match outcome:
            case Sent(message_id):
                self._token_refused = False
                self._settler.count_lateness(notice)
                await self._settler.settle_gone(
                    notice, "sent", message_id=message_id, facts=said.keeps
                )
            case Halted():
                return _Then.ALL_LATER
            case TokenRefused():
                self._stop_sending()
                return _Then.ALL_LATER
            case Blocked(gone):
                return await self._blocked(notice, gone=gone)
            case Moved(external_id):
                await self._moved(notice, external_id)
            case Never(reason):
                await self._give_up(notice, reason)
            case Unknown(reason):
                await self._unknown(notice, said, reason)
            case Later(reason):
                await self._try_again(notice, reason)
        return _Then.NEXT

    async def _blocked(self, notice: Claimed, *, gone: bool) -> _Then:
        """Remember it, unless he has let the bot write again since the sending began."""
        account_id, came_back, now = notice.account_id, notice.came_back, self._clock.now()
        mark = notices.mark_blocked
        if not await self._db.write(mark, account_id=account_id, now=now, came_back=came_back):
            await self._try_again(notice, "came back")
            return _Then.NEXT
        state, reason = ("never", "gone") if gone else ("pending", "blocked")
        await self._settler.settle(notice, state, reason=reason)
        return _Then.REST_LATER

    async def _moved(self, notice: Claimed, external_id: int) -> None:
        if notice.tries > _MOST_MOVES:
            await self._settler.settle(notice, "never", reason="moved too often")
            return
        await self._db.write(notices.moved, account_id=notice.account_id, external_id=external_id)
        await self._settler.settle(notice, "pending", reason="moved")

    async def _unknown(self, notice: Claimed, said: ToSay, reason: str) -> None:
        again = KINDS[notice.kind].again_if_unknown
        _log.warning("reply lost", kind=notice.kind, reason=reason, again=again)
        if again:
            await self._try_again(notice, reason)
        else:
            await self._settler.settle_gone(notice, "unknown", reason=reason, facts=said.keeps)

    async def _try_again(self, notice: Claimed, reason: str) -> None:
        if notice.tries >= _MOST_TRIES:
            await self._give_up(notice, reason)
            return
        wait = _TRY_AGAIN_SECONDS[min(notice.tries, len(_TRY_AGAIN_SECONDS)) - 1]
        await self._settler.settle(notice, "pending", reason=reason, later_seconds=wait)

    async def _give_up(self, notice: Claimed, reason: str) -> None:
        _log.error("notice given up", kind=notice.kind, reason=reason)
        await self._settler.settle(notice, "never", reason=reason)

    def _stop_sending(self) -> None:
        """Send nothing for a while; the alarm is given once, until something is sent again."""
        self.limiter.halt(_TOKEN_SECONDS)
        if not self._token_refused:
            self._token_refused = True
            _log.critical("sending stopped: Telegram refuses BOT_TOKEN")

    async def _tell_all(self, seconds: float) -> None:
        """Let every process heed the halt that Telegram asked this one for."""
        until = self._clock.now() + timedelta(seconds=seconds)
        _log.warning("Telegram asks us to wait", seconds=seconds)
        self._heeded = until
        try:
            await self._db.write(notices.pause, until=until)
        except Exception:  # noqa: BLE001 - it holds here; an answer under way must not be lost for it
            _log.exception("halt not told to the others")

    async def _heed_others(self) -> None:
        """Take over a halt that another process was asked for, once."""
        until = await self._db.read(notices.paused_until)
        if until is not None and until != self._heeded:
            self._heeded = until
            left = (until - self._clock.now()).total_seconds()
            if left > 0:
                self.limiter.halt(left)
