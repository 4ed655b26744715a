"""People, chats and presses as the stage keeps them."""

import json
from dataclasses import dataclass, field
from typing import Any

from rehearsal.api_error import JSON


def command_scope(scope: JSON, language_code: str) -> str:
    """Return the key under which a list of commands is kept."""
    return json.dumps([scope, language_code], sort_keys=True)


@dataclass
class Someone:
    """A person with a Telegram account; `role` and `colour` are for the page only."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "zh-hans"
    phone: str = ""
    role: Any = ""
    colour: str = ""
    deactivated: bool = False

    @property
    def name(self) -> str:
        """Return the name as it stands above the chat."""
        return f"{self.first_name} {self.last_name}".strip()

    def user(self) -> JSON:
        """Return Telegram's User."""
        user: JSON = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


@dataclass
class Chat:
    """One chat with the bot: a person's, or a group's (negative id)."""

    card: JSON
    messages: dict[int, JSON] = field(default_factory=dict)
    keyboard: JSON | None = None
    fixed: set[int] = field(default_factory=set)  # sent with a reply keyboard: cannot be edited
    touched: list[int] = field(default_factory=list)  # what the bot said since the last act
    menu_button: JSON | None = None
    pinned: list[int] = field(default_factory=list)
    focus: int | None = None  # the message whose button was pressed last
    moved_to: int | None = None  # the supergroup that a group has become
    open: bool = False  # the person has written first (or the group has taken the bot in)
    blocked: bool = False
    members: set[int] = field(default_factory=set)

    @property
    def id(self) -> int:
        """Return the chat's id."""
        return int(self.card["id"])

    @property
    def private(self) -> bool:
        """Tell whether it is one person's chat."""
        return bool(self.card["type"] == "private")


@dataclass
class Press:
    """A pressed callback button: who, and until when the bot may answer it."""

    id: str
    person: int
    pressed_at: float
    query: JSON
    answered: bool = False
