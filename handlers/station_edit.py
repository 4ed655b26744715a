"""Changing a station's card line by line: typed, chosen, or shown on a map."""

import re
from typing import Any

from aiogram.types import KeyboardButton, ReplyKeyboardMarkup

from domain.refusals import Code, Refusal
from handlers import (
    keyboards,
    station_goals,
    station_marks,
    station_menu,
    station_poster,
    station_standard,
    table,
)
from handlers.keyboards import press, rows
from handlers.registration_questions import place_name
from handlers.station_register import (
    FLOW,
    in_own_station,
    name_given,
    open_one,
    pairs,
    show_card,
    show_list,
)
from handlers.turn import Turn
from usecases import directory, registration, stations

# In the order of the card; what is chosen from buttons stands in `_CHOSEN`.
_FIELDS = (
    "name", "kind", "unit", "township", "community", "address", "opening", "day", "position",
    "radius", "workflow", "services", "contact_person", "contact_way",
)  # fmt: skip
_CHOSEN = ("kind", "township", "radius")
# What can be tapped instead of typing the hours.
_USUAL_HOURS = ("mon-sun 9-18", "mon-fri 9-18", "mon-fri 9-12 14-18")
_POINT = re.compile(r"\s*(-?\d{1,3}\.\d{2,12})\s*[,，\s]\s*(-?\d{1,3}\.\d{2,12})\s*")


@table.press("stedit")
async def fields(turn: Turn) -> None:
    """Offer every line of the card that can be changed."""
    station_id = turn.number()
    found = await turn.read(
        stations.card, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    turn.leave(FLOW)
    buttons = [
        press(turn.label(f"station-field-{field}"), "stask", station_id, field)
        for field in _FIELDS
        if field in stations.OWN_FIELDS or not in_own_station(turn)
    ]
    back = [press(turn.label("button-back"), "stcard", station_id)]
    text = turn.say("station-edit-which", station=found.name)
    await turn.show(text, rows(*pairs(buttons), back))


@table.press("stask")
async def ask(turn: Turn) -> None:
    """Ask for one line: by buttons where the answers are known, else to be typed or sent."""
    station_id, field = turn.number(), turn.word(1, *_FIELDS)
    found = await turn.read(
        stations.card, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    back = [press(turn.label("button-back"), "stedit", station_id)]
    if field in _CHOSEN:
        choices = await _choices(turn, field, found.county)
        buttons = [press(text, "stset", station_id, field, value) for value, text in choices]
        await turn.show(turn.say(f"station-ask-{_key(field)}"), rows(*pairs(buttons), back))
        return
    if field == "services":
        await station_menu.ask(turn, station_id)
        return
    turn.go(FLOW, "asked", field=field, station_id=station_id)
    if field == "position":
        await _ask_position(turn, station_id)
        return
    extra = []
    if field == "opening":
        extra = [
            [press(turn.label(f"station-hours-{n}"), "stset", station_id, "opening", n)]
            for n in range(len(_USUAL_HOURS))
        ]
    if field == "unit":
        extra = [[press(turn.label("button-no-unit"), "stset", station_id, "unit", 0)]]
    await turn.show(turn.say(f"station-ask-{_key(field)}"), rows(*extra, back))


def _key(field: str) -> str:
    return field.replace("_", "-")


async def _choices(turn: Turn, field: str, county: str) -> list[tuple[str, str]]:
    if field == "kind":
        kinds = await turn.read(stations.kinds, now=turn.now)
        return [(kind, turn.label(f"station-kind-{kind}")) for kind in kinds]
    if field == "radius":
        return [("1", turn.label("button-location-on")), ("0", turn.label("button-location-off"))]
    form = await turn.read(registration.form, now=turn.now)
    return [(one.code, place_name(turn, one)) for one in form.places.townships(county)]


@table.press("stset")
async def chosen(turn: Turn) -> None:
    """Take what was pressed."""
    station_id = turn.number()
    field, value = turn.word(1, *_CHOSEN, "unit", "opening"), turn.word(2)
    if field == "radius":
        turn.leave(FLOW)
        await turn.write(
            stations.ask_location,
            actor=turn.caller.account_id,
            station_id=station_id,
            wanted=turn.word(2, "0", "1") == "1",
            now=turn.now,
        )
        await show_card(turn, station_id, turn.say("station-changed"))
        return
    if field == "opening":
        value = _usual(turn.number(2))
    elif field == "unit" and value == "0":
        value = ""
    await _change(turn, station_id, field, value)


def _usual(number: int) -> str:
    if number >= len(_USUAL_HOURS):
        raise Refusal(Code.STEP_GONE)
    return _USUAL_HOURS[number]


async def _change(turn: Turn, station_id: int, field: str, value: str) -> None:
    turn.leave(FLOW)
    await turn.write(
        stations.change,
        actor=turn.caller.account_id,
        station_id=station_id,
        field=field,
        value=value,
        now=turn.now,
    )
    await show_card(turn, station_id, turn.say("station-changed"))


@table.step(FLOW, "asked")
async def answered(turn: Turn) -> None:
    """Take what was typed or sent for the line that was asked for."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    field = data["field"]
    if field == "find":
        await show_list(turn, turn.text[: stations.TEXTS["name"]])
    elif field == "new-name":
        await name_given(turn)
    elif field == "new-address":
        await open_one(turn, data)
    elif field == "photo":
        await station_standard.photo(turn, data)
    elif field == "position":
        await _position(turn, data)
    elif field == "unit":
        await _units(turn, data["station_id"])
    elif data.get("for_poster"):
        await station_poster.text_given(turn, data)
    elif field == "services":
        await station_menu.typed(turn, data["station_id"])
    elif field == "venue":
        await station_marks.venue_typed(turn, data["station_id"])
    elif field == "communities":
        await station_goals.typed(turn, data["county"])
    elif "station_id" in data:
        await _change(turn, data["station_id"], field, turn.text)
    else:
        await turn.answer(turn.say("station-press-a-button"), keyboards.menu(turn))


async def _units(turn: Turn, station_id: int) -> None:
    found = await turn.read(directory.find_units, typed=turn.text)
    back = [press(turn.label("button-back"), "stedit", station_id)]
    buttons = [[press(one.name, "stset", station_id, "unit", one.ref)] for one in found]
    key = "station-units-found" if found else "station-unit-none"
    await turn.show(turn.say(key), rows(*buttons, back))


# ---- where it lies


async def _ask_position(turn: Turn, station_id: int) -> None:
    """Ask for a location; the button that sends one can only hang under the keyboard."""
    await turn.show(
        turn.say("station-ask-position"),
        rows(
            [press(turn.label("button-chinese-map"), "stdrawn", station_id)],
            [press(turn.label("button-back"), "stedit", station_id)],
        ),
    )
    await turn.answer(turn.say("station-position-how"), location_keyboard(turn))


def location_keyboard(turn: Turn) -> ReplyKeyboardMarkup:
    """Return the keyboard that sends where one is, beside the way back to the menu."""
    return ReplyKeyboardMarkup(
        keyboard=[
            [KeyboardButton(text=turn.label("button-location"), request_location=True)],
            [KeyboardButton(text=turn.label("menu-more"))],
        ],
        resize_keyboard=True,
        one_time_keyboard=True,
    )


@table.press("stdrawn")
async def drawn(turn: Turn) -> None:
    """Take the next point as one that was picked on a map of China."""
    station_id = turn.number()
    await turn.read(
        stations.card, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    turn.go(FLOW, "asked", field="position", station_id=station_id, drawn=True)
    back = [press(turn.label("button-back"), "stedit", station_id)]
    await turn.show(turn.say("station-ask-drawn"), rows(back))


async def _position(turn: Turn, data: dict[str, Any]) -> None:
    point = _point(turn)
    if point is None:
        unclear = "station-drawn-unclear" if data.get("drawn") else "station-position-unclear"
        await turn.answer(turn.say(unclear), location_keyboard(turn))
        return
    turn.leave(FLOW)
    await turn.write(
        stations.place,
        actor=turn.caller.account_id,
        station_id=data["station_id"],
        latitude=point[0],
        longitude=point[1],
        drawn=bool(data.get("drawn")),
        now=turn.now,
    )
    await turn.answer(turn.say("station-placed"), keyboards.menu(turn))
    await show_card(turn, data["station_id"])


def _point(turn: Turn) -> tuple[float, float] | None:
    location = turn.message.location if turn.message else None
    if location is not None:
        return location.latitude, location.longitude
    typed = _POINT.fullmatch(turn.text)
    if typed is None:
        return None
    one, other = float(typed[1]), float(typed[2])
    # Chinese maps name the longitude first; in China it is the greater of the two.
    latitude, longitude = sorted((one, other)) if min(one, other) > 0 else (one, other)
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
