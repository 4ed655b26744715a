"""Keyboards: rows of inline buttons, and each role's menu."""

from functools import cache

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    WebAppInfo,
)

from domain.permissions import Role
from handlers.turn import Turn
from locales.menus import MENUS
from locales.words import fixed


def press(text: str, *data: object) -> InlineKeyboardButton:
    """Return an inline button whose data are the parts joined by colons (64 bytes at most)."""
    return InlineKeyboardButton(text=text, callback_data=":".join(str(part) for part in data))


def page(text: str, url: str) -> InlineKeyboardButton:
    """Return an inline button that opens one of our pages as a Mini App."""
    return InlineKeyboardButton(text=text, web_app=WebAppInfo(url=url))


def link(text: str, url: str) -> InlineKeyboardButton:
    """Return an inline button that opens an address in the person's browser."""
    return InlineKeyboardButton(text=text, url=url)


def live_code(turn: Turn, path: str) -> list[InlineKeyboardButton]:
    """Return the button of a page whose code renews itself, or nothing where there are no pages."""
    if not turn.desk.public_url:
        return []
    return [page(turn.label("button-live-code"), f"{turn.desk.public_url}{path}")]


def rows(*lines: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """Return an inline keyboard of these rows; empty rows vanish."""
    return InlineKeyboardMarkup(inline_keyboard=[line for line in lines if line])


def menu(turn: Turn) -> ReplyKeyboardMarkup:
    """Return the menu of the role that the caller acts in."""
    return _menu(turn.words.locale, turn.role)


@cache
def _menu(locale: str, role: Role | None) -> ReplyKeyboardMarkup:
    # Made once: nobody changes it, and it goes out with most answers.
    return ReplyKeyboardMarkup(
        keyboard=[
            [KeyboardButton(text=fixed(locale, key)) for key in line] for line in MENUS[role]
        ],
        resize_keyboard=True,
        is_persistent=True,
    )


def why(turn: Turn, rule: str | None) -> list[InlineKeyboardButton]:
    """Return the 〈why?〉 button of a policy rule, or nothing where no rule decided."""
    return [press(turn.label("button-why"), "why", rule)] if rule else []
