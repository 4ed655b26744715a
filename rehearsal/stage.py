"""The stage itself: one bot's Bot API, its people, its clock, and a port to play on."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from rehearsal import memory
from rehearsal.api_error import JSON
from rehearsal.bot_door import Asgi
from rehearsal.botapi import BotApi, Call
from rehearsal.chats import Chat, Press, Someone
from rehearsal.clock import StageClock
from rehearsal.faults import Faults
from rehearsal.people import AT_ONCE, Person
from rehearsal.telegram_world import World

# Invented, and shaped as BotFather's are.
TOKEN = "5308000001:AAF-only-for-the-rehearsal-stage-0x"  # noqa: S105
_COLOURS = ("#e17076", "#7bc862", "#65aadd", "#a695e7", "#ee7aae", "#6ec9cb", "#faa774")
_FIRST_PERSON = 5_308_100_001
_FIRST_GROUP = -5_308_000_001


class Stage:
    """A strict local Telegram with people on it."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        clock: StageClock | None = None,
        bot_username: str = "volunteer_city_bot",
        bot_name: str = "志愿之城",
        public_url: str = "https://puer.example",
        limits: bool = True,
        files_folder: Path | None = None,
    ) -> None:
        """Set it up; `limits=False` lets a bot talk as fast as it can."""
        self.clock = clock or StageClock()
        bot = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": bot_username,
        }
        self.world = World(token, bot, self.clock.now)
        self.world.limits.on = limits
        self.world.files.folder = files_folder
        self.api = BotApi(self.world)
        self.api.real_url = self.real_url
        self.public_url = public_url.rstrip("/")
        self.url = ""
        self.people: dict[int, Person] = {}
        # Awaited after each act; None waits for nothing, the default until the bot has taken all.
        self.settle: Callable[[], Awaitable[None]] | None = self.until_taken
        # What the page shows beside the phones.
        self.zone = "Asia/Shanghai"
        self.screens: list[JSON] = []
        # Where a person may say to stand: {name, latitude, longitude}, offered beside the figures.
        self.places: list[JSON] = []
        self.captions: JSON = {}
        # The product's pages; they can be put here while the stage already serves.
        self.app: Asgi | None = None
        self.clock.listeners.append(self._tell_time)

    @property
    def token(self) -> str:
        """Return the bot's token."""
        return self.world.token

    @property
    def calls(self) -> list[Call]:
        """Return every call of the bot, oldest first, but for polls that brought nothing."""
        return self.api.calls

    @property
    def faults(self) -> Faults:
        """Return what goes wrong on demand."""
        return self.world.faults

    def calls_of(self, *methods: str) -> list[Call]:
        """Return the calls of some methods, oldest first."""
        return [call for call in self.api.calls if call.method in methods]

    # ---- people

    def person(
        self,
        name: str,
        *,
        language_code: str = "zh-hans",
        phone: str = "",
        role: object = "",
        colour: str = "",
        username: str = "",
        last_name: str = "",
        telegram_id: int | None = None,
    ) -> Person:
        """Let somebody with a phone come in."""
        telegram_id = telegram_id or max([_FIRST_PERSON - 1, *self.world.people]) + 1
        colour = colour or _COLOURS[telegram_id % len(_COLOURS)]
        someone = Someone(
            telegram_id, name, last_name, username, language_code, phone, role, colour
        )
        self.world.add(someone)
        person = self.people[telegram_id] = Person(self, someone)
        self.world.events.tell("person", self.card(person))
        return person

    def card(self, person: Person) -> JSON:
        """Return what the page needs to know of a person."""
        someone = person.someone
        return {
            "id": someone.id,
            "name": someone.name,
            "role": someone.role,
            "colour": someone.colour,
            "blocked": person.chat.blocked,
            "language_code": someone.language_code,
            "phone": someone.phone,
        }

    def group(self, title: str, members: list[Person]) -> Chat:
        """Open a group that has taken the bot in."""
        group_id = _FIRST_GROUP - sum(1 for each in self.world.chats.values() if not each.private)
        return self.world.add_group(group_id, title, {each.id for each in members})

    async def settled(self) -> None:
        """Wait as `settle` says; a deed from the page waits for nothing."""
        if self.settle is not None and not AT_ONCE.get():
            await self.settle()

    async def until_taken(self, seconds: float = 10.0) -> None:
        """Wait until the bot has confirmed or taken every update, if it listens at all."""
        if self.world.deliveries.listened_to:
            await self.world.deliveries.until_taken(seconds)

    # ---- deliveries that a test forges

    def deliver_raw(self, update: JSON) -> JSON:
        """Deliver any object as an update; it gets an update_id unless it has one."""
        return self.world.deliveries.put_raw(update)

    def redeliver(self, update_id: int, times: int = 1) -> None:
        """Deliver an update again under the same update_id."""
        self.world.deliveries.again(update_id, times)

    def resend_callback(self, press: Press) -> Press:
        """Deliver the same press under a new update_id and a new callback id."""
        return self.world.press_again(press.query)

    def update_of(self, message: JSON) -> int:
        """Return the update_id under which a message or a press's query was delivered."""
        for update_id, update in reversed(self.world.deliveries.history.items()):
            if any(each is message for each in update.values()):
                return update_id
        raise KeyError("no update has brought it")

    # ---- addresses

    def on_stage(self, url: str) -> str:
        """Return the path on this origin of an address below the invented public one."""
        if url == self.public_url or url.startswith((f"{self.public_url}/", f"{self.public_url}?")):
            path = url[len(self.public_url) :]
            return path if path.startswith("/") else f"/{path}"
        return url

    def real_url(self, url: str) -> str:
        """Return where an address really is."""
        path = self.on_stage(url)
        return f"{self.url}{path}" if path.startswith("/") else url

    # ---- memory

    def save(self, path: Path) -> None:
        """Write everything to a JSON file and the files beside it, whole or not at all."""
        memory.save(self.world, path)

    def load(self, path: Path) -> None:
        """Take up what was saved; the people are there again under their ids."""
        memory.load(self.world, path)
        for someone in self.world.people.values():
            self.people.setdefault(someone.id, Person(self, someone)).someone = someone

    def _tell_time(self, now: datetime) -> None:
        self.world.events.tell("clock", now=now.isoformat())
