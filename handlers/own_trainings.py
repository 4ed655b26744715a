"""〈my trainings〉 of one's own details: what was entered, corrected and struck."""

from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import trainings
from usecases.trainings import FIELDS

_PAGE = 8


@table.press("mytrainings")
async def mine(turn: Turn) -> None:
    """Show the latest first, with what was learned in all."""
    page = turn.number(0) if turn.args else 0
    found = await turn.read(trainings.own, actor=turn.caller.account_id)
    standing = [one.said for one in found if one.state == "stands"]
    head = turn.say("my-trainings-none")
    if found:
        minutes = sum(one.learning_minutes for one in standing)
        head = turn.say("my-trainings", count=len(standing), learning_minutes=minutes)
    some = found[page * _PAGE : (page + 1) * _PAGE]
    lines = [
        turn.say(
            "my-training",
            state=one.state,
            **{field: getattr(one.said, field) for field in FIELDS},
        )
        for one in some
    ]
    turns = [press("◀", "mytrainings", page - 1)] if page else []
    turns += [press("▶", "mytrainings", page + 1)] if len(found) > (page + 1) * _PAGE else []
    why = keyboards.why(turn, "B10")
    back = [press(turn.label("button-back"), "profile")]
    await turn.show("\n\n".join([head, *lines]), rows(turns, [*why, *back]))
