"""How far each county is with its stations, for the officers who keep the register."""

import re

from domain.station_goals import Goal
from handlers import table
from handlers.keyboards import press, rows
from handlers.registration_questions import address
from handlers.station_register import FLOW, pairs
from handlers.turn import Turn
from usecases import registration, station_goals
from usecases.registration import Form
from usecases.station_goals import MOST_COMMUNITIES


@table.press("stgoals")
async def goals(turn: Turn) -> None:
    """Show the counties of which something is asked; how many communities one has is entered."""
    turn.leave(FLOW)
    found = await turn.read(station_goals.goals, actor=turn.caller.account_id, now=turn.now)
    form = await turn.read(registration.form, now=turn.now)
    lines = [_line(turn, one, form) for one in found]
    cells = [
        press(address(turn, one.county, form), "stcommunities", one.county)
        for one in found
        if one.aims_at_communities
    ]
    why = []
    if any(one.least is not None for one in found):
        why.append(press(turn.label("button-why-county"), "why", "stations.min_county"))
    if cells:
        rule = "stations.community_percent"
        why.append(press(turn.label("button-why-community"), "why", rule))
    back = [press(turn.label("button-back"), "station-register")]
    key = "station-goals-enter" if cells else "station-goals"
    await turn.show("\n".join([turn.say(key), *lines]), rows(*pairs(cells), why, back))


def _line(turn: Turn, one: Goal, form: Form) -> str:
    facts = {"county": address(turn, one.county, form), "stations": one.stations}
    state = "reached" if one.reached else "below"
    if not one.aims_at_communities:
        return turn.say("station-goal-count", **facts, least=one.least or 0, state=state)
    return turn.say(
        "station-goal-communities",
        **facts,
        covered=one.covered,
        communities=one.communities or 0,
        percent=one.percent or 0,
        state=state if one.communities else "unknown",
    )


@table.press("stcommunities")
async def ask(turn: Turn) -> None:
    """Ask how many communities the built-up area of a county has."""
    county = turn.word(0)
    found = await turn.read(station_goals.goals, actor=turn.caller.account_id, now=turn.now)
    if county not in {one.county for one in found if one.aims_at_communities}:
        await turn.old_button()
        return
    turn.go(FLOW, "asked", field="communities", county=county)
    await _ask(turn, "station-communities-ask", county)


async def _ask(turn: Turn, key: str, county: str) -> None:
    form = await turn.read(registration.form, now=turn.now)
    back = [press(turn.label("button-back"), "stgoals")]
    await turn.show(turn.say(key, county=address(turn, county, form)), rows(back))


async def typed(turn: Turn, county: str) -> None:
    """Keep the number that was typed."""
    digits = re.fullmatch(r"[0-9]{1,6}", turn.text.strip(), re.ASCII)
    communities = int(digits[0]) if digits else 0
    if not 0 < communities <= MOST_COMMUNITIES:
        await _ask(turn, "station-communities-wrong", county)
        return
    turn.leave(FLOW)
    await turn.write(
        station_goals.enter,
        actor=turn.caller.account_id,
        county=county,
        communities=communities,
        now=turn.now,
    )
    await goals(turn)
