"""Which handler answers what: a table looked up once, not a chain of filters asked in turn.

Each failed filter of a chain costs 11 µs; with a table the last command costs what the first does.
"""

from collections.abc import Awaitable, Callable
from functools import wraps

from domain.permissions import Role
from domain.policy_shape import Policy
from handlers.turn import Turn
from locales.words import LOCALES, Speaker

Handler = Callable[[Turn], Awaitable[None]]

COMMANDS: dict[str, Handler] = {}
MENU: dict[str, Handler] = {}
PRESSES: dict[str, Handler] = {}
# By flow/step.
STEPS: dict[str, Handler] = {}
PAYLOADS: list[tuple[Callable[[str], bool], Handler]] = []
# Outside a conversation: a photo, or a text that is no command and no button.
LOOSE: list[tuple[Callable[[Turn], bool], Handler]] = []
# What 〈more〉 offers: for which role, the words on the button, and the data behind it.
MORE: list[tuple[Role, str, str]] = []
# Presses of 〈more〉: the screen that they open leads back to it.
FROM_MORE: set[str] = {"privacy", "wards"}
# Of those, what not every city has: by the data, whether a policy has it.
NOT_EVERYWHERE: dict[str, Callable[[Policy], bool]] = {}
# And what no minor is offered, because he answers for nobody.
OF_AGE: set[str] = set()


def command(*names: str) -> Callable[[Handler], Handler]:
    """Answer /name."""
    return _into(COMMANDS, *names)


def menu(*keys: str) -> Callable[[Handler], Handler]:
    """Answer the reply-keyboard buttons with these words, in every language."""
    return _into(MENU, *keys)


def press(*prefixes: str) -> Callable[[Handler], Handler]:
    """Answer inline buttons whose data begin with `prefix:`."""
    return _into(PRESSES, *prefixes)


def more(
    label: str,
    *roles: Role,
    where: Callable[[Policy], bool] | None = None,
    of_age: bool = False,
) -> Callable[[Handler], Handler]:
    """Answer a button of 〈more〉 that these roles see; its data are the label's last words.

    `where` tells whether a city has it at all, `of_age` hides it from volunteers who are minors;
    either hides the button, and the deed refuses.
    """

    def keep(handler: Handler) -> Handler:
        data = label.removeprefix("button-")
        if where is not None:
            NOT_EVERYWHERE[data] = where
        if of_age:
            OF_AGE.add(data)
        MORE.extend((role, label, data) for role in roles)
        FROM_MORE.add(data)

        @wraps(handler)
        async def shown(turn: Turn) -> None:
            # A deed that ends on this screen leads back as its button does.
            turn.from_more = True
            await handler(turn)

        press(data)(shown)
        return shown

    return keep


def offered(policy: Policy, *roles: Role | None) -> list[tuple[str, str]]:
    """Return label and data of the buttons of 〈more〉 for these roles in a city."""
    return [
        (label, data)
        for role, label, data in MORE
        if role in roles and (data not in NOT_EVERYWHERE or NOT_EVERYWHERE[data](policy))
    ]


def step(flow: str, *steps: str) -> Callable[[Handler], Handler]:
    """Answer whatever is sent (not pressed) at these steps of a conversation."""
    return _into(STEPS, *(f"{flow}/{one}" for one in steps))


def payload(fits: Callable[[str], bool]) -> Callable[[Handler], Handler]:
    """Answer /start with a payload that fits; it stands in `turn.args[0]`."""

    def keep(handler: Handler) -> Handler:
        PAYLOADS.append((fits, handler))
        return handler

    return keep


def loose(fits: Callable[[Turn], bool]) -> Callable[[Handler], Handler]:
    """Answer messages outside a conversation that fit."""

    def keep(handler: Handler) -> Handler:
        LOOSE.append((fits, handler))
        return handler

    return keep


def _into(table: dict[str, Handler], *names: str) -> Callable[[Handler], Handler]:
    def keep(handler: Handler) -> Handler:
        for name in names:
            if name in table:
                raise ValueError(f"two handlers for {name}")
            table[name] = handler
        return handler

    return keep


def menu_labels(speaker: Callable[[str], Speaker]) -> dict[str, str]:
    """Return label -> key of every menu button in every language."""
    return {speaker(locale).label(key): key for locale in LOCALES for key in MENU}
