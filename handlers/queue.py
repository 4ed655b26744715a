"""〈to do〉: one button for every officer; what it opens is a matter of the role he acts in.

A role has one room, which opens at once, and any number of further works: of those that hold
something a button each follows, with how many.
"""

from collections.abc import Callable
from dataclasses import dataclass

from domain.permissions import Role
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.table import Handler
from handlers.turn import Turn

_ROOMS: dict[Role, Handler] = {}
_FURTHER: dict[Role, list["Work"]] = {}
# A deed marked with its action: (session, *, actor, now) -> how many wait.
Count = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Work:
    """What else waits for a role: the words of its button ($count), the data behind it."""

    label: str
    data: str
    count: Count


def room(*roles: Role) -> Callable[[Handler], Handler]:
    """Open this handler by 〈to do〉 for whoever acts in one of the roles."""

    def keep(handler: Handler) -> Handler:
        for role in roles:
            if role in _ROOMS:
                raise ValueError(f"two rooms for {role}")
            _ROOMS[role] = handler
        return handler

    return keep


def further(label: str, count: Count, *roles: Role) -> Callable[[Handler], Handler]:
    """Offer this handler behind 〈to do〉 too while `count` finds something that waits.

    The words of the button stand under `label` and take $count; its data are the label's last
    words, as with 〈more〉.
    """

    def keep(handler: Handler) -> Handler:
        work = Work(label, label.removeprefix("button-"), count)
        for role in roles:
            _FURTHER.setdefault(role, []).append(work)
        return table.press(work.data)(handler)

    return keep


@table.menu("menu-queue")
async def queue(turn: Turn) -> None:
    """Open what waits for the role that the caller acts in."""
    handler = _ROOMS.get(turn.role) if turn.role else None
    if handler is None and turn.role not in _FURTHER:
        await turn.answer(turn.say("unknown"), keyboards.menu(turn))
        return
    if handler is not None:
        await handler(turn)
    if not await others(turn) and handler is None:
        await turn.answer(turn.say("queue-empty"), keyboards.menu(turn))


async def others(turn: Turn) -> bool:
    """Show a button for each further work of the role that waits; tell whether any does."""
    lines = []
    for work in _FURTHER.get(turn.role, []) if turn.role else []:
        count = await turn.read(work.count, actor=turn.caller.account_id, now=turn.now)
        if count:
            lines.append([press(turn.label(work.label, count=count), work.data)])
    if lines:
        await turn.answer(turn.say("queue-further"), rows(*lines))
    return bool(lines)
