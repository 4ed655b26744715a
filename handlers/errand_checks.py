"""Leaving of people without a telephone in 〈to do〉: a second person confirms it."""

from domain.permissions import Role
from handlers import consent_proofs, keyboards, queue, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import errand_deeds, errand_leavings


@queue.further(
    "button-errand-leavings",
    errand_leavings.waiting,
    Role.FEDERATION,
    Role.COUNTY_OFFICE,
    Role.OFFICE,
)
async def waiting(turn: Turn) -> None:
    """Show the oldest one."""
    await _show(turn, 0)


@table.press("errandnext")
async def skip(turn: Turn) -> None:
    """Show the one behind this one."""
    await _show(turn, turn.number(0))


async def _show(turn: Turn, after: int) -> None:
    one = await turn.read(errand_leavings.following, actor=turn.caller.account_id, after=after)
    if one is None:
        await turn.answer(turn.say("errand-leavings-none"), keyboards.menu(turn))
        return
    paper = [press(turn.label("button-proxy-paper"), "errandpaper", one.errand_id)]
    text = turn.say(
        "errand-leaving-check",
        count=one.waiting,
        name=one.name,
        number=one.number,
        station=one.station or turn.label("errand-office"),
        proof=one.proof,
        asked_at=one.asked_at,
    )
    await turn.answer(
        text,
        rows(
            paper if one.proof == "paper" else [],
            [
                press(turn.label("button-errand-confirm"), "errandyes", one.errand_id),
                press(turn.label("button-errand-refuse"), "errandno", one.errand_id),
            ],
            [press(turn.label("button-next"), "errandnext", one.errand_id)],
        ),
    )


@table.press("errandpaper")
async def paper(turn: Turn) -> None:
    """Show the paper that was signed; that it was looked at is written down."""
    kept = await turn.write(
        errand_deeds.signed_paper,
        actor=turn.caller.account_id,
        errand_id=turn.number(),
        now=turn.now,
    )
    await consent_proofs.show_paper(turn, kept)


@table.press("errandyes")
async def confirm(turn: Turn) -> None:
    """Confirm it: the days begin."""
    due_at = await turn.write(
        errand_deeds.confirm,
        actor=turn.caller.account_id,
        errand_id=turn.number(),
        agreed=True,
        now=turn.now,
    )
    await turn.show(turn.say("errand-confirmed", due_at=due_at))
    await _show(turn, 0)


@table.press("errandno")
async def refuse(turn: Turn) -> None:
    """Refuse it: nothing is deleted."""
    await turn.write(
        errand_deeds.confirm,
        actor=turn.caller.account_id,
        errand_id=turn.number(),
        agreed=False,
        now=turn.now,
    )
    await turn.show(turn.say("errand-leaving-refused"))
    await _show(turn, 0)
