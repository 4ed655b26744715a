"""The world behind the Bot API: people, chats, messages, presses, and what becomes of them."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

from rehearsal.api_error import JSON, ApiError, bad_request, forbidden
from rehearsal.chats import Chat, Press, Someone, command_scope
from rehearsal.deliveries import CALLBACK_SECONDS, Deliveries
from rehearsal.entities import Formatted
from rehearsal.events import Events
from rehearsal.faults import Faults
from rehearsal.files import FileShelf
from rehearsal.limits import Limits
from rehearsal.showing import shown_message

# How long a press can be answered. Telegram names no figure; clients give up sooner than this.
ANSWER_SECONDS = 60
OLD_MESSAGE_SECONDS = 48 * 3600


class World:
    """Everything that Telegram would know. Nothing here waits; the doors do."""

    def __init__(self, token: str, bot: JSON, now: Callable[[], datetime]) -> None:
        self.token = token
        self.bot = bot
        self.now = now
        self.faults = Faults()
        self.limits = Limits()
        self.events = Events()
        self.files = FileShelf()
        self.deliveries = Deliveries(now, self.faults)
        self.people: dict[int, Someone] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.web_app_queries: dict[str, int] = {}
        self.profile: JSON = {}  # names, descriptions, commands and the default menu button
        self.next_message_id = 1
        self.popups: dict[int, JSON] = {}
        self._news: dict[int, asyncio.Event] = {}

    # ---- people and chats

    def add(self, someone: Someone) -> Chat:
        """Let a person exist; the bot cannot write to them before they write to it."""
        self.people[someone.id] = someone
        card: JSON = {"id": someone.id, "type": "private", "first_name": someone.first_name}
        for key in ("last_name", "username"):
            if getattr(someone, key):
                card[key] = getattr(someone, key)
        chat = self.chats[someone.id] = Chat(card)
        return chat

    def add_group(self, group_id: int, title: str, members: set[int]) -> Chat:
        """Let a group exist that has taken the bot in."""
        kind = "supergroup" if group_id < -1_000_000_000_000 else "group"
        card = {"id": group_id, "type": kind, "title": title}
        chat = self.chats[group_id] = Chat(card, open=True, members=members)
        return chat

    def upgrade(self, group: Chat) -> Chat:
        """Let a group become a supergroup, under another id."""
        bigger = self.add_group(-1_000_000_000_000 + group.id, group.card["title"], group.members)
        group.moved_to = bigger.id
        return bigger

    def chat_for(self, chat_id: int | str) -> Chat:
        """Return the chat that the bot may write to, or raise as Telegram does."""
        chat = self._known(chat_id)
        if chat is None or not chat.open:
            if chat_id == self.bot["id"]:
                raise forbidden("bot can't send messages to the bot")
            raise bad_request("chat not found")
        someone = self.people.get(chat.id)
        if someone is not None and someone.deactivated:
            raise forbidden("user is deactivated")
        if chat.moved_to is not None:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, words, {"migrate_to_chat_id": chat.moved_to})
        if chat.blocked:
            raise forbidden(
                "bot was blocked by the user"
                if chat.private
                else "bot was kicked from the supergroup chat"
            )
        return chat

    def _known(self, chat_id: int | str) -> Chat | None:
        if isinstance(chat_id, int):
            return self.chats.get(chat_id)
        for chat in self.chats.values():
            # A person cannot be addressed by name, only a group or channel.
            if not chat.private and f"@{chat.card.get('username', '')}" == chat_id:
                return chat
        return None

    def news_of(self, chat_id: int) -> asyncio.Event:
        """Return an event that is set at the next thing the bot does in a chat."""
        return self._news.setdefault(chat_id, asyncio.Event())

    def _tell(self, kind: str, chat: Chat, **facts: object) -> None:
        for person in [chat.id] if chat.private else chat.members:
            self.events.tell(kind, person, **facts)
        news = self._news.pop(chat.id, None)
        if news is not None:
            news.set()

    def timestamp(self) -> int:
        """Return now in whole Unix seconds."""
        return int(self.now().timestamp())

    def with_people(self, entities: list[JSON]) -> list[JSON]:
        """Fill in the people whom the entities mention; one whom the bot never met is dropped."""
        kept = []
        for one in entities:
            if one["type"] == "text_mention":
                person = self.people.get(one.get("user", {}).get("id", 0))
                if person is None:
                    continue
                one = one | {"user": person.user()}
            kept.append(one)
        return kept

    def menu_button(self, chat: Chat) -> JSON:
        """Return the button beside the text field of a chat."""
        own = chat.menu_button
        if own is None or own["type"] == "default":
            return self.profile.get("menu_button") or {"type": "commands"}
        return own

    def commands_for(self, someone: Someone) -> list[JSON]:
        """Return the commands that a person's client lists: the nearest scope and language."""
        lists = self.profile.get("commands", {})
        for scope in (
            {"type": "chat", "chat_id": someone.id},
            {"type": "all_private_chats"},
            {"type": "default"},
        ):
            for language in (someone.language_code[:2], ""):
                found: list[JSON] | None = lists.get(command_scope(scope, language))
                if found:
                    return found
        return []

    # ---- what the bot does

    def say(self, chat: Chat, content: JSON, markup: JSON | None) -> JSON:
        """Put a message of the bot into a chat and return it."""
        message = self._message(chat, self.bot, content)
        reply_keyboard = None
        if markup and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        elif markup:
            chat.fixed.add(message["message_id"])
            if "force_reply" not in markup:
                chat.keyboard = markup if "keyboard" in markup else None
            reply_keyboard = markup
        chat.touched.append(message["message_id"])
        self._tell(
            "message",
            chat,
            message=shown_message(message, self.bot["id"], reply_keyboard),
            reply_keyboard=chat.keyboard,
        )
        return message

    def change(self, chat: Chat, message: JSON, content: JSON, markup: JSON | None) -> JSON:
        """Replace content and keyboard of a message of the bot, and return it."""
        changed = {key: each for key, each in message.items() if key not in _CONTENT}
        changed |= content | {"edit_date": self.timestamp()}
        if markup:
            changed["reply_markup"] = markup
        same = ("entities", "caption_entities", *_CONTENT)
        if all(changed.get(key) == message.get(key) for key in same):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        number = message["message_id"]
        chat.messages[number] = changed
        if number in chat.touched:
            chat.touched.remove(number)
        chat.touched.append(number)
        self._tell("edited", chat, message=shown_message(changed, self.bot["id"]))
        return changed

    def to_edit(self, chat: Chat, number: int) -> JSON:
        """Return a message that the bot may edit."""
        message = chat.messages.get(number)
        if message is None:
            raise bad_request("message to edit not found")
        if message["from"]["id"] != self.bot["id"] or number in chat.fixed:
            raise bad_request("message can't be edited")
        return message

    def delete(self, chat: Chat, number: int) -> None:
        """Take a message away from both sides."""
        message = chat.messages.get(number)
        if message is None:
            raise bad_request("message to delete not found")
        own = message["from"]["id"] == self.bot["id"]
        if (not own and not chat.private) or (
            self.timestamp() - message["date"] > OLD_MESSAGE_SECONDS
        ):
            raise bad_request("message can't be deleted for everyone")
        del chat.messages[number]
        if number in chat.touched:
            chat.touched.remove(number)
        if number in chat.pinned:
            chat.pinned.remove(number)
        self._tell("deleted", chat, message_id=number)

    def answer(self, query_id: str, content: JSON) -> None:
        """Answer a press: once, and not too late."""
        press = self.presses.get(query_id)
        late = press and self.now().timestamp() - press.pressed_at > ANSWER_SECONDS
        if press is None or late or press.answered:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        press.answered = True
        popup = {"callback_query_id": query_id, **content}
        self.popups[press.person] = popup
        self.events.tell("answer", press.person, **popup)
        news = self._news.pop(press.person, None)
        if news is not None:
            news.set()

    def act(self, chat: Chat, action: str) -> None:
        """Show that the bot is typing or sending."""
        self._tell("action", chat, action=action)

    # ---- what people do

    def receive(self, person: int, content: JSON, chat: Chat | None = None) -> JSON:
        """Put a person's message into a chat, queue the update, and return the message."""
        chat = chat or self.chats[person]
        if chat.private:
            chat.open = True
        message = self._message(chat, self.people[person].user(), content)
        chat.touched.clear()
        chat.focus = None
        self.popups.pop(person, None)
        self._tell("message", chat, message=shown_message(message, self.bot["id"]))
        self.deliveries.put("message", message, f"chat-{chat.id}")
        return message

    def rewrite(self, person: int, number: int, text: Formatted) -> JSON:
        """Let a person edit an own message."""
        chat = self.chats[person]
        changed = chat.messages[number] | {"text": text.text, "edit_date": self.timestamp()}
        changed.pop("entities", None)
        if text.entities:
            changed["entities"] = text.entities
        chat.messages[number] = changed
        chat.touched.clear()
        self._tell("edited", chat, message=shown_message(changed, self.bot["id"]))
        self.deliveries.put("edited_message", changed, f"chat-{chat.id}")
        return changed

    def press(self, person: int, number: int, data: str, chat: Chat | None = None) -> Press:
        """Let a person press a callback button, even one of a message that is gone by now."""
        chat = chat or self.chats[person]
        message = chat.messages.get(number) or {
            "chat": chat.card,
            "message_id": number,
            "date": 0,  # Telegram's sign of a message that can no longer be reached
        }
        query = {
            "from": self.people[person].user(),
            "message": message,
            "chat_instance": self.chat_instance(chat.id),
            "data": data,
        }
        chat.touched.clear()
        chat.focus = number
        return self.press_again(query)

    def press_again(self, query: JSON) -> Press:
        """Queue a press under a new callback id, as a client does that lost the answer."""
        query = query | {"id": str(secrets.randbelow(9 * 10**18) + 10**18)}
        person = query["from"]["id"]
        press = Press(query["id"], person, self.now().timestamp(), query)
        self.presses[press.id] = press
        if len(self.presses) > 20_000:
            del self.presses[next(iter(self.presses))]
        self.popups.pop(person, None)
        self.deliveries.put("callback_query", query, f"person-{person}", seconds=CALLBACK_SECONDS)
        return press

    def block(self, person: int, blocked: bool) -> None:
        """Let a person block the bot or take it back; the bot is told."""
        chat = self.chats[person]
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        self.events.tell("person", {"id": person, "blocked": blocked})
        was = {"user": self.bot, "status": "member"}
        gone = {"user": self.bot, "status": "kicked", "until_date": 0}
        before, after = (was, gone) if blocked else (gone, was)
        self.deliveries.put(
            "my_chat_member",
            {
                "chat": chat.card,
                "from": self.people[person].user(),
                "date": self.timestamp(),
                "old_chat_member": before,
                "new_chat_member": after,
            },
            f"chat-{chat.id}",
        )

    def chat_instance(self, chat_id: int) -> str:
        """Return the number that stands for this chat in presses and Mini Apps."""
        seed = hashlib.sha256(f"{self.token}|{chat_id}".encode()).digest()
        return str(int.from_bytes(seed[:8], "big", signed=True))

    def _message(self, chat: Chat, sender: JSON, content: JSON) -> JSON:
        message = {
            "message_id": self.next_message_id,
            "from": sender,
            "chat": chat.card,
            "date": self.timestamp(),
            **content,
        }
        self.next_message_id += 1
        chat.messages[message["message_id"]] = message
        return message


_CONTENT = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "contact", "location",
    "reply_markup", "link_preview_options", "show_caption_above_media", "has_media_spoiler",
)  # fmt: skip
