"""The officers' chat for hours from elsewhere: one checks, another approves, the next."""

from domain.permissions import Role
from handlers import keyboards, minors, papers, queue, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import outside_checks
from usecases.minors import Screen
from usecases.outside_checks import REASONS


@queue.further(
    "button-outside-queue",
    outside_checks.waiting,
    Role.FEDERATION,
    Role.COUNTY_OFFICE,
    Role.OFFICE,
)
async def waiting(turn: Turn) -> None:
    """Show the oldest claim that waits for this officer."""
    await _show_next(turn, 0)


@table.press("outnext")
async def skip(turn: Turn) -> None:
    """Show the claim behind this one."""
    await _show_next(turn, turn.number(0))


async def _show_next(turn: Turn, after: int) -> None:
    one = await turn.read(outside_checks.following, actor=turn.caller.account_id, after=after)
    if one is None:
        await turn.answer(turn.say("outside-queue-empty"), keyboards.menu(turn))
        return
    await minors.shown(turn, [(f"volunteer:{one.volunteer_id}", one.born_on)], Screen.RECORD)
    text = turn.say(
        "outside-check",
        count=one.waiting,
        name=one.name,
        number=one.number,
        place=one.said.place,
        minutes=one.said.minutes,
        first_on=one.said.first_on,
        last_on=one.said.last_on,
        asked_at=one.asked_at,
        step="second" if one.checked else "first",
    )
    which = (one.claim_id, one.version)
    await turn.answer(
        text,
        rows(
            [press(turn.label("button-outside-paper"), "outpaper", one.claim_id)],
            [
                press(turn.label("button-outside-right"), "outyes", *which),
                press(turn.label("button-outside-wrong"), "outno", "decide", *which),
            ],
            [press(turn.label("button-next"), "outnext", one.claim_id)],
        ),
    )


@table.press("outpaper")
async def paper(turn: Turn) -> None:
    """Send the proof; that it was looked at is written down."""
    kept = await turn.write(
        outside_checks.paper,
        actor=turn.caller.account_id,
        claim_id=turn.number(),
        now=turn.now,
    )
    await papers.send(turn, kept, turn.say("outside-paper"))


@table.press("outyes")
async def agree(turn: Turn) -> None:
    """Agree to the claim."""
    done = await turn.write(
        outside_checks.decide,
        actor=turn.caller.account_id,
        claim_id=turn.number(0),
        version=turn.version(1),
        reason="",
        now=turn.now,
    )
    if done.state == "credited":
        text = turn.say("outside-credited", name=done.name, minutes=done.minutes)
        undo = press(
            turn.label("button-outside-undo"), "outno", "reverse", done.claim_id, done.version
        )
        await turn.show(text, rows([undo]))
    else:
        await turn.show(turn.say("outside-checked", name=done.name))
    await _show_next(turn, 0)


@table.press("outno")
async def ask_reason(turn: Turn) -> None:
    """Ask why the claim, or what was credited for it, is not right."""
    deed = turn.word(0, "decide", "reverse")
    which = (turn.number(1), turn.version(2))
    await turn.read(outside_checks.waiting, actor=turn.caller.account_id, now=turn.now)
    buttons = [
        [press(turn.label(f"outside-fault-{one}"), "outwhy", deed, *which, one)] for one in REASONS
    ]
    back = [press(turn.label("button-back"), "outside-queue")]
    await turn.show(turn.say("outside-why-not"), rows(*buttons, back))


@table.press("outwhy")
async def refuse(turn: Turn) -> None:
    """Refuse the claim, or take back what was credited for it."""
    reverses = turn.word(0, "decide", "reverse") == "reverse"
    done = await turn.write(
        outside_checks.reverse if reverses else outside_checks.decide,
        actor=turn.caller.account_id,
        claim_id=turn.number(1),
        version=turn.version(2),
        reason=turn.word(3, *REASONS),
        now=turn.now,
    )
    key = "outside-reversed" if reverses else "outside-refused"
    await turn.show(turn.say(key, name=done.name))
    await _show_next(turn, 0)
