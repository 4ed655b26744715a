"""Shares and averages in words, for screens and for cells of a workbook."""

from aiogram.types import InlineKeyboardButton

from domain.shares import Average, Of, Share
from domain.units import has_pupils
from handlers.keyboards import press
from handlers.turn import Turn
from usecases.shares import PlaceLine, UnitLine

_COMMUNITY = "community"


def share_facts(share: Share) -> dict[str, str | int]:
    """Return how a share stands, and its figures as they are read."""
    target = share.target
    if share.registered is None:
        state = "hidden"
    elif share.tenths is None:
        state = "unknown"
    elif share.reached is None:
        state = "free"
    else:
        state = "reached" if share.reached else "below"
    return {
        "state": state,
        "registered": share.registered or 0,
        "people": share.people or 0,
        "percent": f"{(share.tenths or 0) / 10:g}",
        "target": target.percent or 0,
        "marks": " / ".join(f"{mark}%" for mark in target.marks) or "none",
    }


def average_facts(average: Average) -> dict[str, str | int]:
    """Return how an average stands, and its figures as they are read."""
    if average.average_minutes is None:
        state = "hidden"
    elif average.reached is None:
        state = "free"
    else:
        state = "reached" if average.reached else "below"
    return {
        "state": state,
        "average_minutes": average.average_minutes or 0,
        "target": average.target_hours or 0,
        "base": average.base,
    }


def whom(turn: Turn, unit: UnitLine, share: Share) -> str:
    """Return of whom a unit's share is: a community's residents, a school's people, or staff."""
    of = str(share.target.of)
    if share.target.of is Of.ALL and unit.kind == _COMMUNITY:
        of = "resident"
    elif share.target.of is Of.ALL and has_pupils(unit.kind):
        of = "school"
    return turn.label(f"shares-whom-{of}")


def unit_lines(turn: Turn, unit: UnitLine) -> list[str]:
    """Return a unit's shares and its average, one a line."""
    least = unit.hide_below
    lines = [
        turn.say("shares-figure", whom=whom(turn, unit, one), least=least, **share_facts(one))
        for one in unit.shares
    ]
    return [*lines, turn.say("shares-average", least=least, **average_facts(unit.average))]


def whys(turn: Turn, unit: UnitLine) -> list[list[InlineKeyboardButton]]:
    """Return the buttons that name the clauses of a unit's share and of its average."""
    line = []
    if unit.shares[0].target.rule:
        rule = f"shares.{unit.shares[0].target.rule}"
        line.append(press(turn.label("button-why-share"), "why", rule))
    if unit.average.target_hours is not None:
        rule = f"averages.{unit.average.rule}"
        line.append(press(turn.label("button-why-average"), "why", rule))
    return [line]


def titles(turn: Turn, codes: tuple[str, ...]) -> str:
    """Return the titles that use these figures, or that there are none."""
    return turn.label("comma").join(turn.label(f"title-{code}") for code in codes)


def county_line(turn: Turn, place: PlaceLine, name: str, least: int) -> str:
    """Return a county in one line: who is registered, and the share of each base."""
    first = next(iter(place.shares.values()))
    shares = turn.label("comma").join(
        turn.label("shares-short", base=base, **_short(share))
        for base, share in place.shares.items()
    )
    return turn.say(
        "shares-county",
        name=name,
        state="hidden" if first.registered is None else "shown",
        registered=first.registered or 0,
        least=least,
        shares=shares,
    )


def _short(share: Share) -> dict[str, str | int]:
    facts = share_facts(share)
    state = "unknown" if share.people is None else facts["state"]
    return {"state": state, "percent": facts["percent"]}
