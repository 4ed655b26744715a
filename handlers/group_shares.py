"""〈coverage〉 of Office and Centre: the share of each group that is registered, and its base."""

import re

from domain.groups import Figure
from domain.permissions import Role
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import group_shares
from usecases.group_shares import MOST_PEOPLE

_FLOW = "coverage"


@table.more("button-coverage", Role.CENTRE, Role.OFFICE)
async def coverage(turn: Turn) -> None:
    """Show the figures; how many people there are of a group can be entered."""
    turn.leave(_FLOW)
    found = await turn.read(group_shares.shares, actor=turn.caller.account_id, now=turn.now)
    if not found.figures:
        await turn.show(turn.say("coverage-none"))
        return
    lines = [
        turn.say(
            "coverage-head",
            year=str(found.year),
            least=found.hide_below,
            target=found.target_percent,
        )
    ]
    lines += [_line(turn, code, one) for code, one in found.figures.items()]
    cells = [press(turn.label(f"group-{code}"), "grouptotal", code) for code in found.figures]
    pairs = [cells[n : n + 2] for n in range(0, len(cells), 2)]
    why = [
        *keyboards.why(turn, "coverage.target_percent"),
        *keyboards.why(turn, "coverage.groups"),
    ]
    await turn.show("\n".join(lines), rows(*pairs, why[:1]))


def _line(turn: Turn, code: str, one: Figure) -> str:
    none = turn.label("coverage-hidden")
    return turn.say(
        "coverage-line",
        group=turn.label(f"group-{code}"),
        registered=none if one.registered is None else str(one.registered),
        active=none if one.active is None else str(one.active),
        people=turn.label("none") if one.people is None else str(one.people),
        share=_share(one),
        percent=one.percent or 0,
    )


def _share(one: Figure) -> str:
    if one.percent is None:
        return "none"
    if not one.aimed:
        return "open"
    return "reached" if one.reached else "below"


@table.press("grouptotal")
async def ask(turn: Turn) -> None:
    """Ask how many people of a group there are."""
    found = await turn.read(group_shares.shares, actor=turn.caller.account_id, now=turn.now)
    code = turn.word(0, *found.figures)
    turn.go(_FLOW, "people", group=code)
    back = [press(turn.label("button-back"), "coverage")]
    text = turn.say("coverage-ask", group=turn.label(f"group-{code}"))
    await turn.show(text, rows(back))


@table.step(_FLOW, "people")
async def entered(turn: Turn) -> None:
    """Keep the number that was typed."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    typed = re.fullmatch(r"[0-9]{1,9}", turn.text.strip(), re.ASCII)
    people = int(typed[0]) if typed else 0
    if not 0 < people <= MOST_PEOPLE:
        back = [press(turn.label("button-back"), "coverage")]
        await turn.show(turn.say("coverage-wrong"), rows(back))
        return
    group = turn.standing.data["group"]
    turn.leave(_FLOW)
    await turn.write(
        group_shares.enter,
        actor=turn.caller.account_id,
        group=group,
        people=people,
        now=turn.now,
    )
    await coverage(turn)
