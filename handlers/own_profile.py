"""〈change〉 in one's own details: a line is chosen, ticked anew, saved, and can be undone."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.registration import FREE_TIMES
from handlers import table
from handlers.keyboards import press, rows
from handlers.registration_questions import free_time, place_name
from handlers.turn import Turn
from locales.words import CHINESE
from usecases import conversations, corrections, own_profile, registration
from usecases.own_profile import LINES, PLACE, Changed

_FLOW = "profile"

Cells = list[InlineKeyboardButton]


@table.press("profedit")
async def choose_line(turn: Turn) -> None:
    """Ask which line to change."""
    await turn.read(own_profile.current, actor=turn.caller.account_id, line=PLACE)
    turn.leave(_FLOW)
    turn.leave(conversations.CORRECTION)
    buttons = [press(turn.label(f"profile-line-{line}"), "profline", line) for line in LINES]
    checked = [
        press(turn.label(f"profile-line-{line}"), "correct", line) for line in corrections.LINES
    ]
    open_ones = await turn.read(corrections.own, actor=turn.caller.account_id)
    stops = [
        [press(turn.label("button-correction-stop", line=_line(turn, line)), "correctstop", one)]
        for line, one in open_ones.items()
    ]
    back = [press(turn.label("button-back"), "profile")]
    await turn.show(
        turn.say("profile-which"), rows(buttons[:2], buttons[2:], checked, *stops, back)
    )


def _line(turn: Turn, line: str) -> str:
    return turn.label(f"profile-line-{line}")


@table.press("profline")
async def open_line(turn: Turn) -> None:
    """Show what can be chosen in a line."""
    line = turn.word(0, *LINES)
    if line == PLACE:
        await _townships(turn)
        return
    chosen = await turn.read(own_profile.current, actor=turn.caller.account_id, line=line)
    turn.go(_FLOW, "edit", line=line, chosen=chosen)
    await _grid(turn, line, chosen)


@table.press("proftick")
async def tick(turn: Turn) -> None:
    """Tick one more, or take a tick away."""
    standing = turn.at(_FLOW)
    if standing is None:
        await turn.old_button()
        return
    line, chosen, code = standing.data["line"], list(standing.data["chosen"]), turn.word(1)
    if code in chosen:
        chosen.remove(code)
    else:
        chosen.append(code)
    form = await turn.read(registration.form, now=turn.now)
    if line == "categories" and len(chosen) > form.max_categories:
        full = turn.label("registration-categories-full", max=form.max_categories)
        await turn.toast(full, alert=True)
        return
    turn.go(_FLOW, "edit", line=line, chosen=chosen)
    await _grid(turn, line, chosen)


async def _grid(turn: Turn, line: str, chosen: list[str]) -> None:
    form = await turn.read(registration.form, now=turn.now)
    codes: Sequence[str] = FREE_TIMES
    if line != "free_times":
        codes = form.terms.categories if line == "categories" else form.terms.skills
    version = turn.next_version
    cells = [
        press(
            turn.label("ticked" if code in chosen else "unticked", text=_name(turn, line, code)),
            "proftick",
            version,
            code,
        )
        for code in codes
    ]
    save = [press(turn.label("button-profile-save"), "profsave", version)]
    back = [press(turn.label("button-back"), "profedit")]
    columns = 3 if turn.words.locale == CHINESE else 2
    text = _asked(turn, line, len(chosen), form.max_categories)
    await turn.show(text, _of(cells, columns, save, back))


def _asked(turn: Turn, line: str, count: int, most: int) -> str:
    if line == "categories":
        return turn.say("registration-categories", max=most, count=count, whose="own")
    if line == "skills":
        return turn.say("registration-skills", count=count, whose="own")
    return turn.say("registration-times", whose="own")


def _name(turn: Turn, line: str, code: str) -> str:
    if line == "free_times":
        return free_time(turn, code)
    return turn.label(f"category-{code}" if line == "categories" else f"skill-{code}")


def _of(cells: Cells, columns: int, first: Cells, last: Cells) -> InlineKeyboardMarkup:
    lines = [cells[n : n + columns] for n in range(0, len(cells), columns)]
    return rows(first, *lines, last)


@table.press("profsave")
async def save(turn: Turn) -> None:
    """Keep what was ticked."""
    standing = turn.at(_FLOW)
    if standing is None:
        await turn.old_button()
        return
    data = standing.data
    turn.leave(_FLOW)
    await _change(turn, data["line"], data["chosen"])


async def _change(turn: Turn, line: str, chosen: list[str]) -> None:
    changed = await turn.write(
        own_profile.change,
        actor=turn.caller.account_id,
        line=line,
        chosen=chosen,
        now=turn.now,
    )
    await turn.show(_said(turn, changed), rows(_undo(turn, changed), [_home(turn)]))


def _said(turn: Turn, changed: Changed) -> str:
    line = turn.label(f"profile-line-{changed.line}")
    if not changed.change_id:
        return turn.say("profile-same", line=line)
    return turn.say("profile-changed", line=line, undo_until_at=changed.undo_until_at)


def _undo(turn: Turn, changed: Changed) -> Cells:
    if not changed.change_id:
        return []
    return [press(turn.label("button-undo"), "profundo", changed.change_id)]


def _home(turn: Turn) -> InlineKeyboardButton:
    return press(turn.label("button-profile"), "profile")


@table.press("profundo")
async def undo(turn: Turn) -> None:
    """Put back what stood in the line."""
    line = await turn.write(
        own_profile.undo,
        actor=turn.caller.account_id,
        change_id=turn.number(0),
        now=turn.now,
    )
    said = turn.say("profile-undone", line=turn.label(f"profile-line-{line}"))
    await turn.show(said, rows([_home(turn)]))


# -- where one lives -------------------------------------------------------------------------------


async def _townships(turn: Turn) -> None:
    """Ask for the township; who has moved to another county is led to the transfer."""
    county = await turn.read(own_profile.home_county, actor=turn.caller.account_id)
    form = await turn.read(registration.form, now=turn.now)
    cells = [
        press(place_name(turn, place), "proftown", place.code)
        for place in form.places.townships(county)
    ]
    place = form.places.get(county)
    name = place_name(turn, place) if place else ""
    away = [press(turn.label("button-other-county"), "relocation")]
    back = [press(turn.label("button-back"), "profedit")]
    text = turn.say("registration-township", county=name)
    columns = [cells[n : n + 2] for n in range(0, len(cells), 2)]
    await turn.show(text, rows(*columns, away, back))


@table.press("proftown")
async def move(turn: Turn) -> None:
    """Keep where one lives now."""
    await _change(turn, PLACE, [turn.word(0)])
