"""What stands on a phone's screen: messages, their buttons, the keyboard below."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rehearsal.api_error import JSON
from rehearsal.chats import Chat


@dataclass(frozen=True)
class Shown:
    """A message as it stood when it was looked at; later edits do not change it."""

    id: int
    text: str
    out: bool
    buttons: list[list[JSON]]
    raw: JSON = field(repr=False)

    @property
    def labels(self) -> list[str]:
        """Return the labels of its inline buttons, row by row."""
        return [button["text"] for row in self.buttons for button in row]


@dataclass(frozen=True)
class Button:
    """A button on the screen; without a message it belongs to the reply keyboard."""

    message_id: int | None
    raw: JSON


def shown(message: JSON, bot_id: int) -> Shown:
    """Return a message as a person sees it."""
    return Shown(
        message["message_id"],
        message.get("text") or message.get("caption") or "",
        message["from"]["id"] != bot_id,
        message.get("reply_markup", {}).get("inline_keyboard", []),
        message,
    )


def find_button(chat: Chat, bot_id: int, label: str, only: str = "") -> Button | None:
    """Return the newest visible button whose label holds the text, an equal label before all.

    `only` names the field that the button must have.
    """
    for group in _groups(chat, bot_id):
        able = [each for each in group if not only or only in each.raw]
        for fits in (lambda text: text == label, lambda text: label in text):
            for button in able:
                if fits(button.raw["text"]):
                    return button
    return None


def _groups(chat: Chat, bot_id: int) -> Iterator[list[Button]]:
    """Yield buttons in the order in which an eye finds them.

    What is new, what was pressed last, the keyboard under the thumb, and what needs scrolling.
    """
    fresh = [chat.messages[number] for number in reversed(chat.touched)]
    for message in fresh:
        yield _inline(message)
    if chat.focus in chat.messages and chat.focus not in chat.touched:
        yield _inline(chat.messages[chat.focus])
    if chat.keyboard:
        yield [Button(None, raw) for row in chat.keyboard["keyboard"] for raw in row]
    for number in reversed(chat.messages):
        message = chat.messages[number]
        if number not in chat.touched and message["from"]["id"] == bot_id:
            yield _inline(message)


def _inline(message: JSON) -> list[Button]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [Button(message["message_id"], raw) for row in rows for raw in row]


def described(chat: Chat, bot_id: int, popup: str) -> str:
    """Return what is on the screen, for a person who reads a failed test."""
    lines = ["on the screen:"]
    for message in list(chat.messages.values())[-6:]:
        seen = shown(message, bot_id)
        lines.append(f"  {'me ' if seen.out else 'bot'} | {seen.text or _kind(message)}")
        lines.extend("      | " + _row(row) for row in seen.buttons)
    if chat.keyboard:
        lines.extend("  keyboard " + _row(row) for row in chat.keyboard["keyboard"])
    if popup:
        lines.append(f"  popup | {popup}")
    return "\n".join(lines)


def _row(row: list[JSON]) -> str:
    return " ".join(f"[{button['text']}]" for button in row)


def _kind(message: JSON) -> str:
    known = {"message_id", "from", "chat", "date", "reply_markup", "edit_date"}
    return "(" + ", ".join(key for key in message if key not in known) + ")"
