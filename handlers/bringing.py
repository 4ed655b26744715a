"""〈bring kids〉: one scan of a teacher or a parent, and a tick for each child who has come."""

from typing import Any

from domain.permissions import Role
from domain.refusals import Refused
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import class_scans
from usecases.checkins import Arrived

_FLOW = "class"


@table.more("button-bring-class", Role.VOLUNTEER, of_age=True)
async def begin(turn: Turn) -> None:
    """Show the children who may come along, all of them ticked."""
    found = await turn.read(class_scans.pupils, actor=turn.caller.account_id, now=turn.now)
    if not found.pupils:
        await turn.answer(turn.say("class-none"), keyboards.menu(turn))
    elif found.station is None:
        await turn.answer(turn.say("class-scan-first"), keyboards.menu(turn))
    else:
        await _show(turn, [one.volunteer_id for one in found.pupils])


async def _show(turn: Turn, came: list[int]) -> None:
    found = await turn.read(class_scans.pupils, actor=turn.caller.account_id, now=turn.now)
    turn.go(_FLOW, "who", came=came)
    version = turn.next_version
    buttons = [
        press(
            turn.label("ticked" if one.volunteer_id in came else "unticked", text=one.name),
            "classtick",
            version,
            one.volunteer_id,
        )
        for one in found.pupils
    ]
    pairs = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    go = [press(turn.label("button-class-go", count=len(came)), "classgo", version)]
    stop = [press(turn.label("button-stop"), "cancel")]
    text = turn.say("class-who", station=found.station or "", count=len(came))
    await turn.show(text, rows(go if came else [], *pairs, stop))


def _ticked(turn: Turn) -> dict[str, Any] | None:
    standing = turn.at(_FLOW)
    return None if standing is None else standing.data


@table.press("classtick")
async def tick(turn: Turn) -> None:
    """Take a child off the list, or put him back."""
    data = _ticked(turn)
    if data is None:
        await turn.old_button()
        return
    child = turn.number(1)
    came = [one for one in data["came"] if one != child]
    await _show(turn, came if child in data["came"] else [*came, child])


@table.press("classgo")
async def bring(turn: Turn) -> None:
    """Check them in, and say of each who could not why."""
    data = _ticked(turn)
    if data is None:
        await turn.old_button()
        return
    turn.leave(_FLOW)
    done = await turn.write(
        class_scans.bring,
        actor=turn.caller.account_id,
        child_ids=data["came"],
        key=f"class/{turn.update_id}",
        now=turn.now,
    )
    if not done:
        await turn.answer(turn.say("class-scan-first"), keyboards.menu(turn))
        return
    lines = [turn.say("class-done", count=sum(isinstance(one.outcome, Arrived) for one in done))]
    lines += [
        turn.say("class-refused", name=one.name, reason=turn.reason(one.outcome))
        for one in done
        if isinstance(one.outcome, Refused)
    ]
    await turn.answer("\n".join(lines), keyboards.menu(turn))
