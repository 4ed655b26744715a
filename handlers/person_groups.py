"""Groups that somebody says he belongs to: each agreed to apart, each taken back at once."""

from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import person_groups


@table.press("groups")
async def mine(turn: Turn) -> None:
    """Say what the groups are for, and show which can be said or were."""
    own = await turn.read(person_groups.own, actor=turn.caller.account_id, now=turn.now)
    codes = [*own.offered, *sorted(own.said - set(own.offered))]
    cells = [
        press(
            turn.label("ticked" if code in own.said else "unticked", text=_name(turn, code)),
            "groupback" if code in own.said else "groupask",
            code,
        )
        for code in codes
    ]
    pairs = [cells[n : n + 2] for n in range(0, len(cells), 2)]
    why = keyboards.why(turn, "coverage.groups") if codes else []
    back = [press(turn.label("button-back"), "profile")]
    await turn.show(turn.say("groups-ask" if codes else "groups-none"), rows(*pairs, why, back))


def _name(turn: Turn, code: str) -> str:
    return turn.label(f"group-{code}")


@table.press("groupask")
async def ask(turn: Turn) -> None:
    """Ask for the consent to this one group."""
    own = await turn.read(person_groups.own, actor=turn.caller.account_id, now=turn.now)
    code = turn.word(0, *own.offered)
    yes = [press(turn.label("button-group-agree"), "groupyes", code)]
    back = [press(turn.label("button-back"), "groups")]
    await turn.show(turn.say("groups-consent", group=_name(turn, code)), rows(yes, back))


@table.press("groupyes")
async def agree(turn: Turn) -> None:
    """Keep it, with the consent."""
    await turn.write(
        person_groups.agree, actor=turn.caller.account_id, code=turn.word(0), now=turn.now
    )
    await mine(turn)


@table.press("groupback")
async def take_back(turn: Turn) -> None:
    """Forget it, and end the consent."""
    await turn.write(
        person_groups.take_back, actor=turn.caller.account_id, code=turn.word(0), now=turn.now
    )
    await turn.toast(turn.label("groups-gone"))
    await mine(turn)
