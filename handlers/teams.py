"""〈teams〉 of Federation, Centre and Office: opened, marked, and how many are qualified."""

from typing import get_args

from aiogram.types import InlineKeyboardButton

from domain.permissions import Role
from domain.policy_teams import TeamMark
from handlers import table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import directory, teams
from usecases.teams import A_PAGE, TeamLine, Teams

_FLOW = "team"
_NO_UNIT = "0"


@table.more(
    "button-teams",
    Role.FEDERATION,
    Role.CENTRE,
    Role.OFFICE,
    where=lambda policy: bool(policy.teams.marks),
)
async def listing(turn: Turn) -> None:
    """Show the teams eight at a time, with the shares that the document asks for."""
    turn.leave(_FLOW)
    page = turn.version(0) if turn.args else 0
    found = await turn.read(teams.listing, actor=turn.caller.account_id, page=page, now=turn.now)
    lines = _head(turn, found) + [_line(turn, one) for one in found.lines]
    cards = [[press(one.name, "team", one.team_id)] for one in found.lines]
    onward = []
    if found.count > (page + 1) * A_PAGE:
        onward = [press(turn.label("button-next"), "teams", page + 1)]
    new = [press(turn.label("button-team-new"), "teamnew"), *onward]
    why = [
        press(turn.label("button-why-qualified"), "why", "teams.qualified_percent"),
        press(turn.label("button-why-units"), "why", "teams.units_percent"),
    ]
    await turn.show("\n".join(lines), rows(*cards, new, why))


def _head(turn: Turn, found: Teams) -> list[str]:
    if not found.count:
        return [turn.say("teams-none")]
    lines = [
        turn.say(
            "teams-head",
            count=found.count,
            above=found.qualified_percent,
            least=found.hide_below,
        )
    ]
    if not found.anybody:
        lines.append(turn.say("teams-nobody"))
    if found.units_share is not None:
        lines.append(
            turn.say(
                "teams-units",
                units=found.units,
                having=found.units_having,
                percent=found.units_share.percent,
                target=found.units_percent,
                state="reached" if found.units_share.reached else "below",
            )
        )
    return lines


def _line(turn: Turn, one: TeamLine) -> str:
    marks = [turn.label(f"team-mark-{mark}") for mark in one.marks]
    share = one.share
    state = "unasked"
    if share is not None:
        state = "hidden" if share.hidden else "reached" if share.reached else "below"
    return turn.say(
        "team-line",
        team=one.name,
        marks=turn.label("comma").join(marks) or "none",
        members="hidden" if one.members is None else str(one.members),
        percent=share.percent if share else 0,
        state=state,
    )


@table.press("team")
async def card(turn: Turn) -> None:
    """Show a team and what can be said of it."""
    await _show(turn, turn.number())


async def _show(turn: Turn, team_id: int, lead: str = "") -> None:
    one = await turn.read(teams.one, actor=turn.caller.account_id, team_id=team_id, now=turn.now)
    turn.leave(_FLOW)
    lines = [lead] if lead else []
    lines.append(_line(turn, one))
    lines.append(turn.say("team-unit", unit=one.unit or turn.label("team-of-the-city")))
    policy = turn.desk.db.city.policy(turn.now)
    marks = [
        press(
            turn.label(
                "ticked" if mark in one.marks else "unticked",
                text=turn.label(f"team-mark-{mark}"),
            ),
            "teammark",
            team_id,
            mark,
            int(mark not in one.marks),
        )
        for mark in policy.teams.marks
    ]
    unit = [press(turn.label("button-team-unit"), "teamunit", team_id)]
    back = [press(turn.label("button-back"), "teams")]
    await turn.show("\n".join(lines), rows(marks, unit, back))


@table.press("teammark")
async def mark(turn: Turn) -> None:
    """Give a mark or take it away."""
    chosen: TeamMark = "model" if turn.word(1, *get_args(TeamMark)) == "model" else "professional"
    await turn.write(
        teams.mark,
        actor=turn.caller.account_id,
        team_id=turn.number(),
        mark=chosen,
        given=turn.word(2, "0", "1") == "1",
        now=turn.now,
    )
    await _show(turn, turn.number())


def _stop(turn: Turn, *back: object) -> list[InlineKeyboardButton]:
    return [press(turn.label("button-back"), *back), press(turn.label("button-stop"), "cancel")]


@table.press("teamnew")
async def ask_name(turn: Turn) -> None:
    """Ask what a new team is called."""
    await turn.read(teams.listing, actor=turn.caller.account_id, page=0, now=turn.now)
    turn.go(_FLOW, "asked", field="name")
    await turn.show(turn.say("team-ask-name"), rows(_stop(turn, "teams")))


@table.press("teamunit")
async def ask_unit(turn: Turn) -> None:
    """Ask of which unit a team is."""
    team_id = turn.number()
    await turn.read(teams.one, actor=turn.caller.account_id, team_id=team_id, now=turn.now)
    turn.go(_FLOW, "asked", field="unit", team_id=team_id)
    city = [press(turn.label("button-team-city"), "teamof", team_id, _NO_UNIT)]
    await turn.show(turn.say("team-ask-unit"), rows(city, _stop(turn, "team", team_id)))


@table.step(_FLOW, "asked")
async def typed(turn: Turn) -> None:
    """Open a team of the typed name, or offer the units whose name holds what was typed."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    if data["field"] == "name":
        turn.leave(_FLOW)
        team_id = await turn.write(
            teams.open_team, actor=turn.caller.account_id, name=turn.text, now=turn.now
        )
        await _show(turn, team_id, turn.say("team-opened"))
        return
    found = await turn.read(directory.find_units, typed=turn.text)
    buttons = [[press(one.name, "teamof", data["team_id"], one.ref)] for one in found]
    key = "station-units-found" if found else "station-unit-none"
    await turn.show(turn.say(key), rows(*buttons, _stop(turn, "team", data["team_id"])))


@table.press("teamof")
async def belong(turn: Turn) -> None:
    """Let a team be of the chosen unit, or of the city."""
    unit = turn.number(1)
    turn.leave(_FLOW)
    await turn.write(
        teams.belong,
        actor=turn.caller.account_id,
        team_id=turn.number(),
        unit=str(unit) if unit else "",
        now=turn.now,
    )
    await _show(turn, turn.number())
