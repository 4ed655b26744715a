"""The people on the stage: what a person can do with a phone, and what is seen on its screen.

The same engine serves the tests (`await li.presses("登记")`) and the page of the stage.
"""

import asyncio
import re
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from rehearsal import webapps
from rehearsal.api_error import JSON
from rehearsal.chats import Chat, Press, Someone
from rehearsal.entities import TEXT_UNITS, Formatted, formatted
from rehearsal.plain_text import units
from rehearsal.screens import Button, Shown, described, find_button, shown
from rehearsal.seeing import texts_in
from rehearsal.telegram_world import World

# Set in a request of the page, which is answered at once and hears the rest as events.
AT_ONCE: ContextVar[bool] = ContextVar("at_once", default=False)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}\Z")
_DATA_BYTES = 4096
_FORWARDED = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "contact", "location",
)  # fmt: skip


@dataclass(frozen=True)
class WebApp:
    """A Mini App that was opened: its address on the stage with everything behind the #."""

    path: str
    init_data: str


class Ground(Protocol):
    """What a person stands on: the messenger's world, its address, and when all is quiet."""

    url: str

    @property
    def world(self) -> World:
        """Return everything that the messenger knows."""

    async def settled(self) -> None:
        """Wait until the bot has taken what was done."""

    def on_stage(self, url: str) -> str:
        """Return the path on this origin of one of the product's addresses."""


class Person:
    """One person and a phone. Each act waits until the stage has settled."""

    def __init__(self, stage: Ground, someone: Someone) -> None:
        self._stage = stage
        self.someone = someone
        # Where the phone believes to be, in degrees; the middle of Simao unless a test moves it.
        self.place = (22.7866, 100.9771)

    @property
    def id(self) -> int:
        """Return the Telegram user id, which is also the chat's id."""
        return self.someone.id

    @property
    def name(self) -> str:
        """Return the person's name."""
        return self.someone.name

    @property
    def _world(self) -> World:
        return self._stage.world

    @property
    def chat(self) -> Chat:
        """Return the chat with the bot."""
        return self._world.chats[self.id]

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    # ---- acts

    async def says(self, text: str) -> JSON:
        """Type a text; one over 4096 units leaves in several messages, as clients do it."""
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        for piece in _pieces(text):
            self._may_write(piece)
            message = self._world.receive(self.id, _text(formatted(piece, None, None)))
        await self._stage.settled()
        return message

    async def opens(self, link_or_payload: str = "") -> JSON:
        """Open t.me/bot?start=… (or its payload alone) and tap START."""
        payload = link_or_payload
        if "://" in payload:
            parts = urlsplit(payload)
            if parts.path.strip("/") != self._world.bot["username"]:
                raise AssertionError(f"{payload} leads to another bot")
            payload = parse_qs(parts.query).get("start", [""])[0]
        if not _PAYLOAD.match(payload):
            raise AssertionError(f"no client opens a start link with {payload!r}")
        if self.chat.blocked:
            self._world.block(self.id, False)
        return await self.says(f"/start {payload}".strip())

    async def scans(self, picture: bytes) -> str:
        """Point the phone's camera at a code: a link to the bot is opened, the text returned."""
        texts = await asyncio.to_thread(texts_in, picture)
        if len(texts) != 1:
            raise AssertionError(f"the camera saw {len(texts)} codes")
        if urlsplit(texts[0]).hostname == "t.me":
            await self.opens(texts[0])
        return texts[0]

    async def presses(self, label: str) -> Press | None:
        """Press the newest visible button whose label holds the text.

        Buttons of what the bot said since the last act come first, then the reply keyboard,
        then older messages. An AssertionError lists what is on the screen when there is none.
        """
        button = find_button(self.chat, self._world.bot["id"], label)
        if button is None:
            raise AssertionError(f"{self.name} sees no button {label!r}\n{self._described()}")
        return await self.uses(button)

    async def presses_old(self, message: Shown, label: str) -> Press:
        """Press a callback button of a message as it once stood, though it has changed since."""
        for row in message.buttons:
            for button in row:
                if label in button["text"] and "callback_data" in button:
                    press = self._world.press(self.id, message.id, button["callback_data"])
                    await self._stage.settled()
                    return press
        raise AssertionError(f"no button {label!r} in {message}")

    async def uses(self, button: Button) -> Press | None:
        """Press a button that is on the screen, inline or of the reply keyboard."""
        raw = button.raw
        if button.message_id is None:
            await self._taps(raw)
            return None
        if "callback_data" in raw:
            press = self._world.press(self.id, button.message_id, raw["callback_data"])
            await self._stage.settled()
            return press
        if "url" in raw and urlsplit(raw["url"]).hostname == "t.me":
            await self.opens(raw["url"])
        elif "web_app" in raw:
            raise AssertionError(f"{raw['text']!r} opens a page: use opens_webapp")
        return None

    async def _taps(self, raw: JSON) -> None:
        if raw.get("request_contact"):
            await self.shares_contact()
        elif raw.get("request_location"):
            await self.sends_location(*self.place)
        elif "web_app" in raw:
            raise AssertionError(f"{raw['text']!r} opens a page: use opens_webapp")
        else:
            await self.says(raw["text"])

    async def shares_contact(
        self, of: "Person | None" = None, *, phone: str = "", name: str = ""
    ) -> JSON:
        """Send an own contact card, or that of somebody else, even of one without Telegram."""
        if phone or name:
            card: JSON = {"phone_number": phone, "first_name": name}
        else:
            someone = (of or self).someone
            # Telegram leaves out the plus sign.
            card = {
                "phone_number": someone.phone.lstrip("+"),
                "first_name": someone.first_name,
                "user_id": someone.id,
            }
            if someone.last_name:
                card["last_name"] = someone.last_name
        return await self.sends({"contact": card})

    async def sends_photo(self, picture: bytes, caption: str = "") -> JSON:
        """Send a picture as a photo: it arrives as JPEG, at most 1280 pixels a side."""
        sizes = await asyncio.to_thread(self._world.files.keep_photo, picture)
        return await self.sends(
            {"photo": [each.photo_size() for each in sizes]} | _caption(caption)
        )

    async def sends_file(
        self,
        name: str,
        content: bytes,
        mime: str = "application/octet-stream",
        *,
        caption: str = "",
        size: int | None = None,
    ) -> JSON:
        """Send a file; `size` lets a small one pass for one of so many bytes."""
        more = {} if size is None else {"size": size}
        kept = self._world.files.keep(content, "document", name, mime, **more)
        return await self.sends({"document": kept.document()} | _caption(caption))

    async def sends_location(
        self, latitude: float, longitude: float, accuracy_metres: float | None = None
    ) -> JSON:
        """Send where one is, in degrees (WGS-84)."""
        location: JSON = {"latitude": latitude, "longitude": longitude}
        if accuracy_metres is not None:
            location["horizontal_accuracy"] = accuracy_metres
        return await self.sends({"location": location})

    async def forwards(self, message: Shown | JSON) -> JSON:
        """Forward a message of any chat to the bot."""
        source = message.raw if isinstance(message, Shown) else message
        content = {key: source[key] for key in _FORWARDED if key in source}
        origin = {"type": "user", "date": source["date"], "sender_user": source["from"]}
        return await self.sends(content | {"forward_origin": source.get("forward_origin", origin)})

    async def sends(self, content: JSON) -> JSON:
        """Send any content in Telegram's own form (a voice, a sticker, a poll…)."""
        self._may_write("")
        message = self._world.receive(self.id, content)
        await self._stage.settled()
        return message

    async def edits(self, message: JSON, text: str) -> JSON:
        """Change the text of an own message."""
        changed = self._world.rewrite(self.id, message["message_id"], formatted(text, None, None))
        await self._stage.settled()
        return changed

    async def says_in(self, group: Chat, text: str) -> JSON:
        """Type a text in a group."""
        message = self._world.receive(self.id, _text(formatted(text, None, None)), group)
        await self._stage.settled()
        return message

    async def blocks_bot(self) -> None:
        """Stop and block the bot."""
        self._world.block(self.id, True)
        await self._stage.settled()

    async def unblocks_bot(self) -> None:
        """Take the block back."""
        self._world.block(self.id, False)
        await self._stage.settled()

    async def opens_webapp(self, label: str) -> tuple[str, str]:
        """Open a Mini App by its button; return its address on the stage and its initData."""
        menu = self._world.menu_button(self.chat)
        button = find_button(self.chat, self._world.bot["id"], label, only="web_app")
        if button is not None:
            where = "keyboard" if button.message_id is None else "inline"
            opened = self.web_app(button.raw["web_app"]["url"], where)
        elif menu["type"] == "web_app" and label in menu["text"]:
            opened = self.web_app(menu["web_app"]["url"], "menu")
        else:
            raise AssertionError(f"{self.name} sees no page {label!r}\n{self._described()}")
        path = opened.path
        return (path if "://" in path else self._stage.url + path), opened.init_data

    def web_app(self, url: str, where: str, start_param: str = "") -> WebApp:
        """Return the address that Telegram would open; a reply keyboard's page knows nobody."""
        data = ""
        if where != "keyboard":
            world = self._world
            data, query_id = webapps.init_data(
                world.token,
                self.someone.user(),
                world.timestamp(),
                world.chat_instance(self.id),
                start_param,
            )
            world.web_app_queries[query_id] = self.id
        return WebApp(f"{self._stage.on_stage(url)}#{webapps.fragment(data)}", data)

    async def sends_data(self, button_text: str, data: str) -> JSON:
        """Let a page that a reply keyboard opened send its one answer, up to 4096 bytes."""
        if len(data.encode()) > _DATA_BYTES:
            raise AssertionError("sendData takes at most 4096 bytes")
        return await self.sends({"web_app_data": {"data": data, "button_text": button_text}})

    def _may_write(self, text: str) -> None:
        if not self.chat.blocked:
            return
        if not text.startswith("/start"):
            raise AssertionError(f"{self.name} has blocked the bot and cannot write to it")
        self._world.block(self.id, False)

    # ---- what is seen

    @property
    def messages(self) -> list[Shown]:
        """Return all that stands in the chat, oldest first."""
        return [shown(each, self._world.bot["id"]) for each in self.chat.messages.values()]

    @property
    def fresh(self) -> list[Shown]:
        """Return what the bot said or changed since the person's last act, in that order."""
        bot_id = self._world.bot["id"]
        return [shown(self.chat.messages[number], bot_id) for number in self.chat.touched]

    @property
    def screen(self) -> str:
        """Return the texts of what the bot said or changed since the person's last act."""
        return "\n".join(each.text for each in self.fresh if each.text)

    @property
    def last(self) -> Shown:
        """Return the message that the bot sent or changed last."""
        if self.chat.touched:
            return self.fresh[-1]
        for each in reversed(self.messages):
            if not each.out:
                return each
        raise AssertionError(f"the bot has said nothing to {self.name}")

    @property
    def popup(self) -> str:
        """Return the text of the last answer to a press since the last act."""
        return str(self._world.popups.get(self.id, {}).get("text", ""))

    def sees(self, text: str) -> None:
        """Assert that a text is on the screen or in the popup."""
        if text not in self.screen and text not in self.popup:
            raise AssertionError(f"{self.name} does not see {text!r}\n{self._described()}")

    def photo(self) -> bytes:
        """Return the newest picture that the bot sent, in its largest size."""
        return self._newest("photo")

    def file(self) -> bytes:
        """Return the newest file that the bot sent."""
        return self._newest("document")

    def _newest(self, kind: str) -> bytes:
        numbers = [*self.chat.messages, *self.chat.touched]
        for number in reversed(numbers):
            message = self.chat.messages[number]
            if kind in message and message["from"]["id"] == self._world.bot["id"]:
                sent = message[kind][-1] if kind == "photo" else message[kind]
                kept = self._world.files.find(sent["file_id"])
                if kept is not None:
                    return self._world.files.content(kept)
        raise AssertionError(f"the bot has sent {self.name} no {kind}")

    def qr(self) -> str:
        """Return the text of the one QR code in the newest picture."""
        texts = texts_in(self.photo())
        if len(texts) != 1:
            raise AssertionError(f"the newest picture holds {len(texts)} codes")
        return texts[0]

    async def hears(self, text: str, within_seconds: float = 5.0) -> None:
        """Wait until a text is on the screen; fail with what is there when it does not come."""
        deadline = asyncio.get_running_loop().time() + within_seconds
        while text not in self.screen and text not in self.popup:
            left = deadline - asyncio.get_running_loop().time()
            news = self._world.news_of(self.id)
            try:
                await asyncio.wait_for(news.wait(), max(0.0, left))
            except TimeoutError:
                raise AssertionError(
                    f"{self.name} did not hear {text!r} in {within_seconds} s\n{self._described()}"
                ) from None

    def _described(self) -> str:
        return described(self.chat, self._world.bot["id"], self.popup)


def _text(text: Formatted) -> JSON:
    if not text.text:
        raise AssertionError("no client sends an empty message")
    return {"text": text.text} | ({"entities": text.entities} if text.entities else {})


def _caption(text: str) -> JSON:
    return {"caption": text} if text else {}


def _pieces(text: str) -> Iterator[str]:
    while units(text) > TEXT_UNITS:
        cut = TEXT_UNITS if text.isascii() else TEXT_UNITS // 2
        while cut < len(text) and units(text[: cut + 1]) <= TEXT_UNITS:
            cut += 1
        yield text[:cut]
        text = text[cut:]
    yield text
