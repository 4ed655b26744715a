"""The services that a station offers: the list as buttons, and what is typed to it."""

from domain.menus import mark_of
from handlers import table
from handlers.keyboards import press, rows
from handlers.station_register import FLOW
from handlers.turn import Turn
from usecases import station_menu
from usecases.station_menu import Menu, Step


async def ask(turn: Turn, station_id: int) -> None:
    """Show the list; what is typed next is added to it."""
    menu = await turn.read(
        station_menu.offered, actor=turn.caller.account_id, station_id=station_id
    )
    await _show(turn, menu)


async def typed(turn: Turn, station_id: int) -> None:
    """Add what was typed, an item a line."""
    menu = await turn.write(
        station_menu.add,
        actor=turn.caller.account_id,
        station_id=station_id,
        text=turn.text,
        now=turn.now,
    )
    await _show(turn, menu)


@table.press("stserve")
async def arranged(turn: Turn) -> None:
    """Put an item before the one above it, or take it away."""
    menu = await turn.write(
        station_menu.arrange,
        actor=turn.caller.account_id,
        station_id=turn.number(),
        mark=turn.word(1),
        step=Step(turn.word(2, *Step)),
        now=turn.now,
    )
    await _show(turn, menu)


async def _show(turn: Turn, menu: Menu) -> None:
    turn.go(FLOW, "asked", field="services", station_id=menu.station_id)
    lines = []
    for number, item in enumerate(menu.items, 1):
        # The number stands for the item: a button is too narrow for its words.
        cells = (menu.station_id, mark_of(item))
        up = press(turn.label("button-menu-up", number=number), "stserve", *cells, Step.UP)
        away = press(turn.label("button-menu-away", number=number), "stserve", *cells, Step.AWAY)
        lines.append([up, away] if number > 1 else [away])
    head = turn.say("station-menu" if menu.items else "station-menu-empty", station=menu.name)
    said = [
        turn.say("station-menu-item", number=number, item=item)
        for number, item in enumerate(menu.items, 1)
    ]
    back = [press(turn.label("button-back"), "stedit", menu.station_id)]
    await turn.show("\n".join([head, *said]), rows(*lines, back))
