"""Visits as buttons, for whoever objects to one of them in another's name."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers.keyboards import press
from handlers.turn import Turn
from usecases.errand_deeds import Served


def to_visits(
    turn: Turn, found: Sequence[Served], what: str, whose: int
) -> list[list[InlineKeyboardButton]]:
    """Return a button for each visit, which leads to `what` with whose it is and its number."""
    return [
        [
            press(
                turn.label(
                    "errand-line",
                    opened_at=one.opened_at,
                    station=one.station[:30],
                    minutes=one.minutes,
                ),
                what,
                whose,
                one.cause.removeprefix("visit:"),
            )
        ]
        for one in found
    ]
