"""Marks of stations: given by officers, shown on lists; and places that are lent out, to all."""

from aiogram.types import InlineKeyboardButton

from domain.permissions import Role
from handlers import table
from handlers.keyboards import press, rows
from handlers.station_register import FLOW, pairs, show_card, whereabouts
from handlers.turn import Turn
from usecases import registration, station_marks, stations
from usecases.station_marks import A_PAGE, VENUE, Page

_RULES = {VENUE: "stations.venues"}


def _why(turn: Turn, mark: str) -> list[InlineKeyboardButton]:
    return [press(turn.label("button-why"), "why", _RULES.get(mark, "stations.marks"))]


@table.press("stmarks")
async def marks(turn: Turn) -> None:
    """Show the marks that a station has and could have; each is given or taken by a tap."""
    await _show(turn, turn.number())


async def _show(turn: Turn, station_id: int) -> None:
    found = await turn.read(
        stations.card, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    turn.leave(FLOW)
    offered = await turn.read(station_marks.offered, now=turn.now)
    has = await turn.read(station_marks.shown, station_id=station_id, now=turn.now)
    buttons = [
        press(
            turn.label("ticked" if mark in has else "unticked", text=_name(turn, mark)),
            "stvenue" if mark == VENUE else "stuntag" if mark in has else "sttag",
            station_id,
            *([] if mark == VENUE else [mark]),
        )
        for mark in offered
    ]
    whys = _why(turn, offered[0]) if offered else []
    back = [press(turn.label("button-back"), "stcard", station_id)]
    text = turn.say("station-marks", station=found.name)
    await turn.show(text, rows(*pairs(buttons), whys, back))


def _name(turn: Turn, mark: str) -> str:
    return turn.label(f"station-mark-{mark}")


@table.press("sttag")
async def give(turn: Turn) -> None:
    """Give a station a mark."""
    await turn.write(
        station_marks.give,
        actor=turn.caller.account_id,
        station_id=turn.number(),
        mark=turn.word(1),
        now=turn.now,
    )
    await _show(turn, turn.number())


@table.press("stuntag")
async def take(turn: Turn) -> None:
    """Take a mark away."""
    turn.leave(FLOW)
    await turn.write(
        station_marks.take,
        actor=turn.caller.account_id,
        station_id=turn.number(),
        mark=turn.word(1),
        now=turn.now,
    )
    await _show(turn, turn.number())


@table.press("stvenue")
async def ask_venue(turn: Turn) -> None:
    """Ask what can be used and when, or offer to lend it no more."""
    station_id = turn.number()
    found = await turn.read(
        stations.card, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    has = await turn.read(station_marks.shown, station_id=station_id, now=turn.now)
    turn.go(FLOW, "asked", field="venue", station_id=station_id)
    text = turn.say("station-venue-ask", station=found.name)
    if VENUE in has:
        text += "\n" + turn.say("station-card-venue", words=has[VENUE])
    none = [press(turn.label("button-venue-none"), "stuntag", station_id, VENUE)]
    back = [press(turn.label("button-back"), "stmarks", station_id)]
    await turn.show(text, rows(none if VENUE in has else [], _why(turn, VENUE), back))


async def venue_typed(turn: Turn, station_id: int) -> None:
    """Keep what can be used there and when."""
    turn.leave(FLOW)
    await turn.write(
        station_marks.give,
        actor=turn.caller.account_id,
        station_id=station_id,
        mark=VENUE,
        words=turn.text,
        now=turn.now,
    )
    await show_card(turn, station_id, turn.say("station-changed"))


# ---- lists


@table.press("stmarked")
async def listed(turn: Turn) -> None:
    """Show an officer his stations with a mark."""
    mark, page = turn.word(0), turn.version(1)
    found = await turn.read(
        station_marks.marked, actor=turn.caller.account_id, mark=mark, page=page, now=turn.now
    )
    back = [press(turn.label("button-back"), "station-register")]
    cards = [[press(one.name, "stcard", one.station_id)] for one in found.lines]
    head = turn.say("station-marked", mark=_name(turn, mark), count=found.count)
    onward = _onward(turn, found, page, "stmarked", mark)
    await turn.show(
        await _lines(turn, head, found), rows(*cards, onward, [*_why(turn, mark), *back])
    )


@table.more(
    "button-venues",
    Role.VOLUNTEER,
    Role.UNIT_CONTACT,
    where=lambda policy: policy.stations.venues,
)
async def venues(turn: Turn) -> None:
    """Show everybody the places that are lent out, with what and when and whom to ask."""
    page = turn.version(0) if turn.args else 0
    found = await turn.read(station_marks.venues, page=page, now=turn.now)
    head = turn.say("venues-head", count=found.count)
    cards = [[press(one.name, "station-open", one.station_id)] for one in found.lines]
    onward = _onward(turn, found, page, "venues")
    await turn.show(await _lines(turn, head, found), rows(*cards, onward, _why(turn, VENUE)))


async def _lines(turn: Turn, head: str, found: Page) -> str:
    form = await turn.read(registration.form, now=turn.now)
    said = [head]
    for one in found.lines:
        place = whereabouts(turn, form, one.township, one.address)
        said.append(turn.say("station-marked-line", station=one.name, place=place))
        if one.words:
            said.append(turn.say("station-card-venue", words=one.words))
    return "\n".join(said)


def _onward(turn: Turn, found: Page, page: int, *data: str) -> list[InlineKeyboardButton]:
    if found.count <= (page + 1) * A_PAGE:
        return []
    return [press(turn.label("button-next"), *data, page + 1)]
