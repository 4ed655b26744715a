"""〈shares〉: how units and places stand beside the documents, and how many people live there."""

import re

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.permissions import Role
from handlers import table
from handlers.keyboards import press, rows
from handlers.share_book import share_book
from handlers.share_words import (
    average_facts,
    county_line,
    share_facts,
    titles,
    unit_lines,
    whys,
)
from handlers.stars import turned
from handlers.turn import Turn
from locales.words import CHINESE
from usecases import registration, shares
from usecases.shares import BASES, MOST_PEOPLE, PAGE, Overview, PlaceLine, Population, UnitLine

_FLOW = "population"


def _year(turn: Turn, place: int = 0) -> int:
    """Return the year that a button names, or the one that runs."""
    if place < len(turn.args):
        return turn.number(place)
    return turn.now.astimezone(turn.words.zone).year


async def _overview(turn: Turn, year: int) -> Overview:
    return await turn.read(shares.overview, actor=turn.caller.account_id, year=year, now=turn.now)


@table.more("button-shares", Role.COUNTY_OFFICE, Role.FEDERATION, Role.CENTRE, Role.OFFICE)
async def overview(turn: Turn) -> None:
    """Show city and counties, how many units have reached their share, and the ways on."""
    turn.leave(_FLOW)
    year = _year(turn)
    found = await _overview(turn, year)
    lines = [turn.say("shares-head", year=str(year), counted_on=found.day, least=found.hide_below)]
    lines += [] if found.asks else [turn.say("shares-no-document")]
    lines += _places(turn, found)
    wanted = (one for place in found.places for one in place.shares.values())
    if any(one.people is None and one.target.percent is not None for one in wanted):
        lines.append(turn.say("shares-enter-population"))
    lines.append(
        turn.say(
            "shares-units",
            units=found.units, counted=found.counted, judged=found.judged, reached=found.reached,
        )
    )  # fmt: skip
    await turn.show("\n".join(lines), _ways(turn, found))


def _ways(turn: Turn, found: Overview) -> InlineKeyboardMarkup:
    this = turn.now.astimezone(turn.words.zone).year
    other = this - 1 if found.year == this else this
    units = [press(turn.label("button-share-units"), "shareunits", 0, found.year)]
    people = [press(turn.label("button-population"), "population")]
    why = [
        press(turn.label("button-why"), "why", f"shares.{share.target.rule}")
        for place in found.places[:1]
        for share in place.shares.values()
        if share.target.percent is not None
    ]
    return rows(
        [*(units if found.units else []), *(people if found.places else [])],
        [
            press(turn.label("button-share-book"), "sharebook", found.year),
            press(turn.label("button-share-year", year=str(other)), "shares", other),
        ],
        why[:1],
    )


def _place_name(turn: Turn, place: PlaceLine | Population) -> str:
    return place.name if turn.words.locale == CHINESE else place.name_en


def _places(turn: Turn, found: Overview) -> list[str]:
    """Return the city's lines and a line for each county; a county alone has lines of its own."""
    if not found.places:
        return []
    first, *counties = found.places
    lines = _place_lines(turn, first, found.hide_below)
    if counties:
        asked = {
            base: f"{one.target.percent}%"
            for base, one in counties[0].shares.items()
            if one.target.percent is not None
        }
        aims = turn.label("comma").join(
            f"{turn.label(f'shares-whom-{base}')} {percent}" for base, percent in asked.items()
        )
        lines.append(turn.say("shares-counties", aims=aims))
        lines += [
            county_line(turn, one, _place_name(turn, one), found.hide_below) for one in counties
        ]
    return lines


def _place_lines(turn: Turn, place: PlaceLine, least: int) -> list[str]:
    """Return a place's shares; a base without target and people is left out."""
    asked = {
        base: one
        for base, one in place.shares.items()
        if one.target.percent is not None or one.people is not None
    }
    figures = [
        turn.say(
            "shares-figure",
            whom=turn.label(f"shares-whom-{base}"),
            least=least,
            **share_facts(one),
        )
        for base, one in asked.items()
    ]
    lines = [turn.say("shares-place", name=_place_name(turn, place)), *figures]
    if place.kind == "city":
        lines.append(turn.say("shares-average", least=least, **average_facts(place.average)))
        main = next((base for base, one in asked.items() if one.target.percent is not None), None)
        if main:
            lines.append(turn.say("shares-main", base=turn.label(f"shares-whom-{main}")))
    return lines


# -- units -----------------------------------------------------------------------------------------


@table.press("shareunits")
async def units(turn: Turn) -> None:
    """Show a page of the units."""
    page, year = turn.number(0), _year(turn, 1)
    found = await turn.read(
        shares.units, actor=turn.caller.account_id, year=year, page=page, now=turn.now
    )
    lines = [turn.say("shares-list", year=str(year))]
    for place, one in enumerate(found.lines, found.page * PAGE + 1):
        lines.append(turn.say("shares-unit", place=place, name=one.name))
        lines += unit_lines(turn, one)
    numbers = [
        press(str(place), "shareunit", one.unit_id, year, found.page)
        for place, one in enumerate(found.lines, found.page * PAGE + 1)
    ]
    pages = [
        press(button.text, button.callback_data, year)
        for button in turned(turn, "shareunits", found.page, found.pages)
    ]
    back = [press(turn.label("button-back"), "shares", year)]
    await turn.show("\n".join(lines), rows(numbers[:4], numbers[4:], pages, back))


@table.press("shareunit")
async def unit(turn: Turn) -> None:
    """Show one unit with its clauses and the titles that use its figures."""
    await _show_unit(turn, turn.number(0), _year(turn, 1), turn.number(2))


async def _show_unit(turn: Turn, unit_id: int, year: int, page: int) -> None:
    one = await turn.read(
        shares.unit, actor=turn.caller.account_id, unit_id=unit_id, year=year, now=turn.now
    )
    count = one.headcount
    lines = [
        turn.say("shares-one", name=one.name, year=str(year), built_up=str(one.built_up)),
        turn.say("shares-no-headcount")
        if count is None
        else turn.say("shares-headcount", staff=count.staff, pupils=count.pupils),
        *unit_lines(turn, one),
    ]
    if one.titles:
        lines.append(turn.say("shares-titles", titles=titles(turn, one.titles)))
    await turn.show("\n".join(lines), _of_unit(turn, one, year, page))


def _of_unit(turn: Turn, one: UnitLine, year: int, page: int) -> InlineKeyboardMarkup:
    label = "button-unit-outside" if one.built_up else "button-unit-inside"
    move = press(turn.label(label), "shareplace", one.unit_id, year, page, int(not one.built_up))
    back = [press(turn.label("button-back"), "shareunits", page, year)]
    return rows(*whys(turn, one), [move], back)


@table.press("shareplace")
async def place_unit(turn: Turn) -> None:
    """Keep whether a unit stands in a built-up area."""
    built_up = turn.word(3, "0", "1") == "1"
    await turn.write(
        shares.place_unit,
        actor=turn.caller.account_id,
        unit_id=turn.number(0),
        built_up=built_up,
        now=turn.now,
    )
    await _show_unit(turn, turn.number(0), _year(turn, 1), turn.number(2))


@table.press("sharebook")
async def book(turn: Turn) -> None:
    """Send the workbook of all units and places that the account sees."""
    year = _year(turn)
    found = await turn.read(
        shares.assessment, actor=turn.caller.account_id, year=year, now=turn.now
    )
    form = await turn.read(registration.form, now=turn.now)
    name = turn.label("sharebook-name", year=str(year))
    content = share_book(turn, found, year, form.places)
    await turn.document(content, f"{name}.xlsx", turn.say("sharebook-sent"))


# -- how many people live there --------------------------------------------------------------------


async def _populations(turn: Turn) -> list[Population]:
    return await turn.read(shares.populations, actor=turn.caller.account_id, now=turn.now)


@table.press("population")
async def population(turn: Turn) -> None:
    """Ask of which place, or of which of its two figures."""
    turn.leave(_FLOW)
    found = await _populations(turn)
    if not turn.args:
        cells = [press(_place_name(turn, one), "population", one.code) for one in found]
        back = [press(turn.label("button-back"), "shares")]
        pairs = [cells[n : n + 2] for n in range(0, len(cells), 2)]
        await turn.show(turn.say("population-where"), rows(*pairs, back))
        return
    place = _chosen(turn, found)
    buttons = [
        press(turn.label(f"shares-whom-{base}"), "peopleof", place.code, base) for base in BASES
    ]
    back = [press(turn.label("button-back"), "population")]
    text = turn.say(
        "population-which",
        place=_place_name(turn, place),
        built_up=place.people["built_up"] or 0,
        resident=place.people["resident"] or 0,
    )
    await turn.show(text, rows(buttons, back))


def _chosen(turn: Turn, found: list[Population]) -> Population:
    code = turn.word(0, *(one.code for one in found))
    return next(one for one in found if one.code == code)


@table.press("peopleof")
async def ask(turn: Turn) -> None:
    """Ask for the figure."""
    place, base = _chosen(turn, await _populations(turn)), turn.word(1, *BASES)
    turn.go(_FLOW, "people", place=place.code, base=base)
    whom = turn.label(f"shares-whom-{base}")
    text = turn.say("population-ask", place=_place_name(turn, place), whom=whom)
    await turn.show(text, rows(_back_to(turn, place.code)))


def _back_to(turn: Turn, code: str) -> list[InlineKeyboardButton]:
    return [press(turn.label("button-back"), "population", code)]


@table.step(_FLOW, "people")
async def typed(turn: Turn) -> None:
    """Keep the figure that was typed."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    said = re.fullmatch(r"[0-9]{1,9}", turn.text.strip(), re.ASCII)
    people = int(said[0]) if said else 0
    if not 0 < people <= MOST_PEOPLE:
        await turn.show(turn.say("population-wrong"), rows(_back_to(turn, data["place"])))
        return
    turn.leave(_FLOW)
    await turn.write(
        shares.enter_population,
        actor=turn.caller.account_id,
        place=data["place"],
        base=data["base"],
        people=people,
        now=turn.now,
    )
    await overview(turn)
