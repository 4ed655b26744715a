"""Minors' data: that staff were shown it is written down, and the Office reads who looked."""

from collections.abc import Collection

from domain.permissions import Role
from handlers import table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import minors
from usecases.minors import Look, People, Screen


async def shown(turn: Turn, people: People, screen: Screen) -> None:
    """Write down that the caller is shown these people, as far as they are under age (K18)."""
    young = minors.among(turn.desk.db.city, people, turn.now)
    await _keep(turn, young, screen)


async def numbered(turn: Turn, numbers: Collection[str], screen: Screen) -> None:
    """Write it down of the volunteers with these numbers, who stand on the screen by them."""
    wanted = list(dict.fromkeys(numbers))
    young = await turn.read(minors.numbered, numbers=wanted, now=turn.now) if wanted else []
    await _keep(turn, young, screen)


async def _keep(turn: Turn, young: list[str], screen: Screen) -> None:
    if young:
        await turn.write(
            minors.looked,
            actor=turn.caller.account_id,
            subjects=young,
            screen=screen,
            now=turn.now,
        )


@table.more("button-minor-looks", Role.OFFICE)
async def looks(turn: Turn) -> None:
    """Show who looked at minors' data, the newest first."""
    before = turn.number(0) if turn.args else 0
    found = await turn.read(minors.looks, actor=turn.caller.account_id, before=before)
    if not found.looks:
        await turn.show(turn.say("minor-looks-none"))
        return
    lines = [turn.say("minor-looks"), *(_line(turn, one) for one in found.looks)]
    older = press(turn.label("button-older-looks"), "minor-looks", before + minors.PAGE)
    await turn.show("\n".join(lines), rows([older] if found.older else []))


def _line(turn: Turn, one: Look) -> str:
    roles = turn.label("comma").join(turn.label(f"role-{role}") for role in one.roles)
    whom = turn.label("minor-look-volunteer", number=one.volunteer)
    if one.application_id:
        whom = turn.label("minor-look-application", id=str(one.application_id))
    return turn.say(
        "minor-look",
        looked_at=one.at,
        roles=roles or turn.label("none"),
        account=str(one.account_id),
        whom=whom,
        screen=turn.label(f"minor-screen-{one.screen}"),
    )
