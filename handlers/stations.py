"""〈change station〉: for a clerk of several stations; whoever keeps one never sees it."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.permissions import Role
from handlers import table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import workplace
from usecases.workplace import Workplace


def keeps_several(turn: Turn) -> bool:
    """Tell whether the caller is clerk of more than one station."""
    return len((turn.caller.roles or {}).get(Role.CLERK, [])) > 1


def change_row(turn: Turn) -> list[InlineKeyboardButton]:
    """Return the button of a clerk of several stations, or nothing."""
    if not keeps_several(turn):
        return []
    return [press(turn.label("button-change-station"), "stations")]


@table.press("stations")
async def which(turn: Turn) -> None:
    """Say where the clerk works now, and offer his other stations."""
    await turn.show(
        *_choice(turn, await turn.read(workplace.at_work, actor=turn.caller.account_id))
    )


async def ask(turn: Turn) -> None:
    """Offer the stations in a message of its own, if there are several."""
    if keeps_several(turn):
        found = await turn.read(workplace.at_work, actor=turn.caller.account_id)
        text, keyboard = _choice(turn, found)
        await turn.answer(text, keyboard)


def _choice(turn: Turn, found: Workplace) -> tuple[str, InlineKeyboardMarkup]:
    others = [[press(place.name, "station", place.ref)] for place in found.others]
    today = [press(turn.label("button-back-to-day"), "day")]
    return turn.say("clerk-which-station", station=found.station.name), rows(*others, today)


@table.press("station")
async def changed(turn: Turn) -> None:
    """Work at the pressed station from now on."""
    found = await turn.write(
        workplace.change, actor=turn.caller.account_id, station_id=turn.number()
    )
    today = [press(turn.label("button-back-to-day"), "day")]
    text = turn.say("clerk-station-changed", station=found.station.name)
    await turn.show(text, rows(today, change_row(turn)))
