"""Closing a station, and taking one that was closed into use again."""

from handlers import table
from handlers.keyboards import press, rows
from handlers.station_register import show_card
from handlers.turn import Turn
from usecases import station_closing, stations


@table.press("stclose")
async def ask_close(turn: Turn) -> None:
    """Ask before a station is closed, and say who is in."""
    found = await turn.read(
        stations.card, actor=turn.caller.account_id, station_id=turn.number(), now=turn.now
    )
    await turn.show(
        turn.say("station-close-ask", station=found.name, inside=found.inside),
        rows(
            [press(turn.label("button-station-close-yes"), "stclosed", found.station_id)],
            [press(turn.label("button-no"), "stcard", found.station_id)],
        ),
    )


@table.press("stclosed")
async def close(turn: Turn) -> None:
    """Close a station; the way back is right below."""
    station_id = turn.number()
    name = await turn.write(
        station_closing.close, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    await turn.show(
        turn.say("station-closed-now", station=name),
        rows(
            [press(turn.label("button-station-reopen"), "streopen", station_id)],
            [press(turn.label("button-back"), "station-register")],
        ),
    )


@table.press("stgone")
async def closed(turn: Turn) -> None:
    """List the stations that are out of use, each with the button that brings it back."""
    found = await turn.read(station_closing.closed, actor=turn.caller.account_id)
    lines = [
        turn.say("station-gone-line", number=number, station=one.name, closed_at=one.closed_at)
        for number, one in enumerate(found, 1)
    ]
    buttons = [
        [press(turn.label("button-reopen-one", number=number), "streopen", one.station_id)]
        for number, one in enumerate(found, 1)
    ]
    back = [press(turn.label("button-back"), "station-register")]
    text = "\n".join([turn.say("stations-gone", count=len(found)), *lines])
    await turn.show(text, rows(*buttons, back))


@table.press("streopen")
async def reopen(turn: Turn) -> None:
    """Take a station into use again, and show its card."""
    station_id = turn.number()
    await turn.write(
        station_closing.reopen, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    await show_card(turn, station_id, turn.say("station-reopened-now"))
