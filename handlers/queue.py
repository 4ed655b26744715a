"""〈to do〉: one button for every officer; what it opens is a matter of the role he acts in."""

from collections.abc import Callable

from domain.permissions import Role
from handlers import keyboards, table
from handlers.table import Handler
from handlers.turn import Turn

_ROOMS: dict[Role, Handler] = {}


def room(*roles: Role) -> Callable[[Handler], Handler]:
    """Open this handler by 〈to do〉 for whoever acts in one of the roles."""

    def keep(handler: Handler) -> Handler:
        for role in roles:
            if role in _ROOMS:
                raise ValueError(f"two rooms for {role}")
            _ROOMS[role] = handler
        return handler

    return keep


@table.menu("menu-queue")
async def queue(turn: Turn) -> None:
    """Open what waits for the role that the caller acts in."""
    handler = _ROOMS.get(turn.role) if turn.role else None
    if handler is None:
        await turn.answer(turn.say("unknown"), keyboards.menu(turn))
        return
    await handler(turn)
