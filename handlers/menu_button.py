"""The button at the bottom left of the chat: it opens the page of the role the person acts in.

A page that is opened from there knows who opened it; one opened from the reply keyboard does not.
"""

from aiogram.exceptions import TelegramAPIError
from aiogram.types import MenuButtonCommands, MenuButtonWebApp, WebAppInfo

from domain.permissions import Role
from handlers.turn import Turn
from usecases import people

# Role -> page and words; every other role has the list of commands there.
PAGES = {
    Role.VOLUNTEER: ("/scan", "menu-button-scan"),
    Role.CLERK: ("/scanner", "menu-button-scanner"),
    Role.MERCHANT: ("/honour", "menu-button-honour"),
}


async def keep(turn: Turn) -> None:
    """Make the button fit role and language, after the answer; a failure is retried next time.

    What it was set to last stands with the account: a call to Telegram costs as much as an answer.
    """
    if not turn.desk.public_url:
        return
    role = turn.role if turn.role in PAGES else None
    wanted, shown = _named(turn, role), turn.caller.menu_button
    # Telegram shows the commands to somebody new by itself.
    if shown == wanted or (shown is None and role is None):
        return
    try:
        await turn.desk.bot.set_chat_menu_button(turn.chat_id, _button(turn, role))
    except TelegramAPIError:
        return
    await turn.write(people.remember_menu_button, actor=turn.caller.account_id, button=wanted)


def _named(turn: Turn, role: Role | None) -> str:
    """Return what tells one button from another: where it leads, and in which language."""
    if role is None:
        return "commands"
    return f"{turn.desk.public_url}{PAGES[role][0]} {turn.words.locale}"


def _button(turn: Turn, role: Role | None) -> MenuButtonWebApp | MenuButtonCommands:
    if role is None:
        return MenuButtonCommands()
    path, key = PAGES[role]
    address = WebAppInfo(url=f"{turn.desk.public_url}{path}")
    return MenuButtonWebApp(text=turn.label(key), web_app=address)
