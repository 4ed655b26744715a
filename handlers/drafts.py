"""Drafts: what was filled in when something else came between is kept, and that is said."""

from typing import Any

from aiogram.types import InlineKeyboardButton

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
    if before.draft in [one.draft for one in after.aside]:
        await _offer(turn, before)


async def offer(turn: Turn) -> None:
    """Offer to go on with the latest draft, if there is one."""
    drafts = turn.standing.drafts if turn.standing else ()
    if drafts:
        await _offer(turn, drafts[-1])


async def _offer(turn: Turn, draft: Standing) -> None:
    data = draft.data
    answered: Any
    if draft.flow == SUBMISSION:
        answered, what = data["text"] or data["files"], data["what"]
        back = _go_on(turn, "duty", data["duty_id"])
    elif data.get("proxy") is not None:
        ward = "ward" in data
        answered = set(data) - {"proxy", "ward", "stopped_at"}
        what = turn.label("what-child" if ward else "what-proxy")
        back = _go_on(turn, "child" if ward else "proxy")
    else:
        answered, what = set(data) - {"stopped_at"}, turn.label("what-registration")
        back = _go_on(turn, "register")
    if answered:
        await turn.answer(turn.say("draft-kept", what=what), rows([back]))


def _go_on(turn: Turn, *data: object) -> InlineKeyboardButton:
    return press(turn.label("button-go-on"), *data)
