"""〈stations〉 of an officer: the list, opening one, a station's card."""

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.menus import items_of
from domain.permissions import Role
from domain.places import Place
from domain.refusals import Code, Refusal
from handlers import table
from handlers.keyboards import press, rows
from handlers.registration_questions import address, place_name
from handlers.turn import Turn
from locales import station_words
from locales.words import CHINESE
from usecases import (
    coverage,
    registration,
    station_closing,
    station_goals,
    station_marks,
    stations,
)
from usecases.registration import Form
from usecases.station_marks import VENUE
from usecases.stations import MOST_FOUND, StationCard

FLOW = "station"
_OFFICERS = (Role.FEDERATION, Role.COUNTY_OFFICE, Role.OFFICE)


@table.more("button-station-register", *_OFFICERS)
async def register(turn: Turn) -> None:
    """Show the stations that the officer keeps; typing a part of a name finds one of many."""
    await show_list(turn, "")


async def show_list(turn: Turn, typed: str) -> None:
    """Show at most eight stations with how long somebody was on duty there today."""
    actor = turn.caller.account_id
    count, lines = await turn.read(stations.listing, actor=actor, typed=typed)
    today = await turn.read(coverage.of_list, actor=actor, lines=lines, now=turn.now)
    turn.go(FLOW, "asked", field="find")
    said = [
        turn.say(
            "station-line",
            number=number,
            station=line.name,
            duty=station_words.duty(turn.words, today[line.station_id]),
        )
        for number, line in enumerate(lines, 1)
    ]
    head = turn.say("station-list", count=count) if count else turn.say("station-none")
    if typed and not count:
        head = turn.say("station-not-found", typed=typed)
    if count > MOST_FOUND:
        said.append(turn.say("station-type-to-find"))
    buttons = [[press(line.name, "stcard", line.station_id)] for line in lines]
    new = [press(turn.label("button-station-new"), "stnew")]
    # What was found leads back to all.
    back = [press(turn.label("button-back"), "station-register")] if typed else []
    await turn.show("\n".join([head, *said]), rows(*buttons, new, *await _further(turn), back))


async def _further(turn: Turn) -> list[list[InlineKeyboardButton]]:
    """Return the lists of marked stations and the counties' figures, where the city asks."""
    marks = await turn.read(station_marks.offered, now=turn.now)
    names = {mark: turn.label(f"station-mark-{mark}") for mark in marks}
    buttons = [
        press(turn.label("button-marked", mark=name), "stmarked", mark, 0)
        for mark, name in names.items()
    ]
    gone = await turn.read(station_closing.closed, actor=turn.caller.account_id)
    if gone:
        buttons.append(press(turn.label("button-stations-closed", count=len(gone)), "stgone"))
    if await turn.read(station_goals.goals, actor=turn.caller.account_id, now=turn.now):
        buttons.append(press(turn.label("button-station-goals"), "stgoals"))
    return pairs(buttons)


@table.more("button-own-station", Role.STATION_HEAD)
async def own_station(turn: Turn) -> None:
    """Show a head his station, or offer them where he has several."""
    lines = await turn.read(stations.headed, actor=turn.caller.account_id)
    if not lines:
        raise Refusal(Code.NOT_FOUND)
    if len(lines) == 1:
        await show_card(turn, lines[0].station_id)
        return
    buttons = [[press(line.name, "stcard", line.station_id)] for line in lines]
    await turn.show(turn.say("station-own-which"), rows(*buttons))


def in_own_station(turn: Turn) -> bool:
    """Tell whether the screens are a head's: whoever does not act as an officer sees no more."""
    return turn.role not in _OFFICERS


@table.press("stcard")
async def card(turn: Turn) -> None:
    """Show one station and what can be done to it."""
    await show_card(turn, turn.number())


async def show_card(turn: Turn, station_id: int, lead: str = "") -> None:
    """Show a station's card under what happened just before."""
    found = await turn.read(
        stations.card, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    turn.leave(FLOW)
    text = await card_text(turn, found)
    marks = await turn.read(station_marks.offered, now=turn.now)
    buttons = _card_buttons(turn, found, marked=bool(marks) and not in_own_station(turn))
    await turn.show("\n".join([lead, text] if lead else [text]), buttons)


def _card_buttons(turn: Turn, found: StationCard, *, marked: bool) -> InlineKeyboardMarkup:
    def button(label: str, data: str) -> InlineKeyboardButton:
        return press(label, data, found.station_id)

    standard = turn.label("button-station-standard", seen=found.items_seen, asked=found.items_asked)
    return rows(
        [button(turn.label("button-station-edit"), "stedit"), button(standard, "stitems")],
        [
            button(turn.label("button-station-staff"), "ststaff"),
            button(turn.label("button-station-poster"), "stposter"),
        ],
        [
            button(turn.label("button-station-duty"), "stduty"),
            button(turn.label("button-station-history"), "sthistory"),
        ],
        [button(turn.label("button-station-marks"), "stmarks")] if marked else [],
        _last_row(turn, found),
    )


def _last_row(turn: Turn, found: StationCard) -> list[InlineKeyboardButton]:
    if in_own_station(turn):
        return [press(turn.label("button-back"), "more")]
    return [
        press(turn.label("button-station-close"), "stclose", found.station_id),
        press(turn.label("button-back"), "station-register"),
    ]


def whereabouts(turn: Turn, form: Form, township: str, *within: str | None) -> str:
    """Return where a station is, as letters are addressed in the listener's language."""
    said = [part for part in (address(turn, township, form), *within) if part]
    if turn.words.locale == CHINESE:
        return " ".join(said)
    return turn.label("comma").join(reversed(said))


async def card_text(turn: Turn, found: StationCard) -> str:
    """Return a station's card in words, for officers and for everybody."""
    form = await turn.read(registration.form, now=turn.now)
    place = whereabouts(turn, form, found.township, found.community, found.address)
    kind = turn.label(f"station-kind-{found.kind}") if found.kind else turn.label("station-plain")
    lines = [
        turn.say("station-card", station=found.name, kind=kind),
        turn.say("station-card-where", place=place),
        turn.say("station-card-hours", hours=station_words.hours(turn.words, found.opening)),
    ]
    if found.unit:
        lines.append(turn.say("station-card-unit", unit=found.unit))
    if found.texts["services"]:
        services = turn.label("comma").join(items_of(found.texts["services"]))
        lines.append(turn.say("station-card-services", services=services))
    lines += await _mark_lines(turn, found.station_id)
    if found.texts["contact_person"] or found.texts["contact_way"]:
        person, way = found.texts["contact_person"] or "", found.texts["contact_way"] or ""
        lines.append(turn.say("station-card-contact", person=person, way=way))
    if found.radius_metres:
        lines.append(turn.say("station-card-location", metres=found.radius_metres))
    return "\n".join(lines)


async def _mark_lines(turn: Turn, station_id: int) -> list[str]:
    has = await turn.read(station_marks.shown, station_id=station_id, now=turn.now)
    names = [turn.label(f"station-mark-{mark}") for mark in has if mark != VENUE]
    lines = [turn.say("station-card-marks", marks=turn.label("comma").join(names))] if names else []
    if VENUE in has:
        lines.append(turn.say("station-card-venue", words=has[VENUE]))
    return lines


@table.payload(lambda payload: payload[:1] == "s" and payload[1:].isdecimal() and len(payload) < 12)
async def from_poster(turn: Turn) -> None:
    """Show everybody the station whose poster he scanned; it checks nobody in."""
    if not turn.args[0].isascii():
        raise Refusal(Code.NOT_FOUND)
    await _show_public(turn, int(turn.args[0][1:]))


@table.press("station-open")
async def public_card(turn: Turn) -> None:
    """Show everybody a station out of the list of venues."""
    await _show_public(turn, turn.number(), [press(turn.label("button-back"), "venues")])


async def _show_public(turn: Turn, station_id: int, *lines: list[InlineKeyboardButton]) -> None:
    found = await turn.read(stations.public_card, station_id=station_id, now=turn.now)
    text = await card_text(turn, found)
    if found.texts["workflow"]:
        text += "\n" + turn.say("station-card-workflow", workflow=found.texts["workflow"])
    text += "\n" + turn.say("station-how-to-check-in")
    await turn.answer(text, rows(*lines) if lines else None)


# ---- opening one


@table.press("stnew")
async def new(turn: Turn) -> None:
    """Ask for the name of a new station."""
    await turn.read(stations.listing, actor=turn.caller.account_id)
    turn.go(FLOW, "asked", field="new-name")
    await turn.show(turn.say("station-ask-name"), rows(_stop(turn)))


def _stop(turn: Turn, back: str = "", *to: object) -> list[InlineKeyboardButton]:
    return [
        press(turn.label("button-back"), back or "station-register", *to),
        press(turn.label("button-stop"), "cancel"),
    ]


async def name_given(turn: Turn) -> None:
    """Take the name of a new station, if it can be one, before anything else is asked."""
    name = stations.cleaned("name", turn.text)
    _, alike = await turn.read(stations.listing, actor=turn.caller.account_id, typed=name)
    if any(one.name == name for one in alike):
        raise Refusal(Code.NAME_TAKEN, name=name)
    await _ask_kind(turn, name)


async def _ask_kind(turn: Turn, name: str) -> None:
    turn.go(FLOW, "asked", field="new-kind", name=name)
    kinds = await turn.read(stations.kinds, now=turn.now)
    buttons = [press(turn.label(f"station-kind-{kind}"), "stnewkind", kind) for kind in kinds]
    await turn.show(turn.say("station-ask-kind"), rows(*pairs(buttons), _stop(turn, "stnew")))


def pairs(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Return the buttons two in a row."""
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


def _answers(turn: Turn, field: str) -> dict[str, Any] | None:
    """Return what was answered so far, or None when the button is an old one."""
    standing = turn.standing
    if standing is None or standing.flow != FLOW or standing.data.get("field") != field:
        return None
    return standing.data


@table.press("stnewkind")
async def kind_chosen(turn: Turn) -> None:
    """Keep the kind and ask for the county, which an office of one county has answered already."""
    data = _answers(turn, "new-kind")
    if data is None:
        await turn.old_button()
        return
    await _ask_county(turn, {**data, "kind": turn.word(0)})


async def _ask_county(turn: Turn, data: dict[str, Any]) -> None:
    county = _own_county(turn)
    if county is not None:
        await _ask_township(turn, data, county)
        return
    form = await turn.read(registration.form, now=turn.now)
    turn.go(FLOW, "asked", **(data | {"field": "new-county"}))
    buttons = [press(place_name(turn, one), "stnewplace", one.code) for one in form.places.counties]
    back = _stop(turn, "stnewback", "kind")
    await turn.show(turn.say("station-ask-county"), rows(*pairs(buttons), back))


def _own_county(turn: Turn) -> str | None:
    own = (turn.caller.roles or {}).get(Role.COUNTY_OFFICE, [])
    return own[0] if turn.role is Role.COUNTY_OFFICE and len(own) == 1 else None


async def _ask_township(turn: Turn, data: dict[str, Any], county: str) -> None:
    form = await turn.read(registration.form, now=turn.now)
    townships: tuple[Place, ...] = form.places.townships(county)
    if not townships:
        await _ask_address(turn, data, county)
        return
    turn.go(FLOW, "asked", **(data | {"field": "new-county"}))
    buttons = [press(place_name(turn, one), "stnewplace", one.code) for one in townships]
    back = _stop(turn, "stnewback", "kind" if _own_county(turn) else "place")
    await turn.show(turn.say("station-ask-township"), rows(*pairs(buttons), back))


@table.press("stnewplace")
async def place_chosen(turn: Turn) -> None:
    """Ask for the township of a county, or for the address of a township."""
    data = _answers(turn, "new-county")
    if data is None:
        await turn.old_button()
        return
    form = await turn.read(registration.form, now=turn.now)
    place = form.places.get(turn.word(0))
    if place is not None and place.kind == "township":
        await _ask_address(turn, data, place.code)
    else:
        await _ask_township(turn, data, turn.word(0))


async def _ask_address(turn: Turn, data: dict[str, Any], township: str) -> None:
    turn.go(FLOW, "asked", **(data | {"field": "new-address", "township": township}))
    await turn.show(turn.say("station-ask-address"), rows(_stop(turn, "stnewback", "place")))


@table.press("stnewback")
async def back_to(turn: Turn) -> None:
    """Ask for the kind or the place once more; what was answered before it stays."""
    standing, to = turn.standing, turn.word(0, "kind", "place")
    if standing is None or standing.flow != FLOW or "name" not in standing.data:
        await turn.old_button()
    elif to == "kind" or "kind" not in standing.data:
        await _ask_kind(turn, standing.data["name"])
    else:
        await _ask_county(turn, standing.data)


async def open_one(turn: Turn, data: dict[str, Any]) -> None:
    """Open the station that was asked about, and show its card."""
    turn.leave(FLOW)
    station_id = await turn.write(
        stations.open_station,
        actor=turn.caller.account_id,
        name=data["name"],
        kind=data["kind"],
        township=data["township"],
        address=turn.text,
        now=turn.now,
    )
    await show_card(turn, station_id, turn.say("station-opened"))
