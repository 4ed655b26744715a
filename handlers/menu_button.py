"""The button at the bottom left of the chat: it opens the page of the role the person acts in.

A page that is opened from there knows who opened it; one opened from the reply keyboard does not.
"""

from collections import OrderedDict

from aiogram.exceptions import TelegramAPIError
from aiogram.types import MenuButtonCommands, MenuButtonWebApp, WebAppInfo

from domain.permissions import Role
from handlers.turn import Turn

# Role -> page and words; every other role has the list of commands there.
PAGES = {
    Role.VOLUNTEER: ("/scan", "menu-button-scan"),
    Role.CLERK: ("/scanner", "menu-button-scanner"),
    Role.MERCHANT: ("/honour", "menu-button-honour"),
}
# As many people as a process remembers; the others are told once more.
_MOST = 20_000


class MenuButtons:
    """Sets a chat's menu button when role or language have changed since this process last did."""

    def __init__(self) -> None:
        self._shown: OrderedDict[int, tuple[Role | None, str]] = OrderedDict()

    async def keep(self, turn: Turn) -> None:
        """Make the button fit the role, after the answer; a failure is no matter and is retried."""
        if not turn.desk.public_url:
            return
        wanted = (turn.role if turn.role in PAGES else None, turn.words.locale)
        shown = self._shown.get(turn.chat_id)
        # Telegram shows the commands to somebody new by itself.
        if shown == wanted or (shown is None and wanted[0] is None):
            return
        try:
            await turn.desk.bot.set_chat_menu_button(turn.chat_id, _button(turn, wanted[0]))
        except TelegramAPIError:
            return
        self._shown[turn.chat_id] = wanted
        self._shown.move_to_end(turn.chat_id)
        while len(self._shown) > _MOST:
            self._shown.popitem(last=False)


def _button(turn: Turn, role: Role | None) -> MenuButtonWebApp | MenuButtonCommands:
    if role is None:
        return MenuButtonCommands()
    path, key = PAGES[role]
    address = WebAppInfo(url=f"{turn.desk.public_url}{path}")
    return MenuButtonWebApp(text=turn.label(key), web_app=address)
