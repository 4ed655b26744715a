"""Drafts: what was filled in when another conversation came between is kept, and that is said."""

from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases.conversations import STOPPED, SUBMISSION, Standing


async def tell(turn: Turn, before: Standing | None) -> None:
    """Say once that the draft which this turn has put aside is kept, with the way back to it.

    Nothing is said where nothing was answered yet, or where the person had stopped himself.
    """
    after = turn.standing
    if before is None or before.step == STOPPED or before.draft is None or after is None:
        return
    if before.draft not in [one.draft for one in after.aside]:
        return
    data = before.data
    if before.flow == SUBMISSION:
        answered, what = data["text"] or data["files"], data["what"]
        back = press(turn.label("button-go-on"), "duty", data["duty_id"])
    elif data.get("proxy") is not None:
        answered, what = set(data) - {"proxy"}, turn.label("what-proxy")
        back = press(turn.label("button-go-on"), "proxy")
    else:
        answered, what = data, turn.label("what-registration")
        back = press(turn.label("button-go-on"), "register")
    if answered:
        await turn.answer(turn.say("draft-kept", what=what), rows([back]))
