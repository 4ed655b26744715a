"""What people do in the chat: say, press what they see, new or old, once or twice."""

from functools import cache

from locales.words import LOCALES, Speaker
from rehearsal.simulator import town
from rehearsal.simulator.world import World


@cache
def _label(key: str, language: str) -> str:
    locale = language if language in LOCALES else LOCALES[0]
    return Speaker(locale, town.the_city().calendar.zone, town.FOUNDED).label(key)


def says(world: World, person: int, text: str) -> str:
    """Say something in the chat; return the request that it makes."""
    number = world.telegram.says(person, text)
    world.notes(f"{person} says {text[:40]!r} as {number}")
    world.sends()
    return f"telegram/{number}"


def menu(world: World, person: int, key: str) -> None:
    """Press a button of the menu below the chat."""
    says(world, person, _label(key, world.telegram.chats[person].language))


async def presses_something(world: World) -> None:
    """Press any button that stands in a chat: new or old, once or twice."""
    chats = [chat for chat in world.telegram.chats.values() if chat.messages]
    if not chats:
        return
    chat = world.fate.choice(chats)
    shown = [message for message in chat.messages if message.buttons]
    if not shown:
        return
    message = shown[-1] if world.fate.lot.random() < 0.7 else world.fate.choice(shown)
    data = world.fate.choice(message.buttons)
    for _ in range(world.fate.choice((1, 1, 1, 2))):
        number = world.telegram.presses(chat.person, message, data)
        world.notes(f"{chat.person} presses {data} as {number}")
        _means(world, chat.person, data, number)
    world.sends()


def _means(world: World, person: int, data: str, number: int) -> None:
    """Write down what a press may come to."""
    name, _, rest = data.partition(":")
    if name == "redeem":
        world.watch.meant["redeem"].add(f"redeem/{world.accounts[person]}/{rest}")
    elif name == "handin":
        world.watch.meant["hand in"].add(f"handin/{rest}")
    elif name in ("move", "came"):
        world.watch.meant["scan"].add(f"telegram/{number}")


async def looks_at_the_day(world: World) -> None:
    """Let somebody of the staff look at his list, whose buttons are pressed later."""
    person, key = world.fate.choice(
        (
            (201, "menu-today"),
            (202, "menu-today"),
            (501, "menu-queue"),
            (301, "menu-honoured"),
            (101, "menu-hours"),
            (103, "menu-checkin"),
        )
    )
    menu(world, person, key)


async def blocks_the_bot(world: World) -> None:
    """Block the bot, or let it write again."""
    chat = world.telegram.chats[world.fate.choice(town.EVERYBODY)]
    number = world.telegram.blocks(chat.person, blocked=not chat.blocked)
    world.notes(f"{chat.person} {'blocks' if chat.blocked else 'unblocks'} the bot as {number}")
    world.sends()
